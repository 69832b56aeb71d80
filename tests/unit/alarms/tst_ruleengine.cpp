// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/ruleengine.h"

#include <QElapsedTimer>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;

namespace {

constexpr int64_t second = 1'000'000;

Rule rule(const QString &id, const QString &metric, const QStringList &nodes, double value)
{
    Rule rule;
    rule.id = id;
    rule.metric = metric;
    rule.nodes = nodes;
    rule.compare = Comparison::Below;
    rule.value = rule.clear = value;
    rule.forMs = rule.clearForMs = 1000;
    return rule;
}

} // namespace

class TestRuleEngine final : public QObject
{
    Q_OBJECT

private:
    RuleEngine m_engine;
    int64_t m_now = 0;
    QDateTime m_wall{QDate(2026, 1, 1), QTime(12, 0), Qt::UTC};

    Metric metric(const QString &channel, const QString &node, const QString &name,
                  std::optional<double> value) const
    {
        return {channel, node, name, value, QStringLiteral("1/s"), 1000, 1000, m_wall};
    }
    void pass()
    {
        m_now += second;
        m_wall = m_wall.addSecs(1);
    }
    /// All findings as "channel/node rule state".
    QStringList found() const
    {
        QStringList list;
        for (const Finding &finding : m_engine.findings(m_now))
            list << QStringLiteral("%1/%2 %3 %4")
                        .arg(finding.channel, finding.node, finding.rule.id, toWord(finding.reading.state));
        return list;
    }

private Q_SLOTS:
    void init()
    {
        m_engine = RuleEngine();
        m_now = 0;
    }

    void findsWhereTheRuleIsAbout()
    {
        m_engine.setRules(
            {{rule(QStringLiteral("low"), QStringLiteral("fps"), {QStringLiteral("path")}, 15)}, {}});
        for (int i = 0; i < 3; ++i) {
            pass();
            m_engine.feed(
                {metric(QStringLiteral("a"), QStringLiteral("primary"), QStringLiteral("fps"), 10),
                 metric(QStringLiteral("a"), QStringLiteral("backup"), QStringLiteral("fps"), 30),
                 metric(QStringLiteral("a"), QStringLiteral("programme"), QStringLiteral("fps"), 1),
                 metric(QStringLiteral("b"), QStringLiteral("primary"), QStringLiteral("jitter"), 1)},
                m_now);
        }
        QCOMPARE(found(),
                 QStringList({QStringLiteral("a/backup low clear"), QStringLiteral("a/primary low holds"),
                              QStringLiteral("b/primary low undecided")}));
        QCOMPARE(m_engine.findings(m_now).back().reading.reason, QStringLiteral("no such metric"));
    }

    void aValueCountsOnce()
    {
        m_engine.setRules(
            {{rule(QStringLiteral("low"), QStringLiteral("fps"), {QStringLiteral("path")}, 15)}, {}});
        const auto same = metric(QStringLiteral("a"), QStringLiteral("primary"), QStringLiteral("fps"), 10);
        for (int i = 0; i < 5; ++i) {
            pass();
            m_engine.feed({same}, m_now);
        }
        // Said for five seconds, measured once: too old.
        QCOMPARE(found(), QStringList(QStringLiteral("a/primary low undecided")));
        QVERIFY(!m_engine.findings(m_now).front().reading.holds);
    }

    void theWallClockMayJump()
    {
        m_engine.setRules(
            {{rule(QStringLiteral("low"), QStringLiteral("fps"), {QStringLiteral("path")}, 15)}, {}});
        for (int i = 0; i < 4; ++i) {
            pass();
            m_wall = m_wall.addDays(i % 2 == 0 ? 1 : -1);
            m_engine.feed({metric(QStringLiteral("a"), QStringLiteral("primary"), QStringLiteral("fps"), 10)},
                          m_now);
        }
        QCOMPARE(found(), QStringList(QStringLiteral("a/primary low holds")));
    }

    void whatIsGoneIsForgotten()
    {
        m_engine.setRules(
            {{rule(QStringLiteral("low"), QStringLiteral("fps"), {QStringLiteral("path")}, 15)}, {}});
        m_engine.feed({metric(QStringLiteral("a"), QStringLiteral("primary"), QStringLiteral("fps"), 10)},
                      m_now);
        QCOMPARE(found().size(), 1);
        m_engine.feed({}, m_now);
        QVERIFY(found().isEmpty());
    }

    void rulesMayChangeWhileItRuns()
    {
        const Rule low = rule(QStringLiteral("low"), QStringLiteral("fps"), {QStringLiteral("path")}, 15);
        Rule other = rule(QStringLiteral("other"), QStringLiteral("jitter"), {QStringLiteral("path")}, 1);
        m_engine.setRules({{low, other}, {}});
        for (int i = 0; i < 3; ++i) {
            pass();
            m_engine.feed({metric(QStringLiteral("a"), QStringLiteral("primary"), QStringLiteral("fps"), 10)},
                          m_now);
        }
        other.enabled = false;
        m_engine.setRules({{low, other}, {}});
        QCOMPARE(found(), QStringList(QStringLiteral("a/primary low holds")));
        RuleOverride mine;
        mine.channel = QStringLiteral("a");
        mine.rule = QStringLiteral("low");
        mine.value = 5;
        mine.clear = 5;
        m_engine.setRules({{low}, {mine}});
        QCOMPARE(found(), QStringList(QStringLiteral("a/primary low undecided")));
        pass();
        m_engine.feed({metric(QStringLiteral("a"), QStringLiteral("primary"), QStringLiteral("fps"), 10)},
                      m_now);
        QCOMPARE(found(), QStringList(QStringLiteral("a/primary low clear")));
    }

    /// 500 metrics five times a second may cost 5 % of a core: 10 ms a round. A round here may cost thirty.
    void isCheap()
    {
        std::vector<Rule> rules;
        for (int i = 0; i < 20; ++i)
            rules.push_back(rule(QStringLiteral("r%1").arg(i), QLatin1String(metricKinds()[size_t(i)].name),
                                 QString::fromLatin1(metricKinds()[size_t(i)].nodes).split(QLatin1Char(' ')),
                                 1));
        m_engine.setRules({rules, {}});
        qint64 spent = 0;
        constexpr int rounds = 20;
        for (int round = 0; round < rounds; ++round) {
            pass();
            std::vector<Metric> metrics;
            for (int i = 0; i < 500; ++i)
                metrics.push_back(metric(QStringLiteral("c%1").arg(i / 50),
                                         i % 50 < 25 ? QStringLiteral("primary") : QStringLiteral("backup"),
                                         QLatin1String(metricKinds()[size_t(i % 25)].name), i));
            QElapsedTimer timer;
            timer.start();
            m_engine.feed(metrics, m_now);
            QVERIFY(!m_engine.findings(m_now).empty());
            spent += timer.nsecsElapsed();
        }
        qInfo("a round of 500 metrics: %.2f ms", double(spent) / rounds / 1e6);
        QVERIFY(spent / rounds < 30'000'000);
    }
};

QTEST_GUILESS_MAIN(TestRuleEngine)
#include "tst_ruleengine.moc"
