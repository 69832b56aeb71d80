// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/alarmchime.h"
#include "tests/unit/widgets/fakeinquiries.h"
#include "tests/unit/widgets/madeup.h"
#include "widgets/alarmlamp.h"
#include "widgets/alarmpanel.h"
#include "widgets/alarmview.h"
#include "widgets/language.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

struct Rig
{
    MadeUp made;
    AlarmChime chime{made.state};
    AlarmPanel panel{made.state, chime};

    Rig()
    {
        made.fillNormal();
        made.raiseAlarms();
        panel.resize(360, 300);
        panel.show();
    }
    QToolButton *button(const char *name) { return panel.findChild<QToolButton *>(QLatin1String(name)); }
    int rows() { return panel.view()->model()->rowCount(); }
};

} // namespace

class TestAlarmPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        Language::apply(QStringLiteral("en"));
    }

    void acknowledgesWhatIsChosen()
    {
        Rig rig;
        QSignalSpy asked(&rig.panel, &AlarmPanel::acknowledgeRequested);
        QCOMPARE(rig.rows(), 4);
        QVERIFY(!rig.button("acknowledge")->isEnabled()); // nothing is chosen
        rig.panel.choose(QStringLiteral("12")); // one that is folded
        QCOMPARE(rig.panel.view()->current()->id, QStringLiteral("12"));
        QTest::mouseClick(rig.button("acknowledge"), Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].toString(), QStringLiteral("12"));
        rig.panel.choose(QStringLiteral("14")); // somebody has
        QVERIFY(!rig.button("acknowledge")->isEnabled());
        QVERIFY(rig.button("shelve")->isEnabled());
    }

    void takesBackFromTheShelf()
    {
        Rig rig;
        QSignalSpy asked(&rig.panel, &AlarmPanel::unshelveRequested);
        rig.panel.choose(QStringLiteral("15"));
        QCOMPARE(rig.button("shelve")->text(), QStringLiteral("Unshelve"));
        QTest::mouseClick(rig.button("shelve"), Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
    }

    /// Nothing is sent, and only this console is quiet.
    void silenceIsLocal()
    {
        Rig rig;
        QVERIFY(rig.button("silence")->isEnabled());
        QTest::mouseClick(rig.button("silence"), Qt::LeftButton);
        QVERIFY(!rig.chime.isCalling());
        QVERIFY(!rig.button("silence")->isEnabled());
        QVERIFY(!rig.made.state.judgements().alarm(QStringLiteral("16"))->silenced);
    }

    void greysAndSaysWhy()
    {
        Rig rig;
        rig.panel.choose(QStringLiteral("16"));
        rig.made.state.setRole(Role::Viewer);
        QVERIFY(!rig.button("acknowledge")->isEnabled());
        QVERIFY(rig.button("acknowledge")->toolTip().contains(QLatin1String("needs the role operator")));
        QSignalSpy asked(&rig.panel, &AlarmPanel::acknowledgeRequested);
        rig.panel.pressAcknowledge();
        QCOMPARE(asked.count(), 0);
        rig.made.state.setRole(Role::Operator);
        QVERIFY(rig.button("acknowledge")->isEnabled());
        rig.made.clock.advance(4s);
        rig.made.state.tick();
        QVERIFY(!rig.button("acknowledge")->isEnabled());
        QVERIFY(!rig.button("shelve")->isEnabled());
        QVERIFY(rig.button("silence")->isEnabled()); // needs nobody
    }

    void aRefusalIsSaid()
    {
        Rig rig;
        const auto said = [&rig] { return rig.panel.findChildren<QLabel *>().first()->text(); };
        rig.made.state.commandSent(QStringLiteral("k"), {}, QStringLiteral("acknowledge-alarm"),
                                   QStringLiteral("16"));
        QVERIFY(said().isEmpty());
        rig.made.state.commandRefused(
            QStringLiteral("k"),
            {QStringLiteral("unknown-alarm"), QStringLiteral("There is no such alarm."), {}, {}, {}});
        QVERIFY(said().startsWith(QLatin1String("Not done: ")));
        rig.made.state.commandSent(QStringLiteral("k2"), {}, QStringLiteral("acknowledge-alarm"),
                                   QStringLiteral("16"));
        QVERIFY(said().isEmpty());
    }

    void filters()
    {
        Rig rig;
        rig.button("filters")->click();
        auto *severity = rig.panel.findChildren<QComboBox *>().at(0);
        severity->setCurrentIndex(1);
        Q_EMIT severity->activated(1);
        QCOMPARE(rig.rows(), 1);
        severity->setCurrentIndex(0);
        Q_EMIT severity->activated(0);
        rig.panel.findChild<QLineEdit *>()->setText(QStringLiteral("no such thing"));
        QCOMPARE(rig.rows(), 0);
    }

    void historyIsAskedFor()
    {
        Rig rig;
        FakeInquiries inquiries;
        QVERIFY(!rig.button("history")->isVisibleTo(&rig.panel));
        rig.panel.setInquiries(&inquiries);
        rig.button("filters")->click();
        rig.button("history")->click();
        QCOMPARE(inquiries.alarms.size(), size_t(1));
        rig.panel.findChild<QLineEdit *>()->setText(QStringLiteral("black"));
        QTRY_COMPARE(inquiries.alarms.size(), size_t(2));
        QCOMPARE(inquiries.alarms[1].first.search, QStringLiteral("black"));
        // The older answer comes last, and is none any more.
        Alarm past = rig.made.alarm(3, "black", Severity::Warning, "backup", 9000);
        past.active = false;
        past.closed = true;
        inquiries.alarms[1].second(std::vector{past});
        inquiries.alarms[0].second(std::vector<Alarm>{});
        QCOMPARE(rig.rows(), 1);
        rig.button("history")->click();
        QVERIFY(!rig.panel.showsHistory());
        rig.panel.findChild<QLineEdit *>()->clear();
        QCOMPARE(rig.rows(), 4);
    }

    void countsInTheStrip()
    {
        MadeUp made;
        AlarmLamp lamp(made.state);
        made.fillNormal();
        QCOMPARE(lamp.incident(), QString());
        made.raiseAlarms();
        QCOMPARE(lamp.incident(), QStringLiteral("0:42"));
        QVERIFY(lamp.accessibleDescription().startsWith(
            QLatin1String("1 critical, 2 warnings, 0 notices; 2 not acknowledged; 1 shelved")));
        made.measure(20);
        QCOMPARE(lamp.incident(), QStringLiteral("1:02"));
        Alarm seen = *made.state.judgements().alarm(QStringLiteral("16"));
        seen.acknowledged = true;
        made.state.judgements().applyAlarm(seen);
        QCOMPARE(lamp.incident(), QString());
    }

    void everythingHasANameAndATarget()
    {
        Rig rig;
        rig.button("filters")->click();
        for (const QWidget *widget : rig.panel.findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus
                || widget->objectName().startsWith(QLatin1String("qt_")))
                continue;
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
            QVERIFY2(widget->height() >= theme::smallestTarget && widget->width() >= theme::smallestTarget,
                     qPrintable(widget->accessibleName()));
        }
    }
};

QTEST_MAIN(TestAlarmPanel)
#include "tst_alarmpanel.moc"
