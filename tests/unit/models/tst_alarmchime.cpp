// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/alarmchime.h"

#include "tests/unit/models/modelfixture.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

Alarm alarm(const char *id, Severity severity)
{
    Alarm alarm;
    alarm.id = QLatin1String(id);
    alarm.severity = severity;
    return alarm;
}

struct Rig
{
    ModelFixture made;
    AlarmChime chime{made.state};
    std::vector<Severity> heard;

    Rig()
    {
        made.connectNow();
        QObject::connect(&chime, &AlarmChime::sound, &chime,
                         [this](Severity severity) { heard.push_back(severity); });
    }
    Judgements &judged() { return made.state.judgements(); }
    /// So many seconds go by on a living connection.
    size_t after(int seconds)
    {
        heard.clear();
        for (int i = 0; i < seconds * 10; ++i) {
            made.clock.advance(100ms);
            made.state.touch(made.clock.now());
            made.state.tick();
            chime.tick();
        }
        return heard.size();
    }
};

} // namespace

class TestAlarmChime final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWorseTheOftener()
    {
        Rig rig;
        QCOMPARE(rig.after(10), size_t(0));
        rig.judged().applyAlarm(alarm("1", Severity::Notice));
        QCOMPARE(rig.after(100), size_t(1));
        rig.judged().applyAlarm(alarm("2", Severity::Warning));
        QCOMPARE(rig.after(61), size_t(3));
        rig.judged().applyAlarm(alarm("3", Severity::Critical));
        QCOMPARE(rig.after(9), size_t(3));
        QCOMPARE(rig.heard.front(), Severity::Critical);
    }

    void silenceIsOfWhatThereIs()
    {
        Rig rig;
        rig.judged().applyAlarm(alarm("1", Severity::Critical));
        QVERIFY(rig.chime.isCalling());
        QVERIFY(rig.after(1) > 0);
        rig.chime.silence();
        QVERIFY(!rig.chime.isCalling());
        QCOMPARE(rig.after(60), size_t(0));
        rig.judged().applyAlarm(alarm("2", Severity::Warning));
        QCOMPARE(rig.after(1), size_t(1));
        QCOMPARE(rig.heard.front(), Severity::Warning);
        // One that is back is heard again.
        Alarm back = alarm("1", Severity::Critical);
        back.occurrences = 2;
        rig.judged().applyAlarm(back);
        QVERIFY(rig.after(5) > 0);
        QCOMPARE(rig.heard.front(), Severity::Critical);
    }

    void whatSomebodyLooksAfterIsQuiet_data()
    {
        QTest::addColumn<QByteArray>("what");
        for (const char *what :
             {"acknowledged", "over", "shelved", "silenced", "chattering", "folded", "closed"})
            QTest::newRow(what) << QByteArray(what);
    }
    void whatSomebodyLooksAfterIsQuiet()
    {
        QFETCH(QByteArray, what);
        Rig rig;
        Alarm one = alarm("1", Severity::Critical);
        rig.judged().applyAlarm(one);
        QVERIFY(rig.after(1) > 0);
        if (what == "acknowledged")
            one.acknowledged = true;
        else if (what == "over")
            one.active = false;
        else if (what == "shelved")
            one.shelf = AlarmShelf();
        else if (what == "silenced")
            one.silenced = true;
        else if (what == "chattering")
            one.chattering = true;
        else if (what == "closed")
            one.closed = true;
        else {
            Alarm root = alarm("2", Severity::Notice);
            root.acknowledged = true;
            rig.judged().applyAlarm(root);
            one.root = root.id;
        }
        rig.judged().applyAlarm(one);
        QCOMPARE(rig.after(60), size_t(0));
    }

    void oldTruthIsQuiet()
    {
        Rig rig;
        rig.judged().applyAlarm(alarm("1", Severity::Critical));
        rig.made.clock.advance(4s);
        rig.made.state.tick();
        rig.heard.clear();
        for (int i = 0; i < 100; ++i) {
            rig.made.clock.advance(100ms);
            rig.chime.tick();
        }
        QVERIFY(rig.heard.empty());
        QVERIFY(rig.after(1) > 0);
    }
};

QTEST_GUILESS_MAIN(TestAlarmChime)
#include "tst_alarmchime.moc"
