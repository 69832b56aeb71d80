// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/framing.h"

#include <algorithm>

namespace twinfeed::server {

namespace {

std::optional<Error> sizeError(const Request &request, const Limits &limits)
{
    qint64 bytes = 0;
    for (const Header &header : request.headers)
        bytes += header.first.size() + header.second.size() + 4;
    if (bytes + request.path.size() + request.query.size() > limits.headerBytes
        || int(request.headers.size()) > limits.headerFields) {
        return Error{QStringLiteral("headers-too-large"),
                     QStringLiteral("The headers are more than is read here."),
                     {},
                     QStringLiteral("Send fewer or shorter ones."),
                     {}};
    }
    return std::nullopt;
}

} // namespace

std::optional<Error> framingError(const Request &request, const Limits &limits)
{
    if (auto error = sizeError(request, limits))
        return error;
    for (const char *name : {"content-length", "transfer-encoding", "host"}) {
        if (const auto value = request.header(name); !value)
            return value.error();
    }
    // Two ends of one body: what one reader takes for the next request another takes for this one's (RFC 9112, 6.1).
    if (request.has("content-length") && request.has("transfer-encoding")) {
        return Error{QStringLiteral("bad-request"),
                     QStringLiteral("The length of the body is given in two ways."),
                     QStringLiteral("Content-Length"),
                     QStringLiteral("Send one of Content-Length and Transfer-Encoding."),
                     {}};
    }
    const auto coding = request.header("transfer-encoding");
    if (coding && *coding && (**coding).toLower() != "chunked") {
        return Error{QStringLiteral("bad-request"),
                     QStringLiteral("Only the transfer coding \"chunked\" is read here."),
                     QStringLiteral("Transfer-Encoding"),
                     {},
                     {}};
    }
    const auto length = request.header("content-length");
    const bool digits = !length || !*length
        || (!(**length).isEmpty() && (**length).size() <= 18
            && std::all_of((**length).begin(), (**length).end(),
                           [](char c) { return c >= '0' && c <= '9'; }));
    if (!digits) {
        return Error{QStringLiteral("bad-request"),
                     QStringLiteral("Content-Length is no length."),
                     QStringLiteral("Content-Length"),
                     {},
                     {}};
    }
    return std::nullopt;
}

} // namespace twinfeed::server
