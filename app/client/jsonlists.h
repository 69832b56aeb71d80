// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/client.h"

#include <QJsonArray>

/// How answers become what they are read as, for all that ask.
namespace twinfeed::client {

/// Of a list, each element by `read`; the first that cannot be read is the error.
template <typename T, typename Read>
Result<std::vector<T>> listOf(const QJsonObject &body, const char *name, Read read)
{
    std::vector<T> list;
    for (const QJsonValue &value : body.value(QLatin1String(name)).toArray()) {
        auto one = read(value.toObject());
        if (!one)
            return one.error();
        list.push_back(std::move(*one));
    }
    return list;
}

/// Hands an answer on as what `read` makes of it.
template <typename T, typename Read>
Client::JsonDone as(std::function<void(const Result<T> &)> done, Read read)
{
    return [done = std::move(done), read](const Result<QJsonObject> &body) {
        done(body ? Result<T>(read(*body)) : Result<T>(body.error()));
    };
}

} // namespace twinfeed::client
