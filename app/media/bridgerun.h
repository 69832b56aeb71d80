// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/bridgeencoder.h"
#include "app/media/bridgereader.h"
#include "app/media/bridgeservice.h"

namespace twinfeed::media {

/// One order of a bridge, from the run-up to the keyframe at which it ends. Without a thread and without a clock of its own:
/// each step does one thing (decodes a packet, encodes a picture) and says when the next one is due. One thread.
///
/// The run-up decodes from the keyframe before the aim; what is not referred to and not shown is left out. Where the
/// target's next keyframe is as near as the first picture would be, there is nothing to bridge: begin and end are that
/// keyframe, and no picture comes.
class BridgeRun final
{
public:
    /// `warm` may be null: a reader that stands before the aim already.
    BridgeRun(const BridgeService::Order &order, std::unique_ptr<BridgeReader> warm, int64_t now);

    /// Where the programme was at that time of the clock.
    void aim(int64_t pts, int64_t at);

    struct Step
    {
        BridgeService::Progress progress; ///< what came of it
        /// Call again then at the latest, or as soon as the buffer has news.
        int64_t next = 0;
    };
    Step step(int64_t now);
    bool ended() const { return m_ended; }

private:
    int64_t position(int64_t now) const { return m_aim + std::max<int64_t>(0, now - m_aimAt); }
    int64_t required(int64_t now) const;

    bool openReader(int64_t now, Step &step);
    bool runUp(int64_t now, Step &step);
    void encode(int64_t now, Step &step);
    bool enterAtNewer(int64_t required);
    bool hopeless(int64_t now, int64_t required) const;
    bool advance(int64_t required, Step &step);
    void reachKeyframe();
    bool openEncoder(Step &step);
    void begin(int64_t pts, Step &step);
    void join(int64_t pts, Step &step);
    void fail(const char *code, const QString &message, Step &step);

    const BridgeService::Order m_order;
    const int64_t m_startedAt;
    int64_t m_aim;
    int64_t m_aimAt;
    std::unique_ptr<BridgeReader> m_reader;
    std::unique_ptr<BridgeEncoder> m_encoder;
    bool m_begun = false;
    bool m_ended = false;
    int64_t m_handled = 0; // packets
    int64_t m_lastPts = 0; // of what was encoded
    std::optional<int64_t> m_join; // the next keyframe, as soon as it has come
    bool m_whole = false; // and everything before it is decoded
};

/// Keeps a decoder where the programme is on a path that is not on air, so that a bridge needs no run-up: decodes what the
/// programme would have passed and keeps no picture but those its decoder refers to (at 1080p about 3 MB each, as many
/// as the stream's decoded picture buffer has, and a handful more). Same thread as the runs.
class BridgeWarm final
{
public:
    explicit BridgeWarm(std::shared_ptr<const GopBuffer> buffer);

    const std::shared_ptr<const GopBuffer> &buffer() const { return m_buffer; }
    /// Decodes one packet, if one is due at this decoding time; when to be called again: `now` for at once.
    int64_t step(int64_t decodeTime, int64_t now);
    /// Gives its reader to a run that begins at or behind `aim`; null where it has none that stands before it. Begins
    /// again with the next step.
    std::unique_ptr<BridgeReader> release(int64_t aim);

private:
    const std::shared_ptr<const GopBuffer> m_buffer;
    std::unique_ptr<BridgeReader> m_reader;
    int64_t m_delay = 0; // EntryPoint::delay
    int64_t m_from = 0; // begins at no keyframe before this pts
};

} // namespace twinfeed::media
