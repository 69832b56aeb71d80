// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/plans/planwatch.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace twinfeed;
using namespace twinfeed::backend;

namespace {

constexpr int64_t ms = 1000;

PlanTrigger trigger(int forMs, int clearForMs)
{
    PlanTrigger made;
    made.when.kind = Condition::Kind::Metric;
    made.when.name = QStringLiteral("fps");
    made.when.node = QStringLiteral("primary");
    made.when.compare = Condition::Compare::Below;
    made.when.value = 15;
    made.forMs = forMs;
    made.clearForMs = clearForMs;
    return made;
}

/// One measured value on its way.
struct Sample
{
    int64_t at = 0;
    std::optional<double> value;
};

/// A whole evening: what was measured, and when somebody looked.
struct History
{
    int forMs = 0;
    int clearForMs = 0;
    std::vector<Sample> samples;
    std::vector<int64_t> looks;
};

History historyOf(quint32 seed)
{
    std::mt19937 random(seed);
    const auto upTo = [&](int most) { return int(random() % quint32(most + 1)); };
    History history;
    history.forMs = std::vector{0, 1000, 2000, 5000}[size_t(upTo(3))];
    history.clearForMs = std::vector{0, 1000, 3000}[size_t(upTo(2))];
    int64_t at = 1'000'000;
    bool wrong = false;
    for (int i = 0; i < 12; ++i) {
        if (upTo(3) == 0)
            wrong = !wrong;
        at += (upTo(7) == 0 ? 2000 + upTo(4000) : 900 + upTo(200)) * ms;
        const bool none = upTo(15) == 0;
        history.samples.push_back(
            {at, none ? std::nullopt : std::optional(wrong ? 5.0 + upTo(9) : 15.0 + upTo(20))});
    }
    for (int64_t look = 1'000'000; look < at + 5'000'000;) {
        history.looks.push_back(look);
        look += (upTo(40) == 0 ? 3500 : 200 + upTo(100)) * ms;
    }
    return history;
}

/// What is true at a time, out of everything that was measured.
Truth truthAt(const History &history, int64_t now)
{
    const Sample *newest = nullptr;
    for (const Sample &sample : history.samples) {
        if (sample.at <= now)
            newest = &sample;
    }
    if (!newest || !newest->value || now - newest->at > 3'000'000)
        return Truth::Undecided;
    return *newest->value < 15 ? Truth::Yes : Truth::No;
}

/// The beginning of the unbroken row of looks that saw `truth`, up to look number `i`; nothing where that one did not.
std::optional<int64_t> rowOf(const std::vector<Truth> &truths, const std::vector<int64_t> &looks, size_t i,
                             Truth truth)
{
    if (truths[i] != truth)
        return std::nullopt;
    size_t first = i;
    while (first > 0 && truths[first - 1] == truth && looks[first] - looks[first - 1] <= 3'000'000)
        --first;
    return looks[first];
}

} // namespace

class PlanWatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lightsAtItsTimeAndNotBefore();
    void whatIsUndecidedIsABreak();
    void oneFaultLightsOnce();
    void saysAsWholeHistoriesSay();
};

void PlanWatchTest::lightsAtItsTimeAndNotBefore()
{
    PlanWatch watch(trigger(2000, 1000));
    watch.feed(Truth::Yes, 10'000 * ms);
    watch.feed(Truth::Yes, 11'999 * ms);
    QVERIFY(!watch.lit());
    watch.feed(Truth::Yes, 12'000 * ms);
    QVERIFY(watch.lit());
    QCOMPARE(watch.faultAt(), std::optional<int64_t>(10'000 * ms));
    QCOMPARE(watch.litAt(), std::optional<int64_t>(12'000 * ms));
}

void PlanWatchTest::whatIsUndecidedIsABreak()
{
    PlanWatch watch(trigger(2000, 1000));
    watch.feed(Truth::Yes, 10'000 * ms);
    watch.feed(Truth::Undecided, 11'000 * ms);
    watch.feed(Truth::Yes, 12'000 * ms);
    QVERIFY(!watch.lit());
    watch.feed(Truth::Yes, 14'000 * ms);
    QVERIFY(watch.lit());
    watch.feed(Truth::Undecided, 14'250 * ms);
    QVERIFY(!watch.lit());
    QVERIFY(watch.undecided());
    // Nobody looked: time that was not seen counts for nothing.
    PlanWatch blind(trigger(2000, 1000));
    blind.feed(Truth::Yes, 10'000 * ms);
    blind.feed(Truth::Yes, 14'000 * ms);
    QVERIFY(!blind.lit());
}

void PlanWatchTest::oneFaultLightsOnce()
{
    PlanWatch watch(trigger(0, 1000));
    watch.feed(Truth::Yes, 10'000 * ms);
    watch.feed(Truth::No, 10'250 * ms);
    watch.feed(Truth::Yes, 10'500 * ms);
    watch.feed(Truth::Undecided, 11'500 * ms);
    watch.feed(Truth::Yes, 12'500 * ms);
    QCOMPARE(watch.faults(), 1);
    watch.feed(Truth::No, 13'000 * ms);
    watch.feed(Truth::No, 14'000 * ms);
    QVERIFY(!watch.lit());
    watch.feed(Truth::Yes, 14'250 * ms);
    QCOMPARE(watch.faults(), 2);
}

/// A hundred thousand evenings, each look of each held against everything that was measured until then.
void PlanWatchTest::saysAsWholeHistoriesSay()
{
    int lights = 0;
    for (quint32 seed = 0; seed < 100'000; ++seed) {
        const History history = historyOf(seed);
        const PlanTrigger asked = trigger(history.forMs, history.clearForMs);
        PlanWatch watch(asked);
        std::vector<Truth> truths;
        bool open = false;
        int faults = 0;
        size_t next = 0;
        PlanSight sight;
        for (size_t i = 0; i < history.looks.size(); ++i) {
            const int64_t now = history.looks[i];
            for (; next < history.samples.size() && history.samples[next].at <= now; ++next)
                sight.metrics[{QStringLiteral("fps"), QStringLiteral("primary")}] = {
                    history.samples[next].value, QStringLiteral("1/s"), history.samples[next].at, 1000};
            watch.feed(holds(asked.when, sight, {now, {}, 0, {}}), now);

            truths.push_back(truthAt(history, now));
            const auto wrong = rowOf(truths, history.looks, i, Truth::Yes);
            const auto right = rowOf(truths, history.looks, i, Truth::No);
            if (!open && wrong && now - *wrong >= history.forMs * ms) {
                open = true;
                ++faults;
            } else if (open && right && now - *right >= history.clearForMs * ms) {
                open = false;
            }
            const bool lit = open && truths.back() != Truth::Undecided;
            if (watch.lit() != lit || watch.faults() != faults)
                QFAIL(qPrintable(QStringLiteral("seed %1, look %2: lit %3, faults %4")
                                     .arg(seed)
                                     .arg(i)
                                     .arg(watch.lit())
                                     .arg(watch.faults())));
        }
        lights += faults;
    }
    QVERIFY2(lights > 50'000, qPrintable(QString::number(lights)));
}

QTEST_GUILESS_MAIN(PlanWatchTest)
#include "tst_planwatch.moc"
