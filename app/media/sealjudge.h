// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"
#include "app/sealing/unsealer.h"

#include <optional>

namespace twinfeed::media {

/// What was seen of an output where it leads.
struct Sight
{
    EncryptionSeen seen = EncryptionSeen::Unknown;
    std::optional<quint32> key; ///< of what is sealed throughout
    /// Why it is unknown or mixed: "nothing-yet", "not-opened"; "half-sealed", "two-keys", "sound-differs"; of whoever
    /// reads: "no-address", "not-reached", ...
    QString reason;
    QString reasonCode;

    bool operator==(const Sight &) const = default;
};

/// Judges a stream that is read back, unit by unit: what its newest group of pictures is. Sealed is only what could be
/// opened. Sound changes over with the pictures, but relays interleave as they like: it has a second of the stream's
/// time. Pure: one connection, in its own order, on one thread.
class SealJudge final
{
public:
    explicit SealJudge(sealing::Unsealer::FindKey findKey);

    /// Times are the stream's own.
    void add(const Packet &packet);
    /// Of the newest group of pictures so far; of the sound where a stream has no pictures.
    Sight sight() const;
    /// Groups of pictures that were seen from their first to their last.
    int wholeGroups() const { return m_groups > 0 ? m_groups - 1 : 0; }
    /// Pictures and sound frames that are sealed and could not be opened.
    int unopened() const { return m_unopened; }

private:
    enum class State { Clear, Sealed, Unopened };
    struct Look
    {
        State state = State::Clear;
        std::optional<quint32> key;

        bool operator==(const Look &) const = default;
    };
    struct Run
    {
        Look look;
        int64_t since = 0; // dts
    };

    Look lookAt(const Packet &packet);
    void addPicture(const Look &look, const Packet &packet);
    static void take(std::optional<Run> &run, const Look &look, int64_t dts);
    std::optional<Sight> mixture() const;

    sealing::Unsealer m_unsealer;
    std::optional<Run> m_pictures; // as the newest keyframe was
    std::optional<Run> m_sound;
    std::optional<Look> m_other; // a picture of the newest group that is not as its keyframe
    int m_groups = 0; // begun
    int m_unopened = 0;
    std::optional<int64_t> m_firstSound; // dts
    int64_t m_newest = 0; // dts
};

} // namespace twinfeed::media
