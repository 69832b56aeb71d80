// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/bridgeservice.h"
#include "app/media/freshstart.h"
#include "app/media/silentsound.h"
#include "app/media/sourcereader.h"
#include "models/domain/record.h"

#include <array>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace twinfeed::media {

/// Makes the programme of the sources: one at a time, a fixed hold behind arrival, with timestamps that rise for ever. Pure:
/// the clock is a parameter, there are no threads and no locks of its own.
///
/// All times inside are the unit's clock; what leaves has the origin taken off. A source's packet leaves with
///   dts' = dts + shift          pts' = pts + shift + (D - d)
/// and is due at dts' + hold. d is the source's own distance from dts to pts (see EntryPoint::delay), D the largest one of
/// the channel: with it every source stands D apart, so sources with and without B-frames follow each other with
/// neither a step back in dts nor a gap in pts. shift is 0 for a source entered where the programme stands; after a
/// `cached` cut the source is behind by the distance to its keyframe for as long as it stays on air.
///
/// A cut is made where what was sent is closed in display order: pictures that are shown before the last one sent are
/// sent at once, a few frames early. Sound goes over at the AAC frame nearest to the picture cut.
class Splicer final
{
public:
    using Buffers = std::array<std::shared_ptr<const GopBuffer>, 3>; ///< by Source

    struct Settings
    {
        Source onAir = Source::Slate;
        int64_t holdUs = 500'000;
        int64_t lossUs = 300'000; ///< a source without packets for so long is lost
        int64_t origin = 0; ///< unit clock at which the programme's time is zero
    };

    struct Order
    {
        uint64_t id = 0; ///< not 0; comes back in CutDone or TakeFailed
        Source target = Source::Slate;
        Cut cut = Cut::Bridged;
        bool urgent =
            false; ///< the source on air is lost: a bridge that is not ready in time is not waited for
    };

    struct CutDone
    {
        uint64_t take = 0;
        TakeEvidence evidence; ///< without firstPictureMs and measuredAt
        int64_t dts = 0; ///< programme time of the first target picture
    };
    struct TakeFailed
    {
        uint64_t take = 0;
        Error error; ///< "no-keyframe", "source-lost", "superseded"
    };
    using Event = std::variant<CutDone, TakeFailed>;

    struct Step
    {
        std::vector<Packet> packets; ///< in the order of sending, programme time
        std::vector<Event> events;
        /// Call again then at the latest; the largest value where only data or a take can change anything.
        int64_t next = 0;
        /// Call again also as soon as one of these has new packets.
        std::array<bool, 3> wantsData{};
    };

    /// What is known of the sources and the programme: for whoever decides what is to be on air.
    struct SourceFacts
    {
        bool fresh = false; ///< packets arrive
        std::optional<int64_t> newest; ///< arrival of the newest packet; nothing before the first
        int64_t lossUs = 0; ///< without a packet for so long it counts as lost
        bool enterable = false; ///< a keyframe is buffered
    };
    struct Facts
    {
        std::array<SourceFacts, 3> sources; ///< by Source
        Source onAir = Source::Slate;
        bool started = false; ///< something has been sent
        std::optional<Source> taking; ///< target of a take that is not done yet
        int64_t runsDryAt = 0; ///< when the next picture is due that has not come
        int64_t holdUs = 0; ///< in force
    };

    /// `bridge` may be null: then cuts are never bridged. It outlives the splicer.
    Splicer(Buffers buffers, Settings settings, int64_t now, BridgeService *bridge = nullptr);

    /// A newer take replaces one that is still waiting. Takes effect with the next advance().
    void take(const Order &order, int64_t now);
    /// Everything that is due by `now`, which never steps back.
    Step advance(int64_t now);
    Facts facts(int64_t now) const;

    /// Reached by 1 % of the time that passes.
    void setHold(int64_t holdUs, int64_t lossUs);
    /// How much later than the hold each path is due (InputConfig::delayMs), microseconds by Source. On air it is reached by
    /// 1 % of the time that passes.
    void setTrims(std::array<int64_t, 2> trimsUs);
    /// The paths carry the same packets, the backup's sourceDts being larger by this (microseconds); nothing: they do not.
    void setAligned(std::optional<int64_t> sourceOffsetUs);
    /// What to send where the source on air has no sound; nothing: leave it out.
    void setSilence(std::optional<SilentSound> silence);

    Source onAir() const { return m_onAir; }
    int64_t behindUs() const { return m_hold + m_shift; }

private:
    struct Pending
    {
        uint64_t id = 0; ///< 0: not a take, but the first source's entry
        Source target = Source::Slate;
        Cut cut = Cut::Cached;
        int64_t deadline = 0;
        std::optional<EntryPoint> entry;
        std::unique_ptr<SourceReader> reader;
    };

    void observe(int64_t now, bool atOnce = false);
    void slewHold(int64_t now);
    void progress(int64_t now, Step &step);
    void fail(const char *code, const QString &message, Step &step);
    std::optional<EntryPoint> chooseEntry(const Pending &pending, int64_t now) const;
    bool fresh(Source source, int64_t now) const;
    void awaitEntry();

    void release(int64_t now, Step &step);
    int64_t position(int64_t limit) const;
    bool cutIsDue(int64_t now) const;
    void cut(int64_t limit, Step &step);
    void closeDisplay(Step &step);
    TakeEvidence measure(const EntryPoint &entry, int64_t cutPts) const;
    int64_t nextDue(int64_t now) const;

    int64_t shownAt(const Packet &packet) const { return packet.pts + m_shift + m_delay - m_sourceDelay; }
    bool sendPicture(Step &step, int64_t leastDts = 0);
    void makeDecodable(Packet &packet, bool cut);
    void sendSound(Step &step);

    const Buffers m_buffers;
    BridgeService *const m_bridge;
    const int64_t m_origin;
    std::array<int64_t, 2> m_trims{};
    std::optional<int64_t> m_aligned;
    std::optional<SilentSound> m_silence;
    int64_t m_lossUs;

    Source m_onAir;
    std::unique_ptr<SourceReader> m_reader; // null: nothing on air yet
    std::optional<Pending> m_pending;
    std::vector<uint64_t> m_superseded; // takes to be told so
    int64_t m_shift = 0;
    int64_t m_sourceDelay = 0; // d
    int64_t m_delay = 0; // D as in force; rises by 1 % towards
    int64_t m_wantedDelay = 0;
    bool m_dropLeading = false; // until the next keyframe
    std::optional<FreshStart> m_freshStart; // the source was entered at a keyframe that is no IDR

    int64_t m_hold;
    int64_t m_wantedHold;
    int64_t m_holdAt;
    int64_t m_observedAt;

    // What was sent, unit clock
    bool m_started = false;
    int64_t m_lastDts = 0; // pictures
    int64_t m_lastEnd = 0; // where the next picture belongs
    int64_t m_newestPts = 0;
    int64_t m_pictureUs = 33'333;
    std::optional<int64_t> m_soundDts;
    int64_t m_soundEnd = 0;
    int64_t m_soundFrom = 0; // sound of the source on air counts from here
};

} // namespace twinfeed::media
