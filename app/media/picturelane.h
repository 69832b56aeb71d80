// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/freshstart.h"
#include "app/media/packet.h"
#include "app/media/slewedtime.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace twinfeed::media {

/// The programme's pictures, and the time of the programme: brings what the source on air gives to timestamps that rise for
/// ever. Part of the splicer, which says what is sent when; times are the unit's clock, what leaves has the origin taken
/// off. Pure.
///
///   dts' = dts + shift          pts' = pts + shift + (D - d)
///
/// d is the source's own distance from dts to pts (see EntryPoint::delay), D the largest one of the channel: with it every
/// source stands D apart, so sources with and without B-frames follow each other with neither a step back in dts nor a gap
/// in pts. shift is the path's trim and what a cut left the source behind. D and the trim move by 1 % of the time.
class PictureLane final
{
public:
    explicit PictureLane(int64_t origin)
        : m_origin(origin)
    {
    }

    struct Entry
    {
        int64_t shift = 0;
        int64_t trim = 0; ///< the part of shift that setTrim() moves
        int64_t sourceDelay = 0; ///< d
        int64_t pictureUs = 0; ///< distance of its pictures
    };
    /// The source on air is another one from here on. `still`: nothing moved that somebody could watch, so D takes its whole
    /// step at once, else only as much as this source needs.
    void enter(const Entry &entry, bool still);
    /// Another source that carries the same packets.
    void carryOn(int64_t shift, int64_t trim, const CodecConfigPtr &config);
    /// Where D goes to; it never falls. `still` as above.
    void wantDelay(int64_t delay) { m_wantedDelay = std::max(m_wantedDelay, delay); }
    int64_t delayFor(int64_t sourceDelay, bool still) const;
    /// The trim of the source on air.
    void setTrim(int64_t trim) { m_trim = trim; }
    void setStill(bool still) { m_still = still; }

    int64_t due(const Packet &picture) const { return picture.dts + m_shift; }
    int64_t shownAt(const Packet &packet) const { return packet.pts + m_shift + m_delay - m_sourceDelay; }

    /// `at`: the first picture of a cut goes there. `reconnected` is the source's delay where the packet is a keyframe
    /// behind a discontinuity. False where the picture was dropped.
    bool send(Packet packet, std::vector<Packet> &out, std::optional<int64_t> at = {},
              std::optional<int64_t> reconnected = {});

    bool started() const { return m_last.has_value(); }
    int64_t lastDts() const { return m_lastDts; }
    int64_t end() const { return m_end; } ///< where the next picture belongs, as dts
    int64_t newestPts() const { return m_newestPts; }
    int64_t pictureUs() const { return m_pictureUs; }
    int64_t delay() const { return m_delay; } ///< D
    int64_t shift() const { return m_shift; }
    /// What a cut left the source behind, beside its trim: 0 and more.
    int64_t extra() const { return std::max<int64_t>(0, m_extra); }
    /// The last picture sent, as the source had it.
    const Packet &last() const { return *m_last; }
    int64_t programmeTime(int64_t unit) const { return unit - m_origin; }

private:
    void makeDecodable(Packet &packet, bool fresh);
    void slew(int64_t distance);

    const int64_t m_origin;

    // The source on air
    int64_t m_shift = 0;
    int64_t m_trim = 0;
    int64_t m_extra = 0;
    int64_t m_sourceDelay = 0;
    bool m_still = false;
    bool m_dropLeading = false; // until the next keyframe
    std::optional<FreshStart> m_freshStart; // it was entered at a keyframe that is no IDR

    int64_t m_delay = 0;
    int64_t m_wantedDelay = 0;

    // What was sent
    std::optional<Packet> m_last;
    int64_t m_lastDts = 0;
    int64_t m_end = 0;
    int64_t m_newestPts = 0;
    int64_t m_pictureUs = 33'333;
};

} // namespace twinfeed::media
