// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/sendfaults.h"

namespace twinfeed::feed {

int64_t SendFaults::sentAt(int64_t dueUs)
{
    if (dueUs < m_heldUntil)
        return m_heldUntil;
    if (m_jitterUs == 0)
        return dueUs;
    const int64_t least = m_jitterUs / 2;
    m_heldUntil = dueUs + least + int64_t(m_random() % uint64_t(m_jitterUs - least + 1));
    return m_heldUntil;
}

bool SendFaults::loses(const TimelinePacket &packet, int64_t timeUs)
{
    if (!packet.video) {
        if (timeUs <= m_newestSound) // it was stamped later a moment ago
            return true;
        m_newestSound = timeUs;
    }
    const bool mayBe = !packet.video || !packet.keyframe;
    return mayBe && m_lossPercent > 0 && int(m_random() % 100) < m_lossPercent;
}

} // namespace twinfeed::feed
