// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/ffmpeg.h"
#include "app/media/packet.h"
#include "models/domain/channel.h"
#include "models/domain/result.h"

#include <deque>
#include <span>
#include <vector>

namespace twinfeed::media {

/// AAC packets in, samples of another format out, and for each sample its time. For sources of app/media only; one thread.
class SoundSamples final
{
public:
    /// Errors: "sound-refused".
    Result<void> open(const CodecConfig &from, const SoundFormat &to);

    /// Another format comes from now on; samples go on where they are.
    Result<void> change(const CodecConfig &from);

    /// False behind a hole of more than a second, and where time steps back by as much.
    bool follows(const Packet &packet) const;
    /// Decodes and converts. A hole in front of the packet is filled with silence; what cannot be decoded is one.
    void add(const Packet &packet);
    /// What the resampler holds back, and silence up to a whole multiple of `frame` samples.
    void flush(int frame);

    int64_t size() const { return int64_t(m_planes.empty() ? 0 : m_planes.front().size()) - m_dropped; }
    /// Number of the first sample that is there, from 0 since open().
    int64_t first() const { return m_first; }
    /// Of each channel, from first() on; good until the next call that changes something.
    std::span<const float *const> planes();
    void drop(int64_t samples);

    struct Time
    {
        int64_t unit = 0; ///< microseconds of the unit's clock
        int64_t source = 0; ///< and of the source's own
    };
    /// Of a sample that was there or will be next.
    Time timeOf(int64_t sample) const;

private:
    struct Mark
    {
        int64_t sample = 0;
        Time time;
    };

    Result<void> prepare(const AVFrame &sound);
    void convert(const AVFrame *sound);
    void take(const AVFrame &sound, const Packet &packet);
    /// Samples out of those given to the resampler, and those it still holds.
    int64_t reached() const;

    SoundFormat m_to;
    AvCodecContext m_decoder;
    AvFrame m_frame;
    Swr m_swr;
    int m_fromRate = 0;
    int m_fromChannels = 0;
    std::vector<std::vector<float>> m_planes;
    std::vector<const float *> m_pointers;
    int64_t m_dropped = 0; // at the front of m_planes, not moved away yet
    int64_t m_first = 0;
    std::deque<Mark> m_marks; // by sample; of the newest second
};

} // namespace twinfeed::media
