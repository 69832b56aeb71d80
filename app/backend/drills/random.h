// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

namespace twinfeed::drills {

/// splitmix64: the same numbers by the same seed everywhere; those of the standard library differ from one library to the next.
class Random final
{
public:
    explicit Random(quint64 seed)
        : m_state(seed)
    {
    }
    quint64 next()
    {
        quint64 z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    /// 0 up to, and without, `above`.
    qint64 below(qint64 above) { return qint64(next() % quint64(above)); }

private:
    quint64 m_state;
};

} // namespace twinfeed::drills
