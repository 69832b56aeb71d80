// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QString>

namespace twinfeed::server {

struct Listener
{
    int fd = -1; ///< the caller's to close
    quint16 port = 0;
};

/// A listening TCP socket: numeric IPv4 or IPv6 address, or "localhost" (127.0.0.1); port 0 is a free one. Errors:
/// "invalid-address", "listen-failed".
Result<Listener> listenOn(const QString &address, quint16 port);

} // namespace twinfeed::server
