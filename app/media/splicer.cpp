// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/splicer.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace twinfeed::media {

namespace {

constexpr int64_t never = std::numeric_limits<int64_t>::max();
constexpr int64_t leastStep = 1'000; // FLV knows no finer one
constexpr int64_t takePatience = 10'000'000;
constexpr int64_t observePeriod = 1'000'000;
constexpr int64_t slewDivisor = 100;
// D may grow faster while nobody watches anything that moves: it is there when the first path is taken.
constexpr int64_t slateSlewDivisor = 10;
// A picture that stands this little before the cut position counts as standing at it: rounding to milliseconds.
constexpr int64_t tolerance = 1'500;
constexpr int mostClosing = 32;
// Sound of the old source that is missing for less than this before a cut is filled with the new one's.
constexpr int64_t mostSoundFill = 200'000;
constexpr int64_t halfSound = 10'667;
// Sound waits for the picture behind it up to this long: half as many wake-ups.
constexpr int64_t soundPatience = 40'000;
constexpr int64_t leastPicture = 4'000;
constexpr int64_t mostPicture = 250'000;

CutMade madeOf(Cut cut)
{
    return cut == Cut::Keyframe ? CutMade::Keyframe : CutMade::Cached;
}

} // namespace

Splicer::Splicer(Buffers buffers, Settings settings, int64_t now, BridgeService *bridge)
    : m_buffers(std::move(buffers))
    , m_bridge(bridge)
    , m_origin(settings.origin)
    , m_lossUs(settings.lossUs)
    , m_onAir(settings.onAir)
    , m_hold(settings.holdUs)
    , m_wantedHold(settings.holdUs)
    , m_holdAt(now)
    , m_observedAt(now - observePeriod)
{
    awaitEntry();
}

void Splicer::awaitEntry()
{
    m_pending.emplace();
    m_pending->target = m_onAir;
    m_pending->deadline = never;
}

void Splicer::setHold(int64_t holdUs, int64_t lossUs)
{
    m_wantedHold = holdUs;
    m_lossUs = lossUs;
    if (!m_started)
        m_hold = holdUs;
}

void Splicer::setTrims(std::array<int64_t, 2> trimsUs)
{
    m_trims = trimsUs;
}

void Splicer::setAligned(std::optional<int64_t> sourceOffsetUs)
{
    m_aligned = sourceOffsetUs;
}

void Splicer::setSilence(std::optional<SilentSound> silence)
{
    m_silence = std::move(silence);
}

Splicer::Facts Splicer::facts(int64_t now) const
{
    Facts facts;
    for (const Source source : allSources) {
        const GopBuffer &buffer = *m_buffers[size_t(source)];
        facts.sources[size_t(source)] = {fresh(source, now), buffer.newestArrival(), m_lossUs,
                                         buffer.newestKeyframe().has_value()};
    }
    facts.onAir = m_onAir;
    facts.started = m_started;
    if (m_pending && m_pending->id != 0)
        facts.taking = m_pending->target;
    const int64_t end = m_reader && !m_reader->pictures.empty()
        ? m_reader->pictures.back().dts + m_shift + m_pictureUs
        : m_lastEnd;
    facts.runsDryAt = end + m_hold;
    facts.holdUs = m_hold;
    return facts;
}

void Splicer::take(const Order &order, int64_t now)
{
    Pending next;
    next.id = order.id;
    next.target = order.target;
    next.cut = order.cut;
    next.deadline = now + takePatience;
    if (m_pending && m_pending->id != 0)
        m_superseded.push_back(m_pending->id);
    m_pending = std::move(next);
}

Splicer::Step Splicer::advance(int64_t now)
{
    Step step;
    for (const uint64_t id : std::exchange(m_superseded, {})) {
        step.events.push_back(TakeFailed{id,
                                         Error{QStringLiteral("superseded"),
                                               QStringLiteral("Another take came before this one was done."),
                                               {},
                                               {},
                                               {}}});
    }
    slewHold(now);
    observe(now);
    if (m_reader)
        m_reader->pull();
    release(now, step); // what is due anyway goes first: a late wake-up is no gap
    progress(now, step);
    release(now, step);
    step.next = nextDue(now);
    step.wantsData[size_t(m_onAir)] = !m_reader || m_reader->pictures.empty();
    if (m_pending && !m_pending->entry)
        step.wantsData[size_t(m_pending->target)] = true;
    return step;
}

void Splicer::slewHold(int64_t now)
{
    const int64_t most = (now - m_holdAt) / slewDivisor;
    if (most <= 0)
        return;
    m_holdAt = now;
    m_hold += std::clamp(m_wantedHold - m_hold, -most, most);
}

void Splicer::observe(int64_t now, bool atOnce)
{
    if (!atOnce && m_started && now - m_observedAt < observePeriod)
        return;
    m_observedAt = now;
    for (const auto &buffer : m_buffers) {
        if (const auto entry = newestEntry(*buffer))
            m_wantedDelay = std::max(m_wantedDelay, entry->delay);
    }
}

bool Splicer::fresh(Source source, int64_t now) const
{
    const auto arrival = m_buffers[size_t(source)]->newestArrival();
    return arrival && now - *arrival <= m_lossUs;
}

std::optional<EntryPoint> Splicer::chooseEntry(const Pending &pending, int64_t now) const
{
    // A source that has stopped may be taken, but only once it comes back: what it left behind is old.
    if (!fresh(pending.target, now))
        return std::nullopt;
    const GopBuffer &buffer = *m_buffers[size_t(pending.target)];
    const int64_t at = position(now - m_hold);
    std::optional<EntryPoint> entry;
    if (pending.cut != Cut::Keyframe)
        entry = entryAtOrBefore(buffer, at + tolerance);
    return entry ? entry : entryAtOrAfter(buffer, at);
}

void Splicer::fail(const char *code, const QString &message, Step &step)
{
    step.events.push_back(TakeFailed{m_pending->id, Error{QString::fromLatin1(code), message, {}, {}, {}}});
    m_pending.reset();
}

void Splicer::progress(int64_t now, Step &step)
{
    if (!m_pending && !m_reader)
        awaitEntry();
    if (!m_pending)
        return;
    Pending &pending = *m_pending;
    if (m_reader && pending.target == m_onAir) {
        TakeEvidence evidence;
        evidence.cut = madeOf(pending.cut);
        evidence.from = evidence.to = m_onAir;
        evidence.behindMs = behindUs() / 1000;
        step.events.push_back(CutDone{pending.id, evidence, m_lastDts - m_origin});
        m_pending.reset();
        return;
    }
    if (pending.entry) {
        pending.reader->pull();
        if (fresh(pending.target, now))
            return;
        // It stopped before its turn came; perhaps it comes back in time, with another keyframe.
        pending.entry.reset();
        pending.reader.reset();
    }
    if (auto entry = chooseEntry(pending, now)) {
        auto reader = std::make_unique<SourceReader>(m_buffers[size_t(pending.target)], *entry);
        // Overtaken in between: the next call finds another one.
        if (reader->pictures.empty() || reader->pictures.front().sequence != entry->keyframe.sequence)
            return;
        pending.entry = std::move(entry);
        pending.reader = std::move(reader);
    } else if (now >= pending.deadline) {
        if (fresh(pending.target, now))
            fail("no-keyframe", QStringLiteral("The source sent no keyframe within 10 s."), step);
        else
            fail("source-lost", QStringLiteral("The source sends nothing."), step);
    }
}

int64_t Splicer::position(int64_t limit) const
{
    if (!m_started)
        return limit;
    const bool due =
        m_reader && !m_reader->pictures.empty() && m_reader->pictures.front().dts + m_shift <= limit;
    return !due && limit - m_lastEnd > m_pictureUs * 3 / 2 ? limit : m_lastEnd;
}

bool Splicer::cutIsDue(int64_t now) const
{
    return m_pending && m_pending->entry && position(now - m_hold) >= m_pending->entry->decodeTime - tolerance
        && fresh(m_pending->target, now);
}

void Splicer::release(int64_t now, Step &step)
{
    const int64_t limit = now - m_hold;
    for (;;) {
        if (cutIsDue(now)) {
            cut(limit, step);
            continue;
        }
        if (!m_reader)
            return;
        const int64_t picture = m_reader->pictures.empty() ? never : m_reader->pictures.front().dts + m_shift;
        const int64_t sound = m_reader->sounds.empty() ? never : shownAt(m_reader->sounds.front());
        if (std::min(picture, sound) > limit)
            return;
        if (picture <= sound)
            sendPicture(step);
        else
            sendSound(step);
    }
}

void Splicer::closeDisplay(Step &step)
{
    auto &pictures = m_reader->pictures;
    for (int sent = 0; sent < mostClosing;) {
        int count = 0;
        for (int i = 0; i < int(pictures.size()) && i < mostClosing; ++i) {
            if (pictures[size_t(i)].dts + m_shift > m_newestPts)
                break; // shown later, and so is everything behind it
            if (shownAt(pictures[size_t(i)]) < m_newestPts)
                count = i + 1;
        }
        if (count == 0)
            return;
        for (; count > 0; --count, ++sent)
            sendPicture(step);
    }
}

TakeEvidence Splicer::measure(const EntryPoint &entry, int64_t cutPts) const
{
    TakeEvidence evidence;
    evidence.cut = madeOf(m_pending->cut);
    evidence.from = m_onAir;
    evidence.to = m_pending->target;
    if (!m_started)
        return evidence;
    evidence.gapMs = double(cutPts - m_newestPts) / 1000;
    if (evidence.from == Source::Slate || evidence.to == Source::Slate) {
        // A slate shows nothing that could be missed or seen twice: only holes count.
        evidence.picturesLost =
            std::max(0, int(std::llround(double(cutPts - m_newestPts) / double(m_pictureUs))) - 1);
        return evidence;
    }
    // In the unit's time: what the old source would have shown next, against what the new one begins with.
    const int64_t skipped = entry.decodeTime - (m_lastEnd - m_shift);
    if (skipped > 0)
        evidence.picturesLost = int(std::llround(double(skipped) / double(m_pictureUs)));
    else
        evidence.picturesRepeated = int(std::llround(double(-skipped) / double(entry.pictureUs)));
    return evidence;
}

void Splicer::cut(int64_t limit, Step &step)
{
    if (m_reader && m_started)
        closeDisplay(step);
    const EntryPoint &entry = *m_pending->entry;
    int64_t at = position(limit);
    if (m_started)
        at = std::max({at, m_lastDts + leastStep, m_newestPts + m_pictureUs - m_delay - tolerance});
    // Away from the slate, or at the very beginning, D takes its whole step: a slate may stand a few pictures longer, and
    // what comes after has all the distance it needs.
    const bool still = !m_started || m_onAir == Source::Slate;
    if (still)
        observe(limit + m_hold, true);
    const int64_t delay = std::max({m_delay, entry.delay, still ? m_wantedDelay : 0});
    const int64_t cutPts = at + delay;

    if (m_reader) {
        while (!m_reader->sounds.empty() && shownAt(m_reader->sounds.front()) < cutPts - halfSound)
            sendSound(step);
    }
    m_soundFrom = m_soundDts && cutPts - m_soundEnd < mostSoundFill ? m_soundEnd : cutPts - halfSound;

    CutDone done{m_pending->id, measure(entry, cutPts), 0};
    m_onAir = m_pending->target;
    m_reader = std::move(m_pending->reader);
    m_shift = at - entry.decodeTime;
    m_sourceDelay = entry.delay;
    m_delay = delay;
    m_pictureUs = entry.pictureUs;
    m_pending.reset();

    m_reader->pictures.front().discontinuity = false; // the programme goes on without one
    sendPicture(step, at);
    m_dropLeading = true;
    done.evidence.behindMs = behindUs() / 1000;
    done.dts = m_lastDts - m_origin;
    if (done.take != 0)
        step.events.push_back(std::move(done));
}

void Splicer::makeDecodable(Packet &packet, bool cut)
{
    if (packet.keyframe && (cut || packet.discontinuity || m_freshStart)) {
        if (FreshStart::isClean(packet)) {
            m_freshStart.reset();
            return;
        }
        if (cut || packet.discontinuity) {
            m_freshStart = FreshStart::begin(packet);
            return;
        }
    }
    if (m_freshStart)
        m_freshStart->follow(packet);
}

bool Splicer::sendPicture(Step &step, int64_t leastDts)
{
    Packet packet = m_reader->pictures.front();
    if (packet.keyframe) {
        m_dropLeading = packet.discontinuity;
        if (packet.discontinuity) { // another connection: perhaps another encoder
            m_sourceDelay = m_reader->delayAtFront().value_or(m_sourceDelay);
            m_delay = std::max(m_delay, m_sourceDelay);
        }
    }
    m_reader->pictures.pop_front();
    if (packet.leading && m_dropLeading)
        return false;
    makeDecodable(packet, !m_started || leastDts != 0);
    const int64_t shown = shownAt(packet);
    packet.dts = std::max(packet.dts + m_shift, leastDts);
    if (m_started) {
        packet.dts = std::max(packet.dts, m_lastDts + leastStep);
        const int64_t distance = packet.dts - m_lastDts;
        if (leastDts == 0 && distance >= leastPicture && distance <= mostPicture)
            m_pictureUs = distance;
        const int64_t divisor = m_onAir == Source::Slate ? slateSlewDivisor : slewDivisor;
        m_delay += std::clamp<int64_t>(m_wantedDelay - m_delay, 0, distance / divisor);
    }
    packet.pts = std::max(packet.dts, shown);
    m_newestPts = m_started ? std::max(m_newestPts, packet.pts) : packet.pts;
    m_started = true;
    m_lastDts = packet.dts;
    m_lastEnd = packet.dts + m_pictureUs;
    packet.dts -= m_origin;
    packet.pts -= m_origin;
    step.packets.push_back(std::move(packet));
    return true;
}

void Splicer::sendSound(Step &step)
{
    Packet packet = std::move(m_reader->sounds.front());
    m_reader->sounds.pop_front();
    const int64_t heard = shownAt(packet);
    // Half a frame of overlap is the rounding of timestamps; more is sound that was there already.
    if (!m_started || heard < m_soundFrom || (m_soundDts && heard < m_soundEnd - packet.duration / 2))
        return;
    packet.dts = m_soundDts ? std::max(heard, *m_soundDts + leastStep) : heard;
    packet.pts = packet.dts;
    m_soundDts = packet.dts;
    m_soundEnd = packet.dts + packet.duration;
    packet.dts -= m_origin;
    packet.pts -= m_origin;
    step.packets.push_back(std::move(packet));
}

int64_t Splicer::nextDue(int64_t now) const
{
    int64_t next = never;
    if (m_reader) {
        const int64_t picture =
            m_reader->pictures.empty() ? never : m_reader->pictures.front().dts + m_shift + m_hold;
        int64_t sound = m_reader->sounds.empty() ? never : shownAt(m_reader->sounds.front()) + m_hold;
        if (picture != never && sound < picture && picture - sound <= soundPatience)
            sound = picture;
        next = std::min(picture, sound);
    }
    if (m_pending) {
        if (!m_pending->entry) {
            next = std::min(next, m_pending->deadline);
        } else { // its turn comes, also behind the deadline
            int64_t cutAt = m_pending->entry->decodeTime + m_hold;
            if (m_started) // while the old source may still send its next picture, that is waited for
                cutAt = std::max(cutAt, m_lastEnd + m_pictureUs * 3 / 2 + m_hold + 1);
            next = std::min(next, cutAt);
        }
    }
    return std::max(next, now + 1);
}

} // namespace twinfeed::media
