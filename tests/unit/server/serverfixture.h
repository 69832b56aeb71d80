// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/server.h"
#include "tests/support/failonwarning.h"
#include "tests/support/fakeclock.h"
#include "tests/unit/server/fakebackend.h"
#include "tests/unit/server/httpclient.h"

namespace twinfeed::test {

/// A server over a fake backend and a fake clock, with one token a role.
class ServerFixture
{
public:
    explicit ServerFixture(const server::Limits &limits = {},
                           const std::optional<server::AccessRules> &access = {});

    /// "Authorization: Bearer ..." of a role.
    static QByteArray bearer(Role role);
    static server::ServerConfig config(const server::Limits &limits = {});

    std::optional<HttpAnswer> get(const QByteArray &target, Role role = Role::Viewer) const;
    /// A command with a new key and If-Match "7".
    std::optional<HttpAnswer> command(const QByteArray &method, const QByteArray &target,
                                      const QByteArray &body, Role role = Role::Engineer) const;
    /// The headers of such a command.
    static std::vector<QByteArray> commandHeaders(Role role, const QByteArray &key = {});

    FailOnWarning warnings; // first: nothing may warn while the rest ends
    FakeClock clock;
    FakeBackend backend{clock};
    std::optional<server::Server> server;
    quint16 port = 0;
};

} // namespace twinfeed::test
