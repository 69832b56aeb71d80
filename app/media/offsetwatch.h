// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/contentoffset.h"
#include "models/domain/live.h"

#include <array>
#include <deque>
#include <optional>
#include <stop_token>

namespace twinfeed::media {

/// Measures now and then how far the contents of two paths are apart that were encoded twice: by sound as soon as there
/// are 8 s of it, again when there are 16 and then every 20 s; by pictures where sound says nothing, with two minutes and
/// more in between. The clock is a parameter; one thread.
///
/// Keeps 16 s of both paths' sound, and while it gets pictures together 10 s of those. Costs 0.1 % of a core where sound
/// tells; a look at the pictures of 1920x1080p30 takes half a second of one.
class OffsetWatch final
{
public:
    void add(Source path, const Packet &packet);
    /// EntryPoint::delay of the path's stream: the programme takes it off.
    void setDelay(Source path, int64_t delayUs) { m_paths[size_t(path)].delay = delayUs; }
    /// What comes now does not follow what came before, on either path: nothing is known any more.
    void forget();
    /// Measures where it is due. Returns at once when told to stop.
    void look(int64_t now, const std::stop_token &stop);

    AlignmentStatus status() const;

private:
    using Kind = OffsetFinding::Kind;
    struct Path
    {
        std::deque<Packet> sound;
        std::vector<Packet> pictures; // while they are being collected
        int64_t delay = 0; // see setDelay()
    };
    struct Found
    {
        OffsetFinding finding;
        bool bySound = true;
        int64_t at = 0;
    };

    int64_t soundUs() const;
    std::vector<Packet> newestSound(const Path &path, int64_t us) const;
    void measureSound(int64_t now, const std::stop_token &stop);
    void lookAtPictures(int64_t now, const std::stop_token &stop);
    bool picturesReady() const;
    void measurePictures(int64_t now, const std::stop_token &stop);
    void take(OffsetFinding finding, bool bySound, int64_t now);

    std::array<Path, 2> m_paths; // by Source
    std::optional<Kind> m_sound; // what the last measurement said
    std::optional<Kind> m_pictures;
    std::optional<Found> m_found;
    int64_t m_since = 0; // first look
    int64_t m_soundDue = 0;
    int64_t m_picturesDue = 0;
    int64_t m_picturesRest = 0;
    bool m_collecting = false;
};

} // namespace twinfeed::media
