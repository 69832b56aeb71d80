// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/channelsound.h"
#include "app/media/packet.h"
#include "models/domain/result.h"

#include <memory>
#include <optional>
#include <vector>

namespace twinfeed::media {

/// Brings a path's sound to the channel's format, so that the programme has one sound for ever: decodes, resamples and
/// encodes AAC-LC (1.5 % of a core for stereo) where rate or channels differ, or where it is not AAC-LC at 32, 44.1 or 48
/// kHz (HE-AAC: the frames of a cut between the two kinds would play at half the speed). Where it is what the channel has, its
/// packets pass untouched, for one comparison each.
///
/// What is encoded anew keeps its own time: what the decoder, the resampler and the encoder hold back is taken off the
/// timestamps, so sound stays at its picture within a millisecond. It comes two frames (43 ms at 48 kHz) later than it
/// would otherwise: the hold has room for that.
///
/// Holes of up to a second become silence; behind longer ones, and after discontinuities, it begins anew. One thread: the input's.
class SoundAdapter final
{
public:
    explicit SoundAdapter(std::shared_ptr<ChannelSound> channel);
    ~SoundAdapter();
    SoundAdapter(const SoundAdapter &) = delete;
    SoundAdapter &operator=(const SoundAdapter &) = delete;

    /// A new connection: what was not encoded yet is dropped.
    void restart();
    /// Exchanges the sound among these packets, which are in the unit's time, for what has become ready.
    void adapt(std::vector<Packet> &packets);

    /// True while sound is encoded anew.
    bool active() const;
    /// Why the sound cannot be brought to the channel's format ("sound-refused"): it is left out then.
    const std::optional<Error> &refusal() const { return m_refusal; }

    /// True for AAC-LC in just this format.
    static bool fits(const CodecConfig &sound, const SoundFormat &format);
    /// What a channel whose first sound is this takes as its format.
    static SoundFormat nearest(const CodecConfig &sound);

private:
    class Work;

    void take(Packet packet, std::vector<Packet> &out);
    void begin(const Packet &packet, std::vector<Packet> &out);
    void pass(Packet packet, std::vector<Packet> &out);
    void finish(std::vector<Packet> &out);
    void place(std::vector<Packet> packets, std::vector<Packet> &out);

    const std::shared_ptr<ChannelSound> m_channel;
    CodecConfigPtr m_from; // of the newest packet
    SoundFormat m_to;
    CodecConfigPtr m_config; // of what was encoded last
    std::unique_ptr<Work> m_work; // null: nothing to do
    std::optional<Error> m_refusal;
    std::optional<int64_t> m_end; // of what was given, unit clock
};

} // namespace twinfeed::media
