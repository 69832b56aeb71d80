// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/client/endpoint.h"

#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkProxy>

#include <algorithm>

namespace twinfeed::client {

QUrl Endpoint::url(const QString &path) const
{
    return QUrl(base.toString(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment) + path,
                QUrl::StrictMode);
}

Result<Endpoint> Endpoint::parse(const QString &base, const QByteArray &token)
{
    const QUrl url(base.trimmed(), QUrl::StrictMode);
    const bool known = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    const bool bare = (url.path().isEmpty() || url.path() == QLatin1String("/")) && !url.hasQuery()
        && !url.hasFragment() && url.userInfo().isEmpty();
    if (!url.isValid() || !known || url.host().isEmpty() || !bare) {
        return Error{QStringLiteral("invalid-endpoint"),
                     QStringLiteral("This is no address of a backend."),
                     {},
                     QStringLiteral("Give scheme, host and port, such as https://unit-a.example:8443."),
                     {}};
    }
    if (url.scheme() == QLatin1String("http") && !isLoopback(url)) {
        return Error{
            QStringLiteral("token-in-clear"),
            QStringLiteral("%1 is another machine, and over http the token could be read on the way.")
                .arg(url.host()),
            {},
            QStringLiteral("Use https, or http on this machine only."),
            {}};
    }
    const QByteArray trimmed = token.trimmed();
    const bool printable =
        std::all_of(trimmed.begin(), trimmed.end(), [](char c) { return c > ' ' && c < 0x7f; });
    if (trimmed.isEmpty() || !printable) {
        return Error{
            QStringLiteral("invalid-token"),
            QStringLiteral("This is no token."),
            {},
            QStringLiteral("Make one with twinfeedd token, and give it without spaces or line ends."),
            {}};
    }
    QUrl clean = url;
    clean.setPath({});
    return Endpoint{clean, trimmed};
}

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

QNetworkRequest requestFor(const Endpoint &endpoint, const QString &path)
{
    QNetworkRequest request(endpoint.url(path));
    request.setRawHeader("Authorization", "Bearer " + endpoint.token);
    request.setRawHeader("Accept-Encoding", "identity");
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    return request;
}

void configure(QNetworkAccessManager &network, const Endpoint &endpoint)
{
    network.setProxy(isLoopback(endpoint.base) ? QNetworkProxy(QNetworkProxy::NoProxy)
                                               : QNetworkProxy(QNetworkProxy::DefaultProxy));
}

} // namespace twinfeed::client
