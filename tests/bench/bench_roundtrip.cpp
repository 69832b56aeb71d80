// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/nal.h"
#include "tests/bench/figures.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/wait.h"
#include "tests/unit/sealing/relaying.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTemporaryDir>

#include <iostream>

using namespace twinfeed;
using namespace twinfeed::bench;
using namespace twinfeed::test;

/// `./dev bench roundtrip`: so many megabytes of sealed pictures through FLV, TS, FLV, HLS, fMP4 and TS by `ffmpeg -c copy`, and
/// through a real nginx-rtmp, opened behind each and compared byte by byte; each third round is HEVC, which begins at the TS.
/// `sealing_relays` is the short one, with real encoders of every kind; here it is the amount: random bytes need escaping about
/// every 4 MB.
namespace {

constexpr int pictures = 300;
constexpr int bytesOfPicture = 100'000; // 24 Mb/s
constexpr int mostPerPicture = 64;
constexpr int mostPerSound = 40;

struct Growth
{
    int picture = 0;
    int sound = 0; ///< of frames of up to 480 bytes
};

StreamSpec specOf(int round)
{
    StreamSpec spec{.options = "preset=ultrafast", .pictures = pictures, .gop = 60};
    spec.bFrames = round % 2 ? 2 : 0;
    if (round % 3 == 2)
        spec.encoder = "libx265", spec.options = "x265-params=log-level=none:open-gop=0";
    return spec;
}

/// Slices with the headers of a real encoder and random bytes behind them.
std::vector<Packet> madeStream(QRandomGenerator &random, const StreamSpec &spec)
{
    std::vector<Packet> packets = makePackets(spec);
    for (Packet &packet : packets) {
        if (packet.track != Track::Video)
            continue;
        const auto units = splitLengthPrefixed(bytesOf(packet), 4);
        Buffer unit;
        for (const Bytes nal : *units) {
            const NalKind kind = media::kindOf(packet.config->codecId, nal);
            Buffer bytes(nal.begin(), nal.end());
            if (kind != NalKind::Sei && kind != NalKind::Other) {
                bytes.resize(std::min<size_t>(bytes.size(), 24));
                const Buffer body = madeNal(random, bytes.back(), size_t(random.bounded(bytesOfPicture * 2)));
                bytes.pop_back();
                bytes.insert(bytes.end(), body.begin(), body.end());
            }
            append(unit, bytes);
        }
        packet = with(packet, unit);
    }
    return packets;
}

int64_t sizeOfAll(const std::vector<Packet> &packets)
{
    int64_t bytes = 0;
    for (const Packet &packet : packets)
        bytes += sizeOf(packet);
    return bytes;
}

void grow(const std::vector<Packet> &before, const std::vector<Packet> &after, Growth &most)
{
    for (size_t i = 0; i < before.size(); ++i) {
        const int more = sizeOf(after[i]) - sizeOf(before[i]);
        if (before[i].track == Track::Video)
            most.picture = std::max(most.picture, more);
        else if (sizeOf(before[i]) <= 480)
            most.sound = std::max(most.sound, more);
    }
}

/// As FFmpeg writes a track into a FLV file of its own: at least so many bytes (its headers come besides).
int64_t flvBytesOf(const std::vector<Packet> &packets, Track track)
{
    constexpr int tagBytes = 11 + 2 + 4; // of sound, whose tags are the smaller ones
    int64_t bytes = 0;
    for (const Packet &packet : packets)
        bytes += packet.track == track ? sizeOf(packet) + tagBytes + (track == Track::Video ? 3 : 0) : 0;
    return bytes;
}

/// What is wrong with what a reader of nginx-rtmp got of it, published in real time; empty where nothing is. `before` and
/// `packets`: clear and sealed, from the first picture on.
QString throughNginx(NginxRtmp &nginx, const QString &flv, const std::vector<Packet> &before,
                     const std::vector<Packet> &packets, const QString &folder, int number)
{
    const QString stream = QStringLiteral("round-%1").arg(number);
    // Each track into a file of its own: in one, a picture waits for the sound behind it, and the last one for ever.
    const QString pictureFile = folder + QStringLiteral("/pictures.flv");
    const QString soundFile = folder + QStringLiteral("/sound.flv");
    QFile::remove(pictureFile);
    QFile::remove(soundFile);
    QStringList reading{QStringLiteral("-v"), QStringLiteral("quiet"), QStringLiteral("-i"),
                        nginx.patientUrl(stream)};
    for (const QString &file : {pictureFile, soundFile})
        reading << QStringLiteral("-map")
                << (file == pictureFile ? QStringLiteral("0:v") : QStringLiteral("0:a"))
                << QStringLiteral("-c") << QStringLiteral("copy") << QStringLiteral("-flush_packets")
                << QStringLiteral("1") << QStringLiteral("-f") << QStringLiteral("flv") << file;
    Process reader(QStringLiteral("ffmpeg"), reading);
    Process publisher(QStringLiteral("ffmpeg"),
                      {QStringLiteral("-v"), QStringLiteral("quiet"), QStringLiteral("-re"),
                       QStringLiteral("-i"), flv, QStringLiteral("-c"), QStringLiteral("copy"),
                       QStringLiteral("-f"), QStringLiteral("flv"), nginx.patientUrl(stream)});
    // Who comes behind the first keyframe begins at the next one.
    const QString plays = QStringLiteral("play: name='%1'").arg(stream);
    if (!reader.start()
        || !waitUntil([&] { return nginx.report().contains(plays); }, 20s, "the reader to play"))
        return QStringLiteral("it could not be read: ") + reader.report();
    if (!publisher.start() || !publisher.waitForEnd(120s))
        return QStringLiteral("it could not be published: ") + publisher.report();
    // What is written may be half a tag: it has all when nothing is added any more.
    qint64 seen = -1;
    (void)waitUntil(
        [&] {
            const qint64 size = QFileInfo(pictureFile).size() + QFileInfo(soundFile).size();
            return std::exchange(seen, size) == size
                && QFileInfo(pictureFile).size() >= flvBytesOf(packets, Track::Video)
                && QFileInfo(soundFile).size() >= flvBytesOf(packets, Track::Sound);
        },
        20s, "the reader's end");
    reader.kill();
    std::vector<Packet> read = internalPackets(contentsOf(pictureFile));
    const std::vector<Packet> sound = internalPackets(contentsOf(soundFile));
    read.insert(read.end(), sound.begin(), sound.end());
    return compare(before, read);
}

/// Players of nginx-rtmp begin with the first keyframe; what sound there was before it nobody gets.
std::vector<Packet> fromFirstPicture(const std::vector<Packet> &packets)
{
    return {std::ranges::find(packets, Track::Video, &Packet::track), packets.end()};
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    av_log_set_level(AV_LOG_FATAL); // demuxers look into pictures that nobody can read
    QCommandLineParser parser;
    const QCommandLineOption megabytes(QStringLiteral("megabytes"), QStringLiteral("Through ffmpeg."),
                                       QStringLiteral("number"), QStringLiteral("1000"));
    const QCommandLineOption relayed(QStringLiteral("nginx"),
                                     QStringLiteral("Of them through nginx-rtmp too."),
                                     QStringLiteral("number"), QStringLiteral("1000"));
    parser.addOptions({megabytes, relayed});
    parser.addHelpOption();
    parser.process(app);
    const double wanted = parser.value(megabytes).toDouble() * 1e6;
    const double throughServer = parser.value(relayed).toDouble() * 1e6;

    const QTemporaryDir folder;
    NginxRtmp nginx;
    Goals goals;
    goals.hold(QStringLiteral("nginx-rtmp"), nginx.start(), nginx.report());
    QRandomGenerator random(1);
    Growth most;
    double bytes = 0;
    double served = 0;
    double ofHevc = 0;
    int units = 0;
    QStringList troubles;
    for (int round = 0; (bytes < wanted || served < throughServer) && troubles.isEmpty(); ++round) {
        const StreamSpec spec = specOf(round);
        const bool hevc = qstrcmp(spec.encoder, "libx265") == 0;
        const std::vector<Packet> before = madeStream(random, spec);
        Sealer sealer(madeKey(), uint32_t(round + 1));
        const std::vector<Packet> packets = sealed(before, sealer);
        grow(before, packets, most);
        const QString file = write(folder.filePath(hevc ? QStringLiteral("a.ts") : QStringLiteral("a.flv")),
                                   packets, hevc ? Container::Ts : Container::Flv);
        const QStringList relayed =
            hevc ? relayedFromTs(file, folder.path()) : relayedEverywhere(file, folder.path());
        for (const QString &path : relayed) {
            const QString trouble = path.isEmpty() ? QStringLiteral("ffmpeg failed")
                                                   : compare(before, internalPackets(contentsOf(path)));
            if (!trouble.isEmpty())
                troubles
                    << QStringLiteral("round %1, %2: %3").arg(round).arg(QFileInfo(path).fileName(), trouble);
        }
        bytes += double(sizeOfAll(before));
        ofHevc += hevc ? double(sizeOfAll(before)) : 0;
        units += int(before.size());
        if (served < throughServer && !hevc) {
            const QString trouble = throughNginx(nginx, file, fromFirstPicture(before),
                                                 fromFirstPicture(packets), folder.path(), round);
            if (!trouble.isEmpty())
                troubles << QStringLiteral("round %1, nginx-rtmp: %2").arg(round).arg(trouble);
            served += double(sizeOfAll(before));
        }
        std::cout << "\r" << qRound(bytes / 1e6) << " MB" << std::flush;
    }
    Table table({{QStringLiteral("MB"), 8},
                 {QStringLiteral("of it HEVC"), 10},
                 {QStringLiteral("through nginx-rtmp"), 18},
                 {QStringLiteral("units"), 8},
                 {QStringLiteral("most a picture"), 15},
                 {QStringLiteral("most a sound frame"), 19}});
    std::cout << "\r";
    table.print({QString::number(qRound(bytes / 1e6)), QString::number(qRound(ofHevc / 1e6)),
                 QString::number(qRound(served / 1e6)), QString::number(units), QString::number(most.picture),
                 QString::number(most.sound)});
    goals.hold(QStringLiteral("every unit opens, byte by byte"), troubles.isEmpty(),
               troubles.join(QStringLiteral("; ")));
    goals.hold(QStringLiteral("more bytes of a picture"), most.picture, mostPerPicture,
               QStringLiteral("bytes"));
    goals.hold(QStringLiteral("more bytes of a sound frame"), most.sound, mostPerSound,
               QStringLiteral("bytes"));
    return goals.conclude();
}
