// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/tilewindow.h"

#include "widgets/videotile.h"

#include <QIcon>
#include <QKeyEvent>

namespace twinfeed {

TileWindow::TileWindow(const VideoTile &model, std::unique_ptr<FrameSource> frames, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_model(model)
    , m_tile(new VideoTile(true, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowIcon(QIcon(QStringLiteral(":/icons/twinfeed.svg")));
    setMinimumSize(480, 320);
    m_tile->setFrames(std::move(frames));
}

void TileWindow::poll(int64_t now)
{
    setWindowTitle(m_model.labels().name);
    m_tile->showAs(m_model);
    m_tile->poll(now);
}

void TileWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else if (event->key() == Qt::Key_F11)
        setWindowState(windowState() ^ Qt::WindowFullScreen);
    else
        QWidget::keyPressEvent(event);
}

void TileWindow::mouseDoubleClickEvent(QMouseEvent *)
{
    close();
}

void TileWindow::resizeEvent(QResizeEvent *)
{
    // As large as a picture of 16:9 gets.
    const int tall = std::min(height(), VideoTile::heightFor(width(), true));
    const int wide = std::min(width(), VideoTile::widthFor(tall, true));
    m_tile->setGeometry((width() - wide) / 2, (height() - tall) / 2, wide, tall);
}

} // namespace twinfeed
