// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/signedaccess.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>

namespace twinfeed::server {

namespace {

bool isAmong(const QStringList &networks, const QString &address)
{
    bool mapped = false;
    QHostAddress asked(address);
    if (const quint32 plain = asked.toIPv4Address(&mapped); mapped)
        asked = QHostAddress(plain); // ::ffff:192.0.2.7 is 192.0.2.7
    return std::ranges::any_of(networks, [&](const QString &network) {
        return network.contains(QLatin1Char('/')) ? asked.isInSubnet(QHostAddress::parseSubnet(network))
                                                  : asked == QHostAddress(network);
    });
}

bool isNamed(const QStringList &hosts, const QString &host)
{
    return std::ranges::any_of(hosts, [&](const QString &pattern) {
        return pattern.startsWith(QLatin1String("*."))
            ? host.endsWith(pattern.mid(1), Qt::CaseInsensitive) && host.size() > pattern.size() - 1
            : host.compare(pattern, Qt::CaseInsensitive) == 0;
    });
}

Error denied(const QString &why)
{
    return {QStringLiteral("address-denied"), why, {}, {}, {}};
}

} // namespace

SignedAccess::SignedAccess(std::optional<AccessRules> rules)
    : m_rules(std::move(rules))
    , m_signer(m_rules ? m_rules->signing : SigningRules())
{
}

SignedAccess::Opened SignedAccess::open(const Request &request, const QDateTime &now) const
{
    Opened opened{request, {}};
    if (!m_rules)
        return opened;
    auto address = m_signer.open({request.path, request.query}, now, request.address.toLatin1());
    if (!address)
        return opened;
    opened.request.path = address->target.path;
    opened.request.query = address->target.query;
    opened.verdict = address->verdict ? admitted(request) : address->verdict;
    return opened;
}

Result<void> SignedAccess::admitted(const Request &request) const
{
    const bool addressAllowed =
        m_rules->allowAddresses.isEmpty() || isAmong(m_rules->allowAddresses, request.address);
    if (!addressAllowed || isAmong(m_rules->denyAddresses, request.address))
        return denied(QStringLiteral("Readers from this network are not let in."));
    const auto header = request.header("referer");
    if (!header)
        return header.error();
    const QString host = QUrl(QString::fromLatin1(header->value_or(QByteArray()))).host();
    if (host.isEmpty())
        return m_rules->emptyReferrer ? Result<void>() : denied(QStringLiteral("This page is not known."));
    const bool pageAllowed = m_rules->allowReferrers.isEmpty() || isNamed(m_rules->allowReferrers, host);
    if (!pageAllowed || isNamed(m_rules->denyReferrers, host))
        return denied(QStringLiteral("The page %1 may not show this.").arg(host));
    return {};
}

} // namespace twinfeed::server
