// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <vector>

namespace twinfeed {

/// What stands around the multiview and can be moved: each at most once, each in a dock of its own.
enum class Panel { Channels, Paths, Alarms, Plans, Cards, Trends, Outputs, Journal, Drills };

constexpr Panel allPanels[]{Panel::Channels, Panel::Paths,   Panel::Alarms,  Panel::Plans, Panel::Cards,
                            Panel::Trends,   Panel::Outputs, Panel::Journal, Panel::Drills};

/// The layouts that are built in, each for one kind of work.
enum class NamedLayout { Director, Engineer, Rehearsal, Wall };

constexpr NamedLayout allNamedLayouts[]{NamedLayout::Director, NamedLayout::Engineer, NamedLayout::Rehearsal,
                                        NamedLayout::Wall};

/// Where a layout has a panel. Panels of one side stand one behind the other in the order of the list.
struct PanelPlace
{
    enum class Side { Left, Right, Bottom };

    Panel panel;
    Side side;
    /// Its part of its side's length, against the others there that are shown.
    int share = 1;
    /// Behind the one before it, as a tab.
    bool tabbed = false;
};

/// The panels that the layout shows; those that nobody has added are left out.
const std::vector<PanelPlace> &placesOf(NamedLayout layout);

// In the language of the window.
QString titleOf(Panel panel);
QString titleOf(NamedLayout layout);

/// For object names and settings; the same in every language and version.
QString wordOf(Panel panel);
QString wordOf(NamedLayout layout);

} // namespace twinfeed
