// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/nginxrtmp.h"
#include "tests/support/process.h"
#include "tests/unit/media/outputrig.h"
#include "tests/unit/media/sealrig.h"

namespace twinfeed::test {

/// The longest time between two pictures, microseconds.
inline int64_t largestGap(const std::vector<Packet> &packets)
{
    int64_t largest = 0;
    std::optional<int64_t> before;
    for (const Packet &packet : packets) {
        if (packet.track != Track::Video)
            continue;
        if (before)
            largest = std::max(largest, packet.dts - *before);
        before = packet.dts;
    }
    return largest;
}

/// What came of switching encryption on, off and over to other keys during a push to a real nginx-rtmp.
struct SealedPush
{
    QString trouble; ///< why it did not come to its end; empty where it did
    OutputStatus output;
    Opened opened; ///< by a reader with the keys
    int64_t largestGapUs = 0;
    QByteArray read; ///< all that a reader got, as FLV
};

/// `times` changes, each as soon as the one before has been sent: on with one key, over to another, off. The reader, ffmpeg
/// copying into `file`, is there from before the first one; nginx sends readers away when the publisher leaves.
inline SealedPush pushSealed(const StreamSpec &spec, int times, const QString &file)
{
    SealedPush push;
    NginxRtmp nginx;
    if (!nginx.start())
        return {nginx.report(), {}, {}, 0, {}};
    const QString stream = QStringLiteral("out");
    const Programme programme(spec);
    std::atomic<int> changes = 0;
    SealSwitch::Setup setup;
    setup.incarnations = std::make_shared<MadeIncarnations>();
    setup.changed = [&changes](uint64_t, int64_t) { ++changes; };
    const auto seal = std::make_shared<SealSwitch>(std::move(setup));
    const Watched output(OutputKind::Rtmp, nginx.url(stream), programme, true, seal);
    if (!output.waitFor(OutputState::Live) || !nginx.waitForPublisher(stream, 10s))
        return {nginx.report(), {}, {}, 0, {}};
    Process reader(QStringLiteral("ffmpeg"),
                   {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-i"), nginx.url(stream),
                    QStringLiteral("-c"), QStringLiteral("copy"), QStringLiteral("-flush_packets"),
                    QStringLiteral("1"), QStringLiteral("-f"), QStringLiteral("flv"), file});
    const auto more = [&](qsizetype bytes) {
        const qsizetype want = contentsOf(file).size() + bytes;
        return waitUntil([&] { return contentsOf(file).size() >= want; }, 20s, "the reader's file");
    };
    if (!reader.start() || !more(20'000))
        return {reader.report(), {}, {}, 0, {}};
    for (int i = 1; i <= times; ++i) {
        seal->ask(i % 3 == 0 ? nullptr : sharedKey(sealing::KeyId(i % 3)));
        if (!waitUntil([&] { return changes == i + 1; }, 10s, "the next keyframe"))
            return {QStringLiteral("no keyframe"), {}, {}, 0, {}};
    }
    if (!more(20'000) || !reader.isRunning())
        return {QStringLiteral("the reader was sent away: ") + reader.report(), {}, {}, 0, {}};
    reader.terminate();
    push.output = output.output.status();
    push.read = contentsOf(file);
    const std::vector<Packet> packets = internalPackets(push.read);
    push.opened = openAll(packets);
    push.largestGapUs = largestGap(packets);
    return push;
}

} // namespace twinfeed::test
