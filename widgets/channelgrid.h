// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "widgets/framesource.h"

#include <QMap>
#include <QWidget>

namespace twinfeed {

class VideoTile;

/// The programme of every channel, small; a click, or Space, makes one the channel that is shown large. Only keyframes are
/// decoded, and the tiles say so: sixteen channels cost less than one large tile. UI thread.
class ChannelGrid final : public QWidget
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

Q_SIGNALS:
    void channelChosen(const QString &channel);
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
    QString m_channel;
    QMap<QString, VideoTile *> m_tiles;
};

} // namespace twinfeed
