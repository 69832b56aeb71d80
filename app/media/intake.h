// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/internalform.h"
#include "app/media/timeline.h"

#include <QString>

#include <deque>
#include <memory>
#include <optional>
#include <vector>

struct AVFormatContext;
struct AVPacket;

namespace twinfeed::media {

/// Makes what a demuxer gives into packets of a GopBuffer: chooses one track of pictures and one of sound, brings them
/// into the internal form and onto the unit's clock, begins at a keyframe, and says what is wrong with a stream that
/// cannot be used. One thread, no clock of its own.
class Intake final
{
public:
    explicit Intake(Source source);

    /// A new connection: anything may come.
    void restart();
    /// Appends what can go on to `out`. At a connection's beginning packets are kept back until the first keyframe and
    /// until their pace is known (see Timeline::observe).
    void feed(const AVFormatContext &context, const AVPacket &packet, int64_t arrival,
              std::vector<Packet> &out);

    /// Why the stream cannot be used, as far as that is known by now; nothing where nothing speaks against it.
    std::optional<Error> refusal(int64_t now) const;
    /// What is missing in a stream that can be used; an empty error where nothing is.
    Error remark(int64_t now) const;

    bool started() const { return m_started; }
    /// Access units that were damaged beyond use, and packets the demuxer found corrupt, since the beginning.
    int64_t damaged() const { return m_damaged; }

private:
    struct TrackIn
    {
        int stream = -1; // -1: none yet
        int codecId = 0;
        std::unique_ptr<InternalForm> form;
        std::optional<Error> refusal;
        int64_t expectedDts = 0; // of the next packet, as it comes, in microseconds
        int64_t lastUnwrapped = 0;
        int64_t stepUs = 0;
        int64_t newestAt = 0; // arrival
    };

    TrackIn *trackFor(const AVFormatContext &context, const AVPacket &packet, Track &track);
    void takeCue(const AVPacket &packet);
    void takeUnit(Track track, TrackIn &in, const InternalForm::Unit &unit, int64_t dts, int64_t pts,
                  int64_t arrival, std::vector<Packet> &out);
    void place(Packet packet, std::vector<Packet> &out);
    bool isDecodable(Packet &packet);
    void keepEarlySound(Packet packet);

    const Source m_source;
    Timeline m_timeline;
    TrackIn m_video;
    TrackIn m_sound;
    CodecConfigPtr m_pictureFormat; // of the newest picture
    bool m_awaitsKeyframe = false; // the format changed in front of a picture that is none
    bool m_started = false; // the first keyframe has come
    bool m_settled = false; // the pace is known
    std::deque<Packet> m_waiting; // until both hold
    std::optional<int64_t> m_firstAt; // arrival of the first packet of any kind
    std::optional<int64_t> m_firstPictureAt;
    std::optional<int64_t> m_firstSoundAt;
    int64_t m_damaged = 0;
    bool m_hasCues = false; // the stream has a track of SCTE 35
    Cues m_cues; // come since the last picture
};

} // namespace twinfeed::media
