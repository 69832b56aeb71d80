// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/sealing/sealnote.h"

#include <memory>

namespace twinfeed::sealing {

/// AES-256-GCM (NIST SP 800-38D) with one key, by OpenSSL. One thread. The key is wiped from memory at the end.
class SealCipher final
{
public:
    explicit SealCipher(const Key &key);
    ~SealCipher();
    SealCipher(const SealCipher &) = delete;
    SealCipher &operator=(const SealCipher &) = delete;

    KeyId keyId() const { return m_keyId; }

    /// Enciphers `data` in place. `authenticated` is covered by the tag and stays as it is. Nothing only where the library
    /// fails (out of memory).
    std::optional<Tag> seal(const Note &note, Bytes authenticated, std::span<uint8_t> data);
    /// Deciphers in place. False where anything differs from what was sealed: then `data` is wiped.
    bool open(const Note &note, Bytes authenticated, std::span<uint8_t> data, const Tag &tag);

private:
    struct Contexts;

    const KeyId m_keyId;
    const std::unique_ptr<Contexts> m_contexts;
};

} // namespace twinfeed::sealing
