// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/picturelane.h"

#include "app/media/sourcereader.h"

#include <algorithm>

namespace twinfeed::media {

namespace {

constexpr int64_t leastStep = 1'000; // FLV knows no finer one
// D may grow faster while nobody watches anything that moves: it is there when the first path is taken.
constexpr int64_t stillDivisor = 10;
constexpr int64_t mostOverlap = 1'000'000;

} // namespace

int64_t PictureLane::delayFor(int64_t sourceDelay, bool still) const
{
    return std::max({m_delay, sourceDelay, still ? m_wantedDelay : 0});
}

void PictureLane::enter(const Entry &entry, bool still)
{
    m_delay = delayFor(entry.sourceDelay, still);
    m_shift = entry.shift;
    m_trim = entry.trim;
    m_extra = entry.shift - entry.trim;
    m_sourceDelay = entry.sourceDelay;
    m_pictureUs = entry.pictureUs;
}

void PictureLane::carryOn(int64_t shift, int64_t trim, const CodecConfigPtr &config)
{
    m_shift = shift;
    m_trim = trim;
    // What is behind its trim stays behind; what is in front of it comes back, or the hold would be less than was promised.
    m_extra = std::max<int64_t>(0, shift - trim);
    if (m_freshStart)
        m_freshStart->carryOn(config);
}

void PictureLane::makeDecodable(Packet &packet, bool fresh)
{
    if (packet.keyframe && (fresh || m_freshStart)) {
        if (FreshStart::isClean(packet)) {
            m_freshStart.reset();
            return;
        }
        if (fresh) {
            m_freshStart = FreshStart::begin(packet);
            return;
        }
    }
    if (m_freshStart)
        m_freshStart->follow(packet);
}

void PictureLane::slew(int64_t distance)
{
    m_delay += std::clamp<int64_t>(m_wantedDelay - m_delay, 0,
                                   distance / (m_still ? stillDivisor : SlewedTime::divisor));
    const int64_t most = distance / SlewedTime::divisor;
    m_shift += std::clamp(m_trim + m_extra - m_shift, -most, most);
}

bool PictureLane::send(Packet packet, std::vector<Packet> &out, std::optional<int64_t> at,
                       std::optional<int64_t> reconnected)
{
    // Behind the pictures of a bridge the source's own go on as at a cut.
    const bool joins = m_last && SourceReader::isBridged(*m_last) && !SourceReader::isBridged(packet);
    if (packet.keyframe) {
        m_dropLeading = packet.discontinuity || joins || at;
        if (packet.discontinuity && !at) { // another connection: perhaps another encoder
            m_sourceDelay = reconnected.value_or(m_sourceDelay);
            m_delay = std::max(m_delay, m_sourceDelay);
            // It may have come back sooner than what it left behind was to be shown: later as a whole, then, and slewed back.
            const int64_t early = m_last ? m_newestPts + leastStep - shownAt(packet) : 0;
            m_shift += std::clamp<int64_t>(early, 0, mostOverlap);
        }
    }
    if (packet.leading && m_dropLeading)
        return false;
    Packet original = packet;
    makeDecodable(packet, !m_last || at || joins || packet.discontinuity);
    if (at)
        packet.discontinuity = false; // the programme goes on without one
    const int64_t shown = shownAt(packet);
    packet.dts = at.value_or(packet.dts + m_shift);
    if (m_last) {
        packet.dts = std::max(packet.dts, m_lastDts + leastStep);
        const int64_t distance = packet.dts - m_lastDts;
        // Across a cut or a reconnection it is the length of a hole; so may it be between two pictures of a bridge, whose
        // distance was known before.
        const bool follows = !at && !packet.discontinuity && !SourceReader::isBridged(packet);
        if (follows && distance >= leastPictureUs && distance <= mostPictureUs)
            m_pictureUs = distance;
        slew(std::min(distance, mostPictureUs)); // a hole is no time in which anything could move unseen
    }
    packet.pts = std::max(packet.dts, shown);
    m_newestPts = m_last ? std::max(m_newestPts, packet.pts) : packet.pts;
    m_last = std::move(original);
    m_lastDts = packet.dts;
    m_end = packet.dts + m_pictureUs;
    packet.dts -= m_origin;
    packet.pts -= m_origin;
    out.push_back(std::move(packet));
    return true;
}

} // namespace twinfeed::media
