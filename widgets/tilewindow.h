// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/framesource.h"

#include <QWidget>

namespace twinfeed {

class VideoTile;

/// One tile over the whole screen, with its name, tally, figures and sound; Esc or the same key closes it. Decodes for
/// itself, since its pictures have another size, while it is open. UI thread.
class TileWindow final : public QWidget
{
    Q_OBJECT

public:
    /// Shows what `model` says, with pictures of its own. `model` outlives it or takes it along.
    TileWindow(const VideoTile &model, std::unique_ptr<FrameSource> frames, QWidget *parent);

    /// Twenty times a second.
    void poll(int64_t now);
    VideoTile *tile() const { return m_tile; }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    const VideoTile &m_model;
    VideoTile *m_tile;
};

} // namespace twinfeed
