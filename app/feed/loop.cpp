// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/loop.h"

#include <QDataStream>
#include <QtEndian>

#include <algorithm>

namespace twinfeed::feed {

namespace {

// Payload, then the index, then where the index begins and the mark: a file that was cut short has no mark at its end.
constexpr QByteArrayView mark{"TWFLOOP1", 8};
constexpr qint64 tailSize = 16;

QDataStream &operator<<(QDataStream &to, const LoopCodec &c)
{
    return to << qint32(c.codecId) << qint32(c.profile) << qint32(c.level) << qint32(c.width)
              << qint32(c.height) << qint32(c.rate) << qint32(c.sampleRate) << qint32(c.channels) << c.bitrate
              << c.extradata;
}

QDataStream &operator>>(QDataStream &from, LoopCodec &c)
{
    return from >> c.codecId >> c.profile >> c.level >> c.width >> c.height >> c.rate >> c.sampleRate
        >> c.channels >> c.bitrate >> c.extradata;
}

Error noLoop(const QString &path, const QString &why)
{
    return {QStringLiteral("no-loop"), path + QLatin1String(": ") + why, {}, {}, {}};
}

bool readIndex(const QByteArray &bytes, qint64 payload, LoopCodec &codec, LoopIndex &index)
{
    QDataStream from(bytes);
    from.setVersion(QDataStream::Qt_6_4);
    qint64 length = 0;
    quint32 count = 0;
    from >> codec >> length >> count;
    index.length = length;
    qint64 offset = 0;
    for (quint32 i = 0; i < count && from.status() == QDataStream::Ok; ++i) {
        LoopEntry entry;
        qint64 pts = 0;
        qint32 size = 0;
        from >> pts >> size >> entry.keyframe;
        entry.pts = pts;
        entry.size = size;
        entry.offset = offset;
        offset += size;
        index.entries.push_back(entry);
    }
    return from.status() == QDataStream::Ok && offset == payload && !index.entries.empty()
        && index.entries.front().keyframe && length > 0;
}

} // namespace

void LoopIndex::complete()
{
    groups.clear();
    for (size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].keyframe)
            groups.push_back({i, 0, entries[i].pts});
        LoopGroup &group = groups.back();
        ++group.count;
        entries[i].leading = entries[i].pts < group.keyPts;
    }
    delay = 0;
    for (const LoopGroup &group : groups) {
        std::vector<int64_t> shown;
        for (size_t i = 0; i < group.count; ++i)
            shown.push_back(entries[group.first + i].pts);
        std::sort(shown.begin(), shown.end());
        for (size_t i = 0; i < group.count; ++i)
            delay = std::max(delay, shown[i] - entries[group.first + i].pts);
    }
}

Result<LoopPtr> Loop::open(const QString &path)
{
    std::shared_ptr<Loop> loop(new Loop);
    loop->m_file.setFileName(path);
    if (!loop->m_file.open(QIODevice::ReadOnly))
        return noLoop(path, loop->m_file.errorString());
    const qint64 size = loop->m_file.size();
    loop->m_mapped = size > tailSize ? loop->m_file.map(0, size) : nullptr;
    if (!loop->m_mapped)
        return noLoop(path, QStringLiteral("cannot be mapped"));
    const uint8_t *tail = loop->m_mapped + size - tailSize;
    const auto indexAt = qFromBigEndian<qint64>(tail);
    if (QByteArrayView(tail + 8, 8) != mark || indexAt <= 0 || indexAt >= size - tailSize)
        return noLoop(path, QStringLiteral("is not whole"));
    const auto bytes = QByteArray::fromRawData(reinterpret_cast<const char *>(loop->m_mapped) + indexAt,
                                               size - tailSize - indexAt);
    if (!readIndex(bytes, indexAt, loop->m_codec, loop->m_index))
        return noLoop(path, QStringLiteral("has a damaged index"));
    loop->m_index.complete();
    return LoopPtr(loop);
}

std::span<const uint8_t> Loop::data(size_t entry) const
{
    const LoopEntry &e = m_index.entries[entry];
    return {m_mapped + e.offset, size_t(e.size)};
}

LoopWriter::LoopWriter(const QString &path)
    : m_file(path)
{
}

Error LoopWriter::failed() const
{
    return {QStringLiteral("cache-failed"),
            m_file.fileName() + QLatin1String(": ") + m_file.errorString(),
            {},
            QStringLiteral("Make room, or set XDG_CACHE_HOME to a folder that can be written to."),
            {}};
}

Result<void> LoopWriter::open()
{
    if (!m_file.open(QIODevice::WriteOnly))
        return failed();
    return {};
}

Result<void> LoopWriter::add(std::span<const uint8_t> data, int64_t pts, bool keyframe)
{
    m_index.entries.push_back({pts, 0, int(data.size()), keyframe, false});
    if (m_file.write(reinterpret_cast<const char *>(data.data()), qint64(data.size())) != qint64(data.size()))
        return failed();
    return {};
}

Result<void> LoopWriter::finish(const LoopCodec &codec, int64_t length)
{
    QByteArray bytes;
    QDataStream to(&bytes, QIODevice::WriteOnly);
    to.setVersion(QDataStream::Qt_6_4);
    to << codec << qint64(length) << quint32(m_index.entries.size());
    for (const LoopEntry &entry : m_index.entries)
        to << qint64(entry.pts) << qint32(entry.size) << entry.keyframe;
    char indexAt[8];
    qToBigEndian(m_file.pos(), indexAt);
    bytes.append(indexAt, 8).append(mark);
    if (m_file.write(bytes) != bytes.size() || !m_file.commit())
        return failed();
    return {};
}

} // namespace twinfeed::feed
