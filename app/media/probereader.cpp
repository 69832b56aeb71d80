// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/probereader.h"

#include "app/media/demuxer.h"
#include "app/media/errors.h"
#include "app/media/hlsplaylist.h"
#include "app/media/unitstream.h"

#include <QFile>
#include <QFileInfo>
#include <QUrl>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace twinfeed::media {

namespace {

constexpr int64_t openTimeoutUs = 5'000'000;
constexpr int64_t silenceUs = 6'000'000; // some relays wait for a keyframe first
constexpr int64_t pollUs = 250'000; // of files
constexpr qint64 mostListBytes = 1 << 20;
constexpr qint64 mostSegmentBytes = 64 << 20;
constexpr qint64 tailBytes = 8 << 20; // some groups of pictures at any usual bitrate
constexpr qint64 tsPacketBytes = 188;

Error notReached(const QString &message)
{
    return errorOf(QStringLiteral("not-reached"), message);
}

bool isHttp(const QString &url)
{
    return url.startsWith(QLatin1String("http:")) || url.startsWith(QLatin1String("https:"));
}

bool isTs(sealing::Bytes bytes)
{
    return bytes.size() >= size_t(tsPacketBytes) && bytes[0] == 0x47
        && (bytes.size() == size_t(tsPacketBytes) || bytes[size_t(tsPacketBytes)] == 0x47);
}

QString localPath(const QString &url)
{
    return url.startsWith(QLatin1String("file:")) ? QUrl(url).toLocalFile() : url;
}

Sight notOpened(const QString &reason)
{
    return {EncryptionSeen::Unknown, {}, reason, QStringLiteral("not-opened")};
}

} // namespace

ProbePlace ProbePlace::of(const OutputConfig &output, const QString &file)
{
    ProbePlace place;
    place.sealedFiles = output.kind == OutputKind::Hls;
    place.keyUrl = output.keyUrl;
    place.url = localPath(output.probeUrl);
    if (place.url.isEmpty() && output.kind == OutputKind::Hls)
        place.url = localPath(output.url) + QStringLiteral("/index.m3u8");
    else if (place.url.isEmpty() && output.kind == OutputKind::Recording)
        place.url = file;
    else if (place.url.isEmpty() && output.kind == OutputKind::Rtmp)
        place.url = output.url;
    if (place.url.isEmpty())
        return place;
    const bool list = QUrl(place.url).path().endsWith(QLatin1String(".m3u8"));
    const bool local = place.url.startsWith(QLatin1Char('/'));
    place.kind = list ? Kind::Playlist : local ? Kind::File : Kind::Stream;
    return place;
}

QString ProbePlace::shown() const
{
    return redactedUrl(url);
}

ProbeReader::ProbeReader(ProbePlace place, FindSealingKey findKey, const Clock &clock, std::stop_token stop)
    : m_place(std::move(place))
    , m_findKey(std::move(findKey))
    , m_clock(clock)
    , m_stop(std::move(stop))
    , m_gate(clock, m_stop)
{
}

Result<void> ProbeReader::read(const std::function<bool(const Look &)> &look)
{
    if (m_place.kind == ProbePlace::Kind::Stream)
        return readStream(look);
    return readFiles(look);
}

Result<void> ProbeReader::readStream(const std::function<bool(const Look &)> &look)
{
    InputConfig config;
    config.url = m_place.url;
    Demuxer demuxer(config);
    demuxer.setInterrupted([this] { return m_gate.cut(); });
    m_gate.allow(openTimeoutUs);
    if (auto opened = demuxer.open(); !opened)
        return notReached(opened.error().message);
    SealJudge judge(m_findKey);
    UnitStream units;
    for (;;) {
        m_gate.allow(silenceUs);
        const auto packets = units.next(demuxer);
        if (m_stop.stop_requested())
            return errorOf(QStringLiteral("interrupted"), QStringLiteral("Reading back was cut short."));
        if (!packets)
            return notReached(m_gate.timedOut() ? QStringLiteral("Nothing comes from where it is read back.")
                                                : packets.error().message);
        for (const Packet &packet : *packets)
            judge.add(packet);
        if (!look({judge.sight(), judge.wholeGroups(), judge.unopened()}))
            return {};
    }
}

Result<void> ProbeReader::readFiles(const std::function<bool(const Look &)> &look)
{
    Look sum{
        {EncryptionSeen::Unknown, {}, QStringLiteral("Nothing is there yet."), QStringLiteral("nothing-yet")},
        0,
        0};
    do {
        m_gate.allow(openTimeoutUs);
        Result<std::optional<Look>> next = std::optional<Look>();
        if (m_place.kind == ProbePlace::Kind::Playlist) {
            next = readList(m_place.url, 0);
        } else if (auto tail = fetch(m_place.url, tailBytes)) {
            next = std::optional(judged(*tail));
        } else {
            next = tail.error();
        }
        if (!next)
            return next.error();
        if (*next) {
            sum.sight = (*next)->sight;
            // The tail of a file is read again and again.
            const bool again = m_place.kind == ProbePlace::Kind::File;
            sum.unopened =
                again ? std::max(sum.unopened, (*next)->unopened) : sum.unopened + (*next)->unopened;
            sum.wholeGroups += (*next)->wholeGroups;
        }
        if (!look(sum))
            return {};
    } while (pause(pollUs));
    return errorOf(QStringLiteral("interrupted"), QStringLiteral("Reading back was cut short."));
}

/// Nothing where there is no newer segment than the last time.
Result<std::optional<ProbeReader::Look>> ProbeReader::readList(const QString &url, int depth)
{
    const auto text = fetch(url, mostListBytes);
    if (!text)
        return text.error();
    const auto list = HlsPlaylist::parse(*text);
    if (!list)
        return notReached(QStringLiteral("What is read back is no playlist."));
    const QString name = list->variant.isEmpty() ? list->segment : list->variant;
    if (name.isEmpty() || (list->variant.isEmpty() && name == m_newest))
        return std::optional<Look>();
    QString address;
    if (isHttp(url))
        address = QUrl(url).resolved(QUrl(name)).toString(QUrl::FullyEncoded);
    else if (!name.contains(QLatin1Char('/')))
        address = QFileInfo(url).absolutePath() + QLatin1Char('/') + name;
    if (address.isEmpty() || (isHttp(url) && !isHttp(address)))
        return notReached(
            QStringLiteral("The playlist that is read back names an address that is not followed."));
    if (!list->variant.isEmpty())
        return depth == 0
            ? readList(address, 1)
            : Result<std::optional<Look>>(notReached(QStringLiteral("The playlist names only lists.")));
    const auto segment = fetch(address, mostSegmentBytes);
    if (!segment)
        return segment.error();
    m_newest = name;
    return std::optional(lookAtSegment(*segment, *list));
}

ProbeReader::Look ProbeReader::lookAtSegment(const QByteArray &segment, const HlsPlaylist &list) const
{
    if (!m_place.sealedFiles && list.method.isEmpty())
        return judged(segment);
    const sealing::Bytes bytes(reinterpret_cast<const uint8_t *>(segment.constData()),
                               size_t(segment.size()));
    if (list.method.isEmpty())
        return isTs(bytes) ? Look{{EncryptionSeen::Clear, {}, {}, {}}, 1, 0}
                           : Look{notOpened(QStringLiteral("Its newest segment is no stream.")), 1, 1};
    const auto id = keyOfUrl(list.keyUrl, m_place.keyUrl);
    const auto key = id && m_findKey ? m_findKey(*id) : std::nullopt;
    if (list.method != QLatin1String("AES-128") || !list.iv || !key)
        return {notOpened(QStringLiteral("It is encrypted with a key that is not to be had.")), 1, 1};
    const auto opened = sealing::openedSegment(sealing::segmentKeyOf(*key), *list.iv, bytes);
    if (!opened || !isTs(*opened))
        return {notOpened(QStringLiteral("Its newest segment cannot be opened with the key that it names.")),
                1, 1};
    return {{EncryptionSeen::Sealed, key->id, {}, {}}, 1, 0};
}

ProbeReader::Look ProbeReader::judged(const QByteArray &ts) const
{
    SealJudge judge(m_findKey);
    // What stands at the very end may not be whole yet.
    std::array<std::optional<Packet>, 2> newest;
    for (Packet &packet : UnitStream::unitsOf(ts)) {
        auto &held = newest[size_t(packet.track)];
        if (held)
            judge.add(*held);
        held = std::move(packet);
    }
    return {judge.sight(), judge.wholeGroups(), judge.unopened()};
}

/// All of it over http, the end of a file (from the beginning of a TS packet on).
Result<QByteArray> ProbeReader::fetch(const QString &url, qint64 most)
{
    if (isHttp(url))
        return fetchHttp(url, most, m_gate);
    QFile file(url);
    if (!file.open(QIODevice::ReadOnly))
        return notReached(QStringLiteral("\"%1\" cannot be read: %2.").arg(url, file.errorString()));
    if (file.size() > most)
        file.seek((file.size() - most) / tsPacketBytes * tsPacketBytes);
    return file.read(most + tsPacketBytes);
}

/// False when it is to end.
bool ProbeReader::pause(int64_t us) const
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, m_stop, std::chrono::microseconds(us), [] { return false; });
    return !m_stop.stop_requested();
}

} // namespace twinfeed::media
