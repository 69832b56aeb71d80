// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/hlskey.h"

#include <algorithm>
#include <string_view>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace twinfeed::sealing {

namespace {

constexpr std::string_view info = "twinfeed hls aes-128";
constexpr size_t blockBytes = 16;
using Hash = std::array<uint8_t, 32>;

Hash hmac(Bytes key, Bytes data)
{
    Hash hash{};
    unsigned length = 0;
    HMAC(EVP_sha256(), key.data(), int(key.size()), data.data(), data.size(), hash.data(), &length);
    return hash;
}

struct FreeContext
{
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};
using EvpContext = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

} // namespace

SegmentKey segmentKeyOf(const Key &key)
{
    // One round of each half of HKDF is enough for 16 bytes.
    const Hash salt{};
    Hash extracted = hmac(salt, key.bytes);
    Buffer first(info.begin(), info.end());
    first.push_back(1);
    Hash expanded = hmac(extracted, first);
    SegmentKey segment{};
    std::copy_n(expanded.begin(), segment.size(), segment.begin());
    OPENSSL_cleanse(extracted.data(), extracted.size());
    OPENSSL_cleanse(expanded.data(), expanded.size());
    return segment;
}

std::optional<SegmentIv> randomIv()
{
    SegmentIv iv{};
    if (RAND_bytes(iv.data(), int(iv.size())) != 1)
        return std::nullopt;
    return iv;
}

struct SegmentCipher::Context
{
    EvpContext evp{EVP_CIPHER_CTX_new()};
    bool fit = false;
};

SegmentCipher::SegmentCipher(const SegmentKey &key, const SegmentIv &iv)
    : m_context(std::make_unique<Context>())
{
    m_context->fit = m_context->evp
        && EVP_EncryptInit_ex(m_context->evp.get(), EVP_aes_128_cbc(), nullptr, key.data(), iv.data()) == 1;
}

SegmentCipher::~SegmentCipher() = default;

std::optional<Buffer> SegmentCipher::add(Bytes bytes)
{
    Buffer out(bytes.size() + blockBytes);
    int length = 0;
    if (!m_context->fit
        || EVP_EncryptUpdate(m_context->evp.get(), out.data(), &length, bytes.data(), int(bytes.size())) != 1)
        return std::nullopt;
    out.resize(size_t(length));
    return out;
}

std::optional<Buffer> SegmentCipher::end()
{
    Buffer out(blockBytes);
    int length = 0;
    if (!m_context->fit || EVP_EncryptFinal_ex(m_context->evp.get(), out.data(), &length) != 1)
        return std::nullopt;
    out.resize(size_t(length));
    return out;
}

std::optional<Buffer> openedSegment(const SegmentKey &key, const SegmentIv &iv, Bytes segment)
{
    const EvpContext evp(EVP_CIPHER_CTX_new());
    Buffer out(segment.size() + blockBytes);
    int length = 0;
    int rest = 0;
    if (!evp || EVP_DecryptInit_ex(evp.get(), EVP_aes_128_cbc(), nullptr, key.data(), iv.data()) != 1
        || EVP_DecryptUpdate(evp.get(), out.data(), &length, segment.data(), int(segment.size())) != 1
        || EVP_DecryptFinal_ex(evp.get(), out.data() + length, &rest) != 1)
        return std::nullopt;
    out.resize(size_t(length) + size_t(rest));
    return out;
}

} // namespace twinfeed::sealing
