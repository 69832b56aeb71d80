// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/timeline.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace twinfeed::media {

namespace {

constexpr int64_t second = 1'000'000;
constexpr int64_t leastStep = 1'000;
constexpr int64_t window = 10 * second;
// Until the window is this old, a larger smallest delay may be chance: only smaller ones count.
constexpr int64_t trustedWindow = 2 * second;
constexpr int64_t slewDivisor = 100;
// A whole window of delays more than this above the mapping is no jitter: time stood still, or the route has changed.
constexpr int64_t farOff = second;
// More than this between two packets of a track asks for an explanation: a pause (the clock went on as well) or a jump.
constexpr int64_t jumpBound = second;
constexpr int64_t mostPlausibleDelay = 3 * second;
// What a track that begins may be behind its arrival: a server's cached group of pictures.
constexpr int64_t mostOpeningDelay = 20 * second;
// Joining a mapping that held before may cost a track so much: it is better than tracks that drift apart.
constexpr int64_t mostOverlap = 300'000;
constexpr int64_t astrayWindow = second;
constexpr int64_t mostMisfit = 3 * second / 2;
constexpr size_t epochsKept = 4;
// So many packets in a row with one timestamp are no accident of rounding.
constexpr int stillBound = 4;
// Far beyond any wrap and far from overflowing: 285 years.
constexpr int64_t mostTime = int64_t(1) << 53;
// Pictures are shown at most 16 behind their decoding; more is damage and would delay the whole programme.
constexpr int64_t mostReorder = 17;
constexpr int64_t openingPace = 120'000;
constexpr int64_t openingMost = second;
constexpr int64_t openingNoise = 5'000;
constexpr int64_t wrapTolerance = 10 * second;
constexpr std::array<int64_t, 4> moduli{
    (int64_t(1) << 24) * 1'000, // 4.66 h: FLV writers that leave out the extended byte
    (int64_t(1) << 31) * 1'000, // 24.9 d
    (int64_t(1) << 32) * 1'000, // 49.7 d
    (int64_t(1) << 33) * 100 / 9, // 26.5 h
};

/// The wrap that brings `value` near `wanted`, or 0.
int64_t wrapTowards(int64_t value, int64_t wanted)
{
    for (const int64_t modulus : moduli) {
        if (std::abs(value + modulus - wanted) < wrapTolerance)
            return modulus;
        if (std::abs(value - modulus - wanted) < wrapTolerance)
            return -modulus;
    }
    return 0;
}

} // namespace

Timeline::Unwrapped Timeline::unwrap(Track track, int64_t dts, int64_t pts)
{
    TrackState &state = m_tracks[size_t(track)];
    dts = std::clamp(dts, -mostTime, mostTime);
    pts = std::clamp(pts, -mostTime, mostTime);
    if (std::abs(state.wrapped) > mostTime)
        state.wrapped = 0;
    int64_t time = dts + state.wrapped;
    // A track that begins behind a wrap is one with the other.
    const auto near = state.newestUnwrapped ? state.newestUnwrapped : other(state).newestUnwrapped;
    if (near && std::abs(time - *near) >= wrapTolerance) {
        const int64_t wrap = wrapTowards(time, *near);
        state.wrapped += wrap;
        time += wrap;
    }
    state.newestUnwrapped = time;
    // Around the wrap pts may be on the other side already.
    int64_t shown = pts + state.wrapped;
    if (std::abs(shown - time) >= wrapTolerance)
        shown += wrapTowards(shown, time);
    const int64_t most = std::clamp(mostReorder * state.typicalStep, second, 3 * second);
    if (shown < time || shown - time > most)
        shown = time;
    return {time, shown};
}

bool Timeline::observe(const Unwrapped &times, int64_t arrival)
{
    if (m_current.id != 0)
        return true;
    const int64_t delay = arrival - times.dts;
    if (!m_openingSince) {
        m_openingSince = arrival;
        m_openingDts = times.dts;
        m_openingDelay = delay;
        m_openingFell = arrival;
    } else if (std::abs(times.dts - m_openingDts)
               < mostOpeningDelay) { // else the tracks have nothing in common
        m_openingDts = times.dts;
        if (m_openingDelay - delay > openingNoise)
            m_openingFell = arrival;
        m_openingDelay = std::min(m_openingDelay, delay);
    }
    if (arrival - m_openingFell < openingPace && arrival - *m_openingSince < openingMost)
        return false;
    anchor(m_openingDelay);
    return true;
}

void Timeline::anchor(int64_t offset)
{
    if (m_current.id != 0)
        m_before.push_front(m_current);
    if (m_before.size() > epochsKept)
        m_before.pop_back();
    m_current = {m_nextEpoch++, offset};
    m_window.clear();
}

void Timeline::anchorAt(TrackState &track, int64_t dts, int64_t unitDts)
{
    anchor(unitDts - dts);
    track.epoch = m_current;
}

bool Timeline::chooseEpoch(TrackState &track, int64_t dts, int64_t arrival)
{
    if (track.epoch.id == 0)
        return beginTrack(track, dts, arrival);
    const int64_t step = dts - track.sourceDts;
    const int64_t waited = arrival - track.arrival;
    const bool wasStill = track.still >= stillBound;
    track.still = std::abs(step) < leastStep ? track.still + 1 : 0;
    if (track.still >= stillBound)
        return goOnStill(track, dts, arrival);
    if (wasStill && leaveStill(track, dts, arrival))
        return false;
    if (std::abs(step) < jumpBound)
        return false;
    // A pause: the clock went on by about as much.
    const int64_t behind = arrival - dts - track.epoch.offset;
    if (step > 0 && step - waited < jumpBound && behind < mostPlausibleDelay && behind > -jumpBound)
        return false;
    const int64_t expected =
        track.unitDts.value_or(arrival) + std::max(track.typicalStep, waited > jumpBound / 2 ? waited : 0);
    if (!adopt(track, dts, arrival, expected))
        anchorAt(track, dts, expected);
    return true;
}

bool Timeline::beginTrack(TrackState &track, int64_t dts, int64_t arrival)
{
    if (m_current.id == 0)
        anchor(arrival - dts);
    track.still = 0;
    const int64_t behind = arrival - dts - m_current.offset;
    if (behind < mostOpeningDelay && behind > -2 * jumpBound)
        track.epoch = m_current;
    else
        anchorAt(track, dts, arrival); // its time has nothing to do with the other track's
    return track.unitDts.has_value();
}

int64_t Timeline::pacedTime(const TrackState &track, int64_t arrival)
{
    // Drawn to where the arrival says: an error of each step would add up.
    const int64_t next = *track.unitDts + track.typicalStep;
    return next
        + std::clamp((arrival - track.typicalLag - next) / 8, -track.typicalStep / 2, track.typicalStep);
}

bool Timeline::goOnStill(TrackState &track, int64_t dts, int64_t arrival)
{
    const int64_t unitDts = pacedTime(track, arrival);
    if (track.still == stillBound) {
        track.beforeStill = track.epoch;
        anchorAt(track, dts, unitDts);
        return true;
    }
    // A mapping of its own that moves with each packet; the others need not know.
    track.epoch = {m_nextEpoch++, unitDts - dts};
    return false;
}

bool Timeline::leaveStill(TrackState &track, int64_t dts, int64_t arrival)
{
    // Either it is now where it would have been, or it goes on from where it stood.
    const int64_t unitDts = pacedTime(track, arrival);
    const int64_t misfit = std::abs(dts + track.beforeStill.offset - unitDts);
    const int64_t step = std::abs(dts - track.sourceDts);
    if (misfit < mostOverlap && misfit <= step)
        track.epoch = track.beforeStill;
    else if (step < mostOverlap)
        track.epoch = {m_nextEpoch++, unitDts - dts};
    else
        return false;
    return true;
}

bool Timeline::adopt(TrackState &track, int64_t dts, int64_t arrival, int64_t expected)
{
    const auto fits = [&](const Epoch &epoch) {
        const int64_t unitDts = dts + epoch.offset;
        return epoch.id != 0 && epoch.id != track.epoch.id && arrival - unitDts < mostPlausibleDelay
            && unitDts - arrival < jumpBound && (!track.unitDts || unitDts > *track.unitDts - mostOverlap);
    };
    // The other track has jumped first, or this one belongs to it still.
    for (const Epoch &epoch : {m_current, other(track).epoch}) {
        if (fits(epoch)) {
            track.epoch = epoch;
            return true;
        }
    }
    // The time is back where it was before the last jumps.
    for (const Epoch &epoch : m_before) {
        if (fits(epoch) && std::abs(dts + epoch.offset - expected) < mostMisfit) {
            track.epoch = epoch;
            return true;
        }
    }
    return false;
}

bool Timeline::returnIfAstray(TrackState &track, int64_t dts, int64_t arrival)
{
    // Where damage looked like a jump, a track with a mapping of its own may have been put seconds away for good.
    const int64_t lag = arrival - dts - track.epoch.offset;
    track.leastLag = std::min(track.leastLag, lag);
    if (arrival - track.leastLagSince < astrayWindow)
        return false;
    const int64_t least = std::exchange(track.leastLag, lag);
    const bool whole = std::exchange(track.leastLagSince, arrival) > arrival - 2 * astrayWindow;
    const TrackState &beside = other(track);
    if (!whole || beside.epoch.id == 0 || beside.epoch.id == track.epoch.id
        || (least < jumpBound && least > -jumpBound))
        return false;
    if (!adopt(track, dts, arrival, arrival))
        anchorAt(track, dts, arrival);
    return true;
}

void Timeline::shift(int64_t by)
{
    m_current.offset += by;
    for (Epoch &epoch : m_before)
        epoch.offset += by;
    for (TrackState &track : m_tracks) {
        track.epoch.offset += by;
        track.beforeStill.offset += by;
    }
}

void Timeline::follow(const TrackState &track, int64_t dts, int64_t arrival)
{
    if (track.still > 0)
        return;
    // As if its time were that of the newest mapping.
    const int64_t delay = arrival - dts + (m_current.offset - track.epoch.offset);
    while (!m_window.empty() && arrival - m_window.front().arrival > window)
        m_window.pop_front();
    if (m_window.empty()) {
        m_windowSince = arrival;
        m_slewedAt = arrival;
    }
    while (!m_window.empty() && m_window.back().delay >= delay)
        m_window.pop_back();
    m_window.push_back({arrival, delay});

    const int64_t most = std::clamp<int64_t>(arrival - m_slewedAt, 0, second) / slewDivisor;
    if (most == 0)
        return;
    m_slewedAt = arrival;
    int64_t wanted = m_window.front().delay - m_current.offset;
    if (wanted > 0 && arrival - m_windowSince < trustedWindow)
        wanted = 0;
    shift(std::clamp(wanted, -most, most));
}

bool Timeline::stepIfFarOff(int64_t arrival)
{
    if (m_window.empty() || arrival - m_windowSince < window
        || m_window.front().delay - m_current.offset < farOff)
        return false;
    shift(m_window.front().delay - m_current.offset);
    m_window.clear();
    return true;
}

Timeline::Stamp Timeline::place(Track track, const Unwrapped &times, int64_t arrival)
{
    TrackState &state = m_tracks[size_t(track)];
    Stamp stamp;
    stamp.discontinuity = chooseEpoch(state, times.dts, arrival);
    stamp.discontinuity |= returnIfAstray(state, times.dts, arrival);
    follow(state, times.dts, arrival);
    stamp.discontinuity |= stepIfFarOff(arrival);
    stamp.dts = times.dts + state.epoch.offset;
    if (state.unitDts && stamp.dts < *state.unitDts + leastStep) {
        stamp.pushedUs = *state.unitDts + leastStep - stamp.dts;
        stamp.dts = *state.unitDts + leastStep;
    }
    stamp.pts = std::max(stamp.dts, times.pts + state.epoch.offset);
    remember(state, times, stamp, arrival);
    return stamp;
}

void Timeline::remember(TrackState &track, const Unwrapped &times, const Stamp &stamp, int64_t arrival)
{
    const int64_t step = times.dts - track.sourceDts;
    if (!stamp.discontinuity && track.unitDts && step >= leastStep && step < jumpBound) {
        // The mean of many, since a millisecond is all that FLV knows; another one once it has come twice.
        const int64_t change = step - track.typicalStep;
        if (std::abs(change) <= leastStep)
            track.typicalStep += change / 16;
        else if (std::abs(step - std::exchange(track.lastStep, step)) <= leastStep)
            track.typicalStep = step;
        const int64_t lag = arrival - stamp.dts - track.typicalLag;
        track.typicalLag += std::abs(lag) > second ? lag : lag / 16;
    }
    track.sourceDts = times.dts;
    track.arrival = arrival;
    track.unitDts = stamp.dts;
}

void Timeline::restart()
{
    m_current = {};
    m_before.clear();
    m_openingSince.reset();
    m_window.clear();
    for (TrackState &track : m_tracks) {
        track.epoch = {};
        track.still = 0;
        track.newestUnwrapped.reset();
        track.wrapped = 0;
    }
}

std::optional<int64_t> Timeline::offset() const
{
    if (m_current.id == 0)
        return std::nullopt;
    return m_current.offset;
}

} // namespace twinfeed::media
