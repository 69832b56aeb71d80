// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/hlsplaylist.h"

#include <QRegularExpression>
#include <QUrl>

namespace twinfeed::server {

namespace {

QByteArray signedSegment(const QByteArray &name, const QByteArray &folder, const SignTarget &sign)
{
    const Target target = sign({folder + name, {}});
    // Relative as it was, where the signature stands in the query: a proxy in front may have another path.
    return target.path == folder + name ? name + '?' + target.query : target.text();
}

QByteArray signedKey(const QByteArray &address, const SignTarget &sign)
{
    static const QRegularExpression keyPath(QStringLiteral("/v1/keys/[0-9]+/hls$"));
    QUrl url = QUrl::fromEncoded(address, QUrl::StrictMode);
    const auto found = keyPath.match(url.path());
    if (!url.isValid() || !found.hasMatch())
        return address;
    const Target target = sign({found.captured().toLatin1(), url.query(QUrl::FullyEncoded).toLatin1()});
    url.setPath(url.path().left(found.capturedStart()) + QString::fromLatin1(target.path));
    url.setQuery(target.query.isEmpty() ? QString() : QString::fromLatin1(target.query));
    return url.toEncoded();
}

} // namespace

QByteArray signedPlaylist(const QByteArray &playlist, const QByteArray &folder, const SignTarget &sign)
{
    const QByteArray uri("URI=\"");
    QList<QByteArray> lines = playlist.split('\n');
    for (QByteArray &line : lines) {
        const qsizetype begin = line.indexOf(uri) + uri.size();
        const qsizetype end = line.indexOf('"', begin);
        if (line.startsWith("#EXT-X-KEY:") && begin >= uri.size() && end > begin)
            line.replace(begin, end - begin, signedKey(line.mid(begin, end - begin), sign));
        else if (!line.isEmpty() && !line.startsWith('#') && !line.contains('/') && !line.contains('?'))
            line = signedSegment(line, folder, sign);
    }
    return lines.join('\n');
}

} // namespace twinfeed::server
