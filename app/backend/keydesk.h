// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/keyring.h"
#include "app/backend/ledger.h"
#include "app/server/backend.h"

#include <map>

namespace twinfeed::backend {

/// Gives keys to players, and to engineers those of old recordings too: to whom, and how often, and with an entry in the journal on disk before the key leaves. Director's
/// thread.
class KeyDesk final
{
public:
    KeyDesk(const Keyring &keys, Ledger &ledger, const Clock &clock);

    /// Errors: "unknown-key", "forbidden", "key-retired", "too-soon", "store-failed", those of Keyring::key().
    void give(const server::KeyAsk &ask, const server::KeyDone &done);
    /// Writes down what was counted.
    void tick();

    /// A token gets so many a minute. Whoever comes by a signed address is one of many players with the same name: the first
    /// in a minute is written down at once, the others are counted into one entry.
    static constexpr int tokensPerMinute = 60;
    static constexpr int64_t windowUs = 60'000'000;

private:
    struct Window
    {
        int64_t since = 0; ///< unit clock
        int given = 0;
        int uncounted = 0; ///< of them without an entry
        QString channel;
    };
    using Who = std::pair<QString, sealing::KeyId>;

    Result<QByteArray> given(const server::KeyAsk &ask);
    Result<void> note(const server::KeyAsk &ask, const QString &channel, bool retired);

    const Keyring &m_keys;
    Ledger &m_ledger;
    const Clock &m_clock;
    std::map<Who, Window> m_windows;
};

} // namespace twinfeed::backend
