// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QByteArray>
#include <QNetworkRequest>
#include <QString>
#include <QUrl>

class QNetworkAccessManager;

namespace twinfeed::client {

/// Where a backend is and who we are there. A value; made by parse() or by whoever started the backend.
struct Endpoint
{
    /// "http://127.0.0.1:40123" or "https://unit-a.example:8443"; no path.
    QUrl base;
    /// Bearer token; never logged, never part of an address.
    QByteArray token;

    bool isValid() const { return base.isValid() && !base.host().isEmpty(); }
    bool operator==(const Endpoint &) const = default;

    /// "/v1/..." of this backend.
    QUrl url(const QString &path) const;

    /// Checks what a person typed. Errors: "invalid-endpoint", "token-in-clear" (http to another machine: the token
    /// would travel readably), "invalid-token" (characters that cannot stand in a header).
    static Result<Endpoint> parse(const QString &base, const QByteArray &token);
};

/// True where the bytes stay on this machine.
bool isLoopback(const QUrl &url);

/// A request with what all of them carry: the token, no redirects (they would take the token along), no cookies, no
/// compression, HTTP/1.1.
QNetworkRequest requestFor(const Endpoint &endpoint, const QString &path);

/// Loopback is never asked for by way of a proxy; everything else by the system's.
void configure(QNetworkAccessManager &network, const Endpoint &endpoint);

} // namespace twinfeed::client
