// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/arguments.h"
#include "app/sealing/unsealer.h"
#include "models/domain/clock.h"

#include <functional>
#include <stop_token>

namespace twinfeed::feed {

/// Where a command gets its keys from, as it was asked to.
struct KeyOptions
{
    QString file; ///< "ID HEX" a line
    QString server; ///< https://host:port
    QByteArray token;
    QString authorities; ///< file with the certificates to trust; empty: the system's

    bool any() const { return !file.isEmpty() || !server.isEmpty(); }
};

/// Takes --key-file, --keys-from, --token-file and --ca-file; the token also comes from TWINFEED_TOKEN, never from the
/// command line, where every process could read it. Mistakes are kept in `arguments`.
KeyOptions takeKeyOptions(Arguments &arguments);
/// Lines for a help text.
QString keyHelp();

/// Told of a key that was fetched (no error) or could not be.
using KeyNews = std::function<void(sealing::KeyId id, const std::optional<Error> &error)>;

/// What finds keys. From a server each is asked for when it is first needed, which takes a moment (5 s at most), and again
/// after a second where it was not to be had. One thread at a time; `stop` cuts it short; `clock` outlives it. Errors:
/// "key-file" where the file cannot be read or says something else.
Result<sealing::Unsealer::FindKey> findKeys(const KeyOptions &options, const Clock &clock,
                                            std::stop_token stop, KeyNews news);

/// The key in the body of GET /v1/keys/{id}, unwrapped. Errors "key-unreadable".
Result<sealing::Key> keyFromAnswer(sealing::KeyId id, const QByteArray &body, const QByteArray &token);

} // namespace twinfeed::feed
