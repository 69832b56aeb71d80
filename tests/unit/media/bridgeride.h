// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/bridgerun.h"
#include "tests/unit/media/madestream.h"

#include <algorithm>
#include <functional>
#include <limits>

/// Orders of bridges that run in a time of their own: a target arrives, the programme stands behind it.
namespace twinfeed::test {

using namespace media;

constexpr int64_t start = 10'000'000;
constexpr int64_t hold = 500'000;
constexpr int64_t never = std::numeric_limits<int64_t>::max();

/// A target whose packets arrive as time goes on, and the programme that stands `hold` behind.
struct Target
{
    explicit Target(std::vector<Packet> made)
        : packets(std::move(made))
    {
    }

    void arriveUntil(int64_t now)
    {
        while (next < packets.size() && packets[next].arrival <= now)
            buffer->push(packets[next++]);
    }

    std::vector<Packet> packets;
    std::shared_ptr<GopBuffer> buffer = std::make_shared<GopBuffer>(GopBuffer::Limits{60'000'000, 64u << 20});
    size_t next = 0;
};

/// What a run gave from its order to its end.
struct Bridged
{
    BridgeService::Progress all;
    int64_t endedAt = 0; ///< of the clock
    int stepsToBegin = 0;
};

inline int64_t delayOf(const std::vector<Packet> &packets)
{
    return packets.front().pts - packets.front().dts;
}

/// pts of picture `index` of a stream of makePackets().
inline int64_t ptsOf(const StreamSpec &spec, const std::vector<Packet> &packets, int index)
{
    return start + delayOf(packets) + int64_t(index) * 1'000'000 / spec.fps;
}

/// A payload of these bytes.
inline void setPayload(Packet &packet, const std::vector<uint8_t> &bytes)
{
    AvPacket made(av_packet_alloc());
    if (av_new_packet(made.get(), int(bytes.size())) < 0)
        qFatal("no memory");
    std::ranges::copy(bytes, made->data);
    packet.payload = std::shared_ptr<const AVPacket>(made.release(), [](const AVPacket *p) {
        auto *owned = const_cast<AVPacket *>(p);
        av_packet_free(&owned);
    });
}

inline std::vector<uint8_t> payloadOf(const Packet &packet)
{
    return {dataOf(packet), dataOf(packet) + sizeOf(packet)};
}

inline void gather(BridgeService::Progress progress, BridgeService::Progress &all)
{
    if (progress.beginsAt)
        all.beginsAt = progress.beginsAt;
    std::ranges::move(progress.pictures, std::back_inserter(all.pictures));
    if (progress.joinsAt)
        all.joinsAt = progress.joinsAt;
    if (progress.failure)
        all.failure = std::move(progress.failure);
}

/// Runs an order with a clock that stands still while it works and goes on while it waits. `cost`: what each step takes.
inline Bridged ride(Target &target, int64_t aimPts, const std::function<int64_t(int step)> &cost = {},
                    std::unique_ptr<BridgeReader> warm = nullptr)
{
    const int64_t delay = delayOf(target.packets);
    int64_t now = aimPts - delay + hold;
    target.arriveUntil(now);
    BridgeRun run({1, Source::Backup, target.buffer, delay, aimPts}, std::move(warm), now);
    Bridged bridged;
    for (int i = 0; !run.ended(); ++i) {
        run.aim(now - hold + delay, now);
        auto step = run.step(now);
        bridged.stepsToBegin += !bridged.all.beginsAt;
        gather(std::move(step.progress), bridged.all);
        now += cost ? cost(i) : 0;
        if (step.next > now && !run.ended()) {
            const int64_t arrival =
                target.next < target.packets.size() ? target.packets[target.next].arrival : never;
            if (std::min(step.next, arrival) == never)
                break; // nothing would ever happen
            now = std::max(now, std::min(step.next, arrival));
        }
        target.arriveUntil(now);
    }
    bridged.endedAt = now;
    return bridged;
}

} // namespace twinfeed::test
