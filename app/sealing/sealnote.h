// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// What travels beside each sealed access unit. The format is written down in resources/sealing.md.
namespace twinfeed::sealing {

using Bytes = std::span<const uint8_t>;
using Buffer = std::vector<uint8_t>;

/// Names a key on the wire: 24 bits.
using KeyId = uint32_t;
inline constexpr KeyId mostKeyId = 0xFFFFFF;

struct Key
{
    KeyId id = 0;
    std::array<uint8_t, 32> bytes{}; ///< AES-256

    bool operator==(const Key &) const = default;
};

/// Key id and nonce of one access unit. (key, incarnation, counter) is never used twice: the incarnation is another one for
/// each sealer that ever starts with a key, the counter rises by one with each unit from wherever it began.
struct Note
{
    KeyId key = 0;
    uint32_t incarnation = 0;
    /// Below 2^40.
    uint64_t counter = 0;

    bool operator==(const Note &) const = default;
};
inline constexpr uint64_t mostCounter = (uint64_t(1) << 40) - 1;

inline constexpr size_t noteBytes = 13; ///< version, key id, incarnation, counter
inline constexpr size_t tagBytes = 16;
using NoteText = std::array<uint8_t, noteBytes>;
using Tag = std::array<uint8_t, tagBytes>;
using Nonce = std::array<uint8_t, 12>;

/// As it stands in the stream. Its first byte, the version, is no byte that anything else puts there.
NoteText encoded(const Note &note);
/// Nothing where it is none, or one of another version.
std::optional<Note> decodedNote(Bytes text);
/// What AES-GCM gets: incarnation and counter, big-endian.
Nonce nonceOf(const Note &note);

} // namespace twinfeed::sealing
