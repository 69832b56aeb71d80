// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "widgets/framesource.h"

#include <QMap>
#include <QScrollArea>

namespace twinfeed {

class VideoTile;

/// The programme of every channel, small; a click, or Space, makes one the channel that is shown large. Only keyframes are
/// decoded, and the tiles say so: sixteen channels cost less than one large tile. Where they would become too small to be read,
/// they scroll. UI thread.
class ChannelGrid final : public QScrollArea
{
    Q_OBJECT

public:
    ChannelGrid(const ConsoleState &state, FrameSourceFactory frames, QWidget *parent = nullptr);

    /// The one that is shown large.
    void setChannel(const QString &channel);
    /// Twenty times a second.
    void poll();
    VideoTile *tile(const QString &channel) const { return m_tiles.value(channel); }

    /// More are counted, not shown: see the list of channels.
    static constexpr int most = 16;
    /// Pixels: a name, a tally and a picture can still be told apart.
    static constexpr int leastWide = 150;

Q_SIGNALS:
    void channelChosen(const QString &channel);
    /// The sound of this one is wanted, or not any more.
    void listenRequested(twinfeed::VideoTile *tile);
    /// There is more than one to choose from.
    void wantedChanged(bool wanted);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void followChannels();
    void refresh();
    void arrange();

    const ConsoleState &m_state;
    const FrameSourceFactory m_frames;
    QWidget *m_sheet; ///< holds the tiles
    QString m_channel;
    QMap<QString, VideoTile *> m_tiles;
};

} // namespace twinfeed
