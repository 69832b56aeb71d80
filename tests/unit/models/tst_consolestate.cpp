// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/models/modelfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestConsoleState final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isStaleUntilConnected()
    {
        ModelFixture made;
        QVERIFY(made.state.stale());
        QVERIFY(!made.state.dataAgeMs());
        made.connectNow();
        QVERIFY(!made.state.stale());
    }

    void turnsStaleAfterThreeSecondsAndBack()
    {
        ModelFixture made;
        made.connectNow();
        QSignalSpy spy(&made.state, &ConsoleState::staleChanged);
        made.clock.advance(2999ms);
        made.state.tick();
        QVERIFY(!made.state.stale());
        made.clock.advance(1ms);
        made.state.tick();
        QVERIFY(made.state.stale());
        QCOMPARE(made.state.dataAgeMs().value(), 3000);
        made.state.touch(made.clock.now());
        QVERIFY(!made.state.stale());
        QCOMPARE(spy.size(), 2);
    }

    void aLateTouchDoesNotMakeOlder()
    {
        ModelFixture made;
        made.connectNow();
        const int64_t heard = made.clock.now();
        made.clock.advance(1s);
        made.state.touch(heard - 500'000);
        QCOMPARE(made.state.dataAgeMs().value(), 1000);
    }

    void isStaleWhenTheConnectionIsLost()
    {
        ModelFixture made;
        made.connectNow();
        made.state.setConnection(
            {ConnectionState::Phase::Lost, made.clock.wall(), QStringLiteral("gone"), {}});
        QVERIFY(made.state.stale());
        QVERIFY(!made.state.connected());
    }

    void aSnapshotReplacesTheWorld()
    {
        ModelFixture made;
        made.fill(QStringLiteral("a"));
        made.state.applyMetrics({made.metric(QStringLiteral("a"), "primary", "fps", 30)});
        Snapshot other;
        other.channels = {ModelFixture::document(QStringLiteral("b"))};
        made.state.applySnapshot(other);
        QCOMPARE(made.state.channelIds(), QStringList{QStringLiteral("b")});
        QVERIFY(!made.state.status(QStringLiteral("a")));
        QVERIFY(!made.state.metric(QStringLiteral("a"), QStringLiteral("primary"), QStringLiteral("fps")));
        QVERIFY(made.state.slates().isEmpty());
    }

    void aReconnectKeepsHistories()
    {
        ModelFixture made;
        made.fill();
        const QString main = QStringLiteral("main");
        for (int i = 0; i < 5; ++i) {
            made.state.applyMetrics({made.metric(main, "primary", "fps", 30)});
            made.clock.advance(1s);
        }
        made.fill();
        QCOMPARE(made.state.metric(main, QStringLiteral("primary"), QStringLiteral("fps"))->values().size(),
                 size_t(5));
    }

    void anOlderDocumentDoesNotWin()
    {
        ModelFixture made;
        made.fill();
        made.state.applyChannel(ModelFixture::document(QStringLiteral("main"), 9));
        made.state.applyChannel(ModelFixture::document(QStringLiteral("main"), 8));
        QCOMPARE(made.state.channel(QStringLiteral("main"))->revision, quint64(9));
    }

    void agesAreTakenFromTheLotAndNotFromTheOtherMachinesClock()
    {
        ModelFixture made;
        made.fill();
        const QString main = QStringLiteral("main");
        Metric fresh = made.metric(main, "primary", "fps", 30);
        Metric old = made.metric(main, "backup", "fps", 30);
        fresh.at = made.clock.wall().addDays(2);
        old.at = fresh.at.addMSecs(-2500);
        made.state.applyMetrics({old, fresh});
        const auto age = [&](const char *node) {
            return made.state.metric(main, QLatin1String(node), QStringLiteral("fps"))
                ->ageMs(made.clock.now());
        };
        QCOMPARE(age("primary"), 0);
        QCOMPARE(age("backup"), 2500);
    }

    void aTakeStartsTheProgrammesMeanAnew()
    {
        ModelFixture made;
        made.fill();
        const QString main = QStringLiteral("main");
        const auto measure = [&](double bitrate, int seconds) {
            for (int i = 0; i < seconds; ++i) {
                made.clock.advance(1s);
                made.state.applyMetrics({made.metric(main, "programme", "bitrate", bitrate),
                                         made.metric(main, "primary", "bitrate", bitrate)});
            }
        };
        const auto worth = [&](const char *node) {
            return made.state.metric(main, QLatin1String(node), QStringLiteral("bitrate"))
                ->worth(made.clock.now(), 30);
        };
        measure(4e6, 20);
        made.state.applyStatus(ModelFixture::status(main, Source::Slate));
        measure(1e5, 15);
        QCOMPARE(worth("programme"), MetricWorth::InOrder);
        QCOMPARE(worth("primary"), MetricWorth::Low);
        measure(1e4, 1);
        QCOMPARE(worth("programme"), MetricWorth::Low);
    }

    void packetAgeGoesOnWithTheClock()
    {
        ModelFixture made;
        made.fill();
        ChannelStatus status = ModelFixture::status(QStringLiteral("main"));
        status.sources[1].ageMs = 1200;
        made.state.applyStatus(status);
        made.clock.advance(3s);
        QCOMPARE(made.state.packetAgeMs(QStringLiteral("main"), Source::Backup).value(), 4200);
        QVERIFY(!made.state.packetAgeMs(QStringLiteral("main"), Source::Primary));
    }

    void aCommandIsFollowedToItsEnd()
    {
        ModelFixture made;
        made.fill();
        const QString main = QStringLiteral("main");
        const QString key = QStringLiteral("k");
        QSignalSpy spy(&made.state, &ConsoleState::commandChanged);
        made.state.commandSent(key, main, QStringLiteral("take"), QStringLiteral("backup"));
        QVERIFY(!made.state.command(key)->ended());
        made.clock.advance(20ms);
        made.state.commandAcknowledged(
            key, ModelFixture::take(QStringLiteral("1"), main, Source::Backup, OperationState::Accepted));
        QCOMPARE(made.state.command(key)->acknowledgedAt.value() - made.state.command(key)->sentAt, 20'000);
        QVERIFY(!made.state.command(key)->ended());
        made.state.applyOperation(
            ModelFixture::take(QStringLiteral("1"), main, Source::Backup, OperationState::Done));
        QVERIFY(made.state.command(key)->ended());
        QCOMPARE(spy.size(), 3);
        QCOMPARE(made.state.newestTake(main)->state, OperationState::Done);
    }

    void theResultMayComeBeforeTheAnswer()
    {
        ModelFixture made;
        made.fill();
        const QString main = QStringLiteral("main");
        const QString key = QStringLiteral("k");
        made.state.commandSent(key, main, QStringLiteral("take"), QStringLiteral("backup"));
        made.state.applyOperation(
            ModelFixture::take(QStringLiteral("1"), main, Source::Backup, OperationState::Done));
        made.state.commandAcknowledged(
            key, ModelFixture::take(QStringLiteral("1"), main, Source::Backup, OperationState::Accepted));
        QCOMPARE(made.state.command(key)->operation->state, OperationState::Done);
    }

    void aRefusalEndsACommand()
    {
        ModelFixture made;
        made.fill();
        const QString key = QStringLiteral("k");
        made.state.commandSent(key, QStringLiteral("main"), QStringLiteral("take"), QStringLiteral("backup"));
        made.state.commandRefused(key, ModelFixture::error("stale-revision"));
        QVERIFY(made.state.command(key)->ended());
        QCOMPARE(made.state.newestCommand(QStringLiteral("main"), QStringLiteral("take"))->refusal->code,
                 QStringLiteral("stale-revision"));
        // Unknown commands change nothing.
        made.state.commandRefused(QStringLiteral("other"), ModelFixture::error("timeout"));
        QVERIFY(!made.state.command(QStringLiteral("other")));
    }

    void theJournalIsOrderedWithoutRepeatsAndBounded()
    {
        ModelFixture made;
        made.state.applyJournal({made.entry(5), made.entry(3), made.entry(5)});
        made.state.applyJournal({made.entry(4), made.entry(3), made.entry(6)});
        std::vector<qint64> ids;
        for (const JournalEntry &entry : made.state.journal())
            ids.push_back(entry.id);
        QCOMPARE(ids, (std::vector<qint64>{6, 5, 4, 3}));
        for (qint64 id = 7; id < 7 + qint64(ConsoleState::journalLimit); ++id)
            made.state.applyJournal({made.entry(id)});
        QCOMPARE(made.state.journal().size(), ConsoleState::journalLimit);
        QCOMPARE(made.state.journal().back().id, 7);
    }

    void aRemovedChannelTakesItsNumbersAlong()
    {
        ModelFixture made;
        made.fill();
        made.state.applyMetrics({made.metric(QStringLiteral("main"), "primary", "fps", 30)});
        QSignalSpy spy(&made.state, &ConsoleState::channelsReset);
        made.state.removeChannel(QStringLiteral("main"));
        QVERIFY(!made.state.channel(QStringLiteral("main")));
        QVERIFY(!made.state.metric(QStringLiteral("main"), QStringLiteral("primary"), QStringLiteral("fps")));
        made.state.removeChannel(QStringLiteral("main"));
        QCOMPARE(spy.size(), 1);
    }

    void whatTheEngineDecidedIsNewsWhenItHappens()
    {
        ModelFixture made;
        made.fill();
        QSignalSpy decided(&made.state, &ConsoleState::decided);
        // Read from the journal it is history, not news.
        made.state.applyJournal({made.entry(1, "failover")});
        QVERIFY(!made.state.newestDecision(QStringLiteral("main")));
        made.clock.advance(2s);
        made.state.applyNews(made.entry(2, "take"));
        QCOMPARE(decided.size(), 0);
        made.state.applyNews(made.entry(3, "failover"));
        QCOMPARE(decided.size(), 1);
        const DecisionNews *news = made.state.newestDecision(QStringLiteral("main"));
        QVERIFY(news);
        QCOMPARE(news->entry.id, 3);
        QCOMPARE(news->seenAt, made.clock.now());
        QVERIFY(!news->outcome);
        JournalEntry done = made.entry(4, "failover-done");
        done.data = {{QStringLiteral("number"), 9}};
        made.state.applyNews(done); // of another decision
        QVERIFY(!news->outcome);
        JournalEntry decision = made.entry(5, "failover");
        decision.data = {{QStringLiteral("decision"), QJsonObject{{QStringLiteral("number"), 10}}}};
        made.state.applyNews(decision);
        done = made.entry(6, "failover-done");
        done.data = {{QStringLiteral("number"), 10}};
        made.state.applyNews(done);
        news = made.state.newestDecision(QStringLiteral("main"));
        QVERIFY(news->outcome);
        QCOMPARE(news->outcome->id, 6);
        QCOMPARE(news->entry.id, 5);
        QCOMPARE(made.state.journal().size(), 6u);
    }

    void aDecisionToStayDoesNotHideTheSwitchBeforeIt()
    {
        ModelFixture made;
        made.fill();
        const QString channel = QStringLiteral("main");
        const auto numbered = [&](qint64 id, const char *kind, int number) {
            JournalEntry entry = made.entry(id, kind);
            entry.data = {{QStringLiteral("decision"), QJsonObject{{QStringLiteral("number"), number}}}};
            return entry;
        };
        made.state.applyNews(numbered(1, "failover", 4));
        made.state.applyNews(numbered(2, "failover-stayed", 5));
        JournalEntry done = made.entry(3, "failover-done");
        done.data = {{QStringLiteral("number"), 4}};
        made.state.applyNews(done);
        QCOMPARE(made.state.newestDecision(channel)->entry.id, 1);
        QVERIFY(made.state.newestDecision(channel)->outcome);
        QCOMPARE(made.state.journal().size(), 3u);
        // When that is told, why it stays is news again.
        made.clock.advance(20s);
        made.state.applyNews(numbered(4, "failover-stayed", 6));
        QCOMPARE(made.state.newestDecision(channel)->entry.id, 4);
    }

    void knowsHowOldAStatusIs()
    {
        ModelFixture made;
        made.fill();
        const QString channel = QStringLiteral("main");
        QCOMPARE(made.state.statusAgeMs(channel), 0);
        made.clock.advance(4s);
        QCOMPARE(made.state.statusAgeMs(channel), 4000);
        made.state.applyStatus(*made.state.status(channel));
        QCOMPARE(made.state.statusAgeMs(channel), 0);
        QCOMPARE(made.state.statusAgeMs(QStringLiteral("none")), 0);
    }
};

QTEST_GUILESS_MAIN(TestConsoleState)
#include "tst_consolestate.moc"
