// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/sealcipher.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <limits>

namespace twinfeed::sealing {

namespace {

struct FreeContext
{
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); } // wipes the key schedule
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

bool fits(size_t size)
{
    return size <= size_t(std::numeric_limits<int>::max());
}

} // namespace

// The key schedule is made once; a unit only sets the nonce.
struct SealCipher::Contexts
{
    Context sealing{EVP_CIPHER_CTX_new()};
    Context opening{EVP_CIPHER_CTX_new()};
    bool good = false;
};

SealCipher::SealCipher(const Key &key)
    : m_keyId(key.id)
    , m_contexts(std::make_unique<Contexts>())
{
    Contexts &c = *m_contexts;
    c.good = c.sealing && c.opening
        && EVP_EncryptInit_ex(c.sealing.get(), EVP_aes_256_gcm(), nullptr, key.bytes.data(), nullptr) == 1
        && EVP_DecryptInit_ex(c.opening.get(), EVP_aes_256_gcm(), nullptr, key.bytes.data(), nullptr) == 1;
}

SealCipher::~SealCipher() = default;

std::optional<Tag> SealCipher::seal(const Note &note, Bytes authenticated, std::span<uint8_t> data)
{
    if (!m_contexts->good || !fits(authenticated.size()) || !fits(data.size()))
        return std::nullopt;
    EVP_CIPHER_CTX *context = m_contexts->sealing.get();
    const Nonce nonce = nonceOf(note);
    Tag tag{};
    int size = 0;
    uint8_t rest[EVP_MAX_BLOCK_LENGTH];
    const bool done = EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) == 1
        && EVP_EncryptUpdate(context, nullptr, &size, authenticated.data(), int(authenticated.size())) == 1
        && (data.empty()
            || EVP_EncryptUpdate(context, data.data(), &size, data.data(), int(data.size())) == 1)
        && EVP_EncryptFinal_ex(context, rest, &size) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, int(tag.size()), tag.data()) == 1;
    return done ? std::optional(tag) : std::nullopt;
}

bool SealCipher::open(const Note &note, Bytes authenticated, std::span<uint8_t> data, const Tag &tag)
{
    if (!m_contexts->good || !fits(authenticated.size()) || !fits(data.size()))
        return false;
    EVP_CIPHER_CTX *context = m_contexts->opening.get();
    const Nonce nonce = nonceOf(note);
    Tag wanted = tag; // OpenSSL takes it without const
    int size = 0;
    uint8_t rest[EVP_MAX_BLOCK_LENGTH];
    const bool good = EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) == 1
        && EVP_DecryptUpdate(context, nullptr, &size, authenticated.data(), int(authenticated.size())) == 1
        && (data.empty()
            || EVP_DecryptUpdate(context, data.data(), &size, data.data(), int(data.size())) == 1)
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, int(wanted.size()), wanted.data()) == 1
        && EVP_DecryptFinal_ex(context, rest, &size) == 1; // compares in constant time
    if (!good)
        OPENSSL_cleanse(data.data(), data.size());
    return good;
}

} // namespace twinfeed::sealing
