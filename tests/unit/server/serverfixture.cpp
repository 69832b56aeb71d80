// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/server/serverfixture.h"

#include <QLoggingCategory>

#include <atomic>

namespace twinfeed::test {

namespace {

QByteArray secretOf(Role role)
{
    return "token-of-the-" + toWord(role).toLatin1();
}

} // namespace

server::ServerConfig ServerFixture::config(const server::Limits &limits)
{
    server::ServerConfig config;
    config.limits = limits;
    for (const Role role : {Role::Viewer, Role::Operator, Role::Director, Role::Engineer})
        config.tokens.push_back(
            {toWord(role), role, server::tokenHash(secretOf(role)), {QStringLiteral("main")}});
    return config;
}

ServerFixture::ServerFixture(const server::Limits &limits, const std::optional<server::AccessRules> &access)
{
    QLoggingCategory::setFilterRules(
        QStringLiteral("twinfeed.server.info=false\ntwinfeed.server.debug=false"));
    server::ServerConfig serverConfig = config(limits);
    serverConfig.signedAddresses = access;
    server.emplace(serverConfig, backend, clock);
    const auto started = server->start();
    if (!started)
        qFatal("the server does not start: %s", qUtf8Printable(started.error().message));
    port = *started;
}

QByteArray ServerFixture::bearer(Role role)
{
    return "Authorization: Bearer " + secretOf(role);
}

std::optional<HttpAnswer> ServerFixture::get(const QByteArray &target, Role role) const
{
    return ask(port, "GET", target, {bearer(role)});
}

std::vector<QByteArray> ServerFixture::commandHeaders(Role role, const QByteArray &key)
{
    static std::atomic<int> count = 0;
    const QByteArray newKey = "key-" + QByteArray::number(++count);
    return {bearer(role), "Idempotency-Key: " + (key.isEmpty() ? newKey : key), "If-Match: \"7\"",
            "Content-Type: application/json"};
}

std::optional<HttpAnswer> ServerFixture::command(const QByteArray &method, const QByteArray &target,
                                                 const QByteArray &body, Role role) const
{
    return ask(port, method, target, commandHeaders(role), body);
}

} // namespace twinfeed::test
