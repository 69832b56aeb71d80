// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/timeline.h"
#include "tests/fuzz/targets.h"

#include <array>
#include <optional>

namespace twinfeed::fuzz {

namespace {

constexpr int64_t second = 1'000'000;

/// What one byte asks the source's time to do; the rest of its bits are the argument's size.
int64_t stepOf(Script &script, uint8_t what)
{
    switch (what & 7) {
    case 0:
        return 33'333;
    case 1:
        return 21'333;
    case 2:
        return 0;
    case 3:
        return int64_t(script.number(2)) * 1'000;
    case 4:
        return -int64_t(script.number(2)) * 1'000;
    case 5:
        return int64_t(script.number(5)) * 1'000;
    case 6:
        return -int64_t(script.number(5)) * 1'000;
    default:
        return int64_t(script.number(8)); // anything at all
    }
}

} // namespace

int timeline(const uint8_t *data, size_t size)
{
    media::Timeline timeline;
    Script script({data, size});
    int64_t now = 1000 * second;
    std::array<std::optional<int64_t>, 2> last;
    std::array<uint64_t, 2> source{};
    while (!script.empty()) {
        const uint8_t what = script.byte();
        if (what == 0xFF) {
            timeline.restart();
            continue;
        }
        const size_t track = what >> 3 & 1;
        now += what & 0x10 ? int64_t(script.number(3)) * 100 : 20'000;
        source[track] += uint64_t(stepOf(script, what));
        const auto dts = int64_t(source[track]);
        const int64_t pts =
            what & 0x20 ? int64_t(source[track] + script.number(2) * 1'000 - uint64_t(30 * second)) : dts;
        const auto times = timeline.unwrap(media::Track(track), dts, pts);
        must(times.pts >= times.dts, "nothing is shown before it is decoded");
        if (!timeline.observe(times, now))
            continue;
        const auto stamp = timeline.place(media::Track(track), times, now);
        must(!last[track] || stamp.dts >= *last[track] + 1'000, "times rise by a millisecond");
        must(stamp.pts >= stamp.dts, "nothing is shown before it is decoded");
        must(stamp.pushedUs >= 0, "times are moved up only");
        last[track] = stamp.dts;
    }
    return 0;
}

} // namespace twinfeed::fuzz
