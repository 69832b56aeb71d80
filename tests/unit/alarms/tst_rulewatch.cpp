// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/rulewatch.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using namespace twinfeed;
using namespace twinfeed::backend;

namespace {

constexpr int64_t second = 1'000'000;

Rule below()
{
    Rule rule;
    rule.metric = QStringLiteral("fps");
    rule.compare = Comparison::Below;
    rule.value = 15;
    rule.clear = 20;
    rule.forMs = 30'000;
    rule.clearForMs = 5'000;
    return rule;
}

/// A watch with a clock of its own, a value a second.
class Watched final
{
public:
    explicit Watched(const Rule &rule)
        : m_watch(rule)
    {
    }
    void feed(std::optional<double> value, int seconds = 1)
    {
        for (int i = 0; i < seconds; ++i) {
            now += second;
            m_watch.sample(value, 1000, now);
        }
    }
    void pass(int seconds) { now += seconds * second; }
    RuleReading read() const { return m_watch.read(now); }
    RuleState state() const { return read().state; }

    int64_t now = 1000 * second;

private:
    RuleWatch m_watch;
};

} // namespace

class TestRuleWatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsAfterItsTime()
    {
        Watched watch(below());
        watch.feed(30, 10);
        QCOMPARE(watch.state(), RuleState::Clear);
        watch.feed(11.8);
        QCOMPARE(watch.state(), RuleState::Pending);
        const int64_t began = watch.now;
        watch.feed(11.8, 29);
        QCOMPARE(watch.state(), RuleState::Pending);
        QVERIFY(!watch.read().holds);
        watch.feed(11.8);
        QCOMPARE(watch.state(), RuleState::Holds);
        QCOMPARE(*watch.read().since, began);
        QCOMPARE(*watch.read().value, 11.8);
        QCOMPARE(*watch.read().usual, 30.0);
    }

    void oneGoodValueBeginsAnew()
    {
        Watched watch(below());
        watch.feed(10, 29);
        watch.feed(15);
        QCOMPARE(watch.state(), RuleState::Clear);
        watch.feed(10, 30);
        QCOMPARE(watch.state(), RuleState::Pending);
        watch.feed(10);
        QCOMPARE(watch.state(), RuleState::Holds);
    }

    void clearsAtItsOwnValueAndTime()
    {
        Watched watch(below());
        watch.feed(10, 31);
        watch.feed(19, 100); // between the two: what it was
        QCOMPARE(watch.state(), RuleState::Holds);
        watch.feed(20, 5);
        watch.feed(19);
        watch.feed(20, 5);
        QCOMPARE(watch.state(), RuleState::Holds);
        watch.feed(20);
        QCOMPARE(watch.state(), RuleState::Clear);
    }

    void missingIsNotZero()
    {
        Watched watch(below());
        QCOMPARE(watch.read().reason, QStringLiteral("no such metric"));
        watch.feed(std::nullopt, 100);
        QCOMPARE(watch.state(), RuleState::Undecided);
        QCOMPARE(watch.read().reason, QStringLiteral("not available"));
        QVERIFY(!watch.read().holds);
        for (const double none : {std::nan(""), std::numeric_limits<double>::infinity(),
                                  -std::numeric_limits<double>::infinity()}) {
            watch.feed(none, 100);
            QCOMPARE(watch.state(), RuleState::Undecided);
            QVERIFY(!watch.read().holds);
        }
    }

    void whatIsUndecidedEndsNothing()
    {
        Watched watch(below());
        watch.feed(10, 31);
        watch.feed(std::nullopt, 100);
        QCOMPARE(watch.state(), RuleState::Undecided);
        QVERIFY(watch.read().holds);
        watch.feed(30);
        QVERIFY(watch.read().holds);
        watch.feed(30, 5);
        QVERIFY(!watch.read().holds);
    }

    void staleIsUndecided()
    {
        Watched watch(below());
        watch.feed(30, 5);
        watch.pass(3);
        QCOMPARE(watch.state(), RuleState::Clear);
        watch.pass(1);
        QCOMPARE(watch.state(), RuleState::Undecided);
        QCOMPARE(watch.read().reason, QStringLiteral("too old: 4 s"));
        QVERIFY(!watch.read().value);
    }

    void unseenTimeDoesNotCount()
    {
        Watched watch(below());
        watch.feed(10, 20);
        watch.pass(60);
        watch.feed(10, 30);
        QCOMPARE(watch.state(), RuleState::Pending);
        watch.feed(10);
        QCOMPARE(watch.state(), RuleState::Holds);
        // A short gap does.
        Watched other(below());
        other.feed(10, 20);
        other.pass(2);
        other.feed(10, 8);
        QCOMPARE(other.state(), RuleState::Pending);
        other.feed(10);
        QCOMPARE(other.state(), RuleState::Holds);
    }

    void slowMetricsAreStaleLater()
    {
        RuleWatch watch(below());
        watch.sample(30, 10'000, 0);
        QCOMPARE(watch.read(30 * second).state, RuleState::Clear);
        QCOMPARE(watch.read(31 * second).state, RuleState::Undecided);
    }

    void outside()
    {
        Rule rule = below();
        rule.compare = Comparison::Outside;
        rule.low = -60;
        rule.value = 40;
        rule.clear = 5;
        rule.forMs = 2000;
        rule.clearForMs = 1000;
        Watched watch(rule);
        watch.feed(-60, 10);
        QCOMPARE(watch.state(), RuleState::Clear);
        watch.feed(-61, 3);
        QCOMPARE(watch.state(), RuleState::Holds);
        watch.feed(-56, 5);
        QCOMPARE(watch.state(), RuleState::Holds);
        watch.feed(-55, 2);
        QCOMPARE(watch.state(), RuleState::Clear);
        watch.feed(40.5, 3);
        QCOMPARE(watch.state(), RuleState::Holds);
        watch.feed(35, 2);
        QCOMPARE(watch.state(), RuleState::Clear);
    }

    void offItsMean()
    {
        Rule rule = below();
        rule.compare = Comparison::OffMean;
        rule.value = 25;
        rule.clear = 15;
        rule.forMs = 10'000;
        rule.clearForMs = 5000;
        rule.meanMs = 60'000;
        Watched watch(rule);
        watch.feed(4e6, 10);
        QCOMPARE(watch.read().reason, QStringLiteral("no mean yet"));
        watch.feed(4e6, 60);
        QCOMPARE(watch.state(), RuleState::Clear);
        QCOMPARE(*watch.read().usual, 4e6);
        watch.feed(5.1e6, 11);
        QCOMPARE(watch.state(), RuleState::Holds);
        QCOMPARE(*watch.read().usual, 4e6); // a fault does not become its own measure
        watch.feed(2.9e6, 100);
        QCOMPARE(watch.state(), RuleState::Holds);
        watch.feed(4.4e6, 6);
        QCOMPARE(watch.state(), RuleState::Clear);
    }

    void aNewNormalIsLearnt()
    {
        Rule rule = below();
        rule.compare = Comparison::OffMean;
        rule.value = 25;
        rule.clear = 15;
        rule.forMs = 10'000;
        rule.clearForMs = 5000;
        Watched watch(rule);
        watch.feed(4e6, 60);
        watch.feed(2e6, 599);
        QVERIFY(watch.read().holds);
        watch.feed(2e6, 40);
        QVERIFY(!watch.read().holds);
        QCOMPARE(watch.state(), RuleState::Clear);
    }

    void averages()
    {
        Rule rule = below();
        rule.windowMs = 10'000;
        rule.forMs = 1000;
        Watched watch(rule);
        // Swings that a single value would fall for.
        for (int i = 0; i < 60; ++i)
            watch.feed(i % 2 == 0 ? 10 : 30);
        QCOMPARE(watch.state(), RuleState::Clear);
        QVERIFY(std::abs(*watch.read().value - 20) < 1.5);
        watch.feed(10, 11);
        QCOMPARE(watch.state(), RuleState::Holds);
    }

    void rising()
    {
        Rule rule = below();
        rule.compare = Comparison::Rising;
        rule.value = 3;
        rule.windowMs = 60'000;
        rule.forMs = 1000;
        rule.clearForMs = 1000;
        Watched watch(rule);
        watch.feed(500, 100); // an old total says nothing
        QCOMPARE(watch.state(), RuleState::Clear);
        watch.feed(503, 10);
        QCOMPARE(watch.state(), RuleState::Clear);
        watch.feed(504, 2);
        QCOMPARE(watch.state(), RuleState::Holds);
        QCOMPARE(*watch.read().value, 4.0);
        watch.feed(504, 62);
        QCOMPARE(watch.state(), RuleState::Clear);
        watch.feed(0, 5); // started anew
        QCOMPARE(watch.state(), RuleState::Clear);
        watch.feed(4, 2);
        QCOMPARE(watch.state(), RuleState::Holds);
    }

    /// Whatever comes, in whatever rhythm: it holds only after its time of seen wrong values, and ends only after that of
    /// right ones.
    void seededHistories()
    {
        for (unsigned seed = 1; seed <= 200; ++seed) {
            std::mt19937 random(seed);
            Rule rule = below();
            rule.forMs = 5000;
            rule.clearForMs = 3000;
            Watched watch(rule);
            int wrong = 0; // seconds without a break, seen
            int right = 0;
            bool holds = false;
            double value = 30;
            for (int i = 0; i < 500; ++i) {
                if (random() % 4 == 0)
                    value = double(random() % 40);
                const unsigned what = random() % 20;
                if (what == 0) {
                    watch.feed(std::nullopt);
                    // Values go on counting over up to three seconds of nothing.
                    continue;
                }
                if (what == 1) {
                    watch.pass(4);
                    wrong = right = 0;
                }
                watch.feed(value);
                wrong = value < 15 ? wrong + 1 : 0;
                right = value >= 20 ? right + 1 : 0;
                const bool is = watch.read().holds;
                if (is && !holds)
                    QVERIFY2(wrong >= 1 && value < 15, qPrintable(QStringLiteral("seed %1").arg(seed)));
                if (!is && holds)
                    QVERIFY2(right >= 1 && value >= 20, qPrintable(QStringLiteral("seed %1").arg(seed)));
                if (wrong > 5)
                    QVERIFY2(is, qPrintable(QStringLiteral("seed %1").arg(seed)));
                if (right > 3)
                    QVERIFY2(!is, qPrintable(QStringLiteral("seed %1").arg(seed)));
                holds = is;
            }
        }
    }

    void aCleanEveningFindsNothing()
    {
        std::mt19937 random(7);
        std::normal_distribution<double> wobble(0, 0.4);
        Watched watch(below());
        Rule rule = below();
        rule.compare = Comparison::OffMean;
        rule.value = 25;
        rule.clear = 15;
        rule.windowMs = 10'000;
        rule.forMs = 10'000;
        Watched rate(rule);
        for (int i = 0; i < 8 * 3600; ++i) {
            watch.feed(30 + wobble(random));
            // Every other second holds the keyframe.
            rate.feed((i % 2 == 0 ? 5e6 : 3e6) + 2e5 * wobble(random));
            QVERIFY(!watch.read().holds);
            QVERIFY(!rate.read().holds);
        }
    }
};

QTEST_GUILESS_MAIN(TestRuleWatch)
#include "tst_rulewatch.moc"
