// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/hlssegmenter.h"

#include "app/media/errors.h"

#include <QDir>
#include <QRegularExpression>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <utility>

namespace twinfeed::media {

namespace {

// A web server of another user reads what is here, whatever mask the daemon keeps for its own secrets.
constexpr QFile::Permissions fileForAll =
    QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
constexpr QFile::Permissions folderForAll = fileForAll | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther;

constexpr int64_t jumpUs = 1'000'000;
constexpr int64_t labelDriftMs = 500;
// Keyframes at most every two seconds make segments of less than four; a target that never changes is what players like.
constexpr int usualTargetSeconds = 4;

const QByteArray keyTag("#EXT-X-KEY:");
const QByteArray noKey("#EXT-X-KEY:METHOD=NONE");

const QString playlistName = QStringLiteral("index.m3u8");

QString nameOf(qint64 number)
{
    return QStringLiteral("segment-%1.ts").arg(number, 8, 10, QLatin1Char('0'));
}

/// -1 where the name is none of ours.
qint64 numberOf(const QString &name)
{
    static const QRegularExpression pattern(QStringLiteral("^segment-([0-9]{1,15})\\.ts$"));
    const auto match = pattern.match(name);
    return match.hasMatch() ? match.captured(1).toLongLong() : -1;
}

} // namespace

HlsSegmenter::HlsSegmenter(Settings settings, const Clock &clock)
    : m_settings(std::move(settings))
    , m_clock(clock)
    , m_targetSeconds(usualTargetSeconds)
{
}

HlsSegmenter::~HlsSegmenter()
{
    close();
}

QString HlsSegmenter::path(const QString &name) const
{
    return m_settings.folder % QLatin1Char('/') % name;
}

Error HlsSegmenter::failed(const QString &what)
{
    // What there is of the segment is lost; the next begins anew.
    if (m_file.isOpen()) {
        m_file.close();
        m_file.remove();
    }
    m_interrupted = true;
    return errorOf(QStringLiteral("disk-failed"), what,
                   QStringLiteral("It goes on by itself when the disk does."));
}

Result<void> HlsSegmenter::open()
{
    const bool existed = QDir(m_settings.folder).exists();
    if (!QDir().mkpath(m_settings.folder))
        return failed(QStringLiteral("The folder \"%1\" cannot be made.").arg(m_settings.folder));
    if (!existed)
        QFile::setPermissions(m_settings.folder, folderForAll);
    if (!std::exchange(m_tookOver, true)) {
        takeOver();
        removeStrays();
    }
    m_interrupted = true;
    m_video = false;
    return {};
}

void HlsSegmenter::takeOver()
{
    QFile file(path(playlistName));
    Segment segment;
    QByteArray key; // of all that follow
    if (file.open(QIODevice::ReadOnly)) {
        const QStringList lines = QString::fromUtf8(file.read(1 << 20)).split(QLatin1Char('\n'));
        for (const QString &line : lines) {
            const QString value = line.section(QLatin1Char(':'), 1).trimmed();
            if (line.startsWith(QLatin1String("#EXT-X-MEDIA-SEQUENCE:")))
                m_firstNumber = std::max(0LL, value.toLongLong());
            else if (line.startsWith(QLatin1String("#EXT-X-DISCONTINUITY-SEQUENCE:")))
                m_discontinuities = std::max(0LL, value.toLongLong());
            else if (line.startsWith(QLatin1String("#EXT-X-TARGETDURATION:")))
                m_targetSeconds = std::clamp(value.toInt(), usualTargetSeconds, 3600);
            else if (line.startsWith(QLatin1String("#EXT-X-DISCONTINUITY")))
                segment.discontinuity = true;
            else if (line.startsWith(QLatin1String("#EXT-X-PROGRAM-DATE-TIME:")))
                segment.at = QDateTime::fromString(value, Qt::ISODateWithMs).toUTC();
            else if (line.startsWith(QLatin1String("#EXTINF:")))
                segment.seconds = value.section(QLatin1Char(','), 0, 0).toDouble();
            else if (line.toUtf8().startsWith(keyTag))
                key = line.toUtf8().trimmed() == noKey ? QByteArray() : line.toUtf8().trimmed();
            else if (numberOf(line.trimmed()) >= 0) {
                segment.name = line.trimmed();
                segment.key = key;
                m_listed.push_back(std::exchange(segment, {}));
            }
        }
    }
    if (!m_listed.empty())
        return;
    // No usable list: never give a number again that somebody may have in a cache.
    const QStringList files =
        QDir(m_settings.folder).entryList({QStringLiteral("segment-*.ts")}, QDir::Files);
    for (const QString &name : files)
        m_firstNumber = std::max(m_firstNumber, numberOf(name) + 1);
}

void HlsSegmenter::removeStrays() const
{
    const qint64 oldest = m_firstNumber - m_settings.window;
    const QStringList files =
        QDir(m_settings.folder).entryList({QStringLiteral("segment-*.ts")}, QDir::Files);
    for (const QString &name : files) {
        const qint64 number = numberOf(name);
        const bool ahead = number >= m_firstNumber + qint64(m_listed.size()); // was not finished
        if (number >= 0 && (number < oldest || ahead))
            QFile::remove(path(name));
    }
}

bool HlsSegmenter::beginsSegment(const Packet &packet) const
{
    const bool start = m_video ? packet.track == Track::Video && packet.keyframe : packet.keyframe;
    return start
        && (!m_file.isOpen() || packet.pts - m_beginUs >= m_settings.leastUs || packet.pts < m_beginUs
            || m_key != m_currentKey);
}

Result<void> HlsSegmenter::write(const Packet &packet, const QByteArray &bytes)
{
    m_video |= packet.track == Track::Video;
    if (beginsSegment(packet)) {
        // A picture lasts until the next: where the stream runs on, that is where this one begins.
        const bool runsOn = packet.pts >= m_beginUs && packet.pts - m_endUs <= jumpUs;
        if (auto ended = endSegment(runsOn ? packet.pts : m_endUs); !ended)
            return ended;
        if (auto begun = beginSegment(packet); !begun)
            return begun;
    }
    if (!m_file.isOpen())
        return {};
    const std::span<const uint8_t> clear(reinterpret_cast<const uint8_t *>(bytes.constData()),
                                         size_t(bytes.size()));
    if (m_cipher) {
        const auto hidden = m_cipher->add(clear);
        if (!hidden)
            return failed(QStringLiteral("The cipher failed."));
        if (auto written = writeBytes(*hidden); !written)
            return written;
    } else if (auto written = writeBytes(clear); !written) {
        return written;
    }
    m_endUs = std::max(m_endUs, packet.pts + packet.duration);
    return {};
}

Result<void> HlsSegmenter::writeBytes(std::span<const uint8_t> bytes)
{
    const auto size = qint64(bytes.size());
    if (m_file.write(reinterpret_cast<const char *>(bytes.data()), size) == size)
        return {};
    return failed(
        QStringLiteral("\"%1\" cannot be written: %2.").arg(m_file.fileName(), m_file.errorString()));
}

Result<void> HlsSegmenter::beginCipher()
{
    m_cipher.reset();
    m_currentKey = m_key;
    if (!m_key)
        return {};
    const auto iv = sealing::randomIv();
    if (!iv)
        return failed(QStringLiteral("The system gives no random numbers."));
    m_cipher = std::make_unique<sealing::SegmentCipher>(sealing::segmentKeyOf(*m_key), *iv);
    QString address = m_settings.keyUrl;
    address.replace(QStringLiteral("{key}"), QString::number(m_key->id));
    address.replace(QLatin1Char('"'), QStringLiteral("%22"));
    m_current.key = keyTag + "METHOD=AES-128,URI=\"" + address.toUtf8() + "\",IV=0x"
        + QByteArray(reinterpret_cast<const char *>(iv->data()), qsizetype(iv->size())).toHex();
    return {};
}

Result<void> HlsSegmenter::beginSegment(const Packet &packet)
{
    if (!m_expectedUs || packet.pts < *m_expectedUs - jumpUs || packet.pts > *m_expectedUs + jumpUs)
        m_interrupted = true;
    const bool first = m_listed.empty() && m_firstNumber == 0;
    m_current = {.name = nameOf(m_firstNumber + qint64(m_listed.size())),
                 .discontinuity = m_interrupted && !first,
                 .at = labelFor(packet.pts)};
    if (auto begun = beginCipher(); !begun)
        return begun;
    m_beginUs = packet.pts;
    m_endUs = packet.pts;
    m_file.setFileName(path(m_current.name));
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered))
        return failed(
            QStringLiteral("\"%1\" cannot be written: %2.").arg(m_file.fileName(), m_file.errorString()));
    m_file.setPermissions(fileForAll);
    m_interrupted = false;
    return {};
}

Result<void> HlsSegmenter::endSegment(int64_t endUs)
{
    if (!m_file.isOpen())
        return {};
    if (const auto cipher = std::exchange(m_cipher, nullptr)) {
        const auto rest = cipher->end();
        if (!rest)
            return failed(QStringLiteral("The cipher failed."));
        if (auto written = writeBytes(*rest); !written)
            return written;
    }
    m_file.close();
    m_expectedUs = endUs;
    m_current.seconds = double(std::max<int64_t>(endUs - m_beginUs, 1)) / 1e6;
    m_targetSeconds = std::max(m_targetSeconds, int(std::lround(m_current.seconds)));
    m_listed.push_back(m_current);
    dropOld();
    return writePlaylist();
}

void HlsSegmenter::close()
{
    if (!m_file.isOpen())
        return;
    (void)endSegment(m_endUs); // there is nobody left to tell
    m_interrupted = true;
}

void HlsSegmenter::dropOld()
{
    while (m_listed.size() > size_t(m_settings.window)) {
        m_discontinuities += m_listed.front().discontinuity;
        m_kept.push_back(m_listed.front().name);
        m_listed.pop_front();
        ++m_firstNumber;
    }
    while (m_kept.size() > size_t(m_settings.window)) {
        QFile::remove(path(m_kept.front()));
        m_kept.pop_front();
    }
}

QByteArray HlsSegmenter::playlist() const
{
    QByteArray text("#EXTM3U\n#EXT-X-VERSION:3\n");
    text += "#EXT-X-TARGETDURATION:" + QByteArray::number(m_targetSeconds) + '\n';
    text += "#EXT-X-MEDIA-SEQUENCE:" + QByteArray::number(m_firstNumber) + '\n';
    if (m_discontinuities > 0)
        text += "#EXT-X-DISCONTINUITY-SEQUENCE:" + QByteArray::number(m_discontinuities) + '\n';
    QByteArray key;
    for (const Segment &segment : m_listed) {
        if (segment.discontinuity)
            text += "#EXT-X-DISCONTINUITY\n";
        if (std::exchange(key, segment.key) != segment.key)
            text += (segment.key.isEmpty() ? noKey : segment.key) + '\n';
        if (segment.at.isValid())
            text += "#EXT-X-PROGRAM-DATE-TIME:" + segment.at.toUTC().toString(Qt::ISODateWithMs).toLatin1()
                + '\n';
        text +=
            "#EXTINF:" + QByteArray::number(segment.seconds, 'f', 6) + ",\n" + segment.name.toLatin1() + '\n';
    }
    return text;
}

Result<void> HlsSegmenter::writePlaylist() const
{
    const auto fail = [](const QString &reason) {
        return errorOf(QStringLiteral("disk-failed"),
                       QStringLiteral("The playlist cannot be written: %1.").arg(reason),
                       QStringLiteral("It goes on by itself when the disk does."));
    };
    // Not QSaveFile: it syncs, and a busy disk would then hold up the stream every other second. After a loss of power the
    // list may be lost; it is made again.
    QFile file(path(playlistName % QStringLiteral(".new")));
    const QByteArray text = playlist();
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered)
        || file.write(text) != text.size())
        return fail(file.errorString());
    file.setPermissions(fileForAll);
    file.close();
    if (std::rename(QFile::encodeName(file.fileName()).constData(),
                    QFile::encodeName(path(playlistName)).constData())
        != 0)
        return fail(QString::fromLocal8Bit(std::strerror(errno)));
    return {};
}

QDateTime HlsSegmenter::labelFor(int64_t pts)
{
    // Segments' labels must be as far apart as their pictures (hls.js places segments by them), so the wall clock is only
    // asked now and then, and followed when it was set.
    const QDateTime wall = m_clock.wall();
    if (m_labelPts) {
        const QDateTime label = m_labelWall.addMSecs((pts - *m_labelPts) / 1000);
        if (!m_interrupted && std::abs(label.msecsTo(wall)) <= labelDriftMs)
            return label;
    }
    m_labelPts = pts;
    m_labelWall = wall;
    return wall;
}

} // namespace twinfeed::media
