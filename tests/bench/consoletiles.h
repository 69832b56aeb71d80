// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/figures.h"

#include <chrono>

namespace twinfeed::bench {

/// Runs the event loop as a program does, sleeping between events.
void runLoop(std::chrono::milliseconds time);
/// The same; what this process took meanwhile, in percent of one core.
double ownCpuPercent(std::chrono::milliseconds time);

/// Four tiles of 1080p30 beside mpv, ffplay, GStreamer and bare decoding; how late a picture is, how soon the first one comes, and how
/// soon a console moves.
void benchTiles(Goals &goals, std::chrono::milliseconds time, int openings);
/// What the process for `--start RUNTIMEFILE SINCE` does: a whole console; says how many milliseconds after `since` (CLOCK_BOOTTIME, microseconds)
/// both previews moved.
int sayWhenBothMove(const QString &runtimeFile, double sinceUs);

} // namespace twinfeed::bench
