// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/backend.h"
#include "models/domain/result.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

/// Requests and answers as plain values: what is left of HTTP once the transport has done its part.
namespace twinfeed::server {

using Header = std::pair<QByteArray, QByteArray>;

/// One request as it came. Path and query are as they were on the wire: nothing is decoded before it is checked.
struct Request
{
    QByteArray method;
    QByteArray path;
    QByteArray query;
    /// Names in small letters, in order, doubles kept.
    std::vector<Header> headers;
    QByteArray body;
    QString address; ///< of the peer, without port
    QString id; ///< 16 hexadecimal digits, random
    int64_t receivedAt = 0; ///< unit clock, microseconds, when it was complete

    bool has(const char *name) const;
    /// The only value, without surrounding blanks; nothing where it is missing; error "duplicate-header" where it is
    /// there twice: two readers could see two different requests.
    Result<std::optional<QByteArray>> header(const char *name) const;
};

/// One answer: a body, or a stream.
struct Response
{
    int status = 200;
    QByteArray contentType;
    std::vector<Header> headers;
    QByteArray body;
    std::unique_ptr<ByteStream> stream;
    /// Ends the connection after this answer.
    bool close = false;
    /// Name of the token, for the log.
    QString caller;
};

/// Takes the answer of one request, once; later calls are ignored. Any thread, and also after the server has ended.
using Respond = std::function<void(Response)>;

Response jsonResponse(int status, const QJsonObject &body);

/// True where an Accept header lets `type` ("image/jpeg") through (RFC 9110, 12.5.1). Quality 0 excludes; the most
/// specific range decides.
bool accepts(const QByteArray &accept, const QByteArray &type);

/// The parameters of a query (RFC 3986 percent-encoding, UTF-8; "+" is a plus). Error "invalid-query": doubled, broken
/// encoding, not UTF-8, or a NUL.
Result<QHash<QString, QString>> parseQuery(const QByteArray &query);

/// The revision of a strong entity tag: "\"7\"" is 7. Nothing for anything else.
std::optional<quint64> parseEntityTag(const QByteArray &tag);
QByteArray entityTag(quint64 revision);

/// 16 hexadecimal digits.
QString newRequestId();

} // namespace twinfeed::server
