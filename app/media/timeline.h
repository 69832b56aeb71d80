// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

namespace twinfeed::media {

/// Maps the timestamps of one input to the unit's monotonic clock. Pure: no clock of its own, one thread.
///
/// Both tracks share one mapping, source time + offset, so lip-sync stays as the source made it. The offset is the smallest
/// arrival delay of the newest 10 s: delays only ever add, so the smallest is nearest to the truth, and jitter does not
/// move it. It follows by at most 1 % (10 ms a second, a hundred times what a bad encoder clock drifts), so no player
/// notices. Times of a track always rise by at least 1 ms, since FLV knows no finer step.
///
/// Where a track's time jumps, it goes on where it was: with the other track, or with a mapping that held before, if that
/// fits; else with one of its own. All mappings follow the clock together, so two tracks stay together for days also
/// where only one has jumped. A track whose time stands still goes on at the pace at which its packets arrive.
///
/// Use per packet: unwrap() as it arrives; observe() until that says true (a server sends its cached group of pictures
/// in one burst, which would look like a large delay); then place() for each, in order.
class Timeline final
{
public:
    /// Timestamps of the source in microseconds that no longer wrap.
    struct Unwrapped
    {
        int64_t dts = 0;
        int64_t pts = 0;
    };
    struct Stamp
    {
        int64_t dts = 0; ///< unit clock, microseconds
        int64_t pts = 0; ///< never before dts
        /// In front of this packet the source's time jumped, or restart() was called.
        bool discontinuity = false;
        /// By how much dts was moved up so that it rises; a sound frame moved by more than its half has no place.
        int64_t pushedUs = 0;
    };

    /// Takes out wraps at 24, 31 and 32 bits of milliseconds (FLV, RTMP) and 33 bits of 90 kHz (TS): a step back by one of
    /// these, give or take 10 s, is a wrap and no jump.
    Unwrapped unwrap(Track track, int64_t dts, int64_t pts);

    /// A connection's opening: true as soon as packets come at the pace of their timestamps (for 120 ms), or after 1 s.
    bool observe(const Unwrapped &times, int64_t arrival);

    Stamp place(Track track, const Unwrapped &times, int64_t arrival);

    /// The input reconnects: the source's time may be anything. Times given out go on rising.
    void restart();

    /// Unit clock less source time, of the newest mapping; nothing before the first packet.
    std::optional<int64_t> offset() const;

private:
    // A stretch of source time without a jump.
    struct Epoch
    {
        uint64_t id = 0; // 0: none
        int64_t offset = 0;
    };
    struct TrackState
    {
        std::optional<int64_t> newestUnwrapped;
        int64_t wrapped = 0; // sum of the wraps taken out
        Epoch epoch; // none: nothing placed since the restart
        int64_t sourceDts = 0;
        int64_t arrival = 0;
        int64_t typicalStep = 33'333;
        int64_t lastStep = 0;
        int64_t typicalLag = 0; // of the arrival behind the unit's time
        int still = 0; // packets in a row whose time did not go on
        Epoch beforeStill; // while it does not
        int64_t leastLag = 0; // since
        int64_t leastLagSince = 0; // arrival
        std::optional<int64_t> unitDts; // survives restart(): times must rise for ever
    };
    struct Sample
    {
        int64_t arrival = 0;
        int64_t delay = 0;
    };

    TrackState &other(const TrackState &track) { return m_tracks[&track == m_tracks.data() ? 1 : 0]; }
    void anchor(int64_t offset);
    void anchorAt(TrackState &track, int64_t dts, int64_t unitDts);
    /// Finds the mapping for a packet; true where the track's time is not continuous there.
    bool chooseEpoch(TrackState &track, int64_t dts, int64_t arrival);
    bool beginTrack(TrackState &track, int64_t dts, int64_t arrival);
    bool goOnStill(TrackState &track, int64_t dts, int64_t arrival);
    bool leaveStill(TrackState &track, int64_t dts, int64_t arrival);
    static int64_t pacedTime(const TrackState &track, int64_t arrival);
    bool adopt(TrackState &track, int64_t dts, int64_t arrival, int64_t expected);
    bool returnIfAstray(TrackState &track, int64_t dts, int64_t arrival);
    void follow(const TrackState &track, int64_t dts, int64_t arrival);
    bool stepIfFarOff(int64_t arrival);
    void shift(int64_t by);
    void remember(TrackState &track, const Unwrapped &times, const Stamp &stamp, int64_t arrival);

    std::array<TrackState, 2> m_tracks;
    Epoch m_current; // the newest
    std::deque<Epoch> m_before; // a few that held before it
    uint64_t m_nextEpoch = 1;

    // Opening
    std::optional<int64_t> m_openingSince;
    int64_t m_openingDts = 0; // newest of the track that came first
    int64_t m_openingDelay = 0;
    int64_t m_openingFell = 0; // arrival at which the delay last fell

    // Smallest delay of the window: delays rising from front to back, the front is the smallest.
    std::deque<Sample> m_window;
    int64_t m_windowSince = 0;
    int64_t m_slewedAt = 0;
};

} // namespace twinfeed::media
