// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/programmetime.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

// The last mark may be one period old and its writing late by as much, so the programme was at most this far past it.
// Also what a wall clock that was set back (or a battery-less one) still guarantees.
constexpr int64_t leastStepUs = 2 * markPeriodUs;

} // namespace

ProgrammeTime newProgrammeTime(const Clock &clock)
{
    return {clock.now(), clock.bootId(), 0, clock.wall()};
}

ProgrammeTime marked(ProgrammeTime time, const Clock &clock)
{
    time.markUs = std::max(time.markUs, clock.now() - time.originUs);
    time.markWall = clock.wall();
    return time;
}

ProgrammeTime resumed(const ProgrammeTime &time, const Clock &clock)
{
    // An origin of this boot is right even when it lies in the future of a mark; a clock that runs behind the mark can
    // only be another boot's, whatever the id says (a container may show its host's).
    const bool sameBoot = time.bootId == clock.bootId() && clock.now() - time.originUs >= time.markUs;
    if (sameBoot)
        return marked(time, clock);
    const int64_t elapsedUs = time.markWall.msecsTo(clock.wall()) * 1'000;
    const int64_t position = time.markUs + std::max(elapsedUs, leastStepUs);
    return {clock.now() - position, clock.bootId(), position, clock.wall()};
}

} // namespace twinfeed::backend
