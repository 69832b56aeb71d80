// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/sealnote.h"

namespace twinfeed::sealing {

namespace {

constexpr uint8_t version = 1;
// Counters are mostly zeros, and zeros in a SEI have to be escaped: masked, they are not.
constexpr uint8_t mask = 0xA5;

template <typename Target>
void put(Target &target, size_t at, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; ++i)
        target[at + i] = uint8_t(value >> (8 * (bytes - 1 - i)));
}

uint64_t get(Bytes text, size_t at, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; ++i)
        value = value << 8 | uint8_t(text[at + i] ^ mask);
    return value;
}

} // namespace

NoteText encoded(const Note &note)
{
    NoteText text{};
    text[0] = version;
    put(text, 1, note.key, 3);
    put(text, 4, note.incarnation, 4);
    put(text, 8, note.counter, 5);
    for (uint8_t &byte : text)
        byte ^= mask;
    return text;
}

std::optional<Note> decodedNote(Bytes text)
{
    if (text.size() < noteBytes || get(text, 0, 1) != version)
        return std::nullopt;
    return Note{KeyId(get(text, 1, 3)), uint32_t(get(text, 4, 4)), get(text, 8, 5)};
}

Nonce nonceOf(const Note &note)
{
    Nonce nonce{};
    put(nonce, 0, note.incarnation, 4);
    put(nonce, 4, note.counter, 8);
    return nonce;
}

} // namespace twinfeed::sealing
