// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QPointer>

#include <functional>

class QKeySequence;
class QWidget;

namespace twinfeed {

class ChannelGrid;
class MultiView;
class VideoTile;

/// Pre-fade listening: the sound of one tile, or of none, for the person at the desk and for nobody else. A click on a tile's sound meter,
/// or its key, begins and ends it; the tile says that it is heard. UI thread.
class Listening final : public QObject
{
    Q_OBJECT

public:
    /// All outlive it; `window` has the keys.
    Listening(MultiView &pictures, ChannelGrid &channels, QWidget *window);

    /// Null: none.
    VideoTile *heard() const { return m_heard; }
    /// This one instead of any other; the same again: none.
    void toggle(VideoTile *tile);

private:
    void add(const QKeySequence &keys, const std::function<VideoTile *()> &tile, QWidget *window);

    QPointer<VideoTile> m_heard;
};

} // namespace twinfeed
