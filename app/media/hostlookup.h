// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QString>

#include <functional>
#include <vector>

#include <sys/socket.h>

namespace twinfeed::media {

/// Asked about every 50 ms while something blocks; true ends it.
using Interrupted = std::function<bool()>;

struct SocketAddress
{
    sockaddr_storage storage{};
    socklen_t length = 0;
};

/// Addresses of a host for a port. getaddrinfo() can hang for many seconds on a dead name server and cannot be cut short;
/// this can. FFmpeg's own protocols look a name up in that blocking way, so it is done here first: by then the answer
/// is in the resolver's cache, or the name is known to be bad. Errors: "host-unknown", "interrupted".
Result<std::vector<SocketAddress>> lookUpHost(const QString &host, int port, const Interrupted &interrupted);

} // namespace twinfeed::media
