// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/encryptionswitch.h"

#include <algorithm>

namespace twinfeed {

void EncryptionSwitch::setChannel(const QString &channel)
{
    if (m_channel == channel)
        return;
    m_channel = channel;
    clear();
}

TakeBus::Block EncryptionSwitch::emergencyBlock() const
{
    const TakeBus::Block block = this->block();
    // An emergency stop is anybody's, and is not held up by old truth.
    if (block != TakeBus::Block::Stale && block != TakeBus::Block::Held)
        return block;
    if (!m_state.channel(m_channel))
        return TakeBus::Block::NoChannel;
    return m_state.role() && *m_state.role() < Role::Director ? TakeBus::Block::Role : TakeBus::Block::None;
}

QStringList EncryptionSwitch::outputs() const
{
    QStringList ids;
    if (const ChannelDocument *document = m_state.channel(m_channel)) {
        for (const OutputConfig &output : document->config.outputs)
            ids << output.id;
    }
    return ids;
}

bool EncryptionSwitch::isOn(const QString &output) const
{
    const ChannelDocument *document = m_state.channel(m_channel);
    return document
        && std::any_of(document->sealed.cbegin(), document->sealed.cend(),
                       [&](const SealedOutput &sealed) { return sealed.output == output; });
}

bool EncryptionSwitch::allOn() const
{
    const QStringList ids = outputs();
    return !ids.isEmpty()
        && std::all_of(ids.cbegin(), ids.cend(), [this](const auto &id) { return isOn(id); });
}

bool EncryptionSwitch::anyOn() const
{
    const ChannelDocument *document = m_state.channel(m_channel);
    return document && !document->sealed.empty();
}

bool EncryptionSwitch::canStop() const
{
    if (anyOn())
        return true;
    const ChannelStatus *status = m_state.status(m_channel);
    return status
        && std::any_of(status->outputs.cbegin(), status->outputs.cend(), [](const OutputStatus &output) {
               return output.encryption.sending == Encryption::Sealed
                   || output.encryption.seen == EncryptionSeen::Sealed
                   || output.encryption.seen == EncryptionSeen::Mixed;
           });
}

std::optional<EncryptionOrder> EncryptionSwitch::pressOn()
{
    clear();
    if (block() != TakeBus::Block::None || outputs().isEmpty() || allOn())
        return std::nullopt;
    return EncryptionOrder{Encryption::Sealed, {}, false, false, {}};
}

std::optional<EncryptionOrder> EncryptionSwitch::pressNewKey()
{
    clear();
    if (block() != TakeBus::Block::None || !anyOn())
        return std::nullopt;
    QStringList sealed;
    for (const QString &id : outputs()) {
        if (isOn(id))
            sealed << id;
    }
    return EncryptionOrder{Encryption::Sealed, allOn() ? QStringList() : sealed, true, false, {}};
}

std::optional<EncryptionOrder> EncryptionSwitch::off(const QString &output)
{
    const bool second = asked() == output;
    clear();
    if (block() != TakeBus::Block::None)
        return std::nullopt;
    if (second)
        return EncryptionOrder{
            Encryption::Clear, output.isEmpty() ? QStringList() : QStringList{output}, false, false, {}};
    m_asked = output;
    m_askedUntil = m_state.clock().now() + confirmWithinMs * 1000;
    return std::nullopt;
}

std::optional<EncryptionOrder> EncryptionSwitch::pressOff()
{
    if (anyOn())
        return off({});
    clear();
    return std::nullopt;
}

std::optional<EncryptionOrder> EncryptionSwitch::pressOutput(const QString &output)
{
    if (isOn(output))
        return off(output);
    clear();
    if (block() != TakeBus::Block::None || !outputs().contains(output))
        return std::nullopt;
    return EncryptionOrder{Encryption::Sealed, {output}, false, false, {}};
}

std::optional<EncryptionOrder> EncryptionSwitch::pressEmergency(const QString &reason)
{
    clear();
    if (emergencyBlock() != TakeBus::Block::None || !canStop() || reason.trimmed().isEmpty())
        return std::nullopt;
    return EncryptionOrder{Encryption::Clear, {}, false, true, reason.trimmed()};
}

std::optional<QString> EncryptionSwitch::asked() const
{
    return askedRemainingMs() > 0 ? m_asked : std::nullopt;
}

int64_t EncryptionSwitch::askedRemainingMs() const
{
    return m_asked ? std::max<int64_t>((m_askedUntil - m_state.clock().now()) / 1000, 0) : 0;
}

} // namespace twinfeed
