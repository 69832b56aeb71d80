// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sealing/unsealer.h"

#include <algorithm>

namespace twinfeed::sealing {

namespace {

// Two are in use during a rotation.
constexpr size_t mostCiphers = 4;
// Of one connection: more is no restart of a backend but an attack on memory, and the oldest are forgotten.
constexpr size_t mostLeft = 64;

Error error(const char *code, const QString &message)
{
    return {QString::fromLatin1(code), message, {}, {}, {}};
}

Result<std::optional<Note>> noteOf(const UnitKind &kind, Bytes unit)
{
    if (kind.codec == UnitKind::Aac)
        return noteOfSound(unit);
    return noteOfPicture(kind.codec == UnitKind::Hevc ? PictureCodec::Hevc : PictureCodec::H264, unit);
}

Result<Buffer> opened(const UnitKind &kind, Bytes unit, SealCipher &cipher)
{
    if (kind.codec == UnitKind::Aac)
        return openedSound(unit, cipher);
    return openedPicture(kind.codec == UnitKind::Hevc ? PictureCodec::Hevc : PictureCodec::H264, unit,
                         cipher);
}

} // namespace

Unsealer::Unsealer(FindKey findKey)
    : m_findKey(std::move(findKey))
{
}

Unsealer::~Unsealer() = default;

SealCipher *Unsealer::cipherFor(KeyId id)
{
    if (const auto known = std::ranges::find(m_ciphers, id, &KnownKey::id); known != m_ciphers.end()) {
        std::rotate(known, std::next(known), m_ciphers.end());
        return m_ciphers.back().cipher.get();
    }
    const auto key = m_findKey(id);
    if (!key || key->id != id || key->bytes == decltype(key->bytes){})
        return nullptr;
    if (m_ciphers.size() >= mostCiphers)
        m_ciphers.erase(m_ciphers.begin());
    m_ciphers.push_back({id, std::make_unique<SealCipher>(*key)});
    return m_ciphers.back().cipher.get();
}

bool Unsealer::inOrder(const Track &track, const Note &note) const
{
    if (!track.newest)
        return true;
    if (note.incarnation == track.newest->incarnation)
        return note.counter > track.newest->counter;
    return std::ranges::find(track.left, note.incarnation) == track.left.end();
}

Result<Unsealer::Opened> Unsealer::openClear(Track &track, Bytes unit, bool keyframe) const
{
    if (track.sealed && !keyframe)
        return error("seal-missing", QStringLiteral("A clear unit stands among encrypted ones."));
    track.sealed = false;
    return Opened{Buffer(unit.begin(), unit.end()), std::nullopt};
}

Result<Unsealer::Opened> Unsealer::openOrRefuse(const UnitKind &kind, Bytes unit, bool keyframe)
{
    const auto note = noteOf(kind, unit);
    if (!note)
        return note.error();
    Track &track = kind.codec == UnitKind::Aac ? m_sound : m_pictures;
    if (!*note)
        return openClear(track, unit, keyframe);
    SealCipher *cipher = cipherFor((*note)->key);
    if (!cipher)
        return error("no-key", QStringLiteral("The key %1 is not to be had.").arg((*note)->key));
    if (!inOrder(track, **note))
        return error("seal-replayed", QStringLiteral("An old unit came again, or one out of its order."));
    auto bytes = opened(kind, unit, *cipher);
    if (!bytes)
        return bytes.error();
    // Only what was opened moves the order on: a forged note must not shut the true ones out.
    if (track.newest && track.newest->incarnation != (*note)->incarnation) {
        if (track.left.size() >= mostLeft)
            track.left.erase(track.left.begin());
        track.left.push_back(track.newest->incarnation);
    }
    track.newest = **note;
    track.sealed = true;
    return Opened{std::move(*bytes), (*note)->key};
}

Result<Unsealer::Opened> Unsealer::open(const UnitKind &kind, Bytes unit, bool keyframe)
{
    auto result = openOrRefuse(kind, unit, keyframe);
    if (!result)
        ++m_counts.refused;
    else if (result->key)
        ++m_counts.opened;
    else
        ++m_counts.clear;
    return result;
}

} // namespace twinfeed::sealing
