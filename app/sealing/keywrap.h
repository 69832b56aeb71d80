// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/sealing/sealnote.h"

#include <array>
#include <optional>
#include <string_view>

/// Keys on their way and at rest: never in clear. The delivery to players is written down in resources/sealing.md.
namespace twinfeed::sealing {

/// A secret of 256 bits. Wiped when it goes.
struct Secret
{
    Secret() = default;
    Secret(const Secret &) = default;
    Secret &operator=(const Secret &) = default;
    ~Secret();

    std::array<uint8_t, 32> bytes{};
};

/// A key by AES-256 key wrap (RFC 3394, with its default initial value).
inline constexpr size_t wrappedBytes = 40;
using WrappedKey = std::array<uint8_t, wrappedBytes>;

/// HKDF-SHA256 (RFC 5869). Nothing only where the library fails. An empty salt is one of 32 zeros.
std::optional<Secret> derived(Bytes secret, Bytes salt, std::string_view info);

/// Nothing only where the library fails.
std::optional<WrappedKey> wrapped(const Secret &kek, const Key &key);
/// Nothing where `text` was not wrapped by this one, or was changed.
std::optional<Key> unwrapped(const Secret &kek, KeyId id, Bytes text);

/// A key for whoever has `token`: wrapped by HKDF-SHA256(token, salt: the id as 4 bytes, big-endian, info: "twinfeed key 1").
std::optional<WrappedKey> delivered(const Key &key, std::string_view token);
/// The other way round. Nothing where it is not for this token, or not this key.
std::optional<Key> received(KeyId id, Bytes text, std::string_view token);

/// 32 bytes of the system's generator (RAND_bytes). Nothing where it has none to give: then there is no key.
std::optional<Key> madeKey(KeyId id);
/// Overwrites the key's bytes.
void wipe(Key &key);

} // namespace twinfeed::sealing
