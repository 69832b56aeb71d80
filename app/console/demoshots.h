// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console/shottaker.h"

#include <functional>

namespace twinfeed {

class Commands;
class Demo;
class PreviewHub;

/// What `--shots` shows. Lambdas keep references: all that is given outlives the shots.
struct ShotScene
{
    const ConsoleState &state;
    PreviewHub &previews;
    Commands &commands;
    std::function<QString()> channel; ///< the one that is shown
};

/// Of a backend that is somebody's: the window as it is. Nothing is switched.
std::vector<ShotTaker::Shot> shotsOfNow(const ShotScene &scene);
/// Of the demo: primary, backup and slate on air, and a lost path.
std::vector<ShotTaker::Shot> shotsOfDemo(const ShotScene &scene, Demo &demo);

} // namespace twinfeed
