// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/failover.h"

#include "tests/unit/media/madesource.h"

#include <QRandomGenerator>
#include <QTest>

#include <map>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

/// Whole evenings in made-up time: the splicer with the failover that drives it, faults and takes all the time. Other evenings
/// than these with TWINFEED_SEED.
class TestLongShow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anHourOfFaultsAndTakes();
    void soundStaysAtItsPictureThroughFiveHundredSwitches_data();
    void soundStaysAtItsPictureThroughFiveHundredSwitches();
};

namespace {

constexpr int64_t ms = 1'000;
constexpr int64_t second = 1'000'000;

/// A studio whose takes are also the engine's own.
class Show final
{
public:
    Show(const Encoder &primary, const Encoder &backup)
        : studio(primary, backup)
        , m_failover(orders(), {}, studio.now())
    {
        studio.beforeRound = [this] { decide(); };
    }

    void take(Source target, Cut cut)
    {
        m_failover.noteTake(target);
        studio.take(target, cut);
    }

    Studio studio;
    int switches = 0; ///< by itself

private:
    static FailoverOrders orders()
    {
        FailoverOrders orders;
        orders.config.mode = FailoverMode::Floating;
        return orders;
    }

    void decide()
    {
        const int64_t now = studio.now();
        const Splicer::Facts seen = studio.splicer().facts(now);
        Failover::Facts facts;
        for (const Source source : allSources) {
            const Splicer::SourceFacts &from = seen.sources[size_t(source)];
            // The studio's slate is empty.
            facts.sources[size_t(source)] = {from.fresh,
                                             from.newest,
                                             from.lossUs,
                                             from.fresh && source != Source::Slate,
                                             QStringLiteral("Nothing comes."),
                                             QStringLiteral("nothing-came")};
        }
        facts.onAir = seen.onAir;
        facts.taking = seen.taking;
        facts.holdUs = seen.holdUs;
        const auto order = m_failover.advance(facts, now).order;
        if (!order)
            return;
        ++switches;
        studio.take(order->target, Cut::Bridged, order->urgent);
    }

    Failover m_failover;
};

int seed()
{
    return qEnvironmentVariableIntValue("TWINFEED_SEED");
}

/// What goes wrong, and for how long; what went wrong before comes right.
void fault(Show &show, QRandomGenerator &random)
{
    Studio &studio = show.studio;
    const Source path = random.bounded(2) ? Source::Primary : Source::Backup;
    for (const Source source : {Source::Primary, Source::Backup}) {
        if (!studio.source(source).running())
            studio.source(source).start();
        studio.source(source).setSilent(false);
    }
    studio.bridge().runUpUs = 40 * ms;
    studio.bridge().encodeUs = 8 * ms;
    studio.bridge().failsAfter = -1;
    studio.bridge().refuses.reset();
    switch (random.bounded(7)) {
    case 0:
    case 1:
        return studio.source(path).stop();
    case 2:
        return studio.source(path).setSilent(true);
    case 3:
        studio.bridge().runUpUs = random.bounded(1500) * ms;
        return;
    case 4:
        studio.bridge().failsAfter = random.bounded(30);
        return;
    case 5:
        studio.bridge().encodeUs = random.bounded(900) * ms;
        return;
    default:
        studio.bridge().refuses = Error{QStringLiteral("made-up"), QStringLiteral("Made up."), {}, {}, {}};
    }
}

/// By how much sound comes later than the pictures with which it was made: the earliest and the latest, microseconds.
std::pair<int64_t, int64_t> lipSync(const std::vector<Sent> &sent)
{
    std::pair<int64_t, int64_t> worst{0, 0};
    const Packet *picture = nullptr;
    for (const Sent &each : sent) {
        const Packet &packet = each.packet;
        if (packet.track == Track::Video) {
            picture = &packet;
            continue;
        }
        if (!picture || picture->source != packet.source || packet.sourcePts <= 0)
            continue; // of the source before, or silence
        const int64_t late = (packet.pts - packet.sourcePts) - (picture->pts - picture->sourcePts);
        worst = {std::min(worst.first, late), std::max(worst.second, late)};
    }
    return worst;
}

} // namespace

/// An hour with a fault each five seconds and a take each ten.
void TestLongShow::anHourOfFaultsAndTakes()
{
    QRandomGenerator random(quint32(seed()) + 1);
    Encoder backup = openGops;
    backup.lateUs = 120 * ms;
    Show show(twoBFrames, backup);
    show.studio.fillSilence();
    const std::array<Cut, 4> cuts{Cut::Bridged, Cut::Bridged, Cut::Cached, Cut::Keyframe};
    for (int i = 0; i < 3'600 / 5; ++i) {
        const int64_t before = random.bounded(1, 4'999) * ms;
        show.studio.run(before);
        if (i % 2)
            show.take(random.bounded(2) ? Source::Primary : Source::Backup, cuts[size_t(random.bounded(4))]);
        show.studio.run(5 * second - before);
        fault(show, random);
        // Whatever it was: one of both paths is there, so something is on air.
        const auto &sent = show.studio.sent();
        QVERIFY2(show.studio.now() - sent.back().at < 2 * second, qPrintable(QString::number(i)));
    }
    const QString problem = show.studio.problem();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    qInfo("%zu cuts, %d of them by itself, %zu takes that came to nothing, %zu broken bridges, %d rounds",
          show.studio.cuts().size(), show.switches, show.studio.failures().size(),
          show.studio.resumed().size(), show.studio.steps());
    QVERIFY(show.studio.cuts().size() > 300 && show.switches > 50);
    QVERIFY(show.studio.steps() < 3'600 * 500);
    // What a splicer holds back is what it was late with: it has caught up.
    QVERIFY(show.studio.pictures().back().at > show.studio.now() - second);
}

void TestLongShow::soundStaysAtItsPictureThroughFiveHundredSwitches_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    for (int from = 0; from < int(allEncoders.size()); ++from) {
        const int to = (from + 1) % int(allEncoders.size());
        QTest::addRow("%s, %s", allEncoders[size_t(from)].name, allEncoders[size_t(to)].name) << from << to;
    }
}

void TestLongShow::soundStaysAtItsPictureThroughFiveHundredSwitches()
{
    QFETCH(int, from);
    QFETCH(int, to);
    QRandomGenerator random(quint32(seed()) + 7);
    Encoder backup = allEncoders[size_t(to)];
    backup.soundUs = 23'220; // 44.1 kHz: frames of both lie at other times
    backup.lateUs = 87 * ms;
    backup.soundLagUs = 150 * ms;
    Studio studio(allEncoders[size_t(from)], backup);
    studio.run(5 * second);
    const std::array<Cut, 4> cuts{Cut::Bridged, Cut::Bridged, Cut::Cached, Cut::Keyframe};
    for (int i = 0; i < 500; ++i) {
        studio.take(i % 2 ? Source::Primary : Source::Backup, cuts[size_t(random.bounded(4))]);
        studio.run(random.bounded(1'700, 4'000) * ms);
    }
    QVERIFY2(studio.cuts().size() >= 450, qPrintable(QString::number(studio.cuts().size())));
    const QString problem = studio.problem();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    const auto [early, late] = lipSync(studio.sent());
    qInfo("%zu cuts: sound from %.1f ms early to %.1f ms late", studio.cuts().size(), double(-early) / ms,
          double(late) / ms);
    QVERIFY(early >= -60 * ms && late <= 40 * ms);
}

QTEST_GUILESS_MAIN(TestLongShow)
#include "tst_longshow.moc"
