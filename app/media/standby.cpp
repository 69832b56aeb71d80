// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/standby.h"

#include <algorithm>
#include <utility>

namespace twinfeed::media {

Standby::Standby(Hooks hooks)
    : m_hooks(std::move(hooks))
{
}

void Standby::configure(bool warm, std::array<int64_t, 2> trimsUs)
{
    std::ranges::copy(trimsUs, m_trims.begin());
    m_always = warm;
}

void Standby::expect(std::optional<Source> next, int64_t now)
{
    for (const Source path : {Source::Primary, Source::Backup})
        m_nextUntil[size_t(path)] = next == path ? now + attention : 0;
}

std::optional<Source> Standby::wanted(Source onAir, int64_t now) const
{
    const Source other = onAir == Source::Primary ? Source::Backup : Source::Primary;
    // Aligned paths need no bridge, nor does the way out of the slate.
    const bool chosen = now < m_nextUntil[size_t(other)];
    const bool expected = (now < m_expectedUntil || chosen) && onAir != Source::Slate && !m_aligned;
    if (!(m_always || expected) || !m_hooks.bridgeable(other))
        return std::nullopt;
    return other;
}

void Standby::moved(Source onAir, int64_t lagUs, int64_t now)
{
    const auto path = wanted(onAir, now);
    if (path)
        m_hooks.setBehind(lagUs + m_trims[size_t(*path)]);
    if (std::exchange(m_warm, path) != path)
        m_hooks.setWarm(path);
}

} // namespace twinfeed::media
