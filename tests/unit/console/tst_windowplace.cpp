// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/windowplace.h"

#include "app/console/settings.h"
#include "models/consolestate.h"
#include "models/domain/clock.h"
#include "widgets/mainwindow.h"
#include "widgets/workspace.h"

#include <QDockWidget>
#include <QScreen>
#include <QTemporaryDir>
#include <QTest>

using namespace twinfeed;

/// A console that is closed and opened again.
class TestWindowPlace final : public QObject
{
    Q_OBJECT

private:
    struct Opened
    {
        SystemClock clock;
        ConsoleState state{clock};
        MainWindow window{state, {}};
        Settings settings;
        std::unique_ptr<WindowPlace> place;

        explicit Opened(const QString &file)
            : settings(file)
            , place(std::make_unique<WindowPlace>(window, settings))
        {
            window.show();
            QCoreApplication::processEvents();
        }
        Workspace *space() const { return window.findChild<Workspace *>(); }
        bool closed(Panel panel) const { return space()->dock(panel)->isHidden(); }
    };

    QTemporaryDir m_folder;
    QString file() const { return m_folder.filePath(QStringLiteral("console.conf")); }

private Q_SLOTS:
    void init() { QFile::remove(file()); }

    void beginsAsTheDirectors()
    {
        const Opened made(file());
        QCOMPARE(made.space()->layout(), NamedLayout::Director);
        QVERIFY(made.space()->isAsArranged());
    }

    void isAsItWasLeft()
    {
        {
            Opened made(file());
            QTest::keyClick(&made.window, Qt::Key_2, Qt::AltModifier);
            made.space()->dock(Panel::Paths)->hide();
            made.space()->setLocked(true);
        }
        const Opened made(file());
        QCOMPARE(made.space()->layout(), NamedLayout::Engineer);
        QVERIFY(made.closed(Panel::Paths));
        QVERIFY(made.space()->isLocked());
    }

    /// Another screen than those that are known: the layout of the first start, not one made for another size.
    void eachScreenHasItsOwn()
    {
        {
            Opened made(file());
            QTest::keyClick(&made.window, Qt::Key_4, Qt::AltModifier);
            QCOMPARE(made.space()->layout(), NamedLayout::Wall);
        }
        const QString name = WindowPlace::nameOf(*QGuiApplication::primaryScreen());
        {
            Settings settings(file());
            const QByteArray places = settings.panels(name);
            QVERIFY(!places.isEmpty());
            settings.setPanels(QStringLiteral("another 800x600"), places);
            settings.setPanels(name, {});
        }
        const Opened made(file());
        QCOMPARE(made.space()->layout(), NamedLayout::Director);
    }

    void ownLayoutsAreThereAgain()
    {
        {
            Opened made(file());
            made.space()->dock(Panel::Journal)->hide();
            made.window.findChild<LayoutMenu *>()->keep(QStringLiteral("Night"));
        }
        Opened made(file());
        const auto own = made.window.findChild<LayoutMenu *>()->own();
        QCOMPARE(own.keys(), QStringList{QStringLiteral("Night")});
        QTest::keyClick(&made.window, Qt::Key_1, Qt::AltModifier);
        QVERIFY(!made.closed(Panel::Journal));
        made.space()->restore(own.first());
        QVERIFY(made.closed(Panel::Journal));
    }
};

QTEST_MAIN(TestWindowPlace)
#include "tst_windowplace.moc"
