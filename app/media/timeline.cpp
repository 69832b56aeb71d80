// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/timeline.h"

#include <algorithm>
#include <cstdlib>

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
    int64_t time = dts + state.wrapped;
    if (state.newestUnwrapped && std::abs(time - *state.newestUnwrapped) >= wrapTolerance) {
        const int64_t wrap = wrapTowards(time, *state.newestUnwrapped);
        state.wrapped += wrap;
        time += wrap;
    }
    state.newestUnwrapped = time;
    // Around the wrap pts may be on the other side already.
    int64_t shown = pts + state.wrapped;
    if (std::abs(shown - time) >= wrapTolerance)
        shown += wrapTowards(shown, time);
    if (shown < time || shown - time >= wrapTolerance)
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
        m_openingDelay = delay;
        m_openingFell = arrival;
    } else if (delay < m_openingDelay) {
        if (m_openingDelay - delay > openingNoise)
            m_openingFell = arrival;
        m_openingDelay = delay;
    }
    if (arrival - m_openingFell < openingPace && arrival - *m_openingSince < openingMost)
        return false;
    anchor(m_openingDelay);
    return true;
}

void Timeline::anchor(int64_t offset)
{
    m_previous = m_current;
    m_current = {m_nextEpoch++, offset};
    m_window.clear();
}

int64_t Timeline::offsetOf(uint64_t epoch) const
{
    return epoch == m_previous.id && epoch != 0 ? m_previous.offset : m_current.offset;
}

bool Timeline::chooseEpoch(TrackState &track, int64_t dts, int64_t arrival)
{
    if (m_current.id == 0)
        anchor(arrival - dts);
    if (track.epoch == 0) {
        track.epoch = m_current.id;
        return track.unitDts.has_value();
    }
    const int64_t step = dts - track.sourceDts;
    const int64_t waited = arrival - track.arrival;
    if (std::abs(step) < jumpBound)
        return false;
    const auto plausible = [&](int64_t unitDts) {
        return arrival - unitDts < mostPlausibleDelay && unitDts - arrival < jumpBound
            && (!track.unitDts || unitDts > *track.unitDts);
    };
    // A pause: the clock went on by about as much.
    if (step > 0 && step - waited < jumpBound && plausible(dts + offsetOf(track.epoch)))
        return false;
    // The other track has jumped first, or this one belongs to it still.
    if (track.epoch != m_current.id && plausible(dts + m_current.offset)) {
        track.epoch = m_current.id;
        return true;
    }
    const int64_t expected =
        track.unitDts.value_or(arrival) + std::max(track.typicalStep, waited > jumpBound / 2 ? waited : 0);
    anchor(expected - dts);
    track.epoch = m_current.id;
    return true;
}

void Timeline::follow(int64_t dts, int64_t arrival)
{
    const int64_t delay = arrival - dts;
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
    m_current.offset += std::clamp(wanted, -most, most);
}

bool Timeline::stepIfFarOff(int64_t arrival)
{
    if (arrival - m_windowSince < window || m_window.front().delay - m_current.offset < farOff)
        return false;
    anchor(m_window.front().delay);
    return true;
}

Timeline::Stamp Timeline::place(Track track, const Unwrapped &times, int64_t arrival)
{
    TrackState &state = m_tracks[size_t(track)];
    Stamp stamp;
    stamp.discontinuity = chooseEpoch(state, times.dts, arrival);
    if (state.epoch == m_current.id) {
        follow(times.dts, arrival);
        if (stepIfFarOff(arrival)) {
            for (TrackState &other : m_tracks) {
                if (other.epoch != 0)
                    other.epoch = m_current.id;
            }
            follow(times.dts, arrival);
            stamp.discontinuity = true;
        }
    }
    const int64_t offset = offsetOf(state.epoch);
    stamp.dts = times.dts + offset;
    if (state.unitDts && stamp.dts < *state.unitDts + leastStep) {
        stamp.pushedUs = *state.unitDts + leastStep - stamp.dts;
        stamp.dts = *state.unitDts + leastStep;
    }
    stamp.pts = std::max(stamp.dts, times.pts + offset);

    const int64_t step = times.dts - state.sourceDts;
    if (!stamp.discontinuity && state.unitDts && step >= leastStep && step < jumpBound / 5)
        state.typicalStep = step;
    state.sourceDts = times.dts;
    state.arrival = arrival;
    state.unitDts = stamp.dts;
    return stamp;
}

void Timeline::restart()
{
    m_current = {};
    m_previous = {};
    m_openingSince.reset();
    m_window.clear();
    for (TrackState &track : m_tracks) {
        track.epoch = 0;
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
