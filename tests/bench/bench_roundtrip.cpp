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
/// through a real nginx-rtmp, opened behind each and compared byte by byte. `sealing_relays` is the short one, with real
/// encoders of every kind; here it is the amount: random bytes need escaping about every 4 MB.
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

/// Slices with the headers of a real encoder and random bytes behind them.
std::vector<Packet> madeStream(QRandomGenerator &random, bool bFrames)
{
    std::vector<Packet> packets = makePackets(
        {.options = "preset=ultrafast", .pictures = pictures, .gop = 60, .bFrames = bFrames ? 2 : 0});
    for (Packet &packet : packets) {
        if (packet.track != Track::Video)
            continue;
        const auto units = splitLengthPrefixed(bytesOf(packet), 4);
        Buffer unit;
        for (const Bytes nal : *units) {
            const unsigned type = nal[0] & 0x1FU;
            Buffer bytes(nal.begin(), nal.end());
            if (type == 1 || type == 5) {
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

/// What is wrong with what a reader of nginx-rtmp got of it, published in real time; empty where nothing is.
QString throughNginx(NginxRtmp &nginx, const QString &flv, const std::vector<Packet> &before,
                     const QString &folder, int number)
{
    const QString stream = QStringLiteral("round-%1").arg(number);
    const QString file = folder + QStringLiteral("/read.flv");
    QFile::remove(file);
    Process reader(QStringLiteral("ffmpeg"),
                   {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-i"),
                    nginx.patientUrl(stream), QStringLiteral("-c"), QStringLiteral("copy"),
                    QStringLiteral("-flush_packets"), QStringLiteral("1"), QStringLiteral("-f"),
                    QStringLiteral("flv"), file});
    Process publisher(QStringLiteral("ffmpeg"),
                      {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-re"),
                       QStringLiteral("-i"), flv, QStringLiteral("-c"), QStringLiteral("copy"),
                       QStringLiteral("-f"), QStringLiteral("flv"), nginx.patientUrl(stream)});
    if (!reader.start() || !publisher.start() || !publisher.waitForEnd(120s))
        return QStringLiteral("it could not be published: ") + publisher.report();
    const qint64 whole = QFileInfo(flv).size();
    // All of it but headers and the sound before the first picture: a reader that is ended in the middle of a packet writes half.
    (void)waitUntil([&] { return QFileInfo(file).size() >= whole - 8'192; }, 20s, "the reader's end");
    reader.terminate();
    const auto read = internalPackets(contentsOf(file));
    // Players of nginx-rtmp begin with the first keyframe; what sound there was before it nobody gets.
    const auto firstPicture = std::ranges::find(before, Track::Video, &Packet::track);
    return compare({firstPicture, before.end()}, read);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
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
    int units = 0;
    QStringList troubles;
    for (int round = 0; bytes < wanted && troubles.isEmpty(); ++round) {
        const std::vector<Packet> before = madeStream(random, round % 2);
        Sealer sealer(madeKey(), uint32_t(round + 1));
        const std::vector<Packet> packets = sealed(before, sealer);
        grow(before, packets, most);
        const QString flv = write(folder.filePath(QStringLiteral("a.flv")), packets, Container::Flv);
        for (const QString &path : relayedEverywhere(flv, folder.path())) {
            const QString trouble = path.isEmpty() ? QStringLiteral("ffmpeg failed")
                                                   : compare(before, internalPackets(contentsOf(path)));
            if (!trouble.isEmpty())
                troubles
                    << QStringLiteral("round %1, %2: %3").arg(round).arg(QFileInfo(path).fileName(), trouble);
        }
        bytes += double(sizeOfAll(before));
        units += int(before.size());
        if (served < throughServer) {
            const QString trouble = throughNginx(nginx, flv, before, folder.path(), round);
            if (!trouble.isEmpty())
                troubles << QStringLiteral("round %1, nginx-rtmp: %2").arg(round).arg(trouble);
            served += double(sizeOfAll(before));
        }
        std::cout << "\r" << qRound(bytes / 1e6) << " MB" << std::flush;
    }
    Table table({{QStringLiteral("MB"), 8},
                 {QStringLiteral("through nginx-rtmp"), 18},
                 {QStringLiteral("units"), 8},
                 {QStringLiteral("most a picture"), 15},
                 {QStringLiteral("most a sound frame"), 19}});
    std::cout << "\r";
    table.print({QString::number(qRound(bytes / 1e6)), QString::number(qRound(served / 1e6)),
                 QString::number(units), QString::number(most.picture), QString::number(most.sound)});
    goals.hold(QStringLiteral("every unit opens, byte by byte"), troubles.isEmpty(),
               troubles.join(QStringLiteral("; ")));
    goals.hold(QStringLiteral("more bytes of a picture"), most.picture, mostPerPicture,
               QStringLiteral("bytes"));
    goals.hold(QStringLiteral("more bytes of a sound frame"), most.sound, mostPerSound,
               QStringLiteral("bytes"));
    return goals.conclude();
}
