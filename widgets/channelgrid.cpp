// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/channelgrid.h"

#include "widgets/theme.h"
#include "widgets/videotile.h"
#include "widgets/words.h"

#include <QEvent>
#include <QStyle>

namespace twinfeed {

ChannelGrid::ChannelGrid(const ConsoleState &state, FrameSourceFactory frames, QWidget *parent)
    : QScrollArea(parent)
    , m_state(state)
    , m_frames(std::move(frames))
    , m_sheet(new QWidget)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus); // its tiles have the keyboard
    setWidget(m_sheet);
    for (const auto signal :
         {&ConsoleState::connectionChanged, &ConsoleState::staleChanged, &ConsoleState::secondPassed})
        connect(&state, signal, this, &ChannelGrid::refresh);
    connect(&state, &ConsoleState::channelsReset, this, &ChannelGrid::followChannels);
    connect(&state, &ConsoleState::channelChanged, this, &ChannelGrid::followChannels);
    connect(&state, &ConsoleState::statusChanged, this, &ChannelGrid::refresh);
}

void ChannelGrid::setChannel(const QString &channel)
{
    m_channel = channel;
    followChannels();
}

void ChannelGrid::followChannels()
{
    QStringList ids = m_state.channelIds();
    // One alone is shown large already.
    if (ids.size() < 2)
        ids.clear();
    ids = ids.mid(0, most);
    const bool changed = ids != m_tiles.keys();
    for (const QString &gone : m_tiles.keys()) {
        if (!ids.contains(gone))
            delete m_tiles.take(gone);
    }
    for (const QString &id : ids) {
        if (m_tiles.contains(id))
            continue;
        auto *tile = new VideoTile(false, m_sheet);
        tile->setMotion(Motion::Keyframes);
        if (m_frames)
            tile->setFrames(m_frames(id, QStringLiteral("programme")));
        tile->setPressable(true);
        tile->setListenable(true);
        connect(tile, &VideoTile::pressed, this, [this, id] { Q_EMIT channelChosen(id); });
        connect(tile, &VideoTile::listenRequested, this, [this, tile] { Q_EMIT listenRequested(tile); });
        tile->show();
        m_tiles.insert(id, tile);
    }
    if (changed) {
        arrange();
        Q_EMIT wantedChanged(!m_tiles.isEmpty());
    }
    refresh();
}

void ChannelGrid::poll()
{
    const int64_t now = m_state.clock().now();
    for (VideoTile *tile : std::as_const(m_tiles))
        tile->poll(now);
}

void ChannelGrid::refresh()
{
    const bool sure = m_state.connected() && !m_state.stale();
    for (auto one = m_tiles.cbegin(); one != m_tiles.cend(); ++one) {
        const ChannelDocument *document = m_state.channel(one.key());
        const ChannelStatus *status = m_state.status(one.key());
        TileLabels labels;
        labels.name = document ? document->config.name : one.key();
        if (status && status->programme)
            labels.note = Words::source(*status->programme);
        if (one.key() == m_channel)
            labels.figures = QStringList{tr("shown large", "a channel")};
        const bool onAir = status && status->programme;
        one.value()->setLabels(labels);
        one.value()->setTally(!onAir ? Tally::None : sure ? Tally::OnAir : Tally::WasOnAir);
        one.value()->setFacts(m_state.connected(), m_state.stale(), std::nullopt);
        one.value()->setToolTip(tr("Show the channel %1 large").arg(labels.name));
    }
}

void ChannelGrid::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

/// As many columns as make the pictures largest; as many as can be read where there is no room for all.
void ChannelGrid::arrange()
{
    const int count = int(m_tiles.size());
    if (count == 0)
        return;
    constexpr int gap = theme::unit / 2;
    int columns = 1;
    int best = 0;
    for (int tried = 1; tried <= count; ++tried) {
        const int rows = (count + tried - 1) / tried;
        const int tall = (height() - (rows - 1) * gap) / rows;
        const int wide = std::min((width() - (tried - 1) * gap) / tried, VideoTile::widthFor(tall, false));
        if (wide > best) {
            best = wide;
            columns = tried;
        }
    }
    if (best < leastWide) {
        const int room = width() - style()->pixelMetric(QStyle::PM_ScrollBarExtent);
        columns = std::clamp((room + gap) / (leastWide + gap), 1, count);
        best = std::max((room - (columns - 1) * gap) / columns, 1);
    }
    const int tall = VideoTile::heightFor(best, false);
    const int rows = (count + columns - 1) / columns;
    m_sheet->resize(columns * (best + gap) - gap, rows * (tall + gap) - gap);
    int index = 0;
    for (VideoTile *tile : std::as_const(m_tiles)) {
        tile->setGeometry(index % columns * (best + gap), index / columns * (tall + gap), best, tall);
        ++index;
    }
    // The keyboard goes through them in the order in which they stand.
    QWidget *before = nullptr;
    for (VideoTile *tile : std::as_const(m_tiles)) {
        if (before)
            setTabOrder(before, tile);
        before = tile;
    }
}

void ChannelGrid::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QScrollArea::changeEvent(event);
}

} // namespace twinfeed
