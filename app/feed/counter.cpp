// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/counter.h"

#include <algorithm>

namespace twinfeed::feed {

int64_t CounterUnwrapper::next(const PictureCode &code)
{
    m_related = m_last && m_last->loopPictures == code.loopPictures && m_last->rate == code.rate;
    if (!m_related) {
        m_number = code.counter;
    } else if (code.variant == Variant::Freeze && *m_last == code) {
        ++m_number;
    } else {
        const int64_t length = code.loopPictures;
        int64_t step = (code.counter - m_number) % length; // between -length and length
        if (step > length / 2)
            step -= length;
        if (step <= -(length + 1) / 2)
            step += length;
        m_number += step;
    }
    m_last = code;
    return m_number;
}

StepVerdict RunWatch::step(int64_t number, bool halfRate, int64_t unreadable)
{
    StepVerdict verdict;
    if (m_highest && number <= *m_highest) {
        verdict.repeated = true;
    } else if (m_highest) {
        const int64_t missing = number - *m_highest - 1;
        verdict.lost = std::max<int64_t>(0, (halfRate || m_halfRate ? missing / 2 : missing) - unreadable);
    }
    m_highest = std::max(number, m_highest.value_or(number));
    m_halfRate = halfRate;
    return verdict;
}

} // namespace twinfeed::feed
