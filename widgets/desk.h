// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/framesource.h"

#include <QWidget>

class QLabel;

namespace twinfeed {

class AutoBar;
class BusBar;
class CardView;
class ConsoleState;
class JournalView;
class MultiView;
class OutputList;
class SealBar;
class StatusStrip;

/// The middle of the window: strip, multiview, bus, automation, encryption, cards, outputs and journal, each in its place. The multiview gets the height
/// at which its pictures fill the width, as far as cards and journal keep their least. UI thread.
class Desk final : public QWidget
{
    Q_OBJECT

public:
    Desk(ConsoleState &state, FrameSourceFactory frames, QWidget *parent = nullptr);

    void setChannel(const QString &channel);

    StatusStrip *strip() const { return m_strip; }
    MultiView *multiView() const { return m_multiView; }
    BusBar *bus() const { return m_bus; }
    AutoBar *automation() const { return m_auto; }
    SealBar *encryption() const { return m_seal; }

    QSize minimumSizeHint() const override { return {1264, 680}; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void arrange();
    void arrangeRight(int left, int top, int height);
    void retranslate();

    StatusStrip *m_strip;
    MultiView *m_multiView;
    BusBar *m_bus;
    AutoBar *m_auto;
    SealBar *m_seal;
    QLabel *m_cardsTitle;
    CardView *m_cards;
    QLabel *m_outputsTitle;
    OutputList *m_outputs;
    QLabel *m_journalTitle;
    JournalView *m_journal;
};

} // namespace twinfeed
