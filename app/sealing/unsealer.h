// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/sealing/sealer.h"

#include <functional>
#include <memory>
#include <vector>

namespace twinfeed::sealing {

/// Opens the units of one connection. What cannot be opened is not released, and neither is what was sealed for another place
/// in the stream, or for another stream: in each track the counters rise, an incarnation that was left does not come back,
/// a new one and clear or sealed change over at keyframes only, and sound does not go on in an incarnation without pictures
/// in it. One thread.
class Unsealer final
{
public:
    /// The key of that id, if it may be had; asked once for each new id and again for one that was not to be had. Null bytes
    /// are never a key.
    using FindKey = std::function<std::optional<Key>(KeyId id)>;

    explicit Unsealer(FindKey findKey);
    ~Unsealer();

    struct Opened
    {
        Buffer bytes; ///< the unit as it was before it was sealed, or as it came where it is clear
        std::optional<KeyId> key; ///< nothing for a clear unit
    };
    /// Units of both tracks in the order in which they come; sound frames all count as keyframes. Errors, after which it can
    /// go on with the next unit: "no-key", "seal-broken", "seal-replayed" (an old unit, or one out of its order),
    /// "seal-foreign" (it could be opened, but belongs to another stream), "seal-missing" (a clear unit in the middle of sealed ones), "damaged-unit".
    Result<Opened> open(const UnitKind &kind, Bytes unit, bool keyframe);

    /// What became of the units so far.
    struct Counts
    {
        uint64_t clear = 0;
        uint64_t opened = 0;
        uint64_t refused = 0;
    };
    const Counts &counts() const { return m_counts; }

private:
    struct Track
    {
        std::optional<Note> newest; // opened
        std::vector<Note> left; // the last of each incarnation before that
        bool sealed = false; // the newest unit that was released
    };

    Result<Opened> openOrRefuse(const UnitKind &kind, Bytes unit, bool keyframe);
    Result<Opened> openClear(Track &track, Bytes unit, bool keyframe) const;
    std::optional<Error> misplaced(const UnitKind &kind, const Note &note, bool keyframe) const;
    bool isOfThePictures(const Note &note) const;
    void release(const UnitKind &kind, const Note &note);
    SealCipher *cipherFor(KeyId id);

    const FindKey m_findKey;
    struct KnownKey
    {
        KeyId id = 0;
        std::unique_ptr<SealCipher> cipher;
    };
    std::vector<KnownKey> m_ciphers; // a few, the one used last behind
    Track m_pictures;
    Track m_sound;
    int m_soundAhead =
        0; // frames released in incarnations that pictures have not come to, since pictures' last change
    Counts m_counts;
};

} // namespace twinfeed::sealing
