// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/addresspolicy.h"

#include <QDir>
#include <QFileInfo>
#include <QHostAddress>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace twinfeed::backend {

namespace {

Error refusal(const QString &message, const QString &where, const QString &remedy)
{
    return Error{QStringLiteral("address-not-allowed"), message, where, remedy, {}};
}

/// An IPv4 address written as IPv6 must not pass by IPv4 rules.
QHostAddress plain(const QHostAddress &address)
{
    bool mapped = false;
    const quint32 v4 = address.toIPv4Address(&mapped);
    return mapped ? QHostAddress(v4) : address;
}

/// The path with symbolic links resolved as far as it exists: a link inside an allowed folder leads nowhere else.
QString realPath(const QString &path)
{
    QString existing = QDir::cleanPath(path);
    QString rest;
    while (!QFileInfo::exists(existing) && existing != QLatin1String("/")) {
        const qsizetype slash = existing.lastIndexOf(QLatin1Char('/'));
        rest = existing.mid(slash) + rest;
        existing = slash <= 0 ? QStringLiteral("/") : existing.left(slash);
    }
    QString real = QFileInfo(existing).canonicalFilePath();
    if (real == QLatin1String("/"))
        real.clear();
    return real + rest;
}

/// As the SRT output itself understands it: any other address, whatever its query says, is one that we reach out to.
bool isListening(const QString &url)
{
    const QUrl parsed(url);
    return parsed.scheme() == QLatin1String("srt")
        && QUrlQuery(parsed).allQueryItemValues(QStringLiteral("mode"))
        == QStringList{QStringLiteral("listener")};
}

} // namespace

AddressPolicy::AddressPolicy(AllowRules rules, std::shared_ptr<const drills::RehearsalGuard> rehearsal)
    : m_rules(std::move(rules))
    , m_rehearsal(std::move(rehearsal))
{
}

bool AddressPolicy::isNetwork(const QString &text)
{
    const auto [address, prefix] = QHostAddress::parseSubnet(text);
    return !address.isNull() && prefix >= 0;
}

Result<void> AddressPolicy::check(const ChannelConfig &config, const ChannelConfig *current) const
{
    if (m_rehearsal)
        return m_rehearsal->check(config);
    for (const Source path : {Source::Primary, Source::Backup}) {
        const InputConfig &input = config.input(path);
        if (current && current->input(path) == input)
            continue;
        const QString where = QLatin1Char('/') + toWord(path) + QLatin1String("/url");
        if (auto allowed = checkUrl(input.url, where, input.mode == InputMode::Listen); !allowed)
            return allowed;
    }
    for (size_t i = 0; i < config.outputs.size(); ++i) {
        const OutputConfig &output = config.outputs[i];
        const auto same = [&](const OutputConfig &other) {
            return other.kind == output.kind && other.url == output.url;
        };
        if (current && std::any_of(current->outputs.begin(), current->outputs.end(), same))
            continue;
        const QString where = QStringLiteral("/outputs/%1/url").arg(i);
        const bool isFile = output.kind == OutputKind::Hls || output.kind == OutputKind::Recording;
        if (auto allowed =
                isFile ? checkPath(output.url, where) : checkUrl(output.url, where, isListening(output.url));
            !allowed)
            return allowed;
    }
    return {};
}

Result<void> AddressPolicy::checkReached(const QString &url, const QString &where) const
{
    return m_rehearsal ? m_rehearsal->checkReached(url, where) : Result<void>();
}

void AddressPolicy::keepReached(OutsideConfig &outside, PlanOutside &plans) const
{
    const auto refused = [this](const QString &url) { return !checkReached(url); };
    std::erase_if(outside.nodes, [&](const NodeConfig &node) { return refused(node.url.toString()); });
    std::erase_if(outside.webhooks, [&](const WebhookConfig &hook) { return refused(hook.url.toString()); });
    std::erase_if(plans.hosts, [&](const auto &host) { return refused(host.second); });
    std::erase_if(plans.addresses, [&](const auto &address) { return refused(address.second); });
    if (plans.hosts.empty() && m_rehearsal)
        plans.secrets.clear(); // nobody is left to be told them
}

Result<void> AddressPolicy::checkUrl(const QString &url, const QString &where, bool bind) const
{
    const QUrl parsed(url);
    if (url.contains(QLatin1String("***"))) {
        return Error{QStringLiteral("redacted-address"),
                     QStringLiteral("The address is one that was shown without its secrets."),
                     where,
                     QStringLiteral("Enter the full address; \"***\" only stands for what was hidden."),
                     {}};
    }
    if (parsed.scheme() == QLatin1String("file"))
        return checkPath(parsed.path(), where);
    if (!m_rules.schemes.contains(parsed.scheme())) {
        return refusal(
            QStringLiteral("Addresses with %1:// may not be entered here.").arg(parsed.scheme()), where,
            QStringLiteral("Use one of %1, or add the scheme to allow.schemes of the configuration.")
                .arg(m_rules.schemes.join(QLatin1String(", "))));
    }
    // Where we listen the host is an interface of this machine, not somebody we reach out to.
    if (!bind && !hostAllowed(parsed.host())) {
        return refusal(
            QStringLiteral("The host %1 is in none of the allowed networks.").arg(parsed.host()), where,
            QStringLiteral("Use an allowed address, or add it to allow.networks (names: allow.hosts) of the "
                           "configuration."));
    }
    return {};
}

Result<void> AddressPolicy::checkPath(const QString &path, const QString &where) const
{
    const QString real = realPath(path);
    for (const QString &folder : m_rules.folders) {
        const QString base = realPath(folder);
        if (real.startsWith(base + QLatin1Char('/')))
            return {};
    }
    const QString folders = m_rules.folders.join(QLatin1String(", "));
    return refusal(
        QStringLiteral("Files may not be used there: %1.").arg(path), where,
        folders.isEmpty()
            ? QStringLiteral("Add the folder to allow.folders of the configuration.")
            : QStringLiteral("Use a place below %1, or add the folder to allow.folders of the configuration.")
                  .arg(folders));
}

bool AddressPolicy::hostAllowed(const QString &host) const
{
    if (m_rules.networks.isEmpty())
        return true;
    const QString name = host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0
        ? QStringLiteral("127.0.0.1")
        : host.toLower();
    // QUrl has already brought the short and octal forms of IPv4 into the usual one.
    const QHostAddress address = plain(QHostAddress(name));
    if (address.isNull()) {
        return std::any_of(m_rules.hosts.begin(), m_rules.hosts.end(), [&](const QString &allowed) {
            return allowed.startsWith(QLatin1String("*.")) ? name.endsWith(allowed.mid(1).toLower())
                                                           : name == allowed.toLower();
        });
    }
    return std::any_of(m_rules.networks.begin(), m_rules.networks.end(), [&](const QString &network) {
        return address.isInSubnet(QHostAddress::parseSubnet(network));
    });
}

} // namespace twinfeed::backend
