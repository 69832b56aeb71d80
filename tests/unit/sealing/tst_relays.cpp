// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/sealing/relaying.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::sealing;
using namespace twinfeed::test;

/// Sealed streams through containers and relays that know nothing of it.
class RelaysTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString in(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

private Q_SLOTS:
    void initTestCase() { av_log_set_level(AV_LOG_FATAL); }

    void everyContainerCarriesIt_data()
    {
        QTest::addColumn<StreamSpec>("spec");
        QTest::newRow("plain") << StreamSpec{.options = "profile=baseline", .pictures = 300};
        QTest::newRow("B-frames") << StreamSpec{.options = "profile=high", .pictures = 300, .bFrames = 2};
        QTest::newRow("slices") << StreamSpec{.options = "x264-params=slices=4", .pictures = 300};
        QTest::newRow("open groups") << StreamSpec{.pictures = 300, .bFrames = 2, .openGop = true};
        QTest::newRow("pictures of a few bytes")
            << StreamSpec{.pictures = 300, .paint = [](double, double, double) { return 90; }};
        QTest::newRow("mono") << StreamSpec{.pictures = 300, .sampleRate = 44100, .channels = 1};
    }
    void everyContainerCarriesIt()
    {
        QFETCH(StreamSpec, spec);
        const std::vector<Packet> before = makePackets(spec);
        Sealer sealer(madeKey(), 1);
        const std::vector<Packet> packets = sealed(before, sealer);
        QCOMPARE(packets.size(), before.size());

        const QString flv = write(in("a.flv"), packets, Container::Flv);
        for (const QString &path : relayedEverywhere(flv, m_folder.path())) {
            QVERIFY(!path.isEmpty());
            const QString trouble = compare(before, internalPackets(contentsOf(path)));
            QVERIFY2(trouble.isEmpty(), qPrintable(path + QStringLiteral(": ") + trouble));
        }
    }

    /// FFmpeg 5.1 cannot carry it in FLV.
    void hevcGoesThroughAllOthers_data()
    {
        QTest::addColumn<StreamSpec>("spec");
        QTest::newRow("plain") << StreamSpec{.encoder = "libx265", .pictures = 120};
        QTest::newRow("B-frames") << StreamSpec{
            .encoder = "libx265", .pictures = 120, .gop = 30, .bFrames = 2, .openGop = true};
        QTest::newRow("slices") << StreamSpec{.encoder = "libx265",
                                              .options = "x265-params=slices=3:log-level=none",
                                              .height = 360,
                                              .pictures = 60};
    }
    void hevcGoesThroughAllOthers()
    {
        QFETCH(StreamSpec, spec);
        const std::vector<Packet> before = makePackets(spec);
        Sealer sealer(madeKey(), 1);
        const std::vector<Packet> packets = sealed(before, sealer);
        QCOMPARE(packets.size(), before.size());
        const QString ts = write(in("h.ts"), packets, Container::Ts);
        for (const QString &path : relayedFromTs(ts, m_folder.path())) {
            QVERIFY(!path.isEmpty());
            const QString trouble = compare(before, internalPackets(contentsOf(path)));
            QVERIFY2(trouble.isEmpty(), qPrintable(path + QStringLiteral(": ") + trouble));
        }
    }

    void withoutTheKeyOneHearsSilence()
    {
        for (const int channels : {1, 2}) {
            const std::vector<Packet> before = makePackets({.pictures = 90, .channels = channels});
            Sealer sealer(madeKey(), 1);
            const QString ts = write(in("quiet.ts"), sealed(before, sealer), Container::Ts);
            const ReadBack clear = readBack(contentsOf(write(in("loud.ts"), before, Container::Ts)));
            const ReadBack read = readBack(contentsOf(ts));
            const auto loudest = [](const ReadBack &from) {
                float most = 0;
                for (const float sample : from.samples)
                    most = std::max(most, std::abs(sample));
                return most;
            };
            QVERIFY2(loudest(clear) > 0.01f, "the sound must be heard with the key");
            QCOMPARE(read.soundFrames, clear.soundFrames);
            QVERIFY2(loudest(read) < 1e-4f, qPrintable(QString::number(double(loudest(read))))); // -80 dBFS
        }
    }
};

QTEST_GUILESS_MAIN(RelaysTest)
#include "tst_relays.moc"
