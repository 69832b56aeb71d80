// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/chainprobe.h"

#include "app/media/demuxer.h"
#include "app/media/errors.h"
#include "app/media/hlsplaylist.h"
#include "app/media/thumbdecoder.h"
#include "app/media/unitstream.h"

#include <QFile>
#include <QFileInfo>
#include <QUrl>

#include <chrono>

#include <pthread.h>

namespace twinfeed::media {

namespace {

constexpr int64_t openTimeoutUs = 5'000'000;
constexpr int64_t streamTimeoutUs = 12'000'000; // a keyframe must have come by then
constexpr qint64 mostListBytes = 1 << 20;
constexpr qint64 mostSegmentBytes = 64 << 20;
constexpr qint64 tailBytes = 8 << 20;
constexpr qint64 tsPacketBytes = 188;

/// Whether somebody was there at all. A server that has no such stream says so in ways that FFmpeg has no name for
/// ("connect-failed").
bool answered(const QString &code)
{
    return code != QLatin1String("refuses-connection") && code != QLatin1String("no-answer")
        && code != QLatin1String("host-unknown") && code != QLatin1String("interrupted");
}

/// Marks the layer that failed, and those before it as good.
void fail(ChainLook &look, const char *layer, const QString &why)
{
    look.why = errorOf(QString::fromLatin1(layer), why);
    const bool isAddress = look.why.code == QLatin1String("address");
    const bool isStream = look.why.code == QLatin1String("stream");
    look.address = !isAddress;
    if (!isAddress)
        look.stream = !isStream;
    if (!isAddress && !isStream)
        look.picture = false;
}

void succeed(ChainLook &look, std::optional<bool> picture)
{
    look.address = look.stream = true;
    look.picture = picture;
}

bool decodes(const Packet &keyframe)
{
    ThumbDecoder decoder;
    decoder.add(keyframe);
    decoder.flush();
    return !decoder.take().empty();
}

void judge(ChainLook &look, const Packet &keyframe)
{
    if (decodes(keyframe))
        succeed(look, true);
    else
        fail(look, "picture", QStringLiteral("The picture that comes cannot be decoded."));
}

ChainLook lookAtStream(const ProbePlace &place, bool opaque, IoGate &gate)
{
    ChainLook look;
    InputConfig config;
    config.url = place.url;
    Demuxer demuxer(config);
    demuxer.setInterrupted([&gate] { return gate.cut(); });
    gate.allow(openTimeoutUs);
    if (auto opened = demuxer.open(); !opened) {
        const bool silent = gate.timedOut();
        fail(look, answered(opened.error().code) && !silent ? "stream" : "address",
             silent ? QStringLiteral("The address does not answer.") : opened.error().message);
        return look;
    }
    UnitStream units;
    gate.allow(streamTimeoutUs);
    for (;;) {
        const auto packets = units.next(demuxer);
        if (!packets || gate.timedOut()) {
            fail(look, "stream",
                 gate.timedOut() ? QStringLiteral("No keyframe comes.") : packets.error().message);
            return look;
        }
        for (const Packet &packet : *packets) {
            if (packet.track != Track::Video || !packet.keyframe)
                continue;
            opaque ? succeed(look, std::nullopt) : judge(look, packet);
            return look;
        }
    }
}

Result<QByteArray> fetch(const QString &url, qint64 most, IoGate &gate)
{
    if (!url.startsWith(QLatin1Char('/')))
        return fetchHttp(url, most, gate);
    QFile file(url);
    if (!file.open(QIODevice::ReadOnly))
        return errorOf(QStringLiteral("not-reached"),
                       QStringLiteral("\"%1\" cannot be read: %2.").arg(url, file.errorString()));
    if (file.size() > most)
        file.seek((file.size() - most) / tsPacketBytes * tsPacketBytes);
    return file.read(most + tsPacketBytes);
}

void judgeTs(ChainLook &look, const QByteArray &ts)
{
    bool pictures = false;
    for (const Packet &packet : UnitStream::unitsOf(ts)) {
        pictures = pictures || packet.track == Track::Video;
        if (packet.track == Track::Video && packet.keyframe)
            return judge(look, packet);
    }
    // A group of pictures may be longer than what was read of it.
    if (pictures)
        succeed(look, std::nullopt);
    else
        fail(look, "picture", QStringLiteral("There are no pictures in what comes."));
}

QString resolved(const QString &url, const QString &name)
{
    if (!url.startsWith(QLatin1Char('/')))
        return QUrl(url).resolved(QUrl(name)).toString(QUrl::FullyEncoded);
    return name.contains(QLatin1Char('/')) ? QString()
                                           : QFileInfo(url).absolutePath() + QLatin1Char('/') + name;
}

ChainLook lookAtPlaylist(const QString &url, bool opaque, QString &newest, IoGate &gate, int depth = 0)
{
    ChainLook look;
    gate.allow(openTimeoutUs);
    const auto text = fetch(url, mostListBytes, gate);
    if (!text) {
        fail(look, "address", text.error().message);
        return look;
    }
    const auto list = HlsPlaylist::parse(*text);
    const QString name = !list ? QString() : list->variant.isEmpty() ? list->segment : list->variant;
    const QString address = name.isEmpty() ? QString() : resolved(url, name);
    if (address.isEmpty()) {
        fail(look, "stream", QStringLiteral("What comes is no playlist with a segment."));
        return look;
    }
    if (!list->variant.isEmpty()) {
        if (depth == 0)
            return lookAtPlaylist(address, opaque, newest, gate, 1);
        fail(look, "stream", QStringLiteral("The playlist names only lists."));
        return look;
    }
    if (std::exchange(newest, name) == name) {
        fail(look, "stream", QStringLiteral("The playlist has no new segment."));
        return look;
    }
    gate.allow(openTimeoutUs);
    const auto segment = fetch(address, mostSegmentBytes, gate);
    if (!segment)
        fail(look, "stream",
             QStringLiteral("The newest segment is not to be had: %1").arg(segment.error().message));
    else if (opaque || !list->method.isEmpty())
        succeed(look, std::nullopt);
    else
        judgeTs(look, *segment);
    return look;
}

ChainLook lookAtFile(const QString &file, bool opaque, QString &newest, IoGate &gate)
{
    ChainLook look;
    const auto tail = fetch(file, tailBytes, gate);
    const QString size = QString::number(QFileInfo(file).size());
    if (!tail)
        fail(look, "address", tail.error().message);
    else if (std::exchange(newest, size) == size)
        fail(look, "stream", QStringLiteral("The file does not grow."));
    else if (opaque)
        succeed(look, std::nullopt);
    else
        judgeTs(look, *tail);
    return look;
}

} // namespace

ChainLook lookThrough(const ProbePlace &place, bool opaque, QString &newest, const Clock &clock,
                      const std::stop_token &stop)
{
    IoGate gate(clock, stop);
    switch (place.kind) {
    case ProbePlace::Kind::Stream:
        return lookAtStream(place, opaque, gate);
    case ProbePlace::Kind::Playlist:
        return lookAtPlaylist(place.url, opaque, newest, gate);
    case ProbePlace::Kind::File:
        return lookAtFile(place.url, opaque, newest, gate);
    case ProbePlace::Kind::None:
        break;
    }
    return {};
}

ChainProbe::ChainProbe(std::function<std::vector<Target>()> targets, const Clock &clock)
    : m_targets(std::move(targets))
    , m_clock(clock)
    , m_thread([this](const std::stop_token &stop) { run(stop); })
{
}

ChainProbe::Figures ChainProbe::after(const Figures *before, ChainLook look)
{
    const int failures = look.failed() ? (before ? before->failures : 0) + 1 : 0;
    return {std::move(look), failures};
}

std::optional<ChainProbe::Figures> ChainProbe::figures(const QString &output) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_figures.find(output);
    return it == m_figures.end() ? std::nullopt : std::optional(it->second);
}

void ChainProbe::run(const std::stop_token &stop)
{
    pthread_setname_np(pthread_self(), "chain");
    while (!stop.stop_requested()) {
        const int64_t since = m_clock.now();
        round(stop);
        const int64_t left = std::max<int64_t>(0, periodUs - (m_clock.now() - since));
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, stop, std::chrono::microseconds(left), [] { return false; });
    }
}

void ChainProbe::round(const std::stop_token &stop)
{
    const std::vector<Target> targets = m_targets();
    std::map<QString, QString> newest;
    for (const Target &target : targets)
        newest[target.output] = m_newest[target.output];
    std::vector<ChainLook> looks(targets.size());
    {
        std::vector<std::jthread> threads;
        for (size_t i = 0; i < targets.size(); ++i) {
            QString &segment = newest.at(targets[i].output);
            threads.emplace_back([this, &stop, &segment, &target = targets[i], &look = looks[i]] {
                pthread_setname_np(pthread_self(), "chain-look");
                look = lookThrough(target.place, target.opaque, segment, m_clock, stop);
            });
        }
    }
    m_newest = std::move(newest);
    if (stop.stop_requested())
        return; // what was cut short is no failure
    const std::lock_guard lock(m_mutex);
    std::map<QString, Figures> figures;
    for (size_t i = 0; i < targets.size(); ++i) {
        const auto before = m_figures.find(targets[i].output);
        figures[targets[i].output] = after(before == m_figures.end() ? nullptr : &before->second, looks[i]);
    }
    m_figures = std::move(figures);
}

} // namespace twinfeed::media
