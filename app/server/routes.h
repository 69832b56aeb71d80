// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/call.h"

#include <span>

namespace twinfeed::server {

using Handler = void (*)(Call &call);

enum class Body { None, Json, File };

/// One line of the table: everything that is checked before a controller sees a request.
struct Route
{
    const char *method;
    /// "{name}" matches one part of a path, never an empty one.
    const char *path;
    /// The least role; none: no token needed.
    std::optional<Role> role;
    /// None, up to Limits::jsonBody of application/json, or up to Limits::slateBody of application/octet-stream.
    Body body;
    /// The type of a good answer, for Accept; where there are several, with a blank between.
    const char *produces;
    /// The names of the query's parameters, with a blank between.
    const char *query;
    Handler handler;
    /// An address that was signed for it does instead of a token.
    bool mayBeSigned = false;

    bool isCommand() const { return qstrcmp(method, "GET") != 0; }
    qint64 bodyLimit(const Limits &limits) const;
};

/// The whole surface.
std::span<const Route> routes();

struct Match
{
    const Route *route = nullptr;
    QHash<QString, QString> parameters;
    /// Where only the method is wrong: those there are.
    QByteArray allow;
};

/// HEAD is answered by the route of GET. A path that is encoded in any way matches nothing: no name here needs it.
Match match(const QByteArray &method, const QByteArray &path);

} // namespace twinfeed::server
