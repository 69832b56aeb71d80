// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/alarmchime.h"
#include "tests/unit/widgets/madeup.h"
#include "widgets/alarmpopup.h"
#include "widgets/busbar.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/theme.h"
#include "widgets/watch.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestAlarmPopup final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void callsForCriticalOnesOnly()
    {
        MadeUp made;
        made.fillNormal();
        QWidget window;
        window.resize(1200, 700);
        AlarmChime chime(made.state);
        AlarmPopup popup(made.state, chime, &window);
        window.show();
        Judgements &judged = made.state.judgements();
        judged.applyAlarm(made.alarm(1, "rate-low", Severity::Warning, "primary"));
        QVERIFY(!popup.isVisible());
        judged.applyAlarm(made.alarm(2, "output-down", Severity::Critical, "output:cdn"));
        QVERIFY(popup.isVisible());
        judged.applyAlarm(made.alarm(3, "programme-down", Severity::Critical, "programme"));
        QCOMPARE(popup.alarm(), QStringLiteral("3")); // the newest
        Alarm seen = *judged.alarm(QStringLiteral("3"));
        seen.acknowledged = true;
        judged.applyAlarm(seen);
        QCOMPARE(popup.alarm(), QStringLiteral("2"));
        for (QToolButton *button : popup.findChildren<QToolButton *>()) {
            if (button->text() == QLatin1String("Later"))
                button->click();
        }
        QVERIFY(!popup.isVisible());
        Alarm back = *judged.alarm(QStringLiteral("2"));
        back.occurrences = 2;
        judged.applyAlarm(back);
        QVERIFY(popup.isVisible());
        made.clock.advance(4s);
        made.state.tick();
        QVERIFY(!popup.isVisible()); // old truth calls nobody
    }

    void keepsClearWhereverItGoes()
    {
        MadeUp made;
        made.fillNormal();
        QWidget window;
        window.resize(1200, 700);
        QWidget bus(&window);
        bus.setGeometry(0, 600, 1200, 100);
        AlarmChime chime(made.state);
        AlarmPopup popup(made.state, chime, &window);
        popup.keepClear({&bus});
        window.show();
        made.state.judgements().applyAlarm(made.alarm(2, "output-down", Severity::Critical, "output:cdn"));
        for (const QRect &place :
             {QRect(0, 600, 1200, 100), QRect(700, 0, 500, 700), QRect(0, 0, 1200, 90)}) {
            bus.setGeometry(place);
            QVERIFY(popup.isVisible());
            QVERIFY(!popup.geometry().intersects(place));
        }
        bus.setGeometry(0, 0, 1200, 700); // there is no such place
        QVERIFY(!popup.isVisible());
    }

    /// In the real window: nothing that is pressed in a hurry is under it, and the keyboard stays where it is.
    void neverCoversTheBusNorTakesTheKeyboard_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("small") << QSize(1366, 738);
        QTest::newRow("large") << QSize(1920, 1050);
    }
    void neverCoversTheBusNorTakesTheKeyboard()
    {
        QFETCH(QSize, size);
        MadeUp made;
        FakeFactory frames;
        MainWindow window(made.state, frames.factory());
        window.resize(size);
        window.show();
        made.fillNormal();
        QApplication::setActiveWindow(&window);
        auto *bus = window.findChild<BusBar *>();
        bus->setFocus();
        QWidget *before = QApplication::focusWidget();
        made.raiseAlarms();
        AlarmPopup *popup = window.watch()->popup();
        QTRY_VERIFY(popup->isVisible());
        QCOMPARE(QApplication::focusWidget(), before);
        const auto inWindow = [&window](const QWidget *widget) {
            return QRect(widget->mapTo(&window, QPoint()), widget->size());
        };
        QVERIFY(!inWindow(bus).intersects(inWindow(popup)));
        QVERIFY(window.rect().contains(inWindow(popup)));
        QSignalSpy asked(window.watch(), &Watch::acknowledgeRequested);
        QSignalSpy takes(&window, &MainWindow::takeRequested);
        QTest::keyClick(&window, Qt::Key_F9);
        QCOMPARE(asked.count(), 1);
        QTest::keyClick(&window, Qt::Key_F7, Qt::ShiftModifier);
        QVERIFY(!window.watch()->chime()->isCalling());
        QCOMPARE(QApplication::focusWidget(), before);
        QTest::keyClick(&window, Qt::Key_F2);
        QCOMPARE(takes.count(), 1);
    }
};

QTEST_MAIN(TestAlarmPopup)
#include "tst_alarmpopup.moc"
