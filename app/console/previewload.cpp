// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/previewload.h"

#include <algorithm>

namespace twinfeed {

namespace {

/// One late second is a pause of the machine, two are its state.
constexpr int lateBefore = 2;

} // namespace

bool PreviewLoad::note(std::optional<int64_t> lateness, int64_t now)
{
    if (m_steppedBackAt && now - *m_steppedBackAt >= holdsAfter) {
        m_patience = leastPatience;
        m_steppedBackAt.reset();
    }
    if (!lateness)
        return false;
    m_lateInARow = *lateness > lateFrom ? m_lateInARow + 1 : 0;
    if (*lateness > calmUpTo)
        m_calmSince.reset();
    else if (!m_calmSince)
        m_calmSince = now;
    if (m_lateInARow >= lateBefore && m_step < steps) {
        ++m_step;
        m_lateInARow = 0;
        if (m_steppedBackAt)
            m_patience = std::min(2 * m_patience, mostPatience);
        m_steppedBackAt.reset();
        return true;
    }
    if (m_step > 0 && m_calmSince && now - *m_calmSince >= m_patience) {
        --m_step;
        m_calmSince = now;
        m_steppedBackAt = now;
        return true;
    }
    return false;
}

Motion PreviewLoad::motion(bool programme) const
{
    return Motion(std::clamp(m_step - (programme ? 1 : 0), int(Motion::All), int(Motion::Stills)));
}

} // namespace twinfeed
