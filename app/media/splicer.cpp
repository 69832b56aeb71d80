// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/splicer.h"

#include "app/media/cutevidence.h"
#include "app/media/errors.h"

#include <algorithm>
#include <limits>

namespace twinfeed::media {

namespace {

constexpr int64_t never = std::numeric_limits<int64_t>::max();
constexpr int64_t leastStep = 1'000; // FLV knows no finer one
constexpr int64_t observePeriod = 1'000'000;
constexpr int mostClosing = 32;
constexpr int64_t halfSound = 10'667;
// Sound waits for the picture behind it up to this long: half as many wake-ups.
constexpr int64_t soundPatience = 40'000;
// A bridge is asked this often while its pictures are waited for.
constexpr int64_t bridgePeriod = 2'000;
// One that gives nothing for so long, with nothing left to send, has broken off.
constexpr int64_t bridgeSilence = 1'000'000;

Error superseded()
{
    return errorOf(QStringLiteral("superseded"),
                   QStringLiteral("Another take came before this one was done."));
}

} // namespace

Splicer::Splicer(Buffers buffers, Settings settings, int64_t now, BridgeService *bridge)
    : m_sources{std::move(buffers), bridge, settings.lossUs, {}, {}}
    , m_hold(settings.holdUs)
    , m_holdAt(now)
    , m_observedAt(now - observePeriod)
    , m_onAir(settings.onAir)
    , m_pictures(settings.origin)
    , m_sounds(settings.origin)
{
    plan({0, m_onAir, Cut::Cached, false}, now);
}

void Splicer::setHold(int64_t holdUs, int64_t lossUs)
{
    m_sources.lossUs = lossUs;
    if (m_pictures.started())
        m_hold.set(holdUs);
    else
        m_hold.jump(holdUs);
}

void Splicer::setTrims(std::array<int64_t, 2> trimsUs)
{
    m_sources.trims = {trimsUs[0], trimsUs[1], 0};
    m_pictures.setTrim(m_sources.trim(m_onAir));
}

void Splicer::plan(const Order &order, int64_t now)
{
    m_plan.reset(); // its bridge is cancelled before another one is ordered
    Order meant = order;
    if (order.anew)
        meant.target = m_onAir;
    m_plan = std::make_unique<CutPlan>(meant, m_sources, now);
}

void Splicer::take(const Order &order, int64_t now)
{
    if (order.anew) {
        if (auto refused = refusalAnew())
            return m_refused.push_back({order.id, std::move(*refused)});
    }
    if (m_plan && m_plan->order().id != 0)
        m_refused.push_back({m_plan->order().id, superseded()});
    plan(order, now);
}

std::optional<Error> Splicer::refusalAnew() const
{
    if (m_plan || !m_reader || !m_pictures.started() || m_done || m_reader->bridging())
        return errorOf(QStringLiteral("busy"),
                       QStringLiteral("The programme goes over to a keyframe just now."));
    if (m_onAir == Source::Slate)
        return errorOf(QStringLiteral("slate"), QStringLiteral("The slate is on air."));
    return std::nullopt;
}

Splicer::Facts Splicer::facts(int64_t now) const
{
    Facts facts;
    for (const Source source : allSources) {
        facts.sources[size_t(source)] = {m_sources.fresh(source, now), m_sources.newest(source),
                                         m_sources.lossOf(source)};
    }
    facts.onAir = m_onAir;
    facts.started = m_pictures.started();
    if (m_plan && m_plan->order().id != 0 && !m_plan->order().anew)
        facts.taking = m_plan->order().target;
    facts.runsDryAt = place(now).runsDryAt;
    facts.holdUs = m_hold.us();
    return facts;
}

Splicer::Step Splicer::advance(int64_t now)
{
    Step step;
    std::ranges::move(std::exchange(m_refused, {}), std::back_inserter(step.events));
    if (m_hold.pass(now - m_holdAt))
        m_holdAt = now;
    observe(now);
    if (m_reader)
        m_reader->pull();
    if (m_plan && m_plan->bridging())
        progress(now, step); // before anything is sent that lies behind where the bridge begins
    release(now, step); // what is due anyway goes first: a late wake-up is no gap
    progress(now, step);
    release(now, step);
    step.next = nextDue(now);
    step.wantsData[size_t(m_onAir)] = !m_reader || m_reader->pictures.empty();
    if (m_plan && !m_plan->ready())
        step.wantsData[size_t(m_plan->order().target)] = true;
    return step;
}

void Splicer::observe(int64_t now, bool atOnce)
{
    if (!atOnce && m_pictures.started() && now - m_observedAt < observePeriod)
        return;
    m_observedAt = now;
    for (const auto &buffer : m_sources.buffers) {
        if (const auto entry = newestEntry(*buffer))
            m_pictures.wantDelay(entry->delay);
    }
}

bool Splicer::brokeOff(int64_t now) const
{
    if (!m_reader->pictures.empty())
        return false;
    return m_reader->ended()
        || (m_reader->bridging() && now - m_hold.us() - m_pictures.end() > bridgeSilence);
}

void Splicer::progress(int64_t now, Step &step)
{
    if (!m_plan && (!m_reader || brokeOff(now)))
        plan({0, m_onAir, Cut::Cached, false}, now);
    if (!m_plan)
        return;
    const Order &order = m_plan->order();
    if (m_reader && order.target == m_onAir && order.id != 0 && !order.anew) {
        TakeEvidence evidence;
        evidence.cut = order.cut == Cut::Keyframe ? CutMade::Keyframe : CutMade::Cached;
        evidence.from = evidence.to = m_onAir;
        evidence.behindMs = behindUs() / 1000;
        step.events.push_back(CutDone{order.id, evidence, m_pictures.programmeTime(m_pictures.lastDts())});
        m_plan.reset();
        return;
    }
    m_plan->advance(place(now));
    if (m_plan->failure()) {
        step.events.push_back(TakeFailed{order.id, *m_plan->failure()});
        m_plan.reset();
    } else if (order.id != 0 && !m_plan->ready() && !m_plan->bridging() && m_reader && brokeOff(now)) {
        // What is on air has nothing left while the target is waited for: the programme comes before the take.
        const bool fresh = m_sources.fresh(order.target, now);
        step.events.push_back(TakeFailed{order.id, CutPlan::notThere(fresh)});
        plan({0, m_onAir, Cut::Cached, false}, now);
        m_plan->advance(place(now));
    }
}

ProgrammeEdge Splicer::edge(int64_t limit) const
{
    return {m_reader.get(), m_pictures, limit};
}

CutPlan::Place Splicer::place(int64_t now) const
{
    const ProgrammeEdge edge = this->edge(now - m_hold.us());
    CutPlan::Place place{now, m_onAir, m_reader.get(), m_pictures, m_sounds, edge.position(),
                         0,   0,       m_hold.us()};
    place.closed = std::max(place.position, edge.closed());
    place.runsDryAt = edge.dry() + m_hold.us();
    return place;
}

bool Splicer::withheld(const Packet &picture) const
{
    if (!m_plan || !m_plan->at())
        return false;
    return m_pictures.shownAt(picture) + m_pictures.pictureUs() / 2 > *m_plan->at() + m_pictures.delay();
}

bool Splicer::cutIsDue(int64_t now) const
{
    if (!m_plan || !m_plan->ready() || !m_sources.fresh(m_plan->order().target, now))
        return false;
    const int64_t limit = now - m_hold.us();
    if (m_plan->carriesOn())
        return true;
    if (!m_plan->at()) {
        // At the very beginning there is nothing to follow without a gap: the whole hold is kept.
        const int64_t early = m_pictures.started() ? roundingUs : 0;
        const int64_t begins = m_plan->entry().decodeTime + m_sources.trim(m_plan->order().target);
        return edge(limit).entered(begins) + early >= begins;
    }
    // The old source has its turn up to there. Where nothing of it is left, a picture early is better than late.
    if (m_reader && !m_reader->pictures.empty() && withheld(m_reader->pictures.front()))
        return *m_plan->at() <= limit + m_pictures.pictureUs();
    return *m_plan->at() <= limit && !edge(limit).frontIsDue();
}

void Splicer::release(int64_t now, Step &step)
{
    const int64_t limit = now - m_hold.us();
    for (;;) {
        if (cutIsDue(now)) {
            cut(now, step);
            continue;
        }
        if (!m_reader)
            return;
        const auto &pictures = m_reader->pictures;
        const int64_t picture =
            pictures.empty() || withheld(pictures.front()) ? never : m_pictures.due(pictures.front());
        const int64_t sound = m_reader->sounds.empty() ? never : m_pictures.shownAt(m_reader->sounds.front());
        if (std::min(picture, sound) > limit)
            return missSound(limit, step);
        if (picture <= sound)
            sendPicture(step);
        else
            sendSound(step);
    }
}

void Splicer::missSound(int64_t limit, Step &step)
{
    // Silence goes with pictures: where neither comes, nothing is on air.
    int64_t until = std::min(limit, m_pictures.newestPts());
    if (!m_reader->sounds.empty())
        until = std::min(until, m_pictures.shownAt(m_reader->sounds.front()));
    m_sounds.miss(until, m_onAir, step.packets);
}

void Splicer::closeDisplay(Step &step)
{
    auto &pictures = m_reader->pictures;
    for (int sent = 0; sent < mostClosing;) {
        int count = 0;
        for (int i = 0; i < int(pictures.size()) && i < mostClosing; ++i) {
            if (m_pictures.due(pictures[size_t(i)]) > m_pictures.newestPts())
                break; // shown later, and so is everything behind it
            if (m_pictures.shownAt(pictures[size_t(i)]) < m_pictures.newestPts())
                count = i + 1;
        }
        if (count == 0)
            return;
        for (; count > 0; --count, ++sent)
            sendPicture(step);
    }
}

void Splicer::cut(int64_t now, Step &step)
{
    if (m_plan->carriesOn())
        carryOn();
    else
        enter(now - m_hold.us(), step);
}

/// A cut that has not had a picture yet, and has none any more.
void Splicer::overtake()
{
    const auto done = std::exchange(m_done, std::nullopt);
    if (done && done->take != 0)
        m_refused.push_back({done->take, superseded()});
}

void Splicer::carryOn()
{
    overtake();
    CutDone done{m_plan->order().id, alignedEvidence(*m_plan, m_onAir, m_pictures), 0};
    m_onAir = m_plan->order().target;
    m_reader = m_plan->takeReader();
    m_pictures.carryOn(m_plan->shift(), m_sources.trim(m_onAir), m_reader->pictures.front().config);
    m_sounds.carryOn();
    m_plan.reset();
    m_done = std::move(done);
}

void Splicer::enter(int64_t limit, Step &step)
{
    if (m_reader && m_pictures.started())
        closeDisplay(step);
    const EntryPoint &entry = m_plan->entry();
    // Away from the slate, or at the very beginning, D takes its whole step: a slate may stand a few pictures longer, and
    // what comes after has all the distance it needs.
    const bool still = !m_pictures.started() || m_onAir == Source::Slate;
    if (still)
        observe(limit + m_hold.us(), true);
    const int64_t delay = m_pictures.delayFor(entry.delay, still);
    const int64_t begins = entry.decodeTime + m_sources.trim(m_plan->order().target);
    int64_t at = m_plan->at().value_or(edge(limit).entered(begins));
    if (m_pictures.started()) {
        const int64_t distance = m_plan->at() ? m_pictures.pictureUs() / 2 : m_pictures.pictureUs();
        at = std::max({at, m_pictures.lastDts() + leastStep,
                       m_pictures.newestPts() + distance - m_pictures.delay() - roundingUs});
    }
    const int64_t cutPts = at + delay;
    if (m_reader) {
        while (!m_reader->sounds.empty() && m_pictures.shownAt(m_reader->sounds.front()) < cutPts - halfSound)
            sendSound(step);
    }
    overtake();
    CutDone done{m_plan->order().id, evidenceOf(*m_plan, m_onAir, m_pictures, m_sources, cutPts), 0};
    const bool told = done.take != 0 || m_pictures.started(); // how the programme begins is no news
    const bool anew = m_plan->order().anew;
    auto reader = m_plan->takeReader();
    if (!m_pictures.started())
        m_sounds.begin(cutPts);
    else if (anew)
        reader->continueSound(*m_reader);
    else
        m_sounds.enter(cutPts);
    m_onAir = m_plan->order().target;
    m_reader = std::move(reader);
    const int64_t shift = at - entry.decodeTime;
    const int64_t trim = m_sources.trim(m_onAir);
    m_pictures.enter({shift, anew ? shift - m_pictures.extra() : trim, entry.delay, entry.pictureUs}, still);
    m_pictures.setTrim(trim); // where it is on its way there, it stays so
    m_pictures.setStill(m_onAir == Source::Slate);
    m_plan.reset();
    if (told)
        m_done = std::move(done);
    sendPicture(step, at);
}

void Splicer::announce(Step &step)
{
    if (!m_done)
        return;
    m_done->dts = m_pictures.programmeTime(m_pictures.lastDts());
    m_done->evidence.behindMs = behindUs() / 1000;
    if (m_done->take != 0)
        step.events.push_back(std::move(*m_done));
    else
        step.events.push_back(Resumed{std::move(m_done->evidence), m_done->dts});
    m_done.reset();
}

void Splicer::sendPicture(Step &step, std::optional<int64_t> at)
{
    const Packet &front = m_reader->pictures.front();
    const auto delay = front.keyframe && front.discontinuity ? m_reader->delayAtFront() : std::nullopt;
    Packet packet = std::move(m_reader->pictures.front());
    m_reader->pictures.pop_front();
    if (m_pictures.send(std::move(packet), step.packets, at, delay))
        announce(step);
}

void Splicer::sendSound(Step &step)
{
    Packet packet = std::move(m_reader->sounds.front());
    m_reader->sounds.pop_front();
    const int64_t heard = m_pictures.shownAt(packet);
    if (m_pictures.started())
        m_sounds.send(std::move(packet), heard, m_onAir, step.packets);
}

int64_t Splicer::nextCut() const
{
    if (!m_plan->ready())
        return m_plan->bridging() ? 0 : m_plan->deadline();
    // Its turn comes, also behind the deadline.
    if (m_plan->at()) {
        const bool early = m_reader && !m_reader->pictures.empty() && withheld(m_reader->pictures.front());
        return *m_plan->at() + m_hold.us() - (early ? m_pictures.pictureUs() : 0);
    }
    int64_t at = m_plan->entry().decodeTime + m_sources.trim(m_plan->order().target) + m_hold.us();
    if (m_pictures.started()) // while the old source may still send its next picture, that is waited for
        at = std::max(at, m_pictures.end() + m_pictures.pictureUs() * 3 / 2 + m_hold.us() + 1);
    return at;
}

int64_t Splicer::nextDue(int64_t now) const
{
    int64_t next = never;
    if (m_reader) {
        const auto &pictures = m_reader->pictures;
        const int64_t picture = pictures.empty() || withheld(pictures.front())
            ? never
            : m_pictures.due(pictures.front()) + m_hold.us();
        int64_t sound =
            m_reader->sounds.empty() ? never : m_pictures.shownAt(m_reader->sounds.front()) + m_hold.us();
        if (picture != never && sound < picture && picture - sound <= soundPatience)
            sound = picture;
        next = std::min(picture, sound);
        if (m_reader->bridging() && pictures.size() < 3)
            next = std::min(next, now + bridgePeriod);
    }
    if (m_plan)
        next = std::min(next, std::max(nextCut(), m_plan->bridging() ? now + bridgePeriod : 0));
    return std::max(next, now + 1);
}

} // namespace twinfeed::media
