// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "widgets/framesource.h"

#include <QWidget>

namespace twinfeed {

class CardView;
class MultiView;

/// Pictures and cards of the channel for everybody in the room, in a window of its own: full screen on the second display
/// where there is one. Nothing in it can be pressed but Esc, which closes it. Decodes for itself, since its pictures have
/// another size, and only while it is open. UI thread.
class WallWindow final : public QWidget
{
    Q_OBJECT

public:
    /// `state` outlives it.
    WallWindow(const ConsoleState &state, FrameSourceFactory frames, QWidget *parent);

    void setChannel(const QString &channel);
    void setNext(std::optional<Source> next);
    /// Twenty times a second.
    void poll();
    /// On another display than `window`'s, full screen; as a window where there is only one display.
    void showBeside(const QWidget &window);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    MultiView *m_pictures;
    CardView *m_cards;
};

} // namespace twinfeed
