// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/auth.h"
#include "app/server/backend.h"
#include "app/server/limits.h"
#include "app/server/signedaccess.h"
#include "models/domain/clock.h"

#include <memory>
#include <vector>

namespace twinfeed::server {

struct ServerConfig
{
    /// Numeric, or "localhost". Anything but the loopback needs TLS.
    QString address = QStringLiteral("127.0.0.1");
    quint16 port = 0; ///< 0: a free one
    /// PEM files; both or neither.
    QString certificateFile;
    QString keyFile;
    std::vector<Token> tokens;
    /// Without: nobody comes by signed addresses.
    std::optional<AccessRules> signedAddresses;
    Limits limits;
};

/// The REST interface of one backend, as resources/openapi.yaml has it. Owned by the program; the backend and the clock
/// outlive it. Its threads: libmicrohttpd's, a ticker (heartbeats, limits in time) and two workers.
///
///     server::NewToken token = server::makeToken();
///     config.tokens.push_back({QStringLiteral("local"), Role::Engineer, token.sha256});
///     server::Server server(config, backend, clock);
///     const auto port = server.start(); // then write port and token.secret into the runtime file
class Server final
{
public:
    Server(ServerConfig config, Backend &backend, const Clock &clock);
    /// Ends streams, answers what waits with 503, closes, joins; within a second. The backend hears nothing afterwards.
    ~Server();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    /// Listens; gives the port. Once. Errors: "tls-required", "tls-unusable", "invalid-address", "listen-failed".
    Result<quint16> start();
    /// Open connections, for tests and figures.
    int connections() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace twinfeed::server
