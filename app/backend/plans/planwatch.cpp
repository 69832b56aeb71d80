// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/plans/planwatch.h"

namespace twinfeed::backend {

PlanWatch::PlanWatch(const PlanTrigger &trigger)
    : m_forUs(int64_t(trigger.forMs) * 1000)
    , m_clearForUs(int64_t(trigger.clearForMs) * 1000)
{
}

void PlanWatch::feed(Truth truth, int64_t now)
{
    const bool blind = m_fedAt && now - *m_fedAt > blindUs;
    if (truth != Truth::Yes || blind)
        m_since.reset();
    if (truth != Truth::No || blind)
        m_clearSince.reset();
    m_truth = truth;
    m_fedAt = now;
    if (truth == Truth::Yes) {
        m_since = m_since.value_or(now);
        if (m_open || now - *m_since < m_forUs)
            return;
        m_open = true;
        ++m_faults;
        m_faultAt = *m_since;
        m_litAt = now;
    } else if (truth == Truth::No) {
        m_clearSince = m_clearSince.value_or(now);
        if (now - *m_clearSince >= m_clearForUs)
            m_open = false;
    }
}

} // namespace twinfeed::backend
