// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/soundtap.h"

#include <algorithm>

namespace twinfeed::media {

void SoundTap::write(std::span<const int16_t> samples)
{
    const std::lock_guard lock(m_mutex);
    m_samples.insert(m_samples.end(), samples.begin(), samples.end());
    if (m_samples.size() > most * channels)
        m_samples.erase(m_samples.begin(), m_samples.end() - ptrdiff_t(kept * channels));
}

bool SoundTap::read(std::span<int16_t> to)
{
    const std::lock_guard lock(m_mutex);
    m_flows = m_flows || m_samples.size() >= begin * channels;
    const size_t count = m_flows ? std::min(to.size(), m_samples.size()) : 0;
    const auto end = m_samples.begin() + ptrdiff_t(count);
    std::copy(m_samples.begin(), end, to.begin());
    std::fill(to.begin() + ptrdiff_t(count), to.end(), int16_t(0));
    m_samples.erase(m_samples.begin(), end);
    // Ran dry: it begins with a reserve again, else each further frame would be heard with a hole behind it.
    m_flows = m_flows && count == to.size();
    return count > 0;
}

size_t SoundTap::waiting() const
{
    const std::lock_guard lock(m_mutex);
    return m_samples.size() / channels;
}

} // namespace twinfeed::media
