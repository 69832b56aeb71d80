// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/alarmbook.h"
#include "tests/support/fakeclock.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class TestAlarmBook final : public QObject
{
    Q_OBJECT

private:
    std::optional<FakeClock> m_clock;
    std::optional<AlarmBook> m_book;
    Surroundings m_around;
    const QString m_anna = QStringLiteral("anna");

    static AlarmFact fact(const char *rule, const char *node = "primary", const char *channel = "main",
                          bool cause = false)
    {
        return {QLatin1String(rule),        QLatin1String(channel), QLatin1String(node),
                QStringLiteral("fps"),      Severity::Warning,      cause,
                QStringLiteral("It is so.")};
    }
    void raise(const char *rule, const char *node = "primary", const char *channel = "main",
               bool cause = false)
    {
        m_book->raise(fact(rule, node, channel, cause));
        m_book->settle(m_around);
    }
    void clear(const char *rule, const char *node = "primary", const char *channel = "main")
    {
        m_book->clear(QLatin1String(rule), QLatin1String(channel), QLatin1String(node));
        m_book->settle(m_around);
    }
    void pass(std::chrono::microseconds time)
    {
        m_clock->advance(time);
        m_book->settle(m_around);
    }
    /// What has happened, as "id what".
    QStringList told()
    {
        QStringList list;
        for (const AlarmChange &change : m_book->take())
            list << QString(change.alarm.id + QLatin1Char(' ') + change.what);
        return list;
    }
    QString state(const char *id) const
    {
        const auto alarm = m_book->find(QLatin1String(id));
        return alarm ? toWord(alarm->state()) : QStringLiteral("none");
    }
    QString root(const char *id) const { return m_book->find(QLatin1String(id))->root; }
    static QStringList list(std::initializer_list<const char *> words)
    {
        QStringList list;
        for (const char *word : words)
            list << QLatin1String(word);
        return list;
    }

private Q_SLOTS:
    void init()
    {
        m_clock.emplace();
        m_book.emplace(*m_clock, 1);
        const QStringList both{QStringLiteral("primary"), QStringLiteral("backup")};
        m_around = {{QStringLiteral("main"), {QStringLiteral("Main"), both, Source::Primary}},
                    {QStringLiteral("side"), {QStringLiteral("Side"), both, Source::Primary}}};
    }

    void activeAcknowledgedClosed()
    {
        raise("rate-low");
        raise("rate-low"); // it goes on
        QCOMPARE(told(), list({"1 raised"}));
        QCOMPARE(state("1"), QStringLiteral("active"));
        QVERIFY(m_book->acknowledge(QStringLiteral("1"), m_anna));
        QCOMPARE(state("1"), QStringLiteral("acknowledged"));
        QCOMPARE(m_book->find(QStringLiteral("1"))->acknowledgedBy, m_anna);
        clear("rate-low");
        clear("rate-low");
        QCOMPARE(told(), list({"1 acknowledged", "1 cleared", "1 closed"}));
        QVERIFY(m_book->alarms().empty());
    }

    void clearedWaitsForSomebody()
    {
        raise("rate-low");
        clear("rate-low");
        QCOMPARE(state("1"), QStringLiteral("cleared"));
        pass(3h);
        QCOMPARE(state("1"), QStringLiteral("cleared"));
        QVERIFY(m_book->acknowledge(QStringLiteral("1"), m_anna));
        QVERIFY(m_book->alarms().empty());
        QCOMPARE(m_book->acknowledge(QStringLiteral("1"), m_anna).error().code,
                 QStringLiteral("unknown-alarm"));
    }

    void aNoticeWaitsForNobody()
    {
        AlarmFact notice = fact("loud");
        notice.severity = Severity::Notice;
        m_book->raise(notice);
        clear("loud");
        QCOMPARE(told(), list({"1 raised", "1 cleared", "1 closed"}));
    }

    void silenceIsNotAcknowledging()
    {
        raise("rate-low");
        QVERIFY(m_book->silence(QStringLiteral("1")));
        QVERIFY(m_book->silence(QStringLiteral("1")));
        QVERIFY(m_book->find(QStringLiteral("1"))->silenced);
        QCOMPARE(state("1"), QStringLiteral("active"));
        QCOMPARE(told(), list({"1 raised", "1 silenced"}));
        // It sounds again when it comes back.
        clear("rate-low");
        pass(10s);
        raise("rate-low");
        QVERIFY(!m_book->find(QStringLiteral("1"))->silenced);
    }

    void shelvingNeedsAReasonAndAnEnd()
    {
        raise("rate-low");
        const QString id = QStringLiteral("1");
        QCOMPARE(m_book->shelve(id, m_anna, QStringLiteral(" "), 5).error().where, QStringLiteral("/reason"));
        QCOMPARE(m_book->shelve(id, m_anna, QStringLiteral("Known."), 0).error().where,
                 QStringLiteral("/minutes"));
        QCOMPARE(m_book->shelve(id, m_anna, QStringLiteral("Known."), 1441).error().code,
                 QStringLiteral("out-of-range"));
        QCOMPARE(m_book->shelve(QStringLiteral("9"), m_anna, QStringLiteral("Known."), 5).error().code,
                 QStringLiteral("unknown-alarm"));
        QCOMPARE(state("1"), QStringLiteral("active"));
        QVERIFY(m_book->shelve(id, m_anna, QStringLiteral("Known."), 5));
        QCOMPARE(state("1"), QStringLiteral("shelved"));
        QCOMPARE(m_book->find(id)->shelf->until, m_clock->wall().addSecs(300));
        told();
        pass(299s);
        QVERIFY(told().isEmpty());
        m_clock->setWall(m_clock->wall().addDays(-7)); // the unit clock counts
        pass(1s);
        QCOMPARE(told(), list({"1 returned"}));
        QCOMPARE(state("1"), QStringLiteral("active"));
    }

    void aShelvedOneThatIsOverEndsWithItsShelf()
    {
        raise("rate-low");
        QVERIFY(m_book->shelve(QStringLiteral("1"), m_anna, QStringLiteral("Known."), 5));
        clear("rate-low");
        QCOMPARE(state("1"), QStringLiteral("shelved"));
        pass(120s);
        raise("rate-low"); // still the same, and still shelved
        QCOMPARE(state("1"), QStringLiteral("shelved"));
        QCOMPARE(m_book->alarms().size(), size_t(1));
        clear("rate-low");
        told();
        pass(180s);
        QCOMPARE(told(), list({"1 unshelved", "1 closed"}));
        // And by hand.
        raise("rate-low");
        QVERIFY(m_book->shelve(QStringLiteral("2"), m_anna, QStringLiteral("Known."), 5));
        QVERIFY(m_book->unshelve(QStringLiteral("2")));
        QCOMPARE(state("2"), QStringLiteral("active"));
    }

    void comingBackWithinAMinuteIsTheSame()
    {
        raise("rate-low");
        QVERIFY(m_book->acknowledge(QStringLiteral("1"), m_anna));
        clear("rate-low");
        told();
        pass(59s);
        raise("rate-low");
        QCOMPARE(told(), list({"1 returned"}));
        QCOMPARE(m_book->find(QStringLiteral("1"))->occurrences, 2);
        QCOMPARE(state("1"), QStringLiteral("active")); // to be acknowledged again
        clear("rate-low");
        pass(60s);
        told();
        raise("rate-low");
        QCOMPARE(told(), list({"1 closed", "2 raised"}));
    }

    void chatterBecomesOne()
    {
        for (int i = 0; i < 20; ++i) {
            raise("rate-low");
            pass(3s);
            clear("rate-low");
            pass(3s);
        }
        const QStringList events = told();
        QCOMPARE(events, list({"1 raised", "1 cleared", "1 returned", "1 cleared", "1 chattering"}));
        QCOMPARE(m_book->find(QStringLiteral("1"))->occurrences, 20);
        QVERIFY(m_book->find(QStringLiteral("1"))->chattering);
        QCOMPARE(state("1"), QStringLiteral("active"));
        pass(56s);
        QVERIFY(told().isEmpty());
        pass(1s);
        QCOMPARE(told(), list({"1 cleared"}));
    }

    void whatFollowsIsFolded()
    {
        raise("bitrate-off");
        raise("no-data", "primary", "main", true);
        raise("rate-low");
        raise("rate-low", "backup");
        QCOMPARE(root("1"), QStringLiteral("2"));
        QCOMPARE(root("2"), QString());
        QCOMPARE(root("3"), QStringLiteral("2"));
        QCOMPARE(root("4"), QString());
        QVERIFY(m_book->acknowledge(QStringLiteral("2"), m_anna));
        QCOMPARE(state("1"), QStringLiteral("acknowledged"));
        QCOMPARE(state("4"), QStringLiteral("active"));
        // They may end a little after their root; what goes on then is its own.
        clear("no-data");
        clear("rate-low");
        QCOMPARE(root("1"), QStringLiteral("2"));
        QCOMPARE(state("3"), QStringLiteral("closed"));
        pass(9s);
        QCOMPARE(root("1"), QStringLiteral("2"));
        pass(1s);
        QCOMPARE(root("1"), QString());
        QCOMPARE(state("1"), QStringLiteral("active"));
    }

    void theProgrammeFollowsItsPath()
    {
        raise("black", "primary");
        raise("black", "programme");
        raise("silent", "programme");
        QCOMPARE(root("2"), QStringLiteral("1"));
        QCOMPARE(root("3"), QString());
        raise("no-data", "primary", "main", true);
        QCOMPARE(root("3"), QStringLiteral("4"));
        m_around[QStringLiteral("main")].onAir = Source::Backup;
        pass(20s);
        QCOMPARE(root("2"), QString());
    }

    void outputsFollowTheProgramme()
    {
        raise("output-down", "output:cdn", "main", true);
        QCOMPARE(root("1"), QString());
        raise("programme-down", "programme", "main", true);
        raise("rate-low", "output:cdn");
        QCOMPARE(root("1"), QStringLiteral("2"));
        QCOMPARE(root("3"), QStringLiteral("2"));
    }

    void twoPathsAreTheChannel()
    {
        raise("no-data", "primary", "main", true);
        raise("no-data", "backup", "main", true);
        QCOMPARE(m_book->find(QStringLiteral("3"))->rule, QStringLiteral("both-paths-lost"));
        QCOMPARE(m_book->find(QStringLiteral("3"))->severity, Severity::Critical);
        QCOMPARE(m_book->find(QStringLiteral("3"))->text, QStringLiteral("Main: both paths are lost."));
        QCOMPARE(root("1"), QStringLiteral("3"));
        QCOMPARE(root("2"), QStringLiteral("3"));
        raise("rate-low", "backup");
        QCOMPARE(root("4"), QStringLiteral("3"));
        clear("no-data", "backup");
        QCOMPARE(state("3"), QStringLiteral("cleared"));
    }

    void allInputsAreTheBackend()
    {
        for (const char *channel : {"main", "side"}) {
            raise("no-data", "primary", channel, true);
            raise("no-data", "backup", channel, true);
        }
        int alone = 0;
        for (const Alarm &alarm : m_book->alarms()) {
            if (!alarm.root.isEmpty())
                continue;
            ++alone;
            QCOMPARE(alarm.rule, QStringLiteral("all-inputs-lost"));
            QVERIFY(alarm.channel.isEmpty());
        }
        QCOMPARE(alone, 1);
        QCOMPARE(m_book->alarms().size(), size_t(7));
        // The channel is taken down: what was said of it as a whole ends.
        m_around.erase(QStringLiteral("side"));
        clear("no-data", "primary", "side");
        clear("no-data", "backup", "side");
        for (const Alarm &alarm : m_book->alarms())
            QVERIFY(!alarm.active || alarm.channel == QLatin1String("main"));
    }

    void oneChannelIsNotTheBackend()
    {
        m_around.erase(QStringLiteral("side"));
        raise("no-data", "primary", "main", true);
        raise("no-data", "backup", "main", true);
        for (const Alarm &alarm : m_book->alarms())
            QVERIFY(alarm.rule != QLatin1String("all-inputs-lost"));
    }

    void goesOnAfterARestart()
    {
        raise("rate-low");
        raise("black");
        QVERIFY(m_book->shelve(QStringLiteral("2"), m_anna, QStringLiteral("Known."), 5));
        raise("frozen");
        clear("frozen");
        const auto kept = m_book->alarms();
        m_clock->advance(100s);
        m_book.emplace(*m_clock, 1);
        m_book->restore(kept);
        raise("rate-low"); // still so
        QVERIFY(told().isEmpty());
        QCOMPARE(m_book->alarms().size(), size_t(3));
        pass(199s);
        QCOMPARE(state("2"), QStringLiteral("shelved"));
        pass(1s);
        QCOMPARE(state("2"), QStringLiteral("active"));
        raise("new");
        QCOMPARE(m_book->alarms().back().id, QStringLiteral("4"));
    }

    void garbageIds()
    {
        for (const char *id : {"", "x", "-1", "0", "99999999999999999999", "1 "})
            QCOMPARE(m_book->silence(QLatin1String(id)).error().code, QStringLiteral("unknown-alarm"));
    }

    void theListHasAnEnd()
    {
        for (int i = 0; i < 600; ++i) {
            raise(qPrintable(QStringLiteral("r%1").arg(i)));
            clear(qPrintable(QStringLiteral("r%1").arg(i)));
        }
        QCOMPARE(m_book->alarms().size(), AlarmBook::mostWaiting);
        QCOMPARE(m_book->alarms().back().id, QStringLiteral("600"));
    }
};

QTEST_GUILESS_MAIN(TestAlarmBook)
#include "tst_alarmbook.moc"
