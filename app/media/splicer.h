// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/cutplan.h"
#include "app/media/picturelane.h"
#include "app/media/programmeedge.h"
#include "app/media/slewedtime.h"
#include "app/media/soundlane.h"
#include "app/media/sources.h"

#include <array>
#include <variant>
#include <vector>

namespace twinfeed::media {

/// Makes the programme of the sources: one at a time, a fixed hold behind arrival, with timestamps that rise for ever. Pure:
/// the clock is a parameter, there are no threads and no locks of its own.
///
/// All times inside are the unit's clock; what leaves has the origin taken off. A packet is due at dts' + hold, dts' being
/// its place in the programme (see PictureLane). How and where a take is made is the plan's (see CutPlan); a cut is made
/// where what was sent is closed in display order: pictures that are shown before the last one sent are sent at once, a few
/// frames early. Sound goes over at the AAC frame nearest to the picture cut.
class Splicer final
{
public:
    using Buffers = std::array<std::shared_ptr<const GopBuffer>, 3>; ///< by Source
    using Order = TakeOrder;

    struct Settings
    {
        Source onAir = Source::Slate;
        int64_t holdUs = 500'000;
        int64_t lossUs =
            300'000; ///< ChannelConfig::effectiveLossMs(): a source without packets for so long is lost
        int64_t origin = 0; ///< unit clock at which the programme's time is zero
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
        Error error; ///< "no-keyframe", "source-lost", "superseded"; see take()
    };
    /// What was on air had broken off in the middle of a bridge, and goes on at a keyframe of its own.
    struct Resumed
    {
        TakeEvidence evidence; ///< from and to are the same source; without firstPictureMs and measuredAt
        int64_t dts = 0; ///< programme time
    };
    using Event = std::variant<CutDone, TakeFailed, Resumed>;

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
        std::optional<int64_t> newest; ///< arrival of the newest packet that counts: see Sources
        int64_t lossUs = 0; ///< without a packet for so long it counts as lost
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
    Splicer(const Splicer &) = delete;
    Splicer &operator=(const Splicer &) = delete;

    /// A newer take replaces one that is still waiting. One whose target does not come while what is on air has broken off in the
    /// middle of a bridge fails at once, and the source on air goes on. Takes effect with the next advance(). An order to enter the source on
    /// air anew replaces none: it fails with "busy" while there is another, or a bridge is on air, which both bring a
    /// keyframe; with "slate" on the slate; and with what speaks against a bridge.
    void take(const Order &order, int64_t now);
    /// Everything that is due by `now`, which never steps back.
    Step advance(int64_t now);
    Facts facts(int64_t now) const;

    /// Reached by 1 % of the time that passes.
    void setHold(int64_t holdUs, int64_t lossUs);
    const SlewedTime &hold() const { return m_hold; }
    /// How much later than the hold each path is due (InputConfig::delayMs), microseconds by Source. On air it is reached by
    /// 1 % of the time that passes.
    void setTrims(std::array<int64_t, 2> trimsUs);
    /// The paths carry the same packets, the backup's sourceDts being larger by this (microseconds); nothing: they do not.
    void setAligned(std::optional<int64_t> sourceOffsetUs) { m_sources.aligned = sourceOffsetUs; }
    /// What to send where the source on air has no sound; nothing: leave it out.
    void setSilence(std::optional<SilentSound> silence) { m_sounds.setSilence(std::move(silence)); }

    Source onAir() const { return m_onAir; }
    int64_t behindUs() const { return m_hold.us() + m_pictures.shift(); }
    /// The same beside the path's trim: so far behind arrival, and its own trim, another path would be entered.
    int64_t lagUs() const { return m_hold.us() + m_pictures.extra(); }

private:
    void observe(int64_t now, bool atOnce = false);
    void progress(int64_t now, Step &step);
    void plan(const Order &order, int64_t now);
    std::optional<Error> refusalAnew() const;
    bool brokeOff(int64_t now) const;

    void release(int64_t now, Step &step);
    void missSound(int64_t limit, Step &step);
    CutPlan::Place place(int64_t now) const;
    ProgrammeEdge edge(int64_t limit) const;
    bool withheld(const Packet &picture) const;
    bool cutIsDue(int64_t now) const;
    void cut(int64_t now, Step &step);
    void overtake();
    void carryOn();
    void enter(int64_t limit, Step &step);
    void closeDisplay(Step &step);
    void announce(Step &step);
    int64_t nextDue(int64_t now) const;
    int64_t nextCut() const;

    void sendPicture(Step &step, std::optional<int64_t> at = {});
    void sendSound(Step &step);

    Sources m_sources;
    SlewedTime m_hold;
    int64_t m_holdAt;
    int64_t m_observedAt;

    Source m_onAir;
    std::unique_ptr<SourceReader> m_reader; // null: nothing on air yet
    std::unique_ptr<CutPlan> m_plan;
    std::vector<TakeFailed> m_refused; // to be told
    std::optional<CutDone> m_done; // to be told with its first picture

    PictureLane m_pictures;
    SoundLane m_sounds;
};

} // namespace twinfeed::media
