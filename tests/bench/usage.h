// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <chrono>
#include <vector>

namespace twinfeed::bench {

/// What processes hold, as the kernel says.
struct Held
{
    double cpuSeconds = 0; ///< since they began
    double memoryMb = 0; ///< their share: what several of them map counts once (PSS)
    int threads = 0;
    int handles = 0; ///< open files and sockets
};

/// Of the processes themselves, without what they started; those that are gone count nothing.
Held heldBy(const std::vector<qint64> &pids);

/// Share of one core that they take over `time`, in percent; waits for it with events processed.
double cpuPercent(const std::vector<qint64> &pids, std::chrono::milliseconds time);

} // namespace twinfeed::bench
