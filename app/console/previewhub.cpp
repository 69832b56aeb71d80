// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/previewhub.h"

#include <QLoggingCategory>

namespace twinfeed {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.console.previews")

} // namespace

PreviewHub::PreviewHub(const ConsoleState &state, std::unique_ptr<SoundDevice> device, QObject *parent)
    : QObject(parent)
    , m_state(state)
    , m_preFade(std::move(device))
{
    connect(&m_second, &QTimer::timeout, this, &PreviewHub::look);
    m_second.start(1000);
    connect(&state, &ConsoleState::statusChanged, this, &PreviewHub::follow);
}

void PreviewHub::setEndpoint(const client::Endpoint &endpoint)
{
    if (m_endpoint == endpoint)
        return;
    m_endpoint = endpoint;
    for (Tile &tile : m_tiles) {
        tile.url = urlFor(tile.channel, tile.source);
        tile.frames->setAddress({tile.url, m_endpoint.token});
    }
}

std::unique_ptr<FrameSource> PreviewHub::make(const QString &channel, const QString &sourceWord)
{
    const QString url = urlFor(channel, sourceWord);
    auto frames = std::make_unique<PreviewFrameSource>(*this, m_state.clock(),
                                                       media::Preview::Address{url, m_endpoint.token});
    frames->allow(motionOf(sourceWord));
    m_tiles.push_back({channel, sourceWord, url, frames.get()});
    return frames;
}

quint64 PreviewHub::livePictures(const QString &channel, const QString &sourceWord) const
{
    quint64 pictures = 0;
    for (const Tile &tile : m_tiles) {
        if (tile.channel == channel && tile.source == sourceWord)
            pictures += tile.frames->livePictures();
    }
    return pictures;
}

Motion PreviewHub::motionOf(const QString &sourceWord) const
{
    return m_load.motion(sourceWord == QLatin1String("programme"));
}

void PreviewHub::look()
{
    std::optional<int64_t> latest;
    for (const Tile &tile : m_tiles)
        latest = std::max(latest, tile.frames->takeLateness());
    judge(latest);
    m_preFade.tryAgain();
}

void PreviewHub::judge(std::optional<int64_t> lateness)
{
    if (!m_load.note(lateness, m_state.clock().now()))
        return;
    qCInfo(log, "previews are at step %d of %d", m_load.step(), PreviewLoad::steps);
    for (const Tile &tile : m_tiles)
        tile.frames->allow(motionOf(tile.source));
}

void PreviewHub::hear(PreviewFrameSource &frames, bool on)
{
    if (on == (m_heard == &frames))
        return;
    if (m_heard)
        m_heard->setTap(nullptr);
    m_heard = on ? &frames : nullptr;
    if (on)
        frames.setTap(m_preFade.begin());
    else
        m_preFade.end();
}

Hearing PreviewHub::hearing(const PreviewFrameSource &frames) const
{
    if (m_heard != &frames)
        return Hearing::Off;
    return m_preFade.isPlaying() ? Hearing::On : Hearing::NoDevice;
}

void PreviewHub::forget(PreviewFrameSource *frames)
{
    hear(*frames, false);
    std::erase_if(m_tiles, [frames](const Tile &tile) { return tile.frames == frames; });
}

void PreviewHub::follow(const QString &channel)
{
    for (Tile &tile : m_tiles) {
        if (tile.channel != channel)
            continue;
        const QString url = urlFor(tile.channel, tile.source);
        if (url == tile.url)
            continue;
        tile.url = url;
        tile.frames->setAddress({url, m_endpoint.token});
    }
}

QString PreviewHub::urlFor(const QString &channel, const QString &sourceWord) const
{
    if (!m_endpoint.isValid() || channel.isEmpty())
        return {};
    const QLatin1String container(needsTs(channel, sourceWord) ? "ts" : "flv");
    const QString path =
        QStringLiteral("/v1/channels/%1/sources/%2/preview.%3").arg(channel, sourceWord, container);
    return m_endpoint.url(path).toString(QUrl::FullyEncoded);
}

/// FLV carries no HEVC.
bool PreviewHub::needsTs(const QString &channel, const QString &sourceWord) const
{
    std::optional<Source> source = fromWord<Source>(sourceWord);
    if (!source) {
        const ChannelStatus *status = m_state.status(channel);
        source = status ? status->programme : std::nullopt;
    }
    const SourceStatus *status = source ? m_state.sourceStatus(channel, *source) : nullptr;
    return status && status->format.videoCodec == QLatin1String("hevc");
}

} // namespace twinfeed
