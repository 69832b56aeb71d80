// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/http.h"
#include "app/server/limits.h"

namespace twinfeed::server {

/// What is wrong with a request's headers before anybody looks at what they ask for: more than is read here, or a body
/// whose length could be understood in two ways (request smuggling; RFC 9112, 6.1 to 6.3). The connection cannot go on
/// afterwards: where the next request begins is not certain.
std::optional<Error> framingError(const Request &request, const Limits &limits);

} // namespace twinfeed::server
