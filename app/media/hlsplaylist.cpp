// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/hlsplaylist.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace twinfeed::media {

namespace {

/// Of an attribute list (RFC 8216, 4.2), without quotes.
QString attribute(const QString &line, const char *name)
{
    const QRegularExpression pattern(QStringLiteral("[:,]%1=(\"[^\"]*\"|[^,]*)").arg(QLatin1String(name)));
    QString value = pattern.match(line).captured(1);
    if (value.startsWith(QLatin1Char('"')))
        value = value.mid(1, value.size() - 2);
    return value;
}

std::optional<sealing::SegmentIv> ivOf(const QString &text)
{
    const QByteArray bytes = QByteArray::fromHex(text.mid(2).toLatin1());
    sealing::SegmentIv iv{};
    if (!text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive) || size_t(bytes.size()) != iv.size())
        return std::nullopt;
    std::ranges::copy(bytes, iv.begin());
    return iv;
}

} // namespace

std::optional<HlsPlaylist> HlsPlaylist::parse(const QByteArray &text)
{
    const QStringList lines = QString::fromUtf8(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    if (lines.isEmpty() || !lines.front().trimmed().startsWith(QLatin1String("#EXTM3U")))
        return std::nullopt;
    HlsPlaylist list;
    HlsPlaylist key;
    bool variants = false;
    for (const QString &each : lines) {
        const QString line = each.trimmed();
        if (line.startsWith(QLatin1String("#EXT-X-STREAM-INF")))
            variants = true;
        if (line.startsWith(QLatin1String("#EXT-X-KEY:"))) {
            key = {};
            key.method = attribute(line, "METHOD");
            if (key.method == QLatin1String("NONE"))
                key.method.clear();
            key.keyUrl = attribute(line, "URI");
            key.iv = ivOf(attribute(line, "IV"));
        }
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        if (variants) {
            list.variant = line;
            return list;
        }
        list = key;
        list.segment = line;
    }
    return list;
}

std::optional<sealing::KeyId> keyOfUrl(const QString &url, const QString &pattern)
{
    const QString place = QStringLiteral("{key}");
    const qsizetype at = pattern.indexOf(place);
    if (at < 0)
        return std::nullopt;
    const QString before = pattern.first(at);
    const QString behind = pattern.mid(at + place.size());
    if (!url.startsWith(before) || !url.endsWith(behind) || url.size() <= before.size() + behind.size())
        return std::nullopt;
    bool number = false;
    const uint id = url.mid(before.size(), url.size() - before.size() - behind.size()).toUInt(&number);
    return number && id <= sealing::mostKeyId ? std::optional<sealing::KeyId>(id) : std::nullopt;
}

} // namespace twinfeed::media
