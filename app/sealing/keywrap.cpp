// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/keywrap.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#include <memory>

namespace twinfeed::sealing {

namespace {

constexpr std::string_view deliveryInfo = "twinfeed key 1";

template <auto Free>
struct Freed
{
    template <typename T>
    void operator()(T *thing) const
    {
        Free(thing);
    }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;
using KdfContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;

Bytes bytesOf(std::string_view text)
{
    return {reinterpret_cast<const uint8_t *>(text.data()), text.size()};
}

CipherContext wrapContext()
{
    CipherContext context(EVP_CIPHER_CTX_new());
    if (context)
        EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    return context;
}

std::optional<Secret> deliveryKek(KeyId id, std::string_view token)
{
    const std::array<uint8_t, 4> salt{uint8_t(id >> 24), uint8_t(id >> 16), uint8_t(id >> 8), uint8_t(id)};
    return derived(bytesOf(token), salt, deliveryInfo);
}

} // namespace

Secret::~Secret()
{
    OPENSSL_cleanse(bytes.data(), bytes.size());
}

std::optional<Secret> derived(Bytes secret, Bytes salt, std::string_view info)
{
    const KdfContext context(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
    Secret result;
    size_t size = result.bytes.size();
    const Bytes label = bytesOf(info);
    const bool done = context && EVP_PKEY_derive_init(context.get()) == 1
        && EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) == 1
        && (salt.empty() || EVP_PKEY_CTX_set1_hkdf_salt(context.get(), salt.data(), int(salt.size())) == 1)
        && EVP_PKEY_CTX_set1_hkdf_key(context.get(), secret.data(), int(secret.size())) == 1
        && EVP_PKEY_CTX_add1_hkdf_info(context.get(), label.data(), int(label.size())) == 1
        && EVP_PKEY_derive(context.get(), result.bytes.data(), &size) == 1 && size == result.bytes.size();
    if (!done)
        return std::nullopt;
    return result;
}

std::optional<WrappedKey> wrapped(const Secret &kek, const Key &key)
{
    const CipherContext context = wrapContext();
    WrappedKey text{};
    int size = 0;
    const bool done = context
        && EVP_EncryptInit_ex(context.get(), EVP_aes_256_wrap(), nullptr, kek.bytes.data(), nullptr) == 1
        && EVP_EncryptUpdate(context.get(), text.data(), &size, key.bytes.data(), int(key.bytes.size())) == 1
        && size == int(text.size());
    if (!done)
        return std::nullopt;
    return text;
}

std::optional<Key> unwrapped(const Secret &kek, KeyId id, Bytes text)
{
    if (text.size() != wrappedBytes)
        return std::nullopt;
    const CipherContext context = wrapContext();
    std::array<uint8_t, wrappedBytes> plain{}; // the library may use more than the key takes
    int size = 0;
    const bool done = context
        && EVP_DecryptInit_ex(context.get(), EVP_aes_256_wrap(), nullptr, kek.bytes.data(), nullptr) == 1
        && EVP_DecryptUpdate(context.get(), plain.data(), &size, text.data(), int(text.size())) == 1;
    std::optional<Key> key;
    if (done && size == int(key.emplace().bytes.size())) {
        key->id = id;
        std::copy_n(plain.begin(), key->bytes.size(), key->bytes.begin());
    }
    OPENSSL_cleanse(plain.data(), plain.size());
    return done ? key : std::nullopt;
}

std::optional<WrappedKey> delivered(const Key &key, std::string_view token)
{
    const auto kek = deliveryKek(key.id, token);
    return kek ? wrapped(*kek, key) : std::nullopt;
}

std::optional<Key> received(KeyId id, Bytes text, std::string_view token)
{
    const auto kek = deliveryKek(id, token);
    return kek ? unwrapped(*kek, id, text) : std::nullopt;
}

std::optional<Key> madeKey(KeyId id)
{
    Key key;
    key.id = id;
    if (RAND_bytes(key.bytes.data(), int(key.bytes.size())) != 1)
        return std::nullopt;
    return key;
}

void wipe(Key &key)
{
    OPENSSL_cleanse(key.bytes.data(), key.bytes.size());
}

} // namespace twinfeed::sealing
