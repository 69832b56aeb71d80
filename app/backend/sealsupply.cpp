// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/sealsupply.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

/// Zeros: what engines take for no key at all. There is no incarnation for it either.
Keyring::KeyPtr noKey(sealing::KeyId id)
{
    return std::make_shared<const sealing::Key>(sealing::Key{id, {}});
}

KeyIncarnations::Check checkOf(const std::shared_ptr<Keyring> &keys)
{
    return [keys](sealing::KeyId id) -> Result<void> {
        const auto key = keys->key(id);
        return key ? Result<void>() : Result<void>(key.error());
    };
}

} // namespace

SealSupply::SealSupply(std::shared_ptr<Keyring> keys, const QString &store)
    : m_keys(std::move(keys))
    , m_incarnations(std::make_shared<KeyIncarnations>(store, checkOf(m_keys)))
{
}

std::vector<media::OutputSeal> SealSupply::sealsOf(const ChannelDocument &document) const
{
    std::vector<media::OutputSeal> seals;
    for (const OutputConfig &output : document.config.outputs) {
        const auto sealed = std::ranges::find(document.sealed, output.id, &SealedOutput::output);
        media::OutputSeal seal{output.id, {}};
        if (sealed != document.sealed.end()) {
            const auto key = m_keys->key(sealed->key);
            seal.key = key ? *key : noKey(sealed->key);
        }
        seals.push_back(std::move(seal));
    }
    return seals;
}

media::FindSealingKey SealSupply::finder() const
{
    return [keys = m_keys](sealing::KeyId id) {
        const auto key = keys->key(id);
        return key ? std::optional(**key) : std::nullopt;
    };
}

} // namespace twinfeed::backend
