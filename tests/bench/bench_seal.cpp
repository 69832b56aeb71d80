// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/payload.h"
#include "tests/bench/figures.h"
#include "tests/unit/media/sealedpush.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <ctime>
#include <iostream>

#include <openssl/evp.h>

using namespace twinfeed;
using namespace twinfeed::bench;
using namespace twinfeed::media;
using namespace twinfeed::test;

/// `./dev bench seal`: what sealing a stream of 1080p30 at 4 Mb/s costs, beside AES-256-GCM alone over the same bytes, and
/// whether a hundred changes during a push to nginx-rtmp cost a picture.
namespace {

constexpr int streamSeconds = 6;
constexpr int64_t bitrate = 4'000'000;

/// CPU seconds of this thread.
double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

/// Pictures of a stream of this bitrate with a keyframe each two seconds, ten times as large as the others, as encoders give
/// it; made up, since only sizes count here. Sound of 128 kb/s with it.
std::vector<Packet> madeStream()
{
    QRandomGenerator random(1);
    std::vector<Packet> packets = makePackets(
        {.options = "profile=baseline", .pictures = 30 * streamSeconds, .gop = 60, .soundBitrate = 128'000});
    constexpr double share = double(bitrate) / 8 / 30 / (1 + 9.0 / 60); // bytes of a usual picture
    for (Packet &packet : packets) {
        if (packet.track != Track::Video)
            continue;
        sealing::Buffer unit;
        append(unit,
               madeNal(random, packet.keyframe ? 0x65 : 0x41, size_t(packet.keyframe ? 10 * share : share)));
        replacePayload(packet, unit);
    }
    return packets;
}

struct Cost
{
    double percent = 0; ///< of a core, at the stream's own pace
    double megabytes = 0; ///< of the stream, a second of CPU time
};

Cost costOf(const std::vector<Packet> &packets, int rounds, const std::function<void(const Packet &)> &work)
{
    double bytes = 0;
    for (const Packet &packet : packets)
        bytes += sizeOf(packet);
    for (const Packet &packet : packets) // everything is in its place
        work(packet);
    const double before = cpuSeconds();
    for (int i = 0; i < rounds; ++i) {
        for (const Packet &packet : packets)
            work(packet);
    }
    const double cpu = cpuSeconds() - before;
    return {100 * cpu / (double(rounds) * streamSeconds), bytes * rounds / cpu / 1e6};
}

Cost sealingCost(const std::vector<Packet> &packets, int rounds)
{
    SealSwitch::Setup setup;
    setup.asked = sharedKey();
    setup.incarnations = std::make_shared<MadeIncarnations>();
    SealSwitch seal(std::move(setup));
    return costOf(packets, rounds, [&seal](const Packet &packet) {
        const bool entry = packet.track == Track::Video && packet.keyframe;
        if (!seal.pass(packet, entry))
            qFatal("a unit was not sealed");
        seal.left(packet, entry, packet.dts);
    });
}

/// Nothing but the cipher: the bytes that are sealed, in place, a nonce and a tag each.
Cost aesCost(const std::vector<Packet> &packets, int rounds)
{
    const sealing::Key key = madeKey();
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nullptr, key.bytes.data(), nullptr);
    std::vector<uint8_t> buffer(1 << 20);
    uint64_t counter = 0;
    const Cost cost = costOf(packets, rounds, [&](const Packet &packet) {
        const std::array<uint64_t, 2> nonce{++counter, 0};
        std::array<uint8_t, 16> tag{};
        int size = 0;
        const int bytes = std::min(sizeOf(packet), int(buffer.size()));
        EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr,
                           reinterpret_cast<const uint8_t *>(nonce.data()));
        EVP_EncryptUpdate(context, buffer.data(), &size, buffer.data(), bytes);
        EVP_EncryptFinal_ex(context, tag.data(), &size);
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, int(tag.size()), tag.data());
    });
    EVP_CIPHER_CTX_free(context);
    return cost;
}

void measureCost(int rounds, Goals &goals)
{
    const std::vector<Packet> packets = madeStream();
    Table table(
        {{QStringLiteral("what"), -36}, {QStringLiteral("% of a core"), 12}, {QStringLiteral("MB/s"), 8}});
    // One after the other, several times: what else the machine does concerns both.
    Spread seal;
    Spread aes;
    Spread sealMb;
    Spread aesMb;
    for (int i = 0; i < 5; ++i) {
        const Cost sealed = sealingCost(packets, rounds);
        const Cost plain = aesCost(packets, rounds);
        seal.add(sealed.percent);
        sealMb.add(sealed.megabytes);
        aes.add(plain.percent);
        aesMb.add(plain.megabytes);
    }
    const auto row = [&table](const QString &what, const Spread &percent, const Spread &mb) {
        table.print({what, QString::number(percent.median(), 'f', 4), QString::number(mb.median(), 'f', 0)});
    };
    row(QStringLiteral("sealing 1080p30, 4 Mb/s"), seal, sealMb);
    row(QStringLiteral("AES-256-GCM alone, the same bytes"), aes, aesMb);
    std::cout << "AES is " << qRound(100 * aes.median() / seal.median()) << " % of it\n\n";
    goals.hold(QStringLiteral("sealing a 4 Mb/s stream"), seal.median(), 0.5, QStringLiteral("% of a core"));
}

void measureChanges(int times, Goals &goals)
{
    const QTemporaryDir folder;
    const SealedPush push = pushSealed(plain, times, folder.filePath(QStringLiteral("read.flv")));
    goals.hold(QStringLiteral("the push"), push.trouble.isEmpty(), push.trouble);
    Table table({{QStringLiteral("changes"), 8},
                 {QStringLiteral("reconnects"), 11},
                 {QStringLiteral("gap, ms"), 8},
                 {QStringLiteral("sealed"), 8},
                 {QStringLiteral("clear"), 8},
                 {QStringLiteral("not opened"), 11}});
    table.print({QString::number(push.opened.changes), QString::number(push.output.reconnects),
                 QString::number(double(push.largestGapUs) / 1000, 'f', 0),
                 QString::number(push.opened.sealed), QString::number(push.opened.clear),
                 QString::number(push.opened.troubles.size())});
    goals.hold(QStringLiteral("changes that a reader saw"), push.opened.changes == times,
               QString::number(push.opened.changes));
    goals.hold(QStringLiteral("reconnects"), push.output.reconnects, 0, QString());
    goals.hold(QStringLiteral("largest gap between pictures"), double(push.largestGapUs) / 1000, 40,
               QStringLiteral("ms"));
    goals.hold(QStringLiteral("units that a reader with the key could not open"),
               double(push.opened.troubles.size()), 0, QString());
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption changes(QStringLiteral("changes"), QStringLiteral("Changes during the push."),
                                     QStringLiteral("number"), QStringLiteral("100"));
    const QCommandLineOption rounds(QStringLiteral("rounds"),
                                    QStringLiteral("Times that the stream is sealed."),
                                    QStringLiteral("number"), QStringLiteral("40"));
    parser.addOptions({changes, rounds});
    parser.addHelpOption();
    parser.process(app);
    Goals goals;
    measureCost(parser.value(rounds).toInt(), goals);
    measureChanges(parser.value(changes).toInt(), goals);
    return goals.conclude();
}
