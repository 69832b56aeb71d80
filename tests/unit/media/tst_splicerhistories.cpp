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
    const std::array<int64_t, 4> rates{33'333, 40'000, 20'000, 16'683};
    encoder.pictureUs = rates[size_t(random.bounded(4))];
    encoder.gop = (1 + random.bounded(40)) * 3;
    encoder.soundUs = random.bounded(2) ? 21'333 : 23'219;
    encoder.soundLagUs = random.bounded(4) == 0 ? random.bounded(250) * ms : 0;
    encoder.jitterUs = random.bounded(3) == 0 ? random.bounded(1, 300) * ms : 0;
    return encoder;
}

void disturb(Studio &studio, QRandomGenerator &random)
{
    MadeSource &source = studio.source(random.bounded(2) ? Source::Primary : Source::Backup);
    switch (random.bounded(8)) {
    case 0:
        source.stop();
        break;
    case 1:
        if (!source.running())
            source.start();
        break;
    case 2:
        studio.setHold(random.bounded(1500) * ms);
        break;
    default:
        studio.take(random.bounded(2) ? Source::Primary : Source::Backup,
                    random.bounded(2) ? Cut::Cached : Cut::Keyframe);
        break;
    }
}

} // namespace

void TestSplicerHistories::alwaysAValidProgramme()
{
    const int histories = qEnvironmentVariableIsSet("TWINFEED_HISTORIES")
        ? qEnvironmentVariableIntValue("TWINFEED_HISTORIES")
        : 3000;
    const int first = qEnvironmentVariableIntValue("TWINFEED_SEED");
    size_t cuts = 0;
    size_t sent = 0;
    for (int seed = first; seed < first + histories; ++seed) {
        QRandomGenerator random(quint32(seed) + 1);
        const std::array<int64_t, 4> holds{0, 100 * ms, 500 * ms, 1200 * ms};
        Studio studio(randomEncoder(random), randomEncoder(random), holds[size_t(random.bounded(4))]);
        for (int i = 0; i < 12; ++i) {
            studio.run(random.bounded(1, 2500) * ms);
            disturb(studio, random);
        }
        studio.run(500 * ms);
        const QString problem = studio.problem();
        QVERIFY2(problem.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(problem)));
        // Time is moved by what is due, never by polling.
        QVERIFY2(studio.steps() < 60 * 500,
                 qPrintable(QStringLiteral("seed %1: %2 steps").arg(seed).arg(studio.steps())));
        cuts += studio.cuts().size();
        sent += studio.sent().size();
    }
    QVERIFY(cuts > size_t(histories)); // it did cut
    QVERIFY(sent > size_t(histories) * 300);
}

QTEST_GUILESS_MAIN(TestSplicerHistories)
#include "tst_splicerhistories.moc"
