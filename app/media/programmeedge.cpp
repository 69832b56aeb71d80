// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/programmeedge.h"

#include <algorithm>

namespace twinfeed::media {

int64_t ProgrammeEdge::position() const
{
    if (!m_pictures.started())
        return m_limit;
    const bool longStop = m_limit - m_pictures.end() > mostCatchingUp;
    return longStop && !frontIsDue() ? m_limit : m_pictures.end();
}

int64_t ProgrammeEdge::entered(int64_t decodeTime) const
{
    const int64_t position = this->position();
    const bool late = m_limit - position > m_pictures.pictureUs() * 3 / 2 && !frontIsDue();
    return m_pictures.started() && late ? std::clamp(decodeTime, position, m_limit) : position;
}

int64_t ProgrammeEdge::closed() const
{
    int64_t newest = m_pictures.newestPts();
    if (m_reader) {
        // All that is due by then, and on until nothing behind is shown before something in front.
        size_t closed = 0;
        const auto &pictures = m_reader->pictures;
        for (size_t i = 0; i < pictures.size(); ++i) {
            const int64_t due = m_pictures.due(pictures[i]);
            if (due > m_limit && due > newest)
                break;
            if (due > m_limit && m_pictures.shownAt(pictures[i]) > newest)
                continue;
            for (; closed <= i; ++closed)
                newest = std::max(newest, m_pictures.shownAt(pictures[closed]));
        }
    }
    return newest + m_pictures.pictureUs() - m_pictures.delay();
}

int64_t ProgrammeEdge::dry() const
{
    return m_reader && !m_reader->pictures.empty()
        ? m_pictures.due(m_reader->pictures.back()) + m_pictures.pictureUs()
        : m_pictures.end();
}

bool ProgrammeEdge::frontIsDue() const
{
    return m_reader && !m_reader->pictures.empty() && m_pictures.due(m_reader->pictures.front()) <= m_limit;
}

} // namespace twinfeed::media
