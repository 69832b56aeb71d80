// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/failover.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace twinfeed;
using namespace twinfeed::media;

namespace {

constexpr int64_t ms = 1'000;
constexpr int64_t roundUs = 20 * ms;
constexpr int64_t lossUs = 300 * ms;
// From an order to the cut.
constexpr int64_t cutUs = 100 * ms;

ContentFault black()
{
    return {QStringLiteral("black"), QStringLiteral("The picture has been black for 2.0 s."), {}};
}

/// A failover, sources that come and go, and a splicer that does as it is told.
class Stage
{
public:
    explicit Stage(FailoverMode mode = FailoverMode::Once, Source onAir = Source::Primary,
                   std::optional<Source> covered = {}, bool running = true)
    {
        orders.config.mode = mode;
        facts.onAir = onAir;
        for (auto &source : facts.sources) {
            source.lossUs = lossUs;
            source.fit = true;
        }
        runs = {running, running, true};
        failover.emplace(orders, covered, now);
    }

    Failover::SourceFacts &of(Source source) { return facts.sources[size_t(source)]; }

    void apply() { failover->setOrders(orders); }
    /// As the engine and the director do it together.
    void take(Source target)
    {
        failover->noteTake(target);
        orders.suspended = orders.config.mode != FailoverMode::Off;
        orders.ended = false;
        apply();
        facts.taking = target;
        cutAt = now + cutUs;
    }

    void round()
    {
        now += roundUs;
        for (const Source source : allSources) {
            if (runs[size_t(source)])
                of(source).newest = now;
            of(source).fresh = of(source).newest && now - *of(source).newest <= of(source).lossUs;
        }
        if (facts.taking && now >= cutAt && of(*facts.taking).fresh) {
            facts.onAir = *facts.taking;
            facts.taking.reset();
        }
        last = failover->advance(facts, now);
        for (const Decision &decision : last.decisions)
            decisions.push_back(decision);
        if (last.order) {
            facts.taking = last.order->target;
            cutAt = now + cutUs;
            // What the director makes of it.
            orders.suspended = false;
            apply();
        }
    }
    void run(int64_t forMs)
    {
        for (const int64_t end = now + forMs * ms; now < end;)
            round();
    }
    FailoverStatus status() const { return failover->status(facts, now); }
    QStringList rules() const
    {
        QStringList rules;
        for (const Decision &decision : decisions)
            rules << decision.rule;
        return rules;
    }

    FailoverOrders orders;
    std::optional<Failover> failover;
    Failover::Facts facts;
    std::array<bool, 3> runs{};
    int64_t now = 1'000'000 * ms;
    int64_t cutAt = 0;
    Failover::Outcome last;
    std::vector<Decision> decisions;
};

QStringList words(std::initializer_list<const char *> list)
{
    QStringList texts;
    for (const char *word : list)
        texts << QString::fromLatin1(word);
    return texts;
}

} // namespace

/// Failover is pure: every rule of it is shown on made-up facts and a made-up clock.
class tst_Failover : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLossIsLeftAtOnce();
    void jitterSwitchesNothing();
    void neverToASourceThatIsNotFit();
    void theSlateCoversTheLossOfBothAndGoesAgain();
    void nowhereToGo();
    void onceStays();
    void floatingStaysUntilTheOtherIsBetter();
    void revertingGoesBack();
    void revertingWaitsWhereTheMoveWouldBeSeen();
    void theLimitOfSwitches();
    void aManualTakeWins();
    void aManualSlateStays();
    void locks();
    void offDecidesNothing();
    void aPlannedEndIsNoFailure();
    void theTargetIsLostInTheMiddle();
    void aPersonsTakeUnderWayIsLeftAlone();
    void aStartWaitsBehindTheSlate();
    void aStartTakesTheOtherPathInTheEnd();
    void stayingIsToldOnce();
    void decisionsCarryTheirNumbers();
    void histories_data();
    void histories();
};

void tst_Failover::aLossIsLeftAtOnce()
{
    Stage stage;
    stage.run(1000);
    QVERIFY(stage.decisions.empty());
    QCOMPARE(stage.status().state, FailoverState::Armed);
    stage.runs[0] = false;
    const int64_t lastPacket = stage.now;
    while (stage.decisions.empty() && stage.now < lastPacket + 2'000 * ms)
        stage.round();
    QCOMPARE(stage.rules(), words({"loss"}));
    QVERIFY(stage.now - lastPacket <= lossUs + 2 * roundUs);
    QVERIFY(stage.last.order);
    QCOMPARE(stage.last.order->target, Source::Backup);
    QVERIFY(stage.last.order->urgent);
    QVERIFY(stage.decisions[0].switched);
    // And whoever asks only when it must still sees it in time.
    stage.run(5000);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    QCOMPARE(stage.decisions.size(), size_t(1));
    QCOMPARE(stage.status().switchesLeft, 3); // a loss does not count
}

void tst_Failover::jitterSwitchesNothing()
{
    Stage stage;
    stage.run(1000);
    for (int i = 0; i < 20; ++i) {
        stage.runs[0] = false;
        stage.run(280);
        stage.runs[0] = true;
        stage.run(200);
    }
    QVERIFY(stage.decisions.empty());
    // It asks to be asked when the loss would be one.
    QCOMPARE(stage.last.next, stage.now + lossUs + 1);
}

void tst_Failover::neverToASourceThatIsNotFit()
{
    Stage stage;
    stage.run(1000);
    stage.of(Source::Backup).fit = false;
    stage.of(Source::Backup).reason = QStringLiteral("No keyframe has come yet.");
    stage.of(Source::Backup).reasonCode = QStringLiteral("no-keyframe");
    // A content fault: the backup is no better, so it stays and says why.
    stage.of(Source::Primary).faults = {black()};
    stage.run(2000);
    QCOMPARE(stage.facts.onAir, Source::Primary);
    QCOMPARE(stage.rules(), words({"unfit"}));
    QVERIFY(!stage.decisions[0].switched);
    QCOMPARE(stage.decisions[0].to, Source::Backup);
    QVERIFY2(stage.decisions[0].text.contains(QLatin1String("black for 2.0 s")),
             qPrintable(stage.decisions[0].text));
    QVERIFY2(stage.decisions[0].text.contains(QLatin1String("No keyframe")),
             qPrintable(stage.decisions[0].text));
    QCOMPARE(stage.status().reasonCode, QStringLiteral("no-keyframe"));
    // A loss: then it is the slate.
    stage.runs[0] = false;
    stage.run(1000);
    QCOMPARE(stage.facts.onAir, Source::Slate);
}

void tst_Failover::theSlateCoversTheLossOfBothAndGoesAgain()
{
    Stage stage;
    stage.run(1000);
    stage.runs[0] = stage.runs[1] = false;
    stage.run(500);
    QCOMPARE(stage.facts.onAir, Source::Slate);
    QCOMPARE(stage.failover->covered(), Source::Primary);
    QCOMPARE(stage.rules(), words({"loss"}));
    stage.run(60'000);
    QCOMPARE(stage.decisions.size(), size_t(1));
    // The one that was on air is preferred; it must have been clean for the clear time.
    stage.runs[0] = stage.runs[1] = true;
    stage.run(9'000);
    QCOMPARE(stage.facts.onAir, Source::Slate);
    QVERIFY(stage.status().clearsInMs);
    QVERIFY(*stage.status().clearsInMs <= 1'100 && *stage.status().clearsInMs >= 900);
    stage.run(2'000);
    QCOMPARE(stage.facts.onAir, Source::Primary);
    QCOMPARE(stage.rules(), words({"loss", "slate"}));
    QVERIFY(!stage.failover->covered());
    QCOMPARE(stage.status().switchesLeft, 2);
}

void tst_Failover::nowhereToGo()
{
    Stage stage;
    stage.run(1000);
    stage.runs[0] = stage.runs[1] = false;
    stage.of(Source::Slate).fit = false;
    stage.of(Source::Slate).reason = QStringLiteral("No slate stands ready.");
    stage.of(Source::Slate).reasonCode = QStringLiteral("no-slate");
    stage.run(5'000);
    QCOMPARE(stage.facts.onAir, Source::Primary);
    QCOMPARE(stage.rules(), words({"unfit"}));
    QVERIFY(stage.decisions[0].text.contains(QLatin1String("No slate stands ready")));
    // As soon as there is something it goes.
    stage.of(Source::Slate).fit = true;
    stage.run(200);
    QCOMPARE(stage.facts.onAir, Source::Slate);
}

void tst_Failover::onceStays()
{
    Stage stage(FailoverMode::Once);
    stage.run(1000);
    stage.of(Source::Primary).faults = {black()};
    stage.run(1000);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    QCOMPARE(stage.status().switchesLeft, 2);
    stage.of(Source::Primary).faults.clear();
    stage.run(60'000);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    stage.of(Source::Backup).faults = {black()};
    stage.run(60'000);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    QCOMPARE(stage.rules(), words({"content", "once"}));
    // Loss is another matter.
    stage.runs[1] = false;
    stage.run(1000);
    QCOMPARE(stage.facts.onAir, Source::Primary);
}

void tst_Failover::floatingStaysUntilTheOtherIsBetter()
{
    Stage stage(FailoverMode::Floating);
    stage.run(1000);
    stage.of(Source::Primary).faults = {black()};
    stage.run(1000);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    stage.of(Source::Primary).faults.clear();
    stage.run(60'000);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    stage.of(Source::Primary).faults = {black()};
    stage.run(1000);
    stage.of(Source::Primary).faults.clear();
    stage.of(Source::Backup).faults = {black()};
    stage.run(9'000);
    QCOMPARE(stage.facts.onAir, Source::Backup); // the primary must show that it stays clean
    stage.run(2'000);
    QCOMPARE(stage.facts.onAir, Source::Primary);
    QCOMPARE(stage.rules(), words({"content", "unfit", "content"}));
}

void tst_Failover::revertingGoesBack()
{
    Stage stage(FailoverMode::Reverting);
    stage.run(1000);
    stage.runs[0] = false;
    stage.run(1000);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    stage.runs[0] = true;
    stage.run(5'000);
    QVERIFY(stage.status().clearsInMs);
    stage.of(Source::Primary).faults = {black()}; // not clean after all: from the beginning
    stage.run(1'000);
    QVERIFY(!stage.status().clearsInMs);
    stage.of(Source::Primary).faults.clear();
    stage.run(9'900);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    stage.run(1'000);
    QCOMPARE(stage.facts.onAir, Source::Primary);
    QCOMPARE(stage.rules(), words({"loss", "failback"}));
}

void tst_Failover::revertingWaitsWhereTheMoveWouldBeSeen()
{
    Stage stage(FailoverMode::Reverting, Source::Backup);
    stage.facts.notSeamless = Error{
        QStringLiteral("interlaced"), QStringLiteral("Interlaced pictures cannot be bridged."), {}, {}, {}};
    stage.run(30'000);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    QCOMPARE(stage.rules(), words({"not-seamless"}));
    QCOMPARE(stage.status().reasonCode, QStringLiteral("interlaced"));
    stage.facts.notSeamless.reset();
    stage.run(1'000);
    QCOMPARE(stage.facts.onAir, Source::Primary);
}

void tst_Failover::theLimitOfSwitches()
{
    Stage stage(FailoverMode::Floating);
    stage.orders.config.clearMs = 0;
    stage.apply();
    stage.run(1000);
    const auto swap = [&] {
        const Source bad = stage.facts.onAir;
        stage.of(bad).faults = {black()};
        stage.of(bad == Source::Primary ? Source::Backup : Source::Primary).faults.clear();
        stage.run(1'000);
        return stage.facts.onAir != bad;
    };
    QVERIFY(swap() && swap() && swap());
    QCOMPARE(stage.status().state, FailoverState::Spent);
    QVERIFY(!swap());
    QCOMPARE(stage.rules().last(), QStringLiteral("limit"));
    QCOMPARE(stage.status().switchesLeft, 0);
    // Loss is never limited.
    const Source lost = stage.facts.onAir;
    stage.runs[size_t(lost)] = false;
    stage.run(1000);
    QVERIFY(stage.facts.onAir != lost);
    stage.runs[size_t(lost)] = true;
    // Ten minutes later the first of them counts no more.
    stage.run(600'000);
    QVERIFY(stage.status().switchesLeft > 0);
    // And arming lets all of them count no more.
    QVERIFY(swap());
    stage.failover->arm();
    QCOMPARE(stage.status().switchesLeft, 3);
}

void tst_Failover::aManualTakeWins()
{
    Stage stage(FailoverMode::Reverting);
    stage.run(1000);
    stage.take(Source::Backup);
    stage.run(1000);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    QCOMPARE(stage.status().state, FailoverState::Suspended);
    // Neither a content fault nor a clean primary takes the choice away, and it says so, once each.
    stage.of(Source::Backup).faults = {black()};
    stage.run(60'000);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    QCOMPARE(stage.rules(), words({"suspended", "suspended"}));
    // Loss does.
    stage.runs[1] = false;
    stage.run(1000);
    QCOMPARE(stage.facts.onAir, Source::Primary);
    QCOMPARE(stage.status().state, FailoverState::Armed);
    // Armed again, the fault is acted on.
    stage.runs[1] = true;
    stage.run(1000);
    stage.take(Source::Backup);
    stage.run(1000);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    stage.orders.suspended = false;
    stage.apply();
    stage.failover->arm();
    stage.run(1000);
    QCOMPARE(stage.facts.onAir, Source::Primary);
}

void tst_Failover::aManualSlateStays()
{
    Stage stage(FailoverMode::Reverting);
    stage.run(1000);
    stage.take(Source::Slate);
    stage.run(120'000);
    QCOMPARE(stage.facts.onAir, Source::Slate);
    QVERIFY(stage.decisions.empty());
    // So does the slate of a channel that was never taken anywhere.
    Stage fresh(FailoverMode::Reverting, Source::Slate);
    fresh.run(120'000);
    QCOMPARE(fresh.facts.onAir, Source::Slate);
    // And the one of automation, when a person takes it.
    Stage covered;
    covered.run(1000);
    covered.runs[0] = covered.runs[1] = false;
    covered.run(1000);
    QCOMPARE(covered.facts.onAir, Source::Slate);
    covered.take(Source::Slate);
    covered.runs[0] = covered.runs[1] = true;
    covered.run(120'000);
    QCOMPARE(covered.facts.onAir, Source::Slate);
}

void tst_Failover::locks()
{
    Stage stage;
    stage.orders.locked = {Source::Backup};
    stage.apply();
    stage.run(1000);
    stage.of(Source::Primary).faults = {black()};
    stage.run(1000);
    QCOMPARE(stage.facts.onAir, Source::Primary);
    QCOMPARE(stage.rules(), words({"locked"}));
    stage.runs[0] = false;
    stage.run(1000);
    QCOMPARE(stage.facts.onAir, Source::Slate);
    // A lock on what is on air does not keep it there, and nothing goes back to it.
    stage.orders.locked = {Source::Primary};
    stage.apply();
    stage.of(Source::Primary).faults.clear();
    stage.runs[0] = true;
    stage.run(30'000);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    stage.orders.locked = {Source::Backup, Source::Slate, Source::Primary};
    stage.apply();
    stage.runs[1] = false;
    const size_t before = stage.decisions.size();
    stage.run(2'000);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    QCOMPARE(stage.decisions.size(), before + 1);
    QCOMPARE(stage.decisions.back().rule, QStringLiteral("locked"));
}

void tst_Failover::offDecidesNothing()
{
    Stage stage(FailoverMode::Off);
    stage.run(1000);
    QCOMPARE(stage.status().state, FailoverState::Off);
    stage.runs[0] = false;
    stage.run(10'000);
    QCOMPARE(stage.facts.onAir, Source::Primary);
    QCOMPARE(stage.rules(), words({"off"}));
    QVERIFY(!stage.decisions[0].switched);
    stage.orders.config.mode = FailoverMode::Once;
    stage.apply();
    stage.run(500);
    QCOMPARE(stage.facts.onAir, Source::Backup);
}

void tst_Failover::aPlannedEndIsNoFailure()
{
    Stage stage(FailoverMode::Reverting);
    stage.run(1000);
    stage.orders.ended = true;
    stage.apply();
    stage.runs = {false, false, true};
    stage.run(60'000);
    QCOMPARE(stage.facts.onAir, Source::Primary);
    QVERIFY(stage.decisions.empty());
    QCOMPARE(stage.status().state, FailoverState::Ended);
    stage.runs = {true, true, true};
    stage.run(1000);
    stage.take(Source::Backup); // a take ends the end
    stage.run(1000);
    stage.runs[1] = false;
    stage.run(1000);
    QCOMPARE(stage.facts.onAir, Source::Primary);
}

void tst_Failover::theTargetIsLostInTheMiddle()
{
    Stage stage;
    stage.run(1000);
    stage.runs[0] = false;
    stage.run(250);
    stage.runs[1] = false; // still counted as there when the primary is given up
    stage.run(100);
    QCOMPARE(stage.facts.taking, Source::Backup);
    stage.cutAt = stage.now + 10'000 * ms; // its cut does not come about
    stage.run(600);
    QCOMPARE(stage.rules(), words({"loss", "loss"}));
    stage.run(200);
    QCOMPARE(stage.facts.onAir, Source::Slate);
}

void tst_Failover::aPersonsTakeUnderWayIsLeftAlone()
{
    Stage stage;
    stage.run(1000);
    stage.take(Source::Backup);
    stage.cutAt = stage.now + 2'000 * ms;
    stage.runs[0] = false; // the take that is under way helps against this
    stage.run(1'000);
    QVERIFY(stage.decisions.empty());
    stage.runs[1] = false; // and now it does not any more
    stage.run(500);
    QCOMPARE(stage.rules(), words({"loss"}));
    QCOMPARE(stage.decisions[0].to, Source::Slate);
}

void tst_Failover::aStartWaitsBehindTheSlate()
{
    Stage stage(FailoverMode::Once, Source::Primary, {}, false);
    stage.run(400);
    stage.runs[1] = true; // the other encoder is back first
    stage.run(400);
    QCOMPARE(stage.facts.onAir, Source::Slate);
    stage.runs[0] = true;
    stage.run(200);
    QCOMPARE(stage.facts.onAir, Source::Primary);
    QCOMPARE(stage.rules(), words({"loss", "start"}));
    QCOMPARE(stage.status().switchesLeft, 3);
    // The start is over: from now on the clear time counts.
    stage.runs = {false, false, true};
    stage.run(500);
    stage.runs = {true, true, true};
    stage.run(1'000);
    QCOMPARE(stage.facts.onAir, Source::Slate);
}

void tst_Failover::aStartTakesTheOtherPathInTheEnd()
{
    Stage stage(FailoverMode::Once, Source::Primary, {}, false);
    stage.runs[1] = true;
    stage.run(1'500);
    QCOMPARE(stage.facts.onAir, Source::Slate);
    stage.run(1'000);
    QCOMPARE(stage.facts.onAir, Source::Backup);
    // Also without a slate, and where the slate stood there before the start.
    Stage bare(FailoverMode::Once, Source::Primary, {}, false);
    bare.of(Source::Slate).fit = false;
    bare.runs[1] = true;
    bare.run(2'300);
    QCOMPARE(bare.facts.onAir, Source::Backup);
    Stage again(FailoverMode::Once, Source::Slate, Source::Backup, false);
    again.run(500);
    again.runs[0] = again.runs[1] = true;
    again.run(200);
    QCOMPARE(again.facts.onAir, Source::Backup);
}

void tst_Failover::stayingIsToldOnce()
{
    Stage stage;
    stage.run(1000);
    stage.of(Source::Backup).faults = {black()};
    for (int i = 0; i < 3; ++i) {
        stage.of(Source::Primary).faults = {black()};
        stage.run(20'000);
        QCOMPARE(stage.decisions.size(), size_t(i + 1)); // each time anew, but once
        stage.of(Source::Primary).faults.clear();
        stage.run(1'000);
        QVERIFY(stage.status().reason.isEmpty());
    }
    // For another reason it is another decision.
    stage.of(Source::Primary).faults = {black()};
    stage.run(1'000);
    stage.runs[1] = false;
    stage.run(1'000);
    QCOMPARE(stage.decisions.size(), size_t(5));
}

void tst_Failover::decisionsCarryTheirNumbers()
{
    Stage stage;
    stage.facts.holdUs = 500 * ms;
    stage.run(1000);
    stage.runs[0] = false;
    stage.run(1000);
    const Decision &made = stage.decisions.at(0);
    QCOMPARE(made.number, 1);
    const QJsonObject sources = made.numbers.value(QLatin1String("sources")).toObject();
    const QJsonObject primary = sources.value(QLatin1String("primary")).toObject();
    QVERIFY(primary.value(QLatin1String("ageMs")).toInt() > 300);
    QVERIFY(primary.value(QLatin1String("ageMs")).toInt() <= 340);
    QCOMPARE(primary.value(QLatin1String("lossMs")).toInt(), 300);
    QCOMPARE(primary.value(QLatin1String("fresh")).toBool(true), false);
    QCOMPARE(sources.value(QLatin1String("backup")).toObject().value(QLatin1String("fit")).toBool(), true);
    QCOMPARE(made.numbers.value(QLatin1String("mode")).toString(), QStringLiteral("once"));
    QCOMPARE(made.numbers.value(QLatin1String("holdMs")).toInt(), 500);
    QCOMPARE(made.numbers.value(QLatin1String("switchesLeft")).toInt(), 3);
    QVERIFY2(made.text.startsWith(QLatin1String("The primary is lost (nothing came for 3")),
             qPrintable(made.text));
}

void tst_Failover::histories_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 100; ++seed)
        QTest::addRow("%d", seed) << seed;
}

/// Whatever happens in whatever order, these hold: only to what is fit and free, not more often than allowed, nothing when
/// off or ended, a loss in the very round it is one, and what a person chose stays.
void tst_Failover::histories()
{
    QFETCH(int, seed);
    std::mt19937 random{uint32_t(seed)};
    const auto chance = [&](int of) { return int(random() % uint32_t(of)) == 0; };
    Stage stage(FailoverMode(random() % 4), Source(random() % 3), {}, !chance(4));
    std::deque<int64_t> counted;
    qint64 number = 0;
    size_t seen = 0;
    const int64_t begun = stage.now;
    for (int i = 0; i < 20'000; ++i) {
        if (chance(150)) {
            const auto source = Source(random() % 3);
            stage.runs[size_t(source)] = source == Source::Slate || !stage.runs[size_t(source)];
        }
        if (chance(300))
            stage.of(Source(random() % 3)).fit = !chance(3);
        if (chance(150))
            stage.of(Source(random() % 2)).faults =
                chance(2) ? std::vector<ContentFault>() : std::vector{black()};
        if (chance(1000))
            stage.facts.notSeamless =
                chance(2) ? std::nullopt : std::optional(Error{QStringLiteral("codec"), {}, {}, {}, {}});
        if (chance(1500))
            stage.take(Source(random() % 3));
        if (chance(2000)) {
            stage.orders.config = {FailoverMode(random() % 4), int(random() % 3) * 2'000};
            stage.orders.ended = chance(5);
            stage.orders.locked.clear();
            for (const Source source : allSources) {
                if (chance(5))
                    stage.orders.locked.push_back(source);
            }
            stage.apply();
        }
        if (chance(5000)) {
            stage.orders.suspended = false;
            stage.apply();
            stage.failover->arm();
            counted.clear();
        }
        const FailoverOrders orders = stage.orders;
        stage.round();
        const auto &facts = stage.facts;
        const auto clean = [&](Source source) {
            const auto &of = facts.sources[size_t(source)];
            return of.fresh && of.fit && of.faults.empty();
        };
        const auto free = [&](Source source) {
            return std::ranges::find(orders.locked, source) == orders.locked.end();
        };
        const auto &onAir = facts.sources[size_t(facts.onAir)];
        const bool lost = facts.onAir != Source::Slate && !onAir.fresh
            && (onAir.newest || stage.now - begun > onAir.lossUs);
        for (; seen < stage.decisions.size(); ++seen)
            QCOMPARE(stage.decisions[seen].number, ++number);
        if (stage.last.order) {
            const Decision &made = stage.decisions.back();
            QVERIFY(made.switched);
            QVERIFY(clean(stage.last.order->target));
            QVERIFY(free(stage.last.order->target));
            QVERIFY(stage.last.order->target != facts.onAir);
            QVERIFY(orders.config.mode != FailoverMode::Off && !orders.ended);
            QCOMPARE(stage.last.order->urgent, lost);
            QVERIFY2(!orders.suspended || lost || facts.onAir == Source::Slate, qPrintable(made.text));
            if (made.rule != QLatin1String("loss") && made.rule != QLatin1String("start")) {
                counted.push_back(stage.now);
                while (stage.now - counted.front() >= Failover::windowUs)
                    counted.pop_front();
                QVERIFY(counted.size() <= size_t(Failover::mostSwitches));
            }
        } else if (lost && !facts.taking && orders.config.mode != FailoverMode::Off && !orders.ended
                   && stage.now - begun > Failover::startGraceUs) {
            const Source other = facts.onAir == Source::Primary ? Source::Backup : Source::Primary;
            QVERIFY2(!(clean(other) && free(other)), "a loss was not acted on");
            QVERIFY2(!(clean(Source::Slate) && free(Source::Slate)), "the slate did not cover a loss");
        }
    }
    // Told once, not every round: decisions are as rare as what happens, which is about 600 times.
    QVERIFY(stage.decisions.size() < 1'500);
}

QTEST_APPLESS_MAIN(tst_Failover)
#include "tst_failover.moc"
