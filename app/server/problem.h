// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/http.h"
#include "models/domain/error.h"

#include <span>

/// Errors become HTTP here and nowhere else: RFC 9457 problem documents.
namespace twinfeed::server {

struct ProblemKind
{
    const char *code; ///< Error::code; "urn:twinfeed:problem:<code>" is the type
    int status;
    const char *title; ///< the same for every problem of this type
};

/// The whole table, by status.
std::span<const ProblemKind> problemKinds();

/// The status of an error's code; 500 for one that is not in the table.
int statusOf(const QString &code);

/// The problem document of an error. 429 and 503 get Retry-After from details "retryAfterMs" (else 1 s), 401 gets
/// WWW-Authenticate. `requestId` becomes the instance.
Response problem(const Error &error, const QString &requestId);

/// Errors that several places say.
Error unknownChannel(const QString &id);

} // namespace twinfeed::server
