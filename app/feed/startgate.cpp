// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/startgate.h"

#include <chrono>

namespace twinfeed::feed {

int64_t StartGate::pass(std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    if (--m_missing > 0 && !m_zeroUs)
        m_decided.wait_for(lock, stop, std::chrono::seconds(1), [this] { return m_zeroUs.has_value(); });
    if (!m_zeroUs) {
        m_zeroUs = m_clock.now();
        m_decided.notify_all();
    }
    return *m_zeroUs;
}

} // namespace twinfeed::feed
