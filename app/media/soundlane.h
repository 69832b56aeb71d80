// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"
#include "app/media/silentsound.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace twinfeed::media {

/// The programme's sound: frames one behind the other whichever source they come from, and silence where none comes. Part
/// of the splicer; times are the unit's clock, what leaves has the origin taken off. Pure.
class SoundLane final
{
public:
    explicit SoundLane(int64_t origin)
        : m_origin(origin)
    {
    }

    void setSilence(std::optional<SilentSound> silence) { m_silence = std::move(silence); }

    /// The programme begins here: sound that never comes is missed from here on.
    void begin(int64_t pts);
    /// Another source, whose pictures begin at `cutPts`: its sound goes on where the old one's ended, if that is near.
    void enter(int64_t cutPts);
    /// Another source that carries the same frames: the next one follows, whatever the clock says.
    void carryOn() { m_from = m_end.value_or(m_from); }

    /// A frame of the source on air, to be heard at `heard`. Not sent where there was sound already.
    void send(Packet packet, int64_t heard, Source onAir, std::vector<Packet> &out);
    /// Nothing is there to be sent before `until`: silence, if that goes on for too long.
    void miss(int64_t until, Source onAir, std::vector<Packet> &out);

    /// The last frame sent, as the source had it; nothing where it was silence.
    const std::optional<Packet> &last() const { return m_last; }

private:
    void put(Packet packet, int64_t at, std::vector<Packet> &out);
    void fill(int64_t until, Source onAir, std::vector<Packet> &out);

    const int64_t m_origin;
    std::optional<SilentSound> m_silence;
    std::optional<Packet> m_last;
    std::optional<int64_t> m_dts;
    std::optional<int64_t> m_end; // where the next frame belongs
    int64_t m_from = 0; // sound of the source on air counts from here
    // Frames of two sources do not lie on one grid: those behind a cut are heard up to half a frame (11 ms) earlier or later than
    // their pictures ask for, so that they follow without a hole or an overlap.
    int64_t m_shift = 0;
    bool m_entering = false; // the next frame is the first of its source
    bool m_silent = false; // silence is being filled in
    int64_t m_patience = 0; // before it is
};

} // namespace twinfeed::media
