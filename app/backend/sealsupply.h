// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/incarnations.h"
#include "app/backend/keyring.h"
#include "app/media/outputseal.h"

namespace twinfeed::backend {

/// What engines need to seal: the keys that the documents name, the numbers for their nonces. Director's thread; what it hands
/// out is for any thread, and lives as long as somebody holds it.
class SealSupply final
{
public:
    SealSupply(std::shared_ptr<Keyring> keys, const QString &store);

    Keyring &keys() const { return *m_keys; }
    /// What each output of the document is to send. Where the key of one that is to be sealed cannot be had, it gets one of
    /// zeros, which engines take for none: it sends nothing, and says why. It never becomes clear.
    std::vector<media::OutputSeal> sealsOf(const ChannelDocument &document) const;
    std::shared_ptr<media::Incarnations> incarnations() const { return m_incarnations; }
    media::FindSealingKey finder() const;

private:
    const std::shared_ptr<Keyring> m_keys;
    const std::shared_ptr<media::Incarnations> m_incarnations;
};

} // namespace twinfeed::backend
