// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/picturelane.h"
#include "app/media/soundlane.h"
#include "app/media/sourcereader.h"
#include "app/media/sources.h"
#include "models/domain/record.h"

#include <memory>
#include <optional>

namespace twinfeed::media {

struct TakeOrder
{
    uint64_t id = 0; ///< not 0; comes back with what became of it
    Source target = Source::Slate;
    Cut cut = Cut::Bridged;
    bool urgent =
        false; ///< a bridge that is not ready before the programme runs dry is not waited for; so also once the
    ///< source on air is lost
    /// The target is what is on air, whatever `target` says: it is to have a keyframe where it has none. Its pictures from
    /// the next possible one up to its own next keyframe are bridged, none is lost or shown twice. Nothing is made instead.
    bool anew = false;
};

/// A take on its way: finds where and how the programme goes over to the target, and what is made instead where that cannot
/// be done. Part of the splicer, which makes the cut once the plan is ready. Pure.
///
/// A `bridged` cut is the first of these that can be had: the target's packets follow at once, because both paths carry the
/// same (aligned); a keyframe of the target stands right there; a bridge to its next one, while which is being made the old
/// source goes on; its newest keyframe (cached), and the plan says why.
class CutPlan final
{
public:
    /// Where the programme stands, unit clock.
    struct Place
    {
        int64_t now = 0;
        Source onAir = Source::Slate;
        SourceReader *reader = nullptr; ///< of the source on air; null: nothing is
        const PictureLane &pictures;
        const SoundLane &sounds;
        int64_t position = 0; ///< dts of the next picture, if the cut is made now
        int64_t closed = 0; ///< the same, behind what is due and what is shown before it
        int64_t runsDryAt = 0; ///< when the next picture is due that has not come
        int64_t holdUs = 0; ///< in force
    };

    CutPlan(const TakeOrder &order, const Sources &sources, int64_t now);
    ~CutPlan();
    CutPlan(const CutPlan &) = delete;
    CutPlan &operator=(const CutPlan &) = delete;

    /// Once a round, and in front of what is sent while a bridge is waited for.
    void advance(const Place &place);

    /// Why a take comes to nothing whose target has not come.
    static Error notThere(bool fresh);

    const TakeOrder &order() const { return m_order; }
    /// "no-keyframe", "source-lost": it will never be ready. Where the source on air is entered anew, also what speaks
    /// against a bridge.
    const std::optional<Error> &failure() const { return m_failure; }
    bool bridging() const { return m_orderedAt.has_value(); }
    int64_t deadline() const { return m_deadline; }

    /// Where the target's first picture belongs, as dts, if that is a certain place: set once a bridge has chosen. The old
    /// source sends nothing at or behind it.
    std::optional<int64_t> at() const { return m_at; }
    bool ready() const { return m_reader != nullptr; }

    // Once it is ready:
    CutMade made() const { return m_made; }
    /// The first picture; not where the target only carries on.
    const EntryPoint &entry() const { return *m_entry; }
    bool carriesOn() const { return m_made == CutMade::Aligned; }
    int64_t shift() const { return m_shift; } ///< where it is certain: at() or carriesOn()
    std::unique_ptr<SourceReader> takeReader() { return std::move(m_reader); }
    const std::optional<Error> &instead() const { return m_instead; }

private:
    const std::shared_ptr<const GopBuffer> &buffer() const { return m_sources.buffer(m_order.target); }
    bool seamless(const Place &place) const;
    void choose(const Place &place);
    bool carryOn(const Place &place);
    bool enterNearby(const Place &place);
    bool orderBridge(const Place &place);
    bool aimBridge(const Place &place);
    void followBridge(const Place &place);
    bool bridgeIsLate(const Place &place) const;
    void enterAtKeyframe(const Place &place);
    bool enter(EntryPoint entry, CutMade made);
    int64_t aim(const Place &place) const;
    int64_t patience() const;
    void giveUpBridge(Error why, const Place &place);
    void stopBridge();
    void forget();

    const TakeOrder m_order;
    const Sources &m_sources;
    const int64_t m_deadline;
    std::optional<Error> m_failure;
    std::optional<Error> m_instead;

    std::optional<int64_t> m_orderedAt; // a bridge, that has given no picture yet
    int64_t m_bridgeDelay = 0;
    int64_t m_bridgePictureUs = 0;

    CutMade m_made = CutMade::Cached;
    std::unique_ptr<SourceReader> m_reader;
    std::optional<EntryPoint> m_entry;
    std::optional<int64_t> m_at;
    int64_t m_shift = 0;
};

} // namespace twinfeed::media
