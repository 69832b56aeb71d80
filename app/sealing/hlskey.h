// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/sealing/sealnote.h"

#include <memory>

/// Segments of HLS as every ordinary player opens them: AES-128 in CBC mode with PKCS#7 padding (RFC 8216, 4.3.2.4).
namespace twinfeed::sealing {

using SegmentKey = std::array<uint8_t, 16>;
using SegmentIv = std::array<uint8_t, 16>;

/// What players get for a key: the first 16 bytes of HKDF-SHA256 (RFC 5869) of its bytes, without salt, info "twinfeed hls
/// aes-128". It tells nothing of the key itself, which opens what other outputs seal.
SegmentKey segmentKeyOf(const Key &key);

/// From the system's generator. Nothing where that fails.
std::optional<SegmentIv> randomIv();

/// Enciphers one segment piece by piece. One thread.
class SegmentCipher final
{
public:
    SegmentCipher(const SegmentKey &key, const SegmentIv &iv);
    ~SegmentCipher();
    SegmentCipher(const SegmentCipher &) = delete;
    SegmentCipher &operator=(const SegmentCipher &) = delete;

    /// What can be written of it by now; the rest comes with the next or with the end. Nothing where the library fails.
    std::optional<Buffer> add(Bytes bytes);
    std::optional<Buffer> end();

private:
    struct Context;
    const std::unique_ptr<Context> m_context;
};

/// The other way, a whole segment. Nothing where key or bytes are wrong.
std::optional<Buffer> openedSegment(const SegmentKey &key, const SegmentIv &iv, Bytes segment);

} // namespace twinfeed::sealing
