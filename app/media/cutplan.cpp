// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/cutplan.h"

#include "app/media/alignedseam.h"
#include "app/media/errors.h"

#include <limits>

namespace twinfeed::media {

namespace {

constexpr int64_t never = std::numeric_limits<int64_t>::max();
constexpr int64_t takePatience = 10'000'000;
constexpr int64_t bridgePatience = 1'000'000;
// A keyframe for the source on air is missed by nobody: its run-up may come from the beginning of a long group.
constexpr int64_t anewPatience = 6'000'000;
// A bridge that is not ready so long before the programme runs dry is late: the wake-up has to happen too.
constexpr int64_t bridgeReserve = 10'000;
// One that has said where it begins is a picture's encoding away.
constexpr int64_t encodingPatience = 60'000;
// Where nothing is lost yet a stalled encoder has longer: what takes its place repeats a group of pictures.
constexpr int64_t stalledPatience = 250'000;

/// Pictures that come behind the keyframe and are shown before it.
bool hasLeading(const EntryPoint &entry)
{
    return entry.keyframe.pts - entry.keyframe.dts > entry.delay + entry.pictureUs / 2;
}

} // namespace

CutPlan::CutPlan(const TakeOrder &order, const Sources &sources, int64_t now)
    : m_order(order)
    , m_sources(sources)
    , m_deadline(order.id == 0 ? never : now + takePatience)
{
}

CutPlan::~CutPlan()
{
    stopBridge();
}

void CutPlan::stopBridge()
{
    if (std::exchange(m_orderedAt, std::nullopt))
        m_sources.bridge->cancel();
}

void CutPlan::forget()
{
    stopBridge();
    m_reader.reset();
    m_entry.reset();
    m_at.reset();
}

void CutPlan::advance(const Place &place)
{
    const bool fresh = m_sources.fresh(m_order.target, place.now);
    if (!fresh) { // it stopped before its turn came; perhaps it comes back in time, with another keyframe
        forget();
        m_instead.reset();
        if (m_order.anew) {
            m_failure = notThere(false);
            return;
        }
    }
    if (m_reader)
        return m_reader->pull();
    // A source that has stopped may be taken, but only once it comes back: what it left behind is old.
    if (m_orderedAt)
        followBridge(place);
    else if (fresh)
        choose(place);
    if (m_reader || place.now < m_deadline)
        return;
    m_failure = notThere(fresh);
}

Error CutPlan::notThere(bool fresh)
{
    return fresh
        ? errorOf(QStringLiteral("no-keyframe"), QStringLiteral("The source sent no keyframe in time."))
        : errorOf(QStringLiteral("source-lost"), QStringLiteral("The source sends nothing."));
}

/// Between two paths whatever is lost or repeated is seen; a slate shows nothing that could be.
bool CutPlan::seamless(const Place &place) const
{
    return m_order.cut == Cut::Bridged && !m_instead && place.reader && place.pictures.started()
        && place.onAir != Source::Slate && m_order.target != Source::Slate;
}

void CutPlan::choose(const Place &place)
{
    if (m_order.anew) {
        if (!orderBridge(place))
            m_failure = m_instead.value_or(
                errorOf(QStringLiteral("not-buffered"), QStringLiteral("The source has no keyframe yet.")));
        return;
    }
    if (seamless(place) && (carryOn(place) || enterNearby(place) || orderBridge(place)))
        return;
    enterAtKeyframe(place);
}

bool CutPlan::carryOn(const Place &place)
{
    const Packet &last = place.pictures.last();
    if (!m_sources.aligned || SourceReader::isBridged(last) || last.source == m_order.target)
        return false;
    if (place.position > place.pictures.end()) // after a long stop it goes on where it ought to be
        return false;
    const int64_t offset = m_order.target == Source::Backup ? *m_sources.aligned : -*m_sources.aligned;
    const auto seam = findSeam(*buffer(), offset, last, place.sounds.last());
    if (!seam)
        return false;
    auto reader = std::make_unique<SourceReader>(buffer(), seam->cursor, seam->sound);
    if (reader->pictures.empty() || reader->pictures.front().sequence != seam->next.sequence)
        return false;
    m_reader = std::move(reader);
    m_made = CutMade::Aligned;
    m_shift = place.pictures.lastDts() - seam->equal.dts;
    return true;
}

bool CutPlan::enter(EntryPoint entry, CutMade made)
{
    auto reader = std::make_unique<SourceReader>(buffer(), entry);
    // Overtaken in between: the next call finds another one.
    if (reader->pictures.empty() || reader->pictures.front().sequence != entry.keyframe.sequence)
        return false;
    m_reader = std::move(reader);
    m_entry = std::move(entry);
    m_made = made;
    return true;
}

bool CutPlan::enterNearby(const Place &place)
{
    // What the programme is behind it stays: the target shows what comes next, not what is due without that.
    const int64_t shift = m_sources.trim(m_order.target) + place.pictures.extra();
    const int64_t half = place.pictures.pictureUs() / 2;
    const auto entry = entryAtOrAfter(*buffer(), place.closed - shift - half);
    if (!entry || entry->decodeTime + shift > place.closed + half || !enter(*entry, CutMade::Bridged))
        return false;
    m_shift = shift;
    m_at = entry->decodeTime + shift;
    return true;
}

int64_t CutPlan::aim(const Place &place) const
{
    return place.closed - place.pictures.pictureUs() / 2 - m_shift + m_bridgeDelay;
}

bool CutPlan::orderBridge(const Place &place)
{
    const auto newest = newestEntry(*buffer());
    if (!newest)
        return false;
    if (!m_sources.bridge) {
        m_instead = errorOf(QStringLiteral("no-bridge"),
                            QStringLiteral("Nothing here can encode the pictures of a bridge."));
        return false;
    }
    m_instead = m_sources.bridge->refusal(*buffer());
    if (m_instead)
        return false;
    m_bridgeDelay = newest->delay;
    m_bridgePictureUs = newest->pictureUs;
    if (!aimBridge(place)) {
        m_instead = errorOf(QStringLiteral("not-buffered"),
                            QStringLiteral("The source has no keyframe from before the cut yet."));
        return false;
    }
    if (place.reader->bridging())
        place.reader->loseBridge();
    m_sources.bridge->begin({m_order.id, m_order.target, buffer(), m_bridgeDelay, aim(place), patience()});
    m_orderedAt = place.now;
    followBridge(place);
    return true;
}

/// Where the target's pictures go; false where none from before the cut can be decoded.
bool CutPlan::aimBridge(const Place &place)
{
    const int64_t trim = m_sources.trim(m_order.target);
    m_shift = m_order.anew ? place.pictures.shift() : trim + place.pictures.extra();
    if (!m_order.anew && !buffer()->keyframeAtOrBefore(aim(place)))
        m_shift = trim; // not that far back
    return buffer()->keyframeAtOrBefore(aim(place)).has_value();
}

int64_t CutPlan::patience() const
{
    return m_order.anew ? anewPatience : bridgePatience;
}

bool CutPlan::bridgeIsLate(const Place &place) const
{
    // From there on the old source's pictures are withheld, so the programme stands still.
    if (m_at && place.now >= *m_at + place.holdUs + stalledPatience)
        return true;
    const int64_t reserve = m_at ? -encodingPatience : bridgeReserve;
    const bool dries =
        m_order.urgent || !m_sources.fresh(place.onAir, place.now) || (place.reader && place.reader->ended());
    return place.now >= *m_orderedAt + patience() || (dries && place.now >= place.runsDryAt - reserve);
}

void CutPlan::followBridge(const Place &place)
{
    if (!m_at)
        m_sources.bridge->aim(aim(place));
    BridgeService::Progress progress = m_sources.bridge->progress();
    if (progress.beginsAt)
        m_at = *progress.beginsAt - m_bridgeDelay + m_shift;
    if (!progress.pictures.empty()) {
        EntryPoint entry{progress.pictures.front(), {}, m_bridgeDelay, 0, m_bridgePictureUs};
        entry.decodeTime = entry.keyframe.pts - m_bridgeDelay;
        m_orderedAt.reset(); // the reader cancels it from now on
        m_reader = std::make_unique<SourceReader>(buffer(), *m_sources.bridge, m_order.target, m_bridgeDelay,
                                                  std::move(progress));
        m_at = entry.decodeTime + m_shift;
        m_entry = std::move(entry);
        m_made = CutMade::Bridged;
        return;
    }
    if (progress
            .joinsAt) { // the target's own keyframe is as near as any bridged picture: there is nothing to bridge
        stopBridge();
        m_at.reset();
        const auto entry = entryAtOrAfter(*buffer(), *progress.joinsAt - m_bridgeDelay - roundingUs);
        // Of the source on air the pictures that are leading there are still to be shown: it is bridged behind it.
        if (entry && !(m_order.anew && hasLeading(*entry)) && enter(*entry, CutMade::Bridged))
            m_at = entry->decodeTime + m_shift;
        return; // else it is chosen anew
    }
    if (progress.failure)
        giveUpBridge(*progress.failure, place);
    else if (bridgeIsLate(place))
        giveUpBridge(
            errorOf(QStringLiteral("bridge-late"), QStringLiteral("The bridge was not ready in time.")),
            place);
}

void CutPlan::giveUpBridge(Error why, const Place &place)
{
    forget();
    if (m_order.anew) {
        m_failure = std::move(why);
        return;
    }
    m_instead = std::move(why);
    enterAtKeyframe(place);
}

void CutPlan::enterAtKeyframe(const Place &place)
{
    const int64_t at = place.position - m_sources.trim(m_order.target);
    std::optional<EntryPoint> entry;
    if (m_order.cut != Cut::Keyframe)
        entry = entryAtOrBefore(*buffer(), at + roundingUs);
    if (!entry)
        entry = entryAtOrAfter(*buffer(), at);
    if (entry)
        enter(std::move(*entry), m_order.cut == Cut::Keyframe ? CutMade::Keyframe : CutMade::Cached);
}

} // namespace twinfeed::media
