// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/drill.h"

#include <QCoreApplication>
#include <QImage>

namespace twinfeed {

/// Charts of drills, for paper: dark on white, told apart by place and words, not by colour alone. UI thread.
class DrillChart final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::DrillChart)

public:
    /// The drill's time from left to right: a line for each fault, for alarms, for presses, and what was on air.
    static QImage timeline(const Drill &drill, int width = 1360);
    /// The points of drills, oldest first, with the line above which a drill is green.
    static QImage trend(const std::vector<Drill> &drills, int width = 1360);

private:
    struct Lane;
    static std::vector<Lane> lanesOf(const Drill &drill);
};

} // namespace twinfeed
