// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/motion.h"

#include <cstdint>
#include <optional>

namespace twinfeed {

/// Decides how much the previews may cost, from how late they are: a console that falls behind is of no use for a take, and one that falls
/// behind for long answers no key either. Numbers in, decision out; no clock of its own. All times in microseconds.
///
/// The programme is the last to suffer: it is one step better than all others. Two late seconds within four are a step down:
/// one is a pause of the machine, and who is far too slow leaves pictures out and is in time for a second in between. A step
/// back needs ten calm seconds, and twice as many each time it had to be taken again within a minute: machines that are just
/// too slow would else change for ever.
class PreviewLoad final
{
public:
    static constexpr int steps = 4;
    /// A picture this late is no help to whoever presses a key by it: four pictures at 30 per second, beyond what a loaded scheduler does.
    static constexpr int64_t lateFrom = 120'000;
    static constexpr int64_t lateWithin = 4'000'000;
    /// One picture: what it costs to decode and show it.
    static constexpr int64_t calmUpTo = 40'000;
    static constexpr int64_t leastPatience = 10'000'000;
    static constexpr int64_t mostPatience = 160'000'000;
    static constexpr int64_t holdsAfter = 60'000'000;

    /// What a second has shown: the least lateness of the tile that is latest; nothing where there was no picture. True when step() is
    /// another.
    bool note(std::optional<int64_t> lateness, int64_t now);

    /// 0: all pictures; up to `steps`.
    int step() const { return m_step; }
    Motion motion(bool programme) const;

private:
    int m_step = 0;
    std::optional<int64_t> m_lateAt;
    std::optional<int64_t> m_calmSince;
    std::optional<int64_t> m_steppedBackAt;
    int64_t m_patience = leastPatience;
};

} // namespace twinfeed
