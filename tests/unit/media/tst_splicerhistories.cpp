// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/splicer.h"

#include "tests/unit/media/madesource.h"

#include <QRandomGenerator>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

/// Random histories of a channel, seeded: whatever happens, what leaves is a valid programme. TWINFEED_HISTORIES sets how
/// many, TWINFEED_SEED which is the first.
class TestSplicerHistories final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void alwaysAValidProgramme();
};

namespace {

constexpr int64_t ms = 1'000;

Encoder randomEncoder(QRandomGenerator &random)
{
    Encoder encoder = allEncoders[size_t(random.bounded(int(allEncoders.size())))];
    // Slow pictures make cheap histories; what is looked for does not depend on their rate.
    const std::array<int64_t, 5> rates{33'333, 100'000, 80'000, 66'667, 40'000};
    encoder.pictureUs = rates[size_t(random.bounded(5))];
    encoder.gop = (1 + random.bounded(20)) * 3;
    encoder.soundUs = random.bounded(2) ? 64'000 : 69'660;
    encoder.soundLagUs = random.bounded(4) == 0 ? random.bounded(250) * ms : 0;
    encoder.jitterUs = random.bounded(3) == 0 ? random.bounded(1, 300) * ms : 0;
    encoder.lateUs = random.bounded(3) == 0 ? random.bounded(400) * ms : 0;
    encoder.silent = random.bounded(8) == 0;
    return encoder;
}

/// The same packets on both paths, or two encoders.
std::array<Encoder, 2> randomPaths(QRandomGenerator &random)
{
    std::array<Encoder, 2> paths{randomEncoder(random), randomEncoder(random)};
    if (random.bounded(3) == 0) {
        const Encoder other = paths[1];
        paths[0].stream = 1;
        paths[1] = paths[0];
        paths[1].lateUs = other.lateUs;
        paths[1].jitterUs = other.jitterUs;
    }
    return paths;
}

void changeBridge(MadeBridge &bridge, QRandomGenerator &random)
{
    bridge.runUpUs = random.bounded(4) == 0 ? random.bounded(1500) * ms : random.bounded(150) * ms;
    bridge.encodeUs = random.bounded(40) * ms;
    bridge.failsAfter = random.bounded(4) == 0 ? random.bounded(20) : -1;
    bridge.refuses.reset();
    if (random.bounded(6) == 0)
        bridge.refuses = Error{QStringLiteral("made-up"), QStringLiteral("Made up."), {}, {}, {}};
}

void disturb(Studio &studio, QRandomGenerator &random)
{
    MadeSource &source = studio.source(random.bounded(2) ? Source::Primary : Source::Backup);
    switch (random.bounded(15)) {
    case 0:
        source.stop();
        break;
    case 1:
    case 2:
        if (!source.running())
            source.start();
        break;
    case 3:
        studio.setHold(random.bounded(1500) * ms);
        break;
    case 4:
        studio.setTrims({random.bounded(400) * ms, random.bounded(400) * ms});
        break;
    case 5:
        source.setSilent(random.bounded(2));
        break;
    case 6:
        changeBridge(studio.bridge(), random);
        break;
    case 7:
        studio.makeKeyframe();
        break;
    default: {
        const std::array<Cut, 4> cuts{Cut::Bridged, Cut::Bridged, Cut::Cached, Cut::Keyframe};
        studio.take(random.bounded(2) ? Source::Primary : Source::Backup, cuts[size_t(random.bounded(4))],
                    random.bounded(3) == 0);
        break;
    }
    }
}

} // namespace

void TestSplicerHistories::alwaysAValidProgramme()
{
    const int histories = qEnvironmentVariableIsSet("TWINFEED_HISTORIES")
        ? qEnvironmentVariableIntValue("TWINFEED_HISTORIES")
        : 2000;
    const int first = qEnvironmentVariableIntValue("TWINFEED_SEED");
    size_t cuts = 0;
    size_t sent = 0;
    std::array<int, 4> made{};
    for (int seed = first; seed < first + histories; ++seed) {
        QRandomGenerator random(quint32(seed) + 1);
        const std::array<int64_t, 4> holds{0, 100 * ms, 500 * ms, 1200 * ms};
        const auto paths = randomPaths(random);
        Studio studio(paths[0], paths[1], holds[size_t(random.bounded(4))]);
        if (paths[0].stream == 1)
            studio.splicer().setAligned(0);
        if (random.bounded(2))
            studio.fillSilence();
        changeBridge(studio.bridge(), random);
        for (int i = 0; i < 10; ++i) {
            studio.run(random.bounded(1, 1600) * ms);
            disturb(studio, random);
        }
        studio.run(500 * ms);
        const QString problem = studio.problem();
        QVERIFY2(problem.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(problem)));
        // Time is moved by what is due, never by polling.
        QVERIFY2(studio.steps() < 60 * 500,
                 qPrintable(QStringLiteral("seed %1: %2 steps").arg(seed).arg(studio.steps())));
        cuts += studio.cuts().size();
        for (const auto &cut : studio.cuts())
            ++made[size_t(cut.evidence.cut)];
        sent += studio.sent().size();
    }
    QVERIFY(cuts > size_t(histories)); // it did cut
    QVERIFY(sent > size_t(histories) * 50);
    qInfo("%zu cuts: %d aligned, %d bridged, %d cached, %d at keyframes; %zu packets", cuts, made[0], made[1],
          made[2], made[3], sent);
    for (const int of : made)
        QVERIFY(of > histories / 20);
}

QTEST_GUILESS_MAIN(TestSplicerHistories)
#include "tst_splicerhistories.moc"
