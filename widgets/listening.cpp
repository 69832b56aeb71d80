// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/listening.h"

#include "widgets/channelgrid.h"
#include "widgets/multiview.h"
#include "widgets/videotile.h"

#include <QShortcut>

namespace twinfeed {

Listening::Listening(MultiView &pictures, ChannelGrid &channels, QWidget *window)
    : QObject(window)
{
    pictures.setListenable(true);
    connect(&pictures, &MultiView::listenRequested, this, &Listening::toggle);
    connect(&channels, &ChannelGrid::listenRequested, this, &Listening::toggle);
    for (const Source source : allSources) {
        const QKeySequence keys(Qt::CTRL | Qt::Key(Qt::Key_F1 + int(source)));
        add(
            keys, [&pictures, source] { return pictures.tile(source); }, window);
    }
    const QKeySequence keys(Qt::CTRL | Qt::Key_M);
    add(
        keys, [&pictures] { return pictures.programmeTile(); }, window);
}

void Listening::add(const QKeySequence &keys, const std::function<VideoTile *()> &tile, QWidget *window)
{
    // Also while a tile is over the whole screen: one wants to hear what one looks at.
    auto *shortcut = new QShortcut(keys, window, nullptr, nullptr, Qt::ApplicationShortcut);
    shortcut->setAutoRepeat(false);
    connect(shortcut, &QShortcut::activated, this, [this, tile] { toggle(tile()); });
}

void Listening::toggle(VideoTile *tile)
{
    VideoTile *before = m_heard;
    m_heard = tile == before ? nullptr : tile;
    if (before)
        before->setHeard(false);
    if (m_heard)
        m_heard->setHeard(true);
}

} // namespace twinfeed
