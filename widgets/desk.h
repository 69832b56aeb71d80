// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/framesource.h"

#include <QWidget>

namespace twinfeed {

class AutoBar;
class BusBar;
class ChannelGrid;
class CardPanel;
class ConsoleState;
class JournalPanel;
class MultiView;
class OutputList;
class PathTable;
class SealBar;
class StatusStrip;
class Workspace;

/// All of the window: the strip at the top, the workspace with pictures and panels, and at the bottom what is pressed during a
/// show, always in the same place. UI thread.
class Desk final : public QWidget
{
    Q_OBJECT

public:
    Desk(ConsoleState &state, FrameSourceFactory frames, QWidget *parent = nullptr);

    void setChannel(const QString &channel);

    StatusStrip *strip() const { return m_strip; }
    Workspace *workspace() const { return m_workspace; }
    ChannelGrid *channels() const { return m_channels; }
    MultiView *multiView() const { return m_multiView; }
    BusBar *bus() const { return m_bus; }
    AutoBar *automation() const { return m_auto; }
    SealBar *encryption() const { return m_seal; }
    CardPanel *cards() const { return m_cards; }
    JournalPanel *journal() const { return m_journal; }

    QSize minimumSizeHint() const override { return {1264, 680}; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void addPanels();

    StatusStrip *m_strip;
    MultiView *m_multiView;
    BusBar *m_bus;
    AutoBar *m_auto;
    SealBar *m_seal;
    Workspace *m_workspace;
    ChannelGrid *m_channels;
    PathTable *m_paths;
    CardPanel *m_cards;
    OutputList *m_outputs;
    JournalPanel *m_journal;
};

} // namespace twinfeed
