// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/unsealer.h"

#include "app/media/streammuxer.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/process.h"
#include "tests/unit/media/madestream.h"
#include "tests/unit/sealing/madeunits.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::sealing;
using namespace twinfeed::test;

namespace {

UnitKind kindOf(const Packet &packet)
{
    if (packet.track == Track::Sound)
        return {UnitKind::Aac, packet.config->channels};
    return {packet.config->codecId == AV_CODEC_ID_HEVC ? UnitKind::Hevc : UnitKind::H264, 0};
}

Bytes bytesOf(const Packet &packet)
{
    return {dataOf(packet), size_t(sizeOf(packet))};
}

Packet with(Packet packet, const Buffer &bytes)
{
    AvPacket payload(av_packet_alloc());
    av_new_packet(payload.get(), int(bytes.size()));
    std::ranges::copy(bytes, payload->data);
    packet.payload = std::shared_ptr<const AVPacket>(std::move(payload));
    return packet;
}

} // namespace

/// Sealed streams through containers and relays that know nothing of it.
class RelaysTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    static std::vector<Packet> sealed(const std::vector<Packet> &packets, Sealer &sealer)
    {
        std::vector<Packet> out;
        for (const Packet &packet : packets) {
            auto unit = sealer.seal(kindOf(packet), bytesOf(packet));
            if (!unit)
                return {};
            out.push_back(with(packet, *unit));
        }
        return out;
    }

    QString write(const QString &name, const std::vector<Packet> &packets, Container container) const
    {
        auto muxer = StreamMuxer::create(container, packets.front().config, nullptr);
        CodecConfigPtr sound;
        for (const Packet &packet : packets) {
            if (packet.track == Track::Sound)
                sound = packet.config;
        }
        muxer = StreamMuxer::create(container, packets.front().config, sound);
        QByteArray bytes;
        for (const Packet &packet : packets)
            (void)(*muxer)->write(packet, bytes);
        (*muxer)->finish(bytes);
        const QString path = m_folder.filePath(name);
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path : QString();
    }

    QString relayed(const QString &from, const QString &to, const QStringList &options) const
    {
        const QString path = m_folder.filePath(to);
        Process ffmpeg(QStringLiteral("ffmpeg"),
                       QStringList{QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-y"),
                                   QStringLiteral("-i"), from, QStringLiteral("-map"), QStringLiteral("0"),
                                   QStringLiteral("-c"), QStringLiteral("copy")}
                           + options + QStringList{path});
        if (!ffmpeg.start() || !ffmpeg.waitForEnd(60s))
            return {};
        // It decodes some pictures to get to know the stream, and complains about those: how it ended is what counts.
        return ffmpeg.exitCode() == 0 ? path : QString();
    }

    static QByteArray contentsOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// How many units of `packets` open to exactly what was sealed; the others are said.
    static QString compare(const std::vector<Packet> &before, const std::vector<Packet> &after)
    {
        Unsealer unsealer([](KeyId id) { return std::optional(madeKey(id)); });
        for (const Track track : {Track::Video, Track::Sound}) {
            std::vector<const Packet *> wanted;
            for (const Packet &packet : before) {
                if (packet.track == track)
                    wanted.push_back(&packet);
            }
            size_t next = 0;
            for (const Packet &packet : after) {
                if (packet.track != track)
                    continue;
                if (next >= wanted.size())
                    return QStringLiteral("more units than before");
                auto opened = unsealer.open(kindOf(packet), bytesOf(packet), packet.keyframe);
                if (!opened)
                    return QStringLiteral("unit %1: %2").arg(next).arg(opened.error().code);
                if (!opened->key || !std::ranges::equal(opened->bytes, bytesOf(*wanted[next])))
                    return QStringLiteral("unit %1 is another one").arg(next);
                ++next;
            }
            if (next != wanted.size())
                return QStringLiteral("%1 of %2 units").arg(next).arg(wanted.size());
        }
        return {};
    }

private Q_SLOTS:
    void everyContainerCarriesIt_data()
    {
        QTest::addColumn<StreamSpec>("spec");
        QTest::newRow("plain") << StreamSpec{.options = "profile=baseline", .pictures = 300};
        QTest::newRow("B-frames") << StreamSpec{.options = "profile=high", .pictures = 300, .bFrames = 2};
        QTest::newRow("slices") << StreamSpec{.options = "x264-params=slices=4", .pictures = 300};
        QTest::newRow("open groups") << StreamSpec{.pictures = 300, .bFrames = 2, .openGop = true};
        QTest::newRow("mono") << StreamSpec{.pictures = 300, .sampleRate = 44100, .channels = 1};
    }
    void everyContainerCarriesIt()
    {
        QFETCH(StreamSpec, spec);
        const std::vector<Packet> before = makePackets(spec);
        Sealer sealer(madeKey(), 1);
        const std::vector<Packet> packets = sealed(before, sealer);
        QCOMPARE(packets.size(), before.size());

        const QString flv = write(QStringLiteral("a.flv"), packets, Container::Flv);
        const QString ts = relayed(flv, QStringLiteral("b.ts"), {});
        const QString again = relayed(ts, QStringLiteral("c.flv"), {});
        const QString hls = relayed(again, QStringLiteral("d.m3u8"),
                                    {QStringLiteral("-hls_list_size"), QStringLiteral("0"),
                                     QStringLiteral("-hls_time"), QStringLiteral("2")});
        const QString mp4 = relayed(hls, QStringLiteral("e.mp4"),
                                    {QStringLiteral("-movflags"), QStringLiteral("frag_keyframe+delay_moov"),
                                     QStringLiteral("-bsf:a"), QStringLiteral("aac_adtstoasc")});
        const QString last = relayed(mp4, QStringLiteral("f.ts"), {});
        for (const QString &path : {flv, ts, again, mp4, last}) {
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
            const QString ts = write(QStringLiteral("quiet.ts"), sealed(before, sealer), Container::Ts);
            const ReadBack clear =
                readBack(contentsOf(write(QStringLiteral("loud.ts"), before, Container::Ts)));
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
