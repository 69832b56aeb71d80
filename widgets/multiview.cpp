// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/multiview.h"

#include "widgets/tilelayout.h"
#include "widgets/videotile.h"
#include "widgets/words.h"

#include <QEvent>

namespace twinfeed {

namespace {

const QString programmeNode = QStringLiteral("programme");

} // namespace

MultiView::MultiView(const ConsoleState &state, FrameSourceFactory frames, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
    , m_frames(std::move(frames))
    , m_programme(new VideoTile(true, this))
    , m_nextTile(new VideoTile(false, this))
{
    for (VideoTile *&tile : m_tiles)
        tile = new VideoTile(false, this);
    connect(m_programme, &VideoTile::opened, this, [this] { Q_EMIT opened(programmeNode); });
    for (const Source source : allSources)
        connect(tile(source), &VideoTile::opened, this, [this, source] { Q_EMIT opened(toWord(source)); });
    for (VideoTile *tile : {m_programme, m_tiles[0], m_tiles[1], m_tiles[2]})
        connect(tile, &VideoTile::listenRequested, this, [this, tile] { Q_EMIT listenRequested(tile); });
    // NEXT has no sound of its own.
    connect(m_nextTile, &VideoTile::listenRequested, this, [this] {
        if (m_next)
            Q_EMIT listenRequested(tile(*m_next));
    });
    for (const auto signal :
         {&ConsoleState::connectionChanged, &ConsoleState::staleChanged, &ConsoleState::channelsReset,
          &ConsoleState::slatesChanged, &ConsoleState::metricsChanged, &ConsoleState::secondPassed})
        connect(&state, signal, this, &MultiView::refresh);
    connect(&state, &ConsoleState::channelChanged, this, &MultiView::refresh);
    connect(&state, &ConsoleState::statusChanged, this, &MultiView::refresh);
    refresh();
}

int MultiView::heightFor(int width)
{
    return tilesHeightFor(width, gap);
}

void MultiView::setChannel(const QString &channel)
{
    m_channel = channel;
    m_next.reset();
    const auto make = [&](const QString &word) {
        return channel.isEmpty() || !m_frames ? nullptr : m_frames(channel, word);
    };
    m_programme->setFrames(make(programmeNode));
    for (const Source source : allSources)
        tile(source)->setFrames(make(toWord(source)));
    refresh();
}

void MultiView::setNext(std::optional<Source> next)
{
    m_next = next;
    refresh();
}

QList<VideoTile *> MultiView::tiles() const
{
    return {m_programme, tile(Source::Primary), tile(Source::Backup), tile(Source::Slate), m_nextTile};
}

void MultiView::setSafeArea(bool shown)
{
    for (VideoTile *tile : tiles())
        tile->setSafeArea(shown);
}

void MultiView::setAgeShown(bool shown)
{
    m_ageShown = shown;
    for (VideoTile *tile : tiles())
        tile->setAgeShown(shown);
    setLongestTurn(m_longestTurn);
}

void MultiView::setListenable(bool listenable)
{
    for (VideoTile *tile : tiles())
        tile->setListenable(listenable);
}

void MultiView::setLongestTurn(int64_t us)
{
    m_longestTurn = us;
    if (m_ageShown)
        m_programme->setAgeShown(true,
                                 tr("Window busy %1 at most").arg(Words::milliseconds(double(us) / 1000)));
}

void MultiView::poll()
{
    const int64_t now = m_state.clock().now();
    m_programme->poll(now);
    for (VideoTile *tile : m_tiles)
        tile->poll(now);
    m_nextTile->poll(now);
}

void MultiView::resizeEvent(QResizeEvent *)
{
    const TileLayout places = tileLayout(size(), gap);
    m_programme->setGeometry(places.large);
    VideoTile *const small[]{tile(Source::Primary), tile(Source::Backup), tile(Source::Slate), m_nextTile};
    for (size_t i = 0; i < std::size(small); ++i)
        small[i]->setGeometry(places.small[i]);
}

void MultiView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

void MultiView::refresh()
{
    refreshProgramme();
    for (const Source source : allSources)
        refreshTile(source);
    refreshNext();
}

QStringList MultiView::figures(const QString &node, const StreamFormat &format) const
{
    QStringList parts;
    if (format.width > 0)
        parts << QStringLiteral("%1×%2").arg(format.width).arg(format.height);
    const auto value = [&](const char *name) -> std::optional<double> {
        const MetricHistory *history = m_state.metric(m_channel, node, QLatin1String(name));
        const bool fresh = history && !history->isStale(m_state.clock().now());
        return fresh ? history->newest().value : std::nullopt;
    };
    if (const auto rate = value("fps"))
        parts << Words::rate(*rate);
    if (const auto bitrate = value("bitrate"))
        parts << Words::bitrate(*bitrate);
    if (const auto interval = value("keyframeInterval"))
        parts << tr("GOP %1", "keyframe interval in seconds, short").arg(Words::seconds(*interval));
    return parts;
}

/// What stands on the picture: black, frozen and silent, as the backend sees it and for how long.
QStringList MultiView::faults(const QString &node) const
{
    constexpr double saidAfter = 1; // seconds: shorter ones belong to any programme
    QStringList words;
    const auto add = [&](const char *name, const QString &text) {
        const MetricHistory *history = m_state.metric(m_channel, node, QLatin1String(name));
        if (!history || history->isStale(m_state.clock().now()))
            return;
        const std::optional<double> value = history->newest().value;
        if (value && *value >= saidAfter)
            words << text.arg(Words::age(qint64(*value * 1000)));
    };
    add("black", tr("BLACK %1", "%1: for how long"));
    // A black picture stands still as well: that is one fault, not two.
    if (words.isEmpty())
        add("frozen", tr("FROZEN %1", "%1: for how long"));
    add("silent", tr("SILENT %1", "%1: for how long"));
    return words;
}

std::optional<InputState> MultiView::inputWithoutChannel() const
{
    return m_channel.isEmpty() ? std::optional(InputState::Idle) : std::nullopt;
}

void MultiView::refreshTile(Source source)
{
    const SourceStatus *status = m_state.sourceStatus(m_channel, source);
    const ChannelStatus *channel = m_state.status(m_channel);
    const ChannelDocument *document = m_state.channel(m_channel);
    const bool sure = m_state.connected() && !m_state.stale();
    TileLabels labels;
    labels.name = Words::source(source);
    if (status) {
        labels.figures = figures(toWord(source), status->format);
        if (source != Source::Slate)
            labels.faults = faults(toWord(source));
        if (!status->fit)
            labels.reason = Words::reason(status->reasonCode, status->reason);
        if (sure && status->state == InputState::Live && !status->fit)
            labels.note = tr("not fit");
    }
    if (const auto age = m_state.packetAgeMs(m_channel, source); age && status->state == InputState::Lost) {
        const QDateTime since = m_state.clock().wall().addMSecs(-*age);
        labels.since =
            tr("since %1 (%2)", "a time and how long ago").arg(Words::timeOfDay(since), Words::age(*age));
    }
    if (source == Source::Slate && document) {
        const auto slate = m_state.slates().constFind(document->slate);
        if (slate != m_state.slates().cend())
            labels.note = slate->builtIn ? Words::builtInSlate(slate->id, slate->name) : slate->name;
    }
    const bool onAir = channel && channel->programme == source;
    tile(source)->setLabels(labels);
    tile(source)->setTally(onAir                          ? (sure ? Tally::OnAir : Tally::WasOnAir)
                               : sure && m_next == source ? Tally::Next
                                                          : Tally::None);
    tile(source)->setFacts(m_state.connected(), m_state.stale(),
                           status ? std::optional(status->state) : inputWithoutChannel());
}

void MultiView::refreshProgramme()
{
    const ChannelStatus *status = m_state.status(m_channel);
    const ChannelDocument *document = m_state.channel(m_channel);
    const bool sure = m_state.connected() && !m_state.stale();
    TileLabels labels;
    labels.name = Words::node(programmeNode);
    const SourceStatus *source = nullptr;
    if (status && status->programme) {
        // The measured source, not the chosen one; both where they differ for the time of a cut.
        source = m_state.sourceStatus(m_channel, *status->programme);
        labels.note = document && document->onAir != *status->programme
            ? tr("%1, going to %2", "measured and commanded source")
                  .arg(Words::source(*status->programme), Words::source(document->onAir))
            : Words::source(*status->programme);
        labels.figures = figures(programmeNode, source ? source->format : StreamFormat{});
        // A slate is meant to stand still.
        if (*status->programme != Source::Slate)
            labels.faults = faults(programmeNode);
        if (sure) {
            labels.figures << tr("%1 behind arrival", "how far the programme is behind")
                                  .arg(Words::seconds(double(status->behindMs) / 1000));
        }
    } else if (sure && m_channel.isEmpty()) {
        labels.reason = tr("The backend has no channel yet.");
    } else if (sure) {
        labels.reason = tr("Nothing is measured on the programme.");
    }
    const bool onAir = status && status->programme;
    m_programme->setLabels(labels);
    m_programme->setTally(!onAir ? Tally::None : sure ? Tally::OnAir : Tally::WasOnAir);
    m_programme->setFacts(m_state.connected(), m_state.stale(), inputWithoutChannel());
}

void MultiView::refreshNext()
{
    const bool sure = m_state.connected() && !m_state.stale();
    const VideoTile *followed = m_next ? tile(*m_next) : nullptr;
    TileLabels labels;
    labels.name = Words::next();
    if (followed) {
        labels.note = followed->labels().name;
        labels.figures = followed->labels().figures;
        labels.faults = followed->labels().faults;
        labels.reason = followed->labels().reason;
        labels.since = followed->labels().since;
    } else {
        labels.reason = tr("1, 2, 3 choose; TAKE puts it on air.");
    }
    m_nextTile->setWanted(followed != nullptr);
    m_nextTile->follow(followed);
    m_nextTile->setLabels(labels);
    m_nextTile->setTally(followed && sure ? Tally::Next : Tally::None);
    const SourceStatus *status = m_next ? m_state.sourceStatus(m_channel, *m_next) : nullptr;
    m_nextTile->setFacts(m_state.connected(), m_state.stale(),
                         status ? std::optional(status->state) : std::nullopt);
}

} // namespace twinfeed
