// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/analyser.h"

#include <algorithm>

namespace twinfeed::feed {

namespace {

// A server that keeps a group of pictures for new readers sends it in a burst.
constexpr int64_t burstUs = 1'000'000;

double milliseconds(int64_t us)
{
    return double(us) / 1'000;
}

} // namespace

void Analyser::packet(const PacketFact &fact)
{
    Arrivals &arrivals = fact.video ? m_video : m_sound;
    ++(fact.video ? m_totals.videoPackets : m_totals.soundPackets);
    m_totals.bytes += fact.size;
    if (fact.dtsUs) {
        if (arrivals.lastDts && *fact.dtsUs <= *arrivals.lastDts)
            ++(fact.video ? m_totals.videoDtsNotRising : m_totals.soundDtsNotRising);
        arrivals.lastDts = fact.dtsUs;
    }

    if (!m_firstArrivalUs)
        m_firstArrivalUs = fact.arrivedUs;
    const int64_t settled = m_firstArrivalUs + burstUs;
    if (arrivals.last && fact.arrivedUs > settled) {
        double &largest = fact.video ? m_totals.largestWallGapMs : m_totals.largestSoundWallGapMs;
        const int64_t since = std::max(*arrivals.last, settled);
        largest = std::max(largest, milliseconds(fact.arrivedUs - since));
    }
    arrivals.last = fact.arrivedUs;
}

void Analyser::sound(int64_t ptsUs)
{
    if (m_lastSoundUs)
        m_totals.largestSoundGapMs =
            std::max(m_totals.largestSoundGapMs, milliseconds(ptsUs - *m_lastSoundUs));
    m_lastSoundUs = ptsUs;
}

ReadEvent Analyser::eventOf(ReadEvent::Kind kind, const PictureFact &fact) const
{
    ReadEvent event;
    event.kind = kind;
    event.ptsUs = fact.ptsUs;
    event.arrivedUs = fact.arrivedUs;
    event.from = m_source.value_or(0);
    event.to = event.from;
    event.width = fact.width;
    event.height = fact.height;
    if (m_lastCode && event.from > 0)
        event.counterBefore = m_lastCode->counter;
    if (fact.reading.found == PictureReading::Found::Code) {
        event.to = fact.reading.code.source;
        event.counterAfter = fact.reading.code.counter;
        event.variant = fact.reading.code.variant;
    }
    return event;
}

void Analyser::picture(const PictureFact &fact)
{
    ++m_totals.pictures;
    m_totals.corrupt += fact.corrupt ? 1 : 0;
    time(fact);
    if (!m_totals.firstPictureUs) {
        m_totals.firstPictureUs = fact.arrivedUs;
        m_totals.firstPts = fact.ptsUs;
        m_events.push_back(eventOf(ReadEvent::Kind::FirstPicture, fact));
    }
    m_totals.lastPts = fact.ptsUs;
    size(fact);
    damage(fact);
    switch (fact.reading.found) {
    case PictureReading::Found::Code:
        readable(fact);
        break;
    case PictureReading::Found::Unreadable:
        ++m_totals.unreadable;
        ++m_unreadableSince;
        break;
    case PictureReading::Found::None:
        ++m_totals.none;
        sourceIs(0, fact, std::nullopt);
        m_run.reset();
        break;
    }
}

void Analyser::time(const PictureFact &fact)
{
    if (!m_totals.lastPts)
        return;
    const int64_t gap = fact.ptsUs - *m_totals.lastPts;
    m_totals.ptsNotRising += gap <= 0 ? 1 : 0;
    m_totals.largestGapMs = std::max(m_totals.largestGapMs, milliseconds(gap));
}

void Analyser::size(const PictureFact &fact)
{
    if (fact.width == m_width && fact.height == m_height)
        return;
    m_width = fact.width;
    m_height = fact.height;
    m_events.push_back(eventOf(ReadEvent::Kind::Size, fact));
}

void Analyser::damage(const PictureFact &fact)
{
    // A code that cannot be read is damage too: no picture was sent like that.
    const bool damaged = fact.damaged || fact.reading.found == PictureReading::Found::Unreadable;
    if (damaged) {
        ++m_totals.damaged;
        if (!m_wasDamaged)
            m_events.push_back(eventOf(ReadEvent::Kind::Damage, fact));
        auto last = std::find_if(m_events.rbegin(), m_events.rend(),
                                 [](const ReadEvent &e) { return e.kind == ReadEvent::Kind::Damage; });
        ++last->pictures;
    }
    m_wasDamaged = damaged;
}

void Analyser::readable(const PictureFact &fact)
{
    const PictureCode &code = fact.reading.code;
    const bool wasFrozen = m_lastCode && *m_lastCode == code && code.variant == Variant::Freeze;
    const int64_t number = m_unwrapper.next(code);
    const auto step = m_unwrapper.related() ? std::optional(number - m_lastNumber) : std::nullopt;
    const bool sameSource = m_source == code.source;
    const bool sameVariant = !m_lastCode || m_lastCode->variant == code.variant;
    ++m_totals.variants[code.variant];
    m_totals.frozen += wasFrozen ? 1 : 0;
    flash(fact, sameSource);
    sourceIs(code.source, fact, step);
    if (sameSource && !sameVariant)
        m_events.push_back(eventOf(ReadEvent::Kind::Variant, fact));
    if (!sameSource || !m_unwrapper.related()) {
        m_run.reset();
        m_wasRepeating = false;
    }
    withinSource(fact, number);
    m_lastCode = code;
    m_lastNumber = number;
    m_unreadableSince = 0;
}

void Analyser::sourceIs(int source, const PictureFact &fact, std::optional<int64_t> step)
{
    ++m_totals.picturesOf[source];
    ++m_inARow;
    if (m_source == source)
        return;
    if (m_source) {
        ReadEvent event = eventOf(ReadEvent::Kind::Change, fact);
        event.to = source;
        if (*m_source > 0 && source > 0)
            event.step = step;
        if (event.step) {
            event.lost = std::max<int64_t>(0, *step - 1 - m_unreadableSince);
            event.repeated = std::max<int64_t>(0, 1 - *step);
            m_totals.lostAtChanges += event.lost;
            m_totals.repeatedAtChanges += event.repeated;
        }
        m_events.push_back(event);
        m_sync.changed(fact.ptsUs);
    }
    m_source = source;
    m_inARow = 1;
}

void Analyser::withinSource(const PictureFact &fact, int64_t number)
{
    const StepVerdict verdict =
        m_run.step(number, fact.reading.code.variant == Variant::HalfRate, m_unreadableSince);
    m_totals.lost += verdict.lost;
    m_totals.repeated += verdict.repeated ? 1 : 0;
    if (verdict.lost > 0 || (verdict.repeated && !m_wasRepeating)) {
        ReadEvent event = eventOf(ReadEvent::Kind::Jump, fact);
        event.step = number - m_lastNumber;
        event.lost = verdict.lost;
        m_events.push_back(event);
    }
    m_wasRepeating = verdict.repeated;
    if (!verdict.repeated)
        return;
    auto last = std::find_if(m_events.rbegin(), m_events.rend(),
                             [](const ReadEvent &e) { return e.kind == ReadEvent::Kind::Jump; });
    ++last->repeated;
}

void Analyser::flash(const PictureFact &fact, bool sameSource)
{
    if (sameSource && fact.lampLit && !m_lampWasLit && fact.reading.code.variant != Variant::Freeze)
        m_sync.flash(fact.ptsUs);
    m_lampWasLit = fact.lampLit;
}

} // namespace twinfeed::feed
