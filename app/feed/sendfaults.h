// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/looptimeline.h"

#include <cstdint>
#include <limits>
#include <random>

namespace twinfeed::feed {

/// What goes wrong between an encoder and its destination, packet by packet: sound that is stamped too late, packets that are held
/// up and come in bursts, packets that are never sent. How much of each there may be, amountOf() says. Pure; the same seed and the same calls give the same faults. One
/// thread: the feed's.
class SendFaults final
{
public:
    explicit SendFaults(uint32_t seed)
        : m_random(seed)
    {
    }

    /// The sound's timestamps are so much later than they should be; it is sent when it should.
    void setLate(int ms) { m_lateUs = int64_t(ms) * 1'000; }
    /// Packets are held up for between half of this and all of it, and then all sent at once.
    void setJitter(int ms) { m_jitterUs = int64_t(ms) * 1'000; }
    /// So many of a hundred pictures and sound frames are not sent; keyframes always are.
    void setLoss(int percent) { m_lossPercent = percent; }

    /// When a packet is sent that is due at this time: never before that. Ask for them in the order of their times.
    int64_t sentAt(int64_t dueUs);
    /// Added to the packet's timestamps.
    int64_t shiftUs(const TimelinePacket &packet) const { return packet.video ? 0 : m_lateUs; }
    /// Whether it is left out. `timeUs`: its timestamp with all that is added to it, which has to rise within the sound. Ask once
    /// for each packet.
    bool loses(const TimelinePacket &packet, int64_t timeUs);

private:
    std::mt19937 m_random;
    int64_t m_lateUs = 0;
    int64_t m_jitterUs = 0;
    int m_lossPercent = 0;
    int64_t m_heldUntil = std::numeric_limits<int64_t>::min();
    int64_t m_newestSound = std::numeric_limits<int64_t>::min();
};

} // namespace twinfeed::feed
