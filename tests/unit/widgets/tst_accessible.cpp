// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/accessible.h"

#include "models/planboard.h"
#include "tests/unit/widgets/madeup.h"
#include "widgets/alarmpanel.h"
#include "widgets/channelgrid.h"
#include "widgets/keysheet.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/planpanel.h"
#include "widgets/soundmeter.h"
#include "widgets/theme.h"
#include "widgets/videotile.h"
#include "widgets/watch.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QScrollBar>
#include <QShortcut>
#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

namespace {

QString nameOf(const QWidget &widget)
{
    return QLatin1String(widget.metaObject()->className()) + QLatin1Char(' ') + widget.objectName()
        + QLatin1Char(' ') + widget.accessibleName();
}

/// A part of a control that is named as a whole.
bool isPart(const QWidget *widget)
{
    for (const QWidget *above = widget->parentWidget(); above; above = above->parentWidget()) {
        if (qobject_cast<const QComboBox *>(above) || qobject_cast<const QAbstractSpinBox *>(above))
            return true;
        const auto *area = qobject_cast<const QAbstractScrollArea *>(above);
        if (area && (area->viewport() == widget || qobject_cast<const QScrollBar *>(widget)))
            return true;
    }
    return false;
}

} // namespace

/// All widgets of the window and of what it opens, as a screen reader and a keyboard meet them.
class TestAccessible final : public QObject
{
    Q_OBJECT

private:
    struct Desk
    {
        MadeUp made;
        FakeFactory frames;
        PlanBoard plans{made.clock};
        MainWindow window{made.state, frames.factory()};

        Desk()
        {
            QObject::connect(&window, &MainWindow::addSlateRequested, &window, [] {});
            QObject::connect(&window, &MainWindow::languageChosen, &window, [] {});
            QObject::connect(&window, &MainWindow::modeRequested, &window, [] {});
            QObject::connect(&window, &MainWindow::channelChangeRequested, &window, [] {});
            QObject::connect(&window, &MainWindow::encryptionRequested, &window, [] {});
            QObject::connect(&window, &MainWindow::controlRequested, &window, [] {});
            window.addPlans(plans);
            made.state.setMe(QStringLiteral("anna"));
            made.state.setRole(Role::Engineer);
            made.fillNormal();
            ChannelDocument other = MadeUp::document();
            other.config.id = QStringLiteral("other");
            made.state.applyChannel(other);
            made.raiseAlarms();
            window.resize(1920, 1080);
            window.show();
            window.activateWindow();
            (void)QTest::qWaitForWindowActive(&window);
        }
        /// Opens what has a key, and gives all windows that are there.
        QList<QWidget *> windows()
        {
            const std::pair<Qt::Key, Qt::KeyboardModifier> keys[]{{Qt::Key_F10, Qt::NoModifier},
                                                                  {Qt::Key_H, Qt::ControlModifier},
                                                                  {Qt::Key_Comma, Qt::ControlModifier},
                                                                  {Qt::Key_F8, Qt::NoModifier}};
            for (const auto &[key, modifier] : keys) {
                QApplication::setActiveWindow(&window);
                QTest::keyClick(&window, key, modifier);
            }
            QList<QWidget *> found;
            for (QWidget *widget : QApplication::topLevelWidgets()) {
                if (widget->isVisible() && !widget->inherits("QTipLabel"))
                    found << widget;
            }
            return found;
        }
    };

    static QList<QWidget *> widgetsOf(const QList<QWidget *> &windows)
    {
        QList<QWidget *> found;
        for (QWidget *window : windows) {
            for (QWidget *widget : window->findChildren<QWidget *>()) {
                if (widget->isVisibleTo(window) && widget->window() == window && !isPart(widget))
                    found << widget;
            }
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    /// Whatever can have the keyboard says its name and what it is, and is large enough to be hit.
    void everythingHasANameARoleAndASize()
    {
        Desk desk;
        const QList<QWidget *> windows = desk.windows();
        QVERIFY(windows.size() >= 4);
        int seen = 0;
        QStringList wrong;
        for (QWidget *widget : widgetsOf(windows)) {
            if (widget->focusPolicy() == Qt::NoFocus)
                continue;
            ++seen;
            const QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(interface, qPrintable(nameOf(*widget)));
            if (interface->text(QAccessible::Name).isEmpty())
                wrong << QStringLiteral("no name: ") + nameOf(*widget);
            if (interface->role() == QAccessible::Client || interface->role() == QAccessible::NoRole)
                wrong << QStringLiteral("no role: ") + nameOf(*widget);
            if (widget->width() < theme::smallestTarget || widget->height() < theme::smallestTarget)
                wrong << QStringLiteral("%1x%2: ").arg(widget->width()).arg(widget->height())
                        + nameOf(*widget);
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
        QVERIFY2(seen > 40, qPrintable(QString::number(seen)));
    }

    /// Also what is only looked at: pictures, meters, lamps.
    void whatIsPaintedIsNamedToo()
    {
        Desk desk;
        int seen = 0;
        for (QWidget *widget : widgetsOf({&desk.window})) {
            if (!qobject_cast<VideoTile *>(widget) && !qobject_cast<SoundMeter *>(widget)
                && !widget->inherits("twinfeed::StateCell") && !widget->inherits("twinfeed::SealLamp")
                && !widget->inherits("twinfeed::ConnectionLamp"))
                continue;
            ++seen;
            const QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(!interface->text(QAccessible::Name).isEmpty(), qPrintable(nameOf(*widget)));
            QVERIFY2(interface->role() != QAccessible::Client, qPrintable(nameOf(*widget)));
        }
        QVERIFY2(seen >= 12, qPrintable(QString::number(seen)));
    }

    void aSmallChannelCanBePressedWithoutHands()
    {
        Desk desk;
        VideoTile *tile = desk.window.findChild<ChannelGrid *>()->tile(QStringLiteral("other"));
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(tile);
        QCOMPARE(interface->role(), QAccessible::Button);
        const QSignalSpy pressed(tile, &VideoTile::pressed);
        interface->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(pressed.size(), 1);
        QCOMPARE(desk.window.currentChannel(), QStringLiteral("other"));
    }

    /// Tab leaves every control of every window again, forwards and backwards; the handbook goes through its links first.
    void nothingHoldsTheKeyboard()
    {
        constexpr int longest = 40;
        Desk desk;
        for (QWidget *window : desk.windows()) {
            int stops = 0;
            for (const QWidget *widget : widgetsOf({window}))
                stops += (widget->focusPolicy() & Qt::TabFocus) && widget->isEnabled();
            if (stops < 2)
                continue;
            for (const Qt::KeyboardModifier modifier : {Qt::NoModifier, Qt::ShiftModifier}) {
                QApplication::setActiveWindow(window);
                const QWidget *before = nullptr;
                int stays = 0;
                for (int i = 0; i < 150 && QApplication::focusWidget(); ++i) {
                    QWidget *now = QApplication::focusWidget();
                    stays = now == before ? stays + 1 : 0;
                    QVERIFY2(stays < longest, qPrintable(nameOf(*now)));
                    before = now;
                    QTest::keyClick(now, Qt::Key_Tab, modifier);
                }
            }
        }
    }

    /// The sheet of keys names every key that the window hears.
    void theSheetIsComplete()
    {
        Desk desk;
        // "F1   F2   F3" behind a modifier means it for all of them.
        const auto named = [](const QKeySequence &keys) {
            QString text = keys.toString(QKeySequence::PortableText);
            text.replace(QLatin1String("Enter"), QLatin1String("Return")); // the other one of the two
            const qsizetype plus = text.size() > 1 ? text.lastIndexOf(QLatin1Char('+'), -2) : -1;
            const QString key = text.mid(plus + 1);
            for (const KeySheet::Line &line : KeySheet::lines()) {
                QString prefix;
                for (QString word : line.keys.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
                    const qsizetype at = word.size() > 1 ? word.lastIndexOf(QLatin1Char('+'), -2) : -1;
                    if (at >= 0)
                        prefix = word.left(at + 1);
                    if (prefix + word.mid(at + 1) == text || (at < 0 && word == key && plus < 0))
                        return true;
                }
            }
            return false;
        };
        QStringList missing;
        for (const QShortcut *shortcut : desk.window.findChildren<QShortcut *>()) {
            if (shortcut->key() != QKeySequence() && !named(shortcut->key()))
                missing << shortcut->key().toString(QKeySequence::PortableText);
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
    }
};

QTEST_MAIN(TestAccessible)
#include "tst_accessible.moc"
