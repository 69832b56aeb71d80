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
// A second and more of sound, at 48 kHz: relays interleave the tracks as they like.
constexpr int mostAhead = 64;

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

/// Incarnations are drawn for each key by itself: two keys may have the same.
bool isOneSealers(const Note &a, const Note &b)
{
    return a.incarnation == b.incarnation && a.key == b.key;
}

/// The last unit of that sealer among those that were left; null where there is none.
const Note *leftIn(const std::vector<Note> &left, const Note &note)
{
    const auto found =
        std::ranges::find_if(left, [&note](const Note &last) { return isOneSealers(last, note); });
    return found == left.end() ? nullptr : &*found;
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

/// Whether a sound frame belongs to what the pictures are, or were when its incarnation was the newest of the sound.
bool Unsealer::isOfThePictures(const Note &note) const
{
    if (!m_pictures.newest || isOneSealers(*m_pictures.newest, note))
        return true;
    return m_sound.newest && isOneSealers(*m_sound.newest, note) && leftIn(m_pictures.left, note) != nullptr;
}

std::optional<Error> Unsealer::misplaced(const UnitKind &kind, const Note &note, bool keyframe) const
{
    const bool sound = kind.codec == UnitKind::Aac;
    const Track &track = sound ? m_sound : m_pictures;
    const auto replayed = [] {
        return error("seal-replayed", QStringLiteral("An old unit came again, or one out of its order."));
    };
    if (!track.newest)
        return std::nullopt;
    const bool goesOn = isOneSealers(*track.newest, note);
    if (goesOn && note.counter <= track.newest->counter)
        return replayed();
    if (const Note *last = goesOn ? nullptr : leftIn(track.left, note)) {
        // Somebody mixed another stream's sound in: who goes by the pictures finds back.
        const bool back = sound && m_pictures.newest && isOneSealers(*m_pictures.newest, note);
        if (!back || note.counter <= last->counter)
            return replayed();
    }
    if (sound ? isOfThePictures(note) || m_soundAhead < mostAhead : goesOn || keyframe)
        return std::nullopt;
    return error("seal-foreign", QStringLiteral("A unit of another stream stands among these."));
}

/// Only what was opened moves the order on: a forged note must not shut the true ones out.
void Unsealer::release(const UnitKind &kind, const Note &note)
{
    const bool sound = kind.codec == UnitKind::Aac;
    Track &track = sound ? m_sound : m_pictures;
    if (sound)
        m_soundAhead += !isOfThePictures(note);
    if (!track.newest || !isOneSealers(*track.newest, note)) {
        std::erase_if(track.left, [&note](const Note &last) { return isOneSealers(last, note); });
        if (track.left.size() >= mostLeft)
            track.left.erase(track.left.begin());
        if (track.newest)
            track.left.push_back(*track.newest);
        if (!sound)
            m_soundAhead = 0;
    }
    track.newest = note;
    track.sealed = true;
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
    if (!*note)
        return openClear(kind.codec == UnitKind::Aac ? m_sound : m_pictures, unit, keyframe);
    SealCipher *cipher = cipherFor((*note)->key);
    if (!cipher)
        return error("no-key", QStringLiteral("The key %1 is not to be had.").arg((*note)->key));
    auto bytes = opened(kind, unit, *cipher);
    if (!bytes)
        return bytes.error();
    if (auto why = misplaced(kind, **note, keyframe))
        return *why;
    release(kind, **note);
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
