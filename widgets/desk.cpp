// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/desk.h"

#include "widgets/autobar.h"
#include "widgets/busbar.h"
#include "widgets/cardpanel.h"
#include "widgets/channelgrid.h"
#include "widgets/journalpanel.h"
#include "widgets/multiview.h"
#include "widgets/outputlist.h"
#include "widgets/pathtable.h"
#include "widgets/sealbar.h"
#include "widgets/statusstrip.h"
#include "widgets/theme.h"
#include "widgets/workspace.h"

namespace twinfeed {

namespace {

constexpr int margin = theme::unit;
constexpr int stripHeight = 44;
constexpr int busHeight = 64;
constexpr int barHeight = theme::criticalTarget;

} // namespace

Desk::Desk(ConsoleState &state, FrameSourceFactory frames, QWidget *parent)
    : QWidget(parent)
    , m_strip(new StatusStrip(state, this))
    , m_multiView(new MultiView(state, frames, this))
    , m_bus(new BusBar(state, this))
    , m_auto(new AutoBar(state, this))
    , m_seal(new SealBar(state, this))
    , m_workspace(new Workspace(m_multiView, &MultiView::heightFor, this))
    , m_channels(new ChannelGrid(state, frames, this))
    , m_paths(new PathTable(state, this))
    , m_cards(new CardPanel(state, this))
    , m_outputs(new OutputList(state, this))
    , m_journal(new JournalPanel(state, this))
{
    addPanels();
    // The bus first: what is pressed in a hurry is where the keyboard starts.
    setTabOrder(m_bus, m_auto);
    setTabOrder(m_auto, m_seal);
    setTabOrder(m_seal, m_workspace);
    setTabOrder(m_workspace, m_strip);
    connect(m_bus, &BusBar::nextChanged, m_multiView, [this] {
        m_multiView->setNext(m_bus->next());
        m_auto->setNext(m_bus->next());
    });
    connect(m_bus, &BusBar::lockPressed, m_auto, &AutoBar::pressLock);
}

/// Which panels there are; where they stand is placesOf()'s.
void Desk::addPanels()
{
    m_workspace->add(Panel::Channels, m_channels);
    m_workspace->setWanted(Panel::Channels, false);
    connect(m_channels, &ChannelGrid::wantedChanged, m_workspace,
            [this](bool wanted) { m_workspace->setWanted(Panel::Channels, wanted); });
    m_workspace->add(Panel::Paths, m_paths);
    m_workspace->add(Panel::Cards, m_cards);
    m_workspace->add(Panel::Outputs, m_outputs);
    m_workspace->add(Panel::Journal, m_journal);
}

void Desk::setChannel(const QString &channel)
{
    m_strip->setChannel(channel);
    m_multiView->setChannel(channel);
    m_bus->setChannel(channel);
    m_auto->setChannel(channel);
    m_seal->setChannel(channel);
    m_channels->setChannel(channel);
    m_paths->setChannel(channel);
    m_outputs->setChannel(channel);
    m_cards->setChannel(channel);
}

void Desk::resizeEvent(QResizeEvent *)
{
    const int inner = width() - 2 * margin;
    m_strip->setGeometry(0, 0, width(), stripHeight);
    // From the bottom: nothing that is moved or opened above moves what is pressed.
    int y = height() - margin;
    const auto place = [&](QWidget *bar, int barHeight) {
        y -= barHeight;
        bar->setGeometry(margin, y, inner, barHeight);
        y -= margin;
    };
    place(m_seal, barHeight);
    place(m_auto, barHeight);
    place(m_bus, busHeight);
    const int top = stripHeight + margin;
    m_workspace->setGeometry(margin, top, inner, std::max(y - top, 0));
}

} // namespace twinfeed
