// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/takebus.h"

namespace twinfeed {

/// What a press on encryption means: the rules between a finger and an order, as TakeBus has them for takes. UI thread; owned
/// by the bar of encryption.
///
/// On, and a new key, are done at one press. Off takes protection away: it says so first, and a second press within
/// confirmWithinMs does it. The emergency stop is one press of its own control, whatever else is going on; it carries a
/// reason.
class EncryptionSwitch final
{
public:
    static constexpr int64_t confirmWithinMs = TakeBus::confirmWithinMs;

    explicit EncryptionSwitch(const ConsoleState &state)
        : m_state(state)
    {
    }

    /// Forgets a first press.
    void setChannel(const QString &channel);
    const QString &channel() const { return m_channel; }
    void clear() { m_asked.reset(); }

    TakeBus::Block block() const { return TakeBus::blockOf(m_state, m_channel); }
    /// The same for the emergency stop, which works on old truth too: it needs no revision.
    TakeBus::Block emergencyBlock() const;

    QStringList outputs() const;
    /// As commanded.
    bool isOn(const QString &output) const;
    bool allOn() const;
    bool anyOn() const;
    /// Something is encrypted as far as anybody knows: commanded, sent or seen.
    bool canStop() const;

    /// What is to be sent after a press; nothing where it waits for its second press, is so already, or is blocked.
    std::optional<EncryptionOrder> pressOn();
    std::optional<EncryptionOrder> pressOff();
    std::optional<EncryptionOrder> pressNewKey();
    /// One output, the other way round than it is commanded. Off asks as well.
    std::optional<EncryptionOrder> pressOutput(const QString &output);
    std::optional<EncryptionOrder> pressEmergency(const QString &reason);

    /// Off waits for its second press: of this output, empty for all; nothing where nothing waits.
    std::optional<QString> asked() const;
    int64_t askedRemainingMs() const;

private:
    std::optional<EncryptionOrder> off(const QString &output);

    const ConsoleState &m_state;
    QString m_channel;
    std::optional<QString> m_asked;
    int64_t m_askedUntil = 0; ///< unit clock, microseconds
};

} // namespace twinfeed
