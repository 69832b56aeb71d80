// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/picturecode.h"

#include <cstdint>
#include <optional>

namespace twinfeed::feed {

/// Makes the loop's counter one that rises for ever: each step is taken to be the shortest way round the loop. Frozen
/// pictures, which all show one number, count as if the feed had gone on.
class CounterUnwrapper final
{
public:
    /// The unwrapped number of the next picture. A code of another loop length or rate starts anew at its own counter.
    int64_t next(const PictureCode &code);
    /// Whether the last call could relate its number to the one before.
    bool related() const { return m_related; }

private:
    std::optional<PictureCode> m_last;
    int64_t m_number = 0;
    bool m_related = false;
};

/// What is missing or shown again within a run of pictures of one source.
struct StepVerdict
{
    int64_t lost = 0;
    bool repeated = false;
};

/// Watches the unwrapped numbers of one source.
class RunWatch final
{
public:
    /// Starts a new run (another source came, or the numbers cannot be related).
    void reset() { m_highest.reset(); }
    /// `unreadable`: pictures since the last number whose number is not known; they fill holes. At half the rate every
    /// second number is missing by intent.
    StepVerdict step(int64_t number, bool halfRate, int64_t unreadable);

private:
    std::optional<int64_t> m_highest;
    bool m_halfRate = false;
};

} // namespace twinfeed::feed
