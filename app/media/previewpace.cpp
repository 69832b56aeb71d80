// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/previewpace.h"

#include <algorithm>

namespace twinfeed::media {

void PreviewPace::arrived(int64_t dts, int64_t now, int64_t took)
{
    const int64_t offset = now - dts;
    const bool waited = took >= waitedAfter;
    if (waited)
        m_base = offset;
    m_lag = m_base ? std::max<int64_t>(0, offset - *m_base) : 0;

    if (m_live)
        return;
    m_waited = m_waited || waited;
    if (!m_windowStart) {
        m_windowStart = now;
        m_windowOffset = offset;
        return;
    }
    const int64_t elapsed = now - *m_windowStart;
    if (elapsed < window)
        return;
    // In the backlog the offset falls by more than the clock runs; half of that is the border.
    m_live = m_waited && m_windowOffset - offset < elapsed / 2;
    m_windowStart = now;
    m_windowOffset = offset;
    m_waited = false;
}

} // namespace twinfeed::media
