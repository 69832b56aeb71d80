// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/commands.h"

#include <map>

namespace twinfeed::backend {

/// Whether this output can be sealed: an HLS one must say where players get its key. Error: "no-key-url".
Result<void> canBeSealed(const OutputConfig &output, const QString &where);
/// Of outputs that the configuration has no more.
void dropSealsOfGone(ChannelDocument &document);

/// Encryption of the outputs: what people order, the exchange of keys by time, and what is seen of it. Director's thread. The
/// document says what is asked for, and stays so when it does not come about: what was to be sealed never becomes
/// clear by itself.
class EncryptionCommands final : private Commands
{
public:
    explicit EncryptionCommands(CommandWorld world)
        : Commands(std::move(world))
    {
    }

    /// Errors: those of every command, "unknown-output", "no-outputs", "no-key-url", and those of Keyring::make().
    void set(const server::Command &command, const QString &channel, const EncryptionOrder &order,
             const server::AnswerDone &done);
    /// Four times a second: exchanges keys that are due, retires those that were replaced an hour ago, notes what is seen.
    void tick();

    /// What was seen may differ for so long beyond a change before it is an event.
    static constexpr int64_t disagreementUs = 2'000'000;

private:
    /// What an order makes of a document.
    struct Change
    {
        ChannelDocument document;
        std::vector<StoredKey> keys; ///< new and replaced ones
        sealing::KeyId key = 0; ///< 0: clear
        QStringList outputs; ///< that were asked for
    };
    struct Seen
    {
        std::optional<int64_t> since; ///< unit clock: disagrees without a break
        bool told = false;
    };

    Result<server::Answer> accept(const server::Command &command, const QString &channel,
                                  const EncryptionOrder &order);
    Result<Change> changeOf(const ChannelUnit &unit, const EncryptionOrder &order) const;
    Result<void> sealWith(Change &change, const QString &channel, bool newKey) const;
    void begin(ChannelUnit &unit, int64_t acceptedAt, bool soon, const QString &operation);
    void ended(const QString &channel, const QString &operation, const media::EncryptionOutcome &outcome);
    void exchangeDue();
    void exchange(ChannelUnit &unit);
    void retire();
    bool isSent(sealing::KeyId key) const;
    void watch(ChannelUnit &unit);
    void watchOutput(ChannelUnit &unit, const OutputStatus &output);

    std::map<QString, int> m_changing; ///< orders under way, by channel
    std::map<std::pair<QString, QString>, Seen> m_seen; ///< by channel and output
    int64_t m_notBefore = 0; ///< unit clock: of the next try to exchange or retire, after one that failed
};

} // namespace twinfeed::backend
