// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QByteArray>
#include <QUrl>

#include <chrono>
#include <functional>
#include <utility>
#include <vector>

namespace twinfeed::backend {

/// One request to another machine.
struct HttpAsk
{
    QUrl url; ///< http or https; user and password are not sent as part of it
    QByteArray method = "GET";
    std::vector<std::pair<QByteArray, QByteArray>> headers = {};
    QByteArray body = {};
    std::chrono::milliseconds timeout{5000}; ///< for all of it, not for a pause within
    qint64 mostBytes = 4 << 20; ///< of the answer
};

struct HttpAnswer
{
    int status = 0; ///< of any kind
    QByteArray body;
};

/// Carries requests out, side by side, and brings the answers back; never blocks who asks.
class Courier
{
public:
    /// Called exactly once, on the courier's thread. Errors, none of which quotes the address: "host-unknown",
    /// "refuses-connection", "no-answer", "too-large", "redirected", "tls-failed", "connection-lost", "shutting-down".
    using Done = std::function<void(const Result<HttpAnswer> &answer)>;

    virtual ~Courier() = default;
    virtual void carry(HttpAsk ask, Done done) = 0;
};

} // namespace twinfeed::backend
