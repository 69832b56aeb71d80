// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/previewload.h"

#include <algorithm>

namespace twinfeed {

bool PreviewLoad::note(std::optional<int64_t> lateness, int64_t now)
{
    if (m_steppedBackAt && now - *m_steppedBackAt >= holdsAfter) {
        m_patience = leastPatience;
        m_steppedBackAt.reset();
    }
    if (!lateness)
        return false;
    const bool late = *lateness > lateFrom;
    const bool again = late && m_lateAt && now - *m_lateAt <= lateWithin;
    if (late)
        m_lateAt = now;
    if (*lateness > calmUpTo)
        m_calmSince.reset();
    else if (!m_calmSince)
        m_calmSince = now;
    if (again && m_step < steps) {
        ++m_step;
        m_lateAt.reset(); // what the step brings is waited for
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
