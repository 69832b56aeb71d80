// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/panels.h"

#include <QCoreApplication>

namespace twinfeed {

namespace {

struct PanelWords
{
    Q_DECLARE_TR_FUNCTIONS(Panels)
};

} // namespace

const std::vector<PanelPlace> &placesOf(NamedLayout layout)
{
    using Side = PanelPlace::Side;
    // Director: what decides the next take stands at the right of the pictures, what explains it under them.
    static const std::vector<PanelPlace> director{
        {Panel::Channels, Side::Left, 1},       {Panel::Paths, Side::Right, 5},
        {Panel::Alarms, Side::Right, 5},        {Panel::Plans, Side::Right, 5, true},
        {Panel::Drills, Side::Right, 5, true},  {Panel::Outputs, Side::Right, 2},
        {Panel::Cards, Side::Bottom, 5},        {Panel::Trends, Side::Bottom, 5, true},
        {Panel::Journal, Side::Bottom, 4},
    };
    // Engineer: the numbers, and where the programme goes.
    static const std::vector<PanelPlace> engineer{
        {Panel::Channels, Side::Left, 1},  {Panel::Paths, Side::Right, 4},
        {Panel::Outputs, Side::Right, 2},  {Panel::Alarms, Side::Right, 3},
        {Panel::Cards, Side::Bottom, 4},   {Panel::Trends, Side::Bottom, 4, true},
        {Panel::Journal, Side::Bottom, 4},
    };
    // Rehearsal: what is to be done, and what was done.
    static const std::vector<PanelPlace> rehearsal{
        {Panel::Channels, Side::Left, 1}, {Panel::Drills, Side::Right, 6}, {Panel::Plans, Side::Right, 5},
        {Panel::Alarms, Side::Right, 3},  {Panel::Cards, Side::Bottom, 5}, {Panel::Journal, Side::Bottom, 4},
    };
    // Wall: read from afar.
    static const std::vector<PanelPlace> wall{
        {Panel::Channels, Side::Left, 1},
        {Panel::Alarms, Side::Right, 1},
        {Panel::Cards, Side::Bottom, 1},
    };
    switch (layout) {
    case NamedLayout::Engineer:
        return engineer;
    case NamedLayout::Rehearsal:
        return rehearsal;
    case NamedLayout::Wall:
        return wall;
    case NamedLayout::Director:
        break;
    }
    return director;
}

QString titleOf(Panel panel)
{
    switch (panel) {
    case Panel::Channels:
        return PanelWords::tr("Channels");
    case Panel::Paths:
        return PanelWords::tr("Both paths");
    case Panel::Alarms:
        return PanelWords::tr("Alarms");
    case Panel::Plans:
        return PanelWords::tr("Plans");
    case Panel::Cards:
        return PanelWords::tr("Cards");
    case Panel::Trends:
        return PanelWords::tr("Trends");
    case Panel::Outputs:
        return PanelWords::tr("Outputs");
    case Panel::Journal:
        return PanelWords::tr("Journal");
    case Panel::Drills:
        return PanelWords::tr("Drills");
    }
    return {};
}

QString titleOf(NamedLayout layout)
{
    switch (layout) {
    case NamedLayout::Director:
        return PanelWords::tr("Director", "a layout of the window");
    case NamedLayout::Engineer:
        return PanelWords::tr("Engineer", "a layout of the window");
    case NamedLayout::Rehearsal:
        return PanelWords::tr("Rehearsal", "a layout of the window");
    case NamedLayout::Wall:
        return PanelWords::tr("Wall", "a layout of the window");
    }
    return {};
}

QString wordOf(Panel panel)
{
    static const char *const words[]{"channels", "paths",   "alarms",  "plans", "cards",
                                     "trends",   "outputs", "journal", "drills"};
    return QLatin1String(words[size_t(panel)]);
}

QString wordOf(NamedLayout layout)
{
    static const char *const words[]{"director", "engineer", "rehearsal", "wall"};
    return QLatin1String(words[size_t(layout)]);
}

} // namespace twinfeed
