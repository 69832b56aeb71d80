// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/bridgerun.h"

#include "app/media/errors.h"
#include "app/media/freshstart.h"
#include "app/media/sourcereader.h"

#include <algorithm>
#include <limits>

namespace twinfeed::media {

namespace {

constexpr int64_t never = std::numeric_limits<int64_t>::max();
// An IDR of 1080p takes about 12 ms: the first picture is chosen so far ahead of the programme.
constexpr int64_t encodeNsPerMacroblock = 1'500;
constexpr int64_t leastHandled = 16; // before the time of the rest is judged
// The programme's hold covers this; more is an encoder that does not keep pace.
constexpr int64_t mostLate = 250'000;
// No further ahead of the programme than this: a long hold is no reason for a burst of work.
constexpr int64_t mostAhead = 1'000'000;
constexpr int mostDamaged = 8; // in a row
constexpr int64_t warmPeriod = 66'000; // pictures in pairs: half the wake-ups
constexpr int64_t warmPatience = 200'000;
// A cut is made up to so many pictures before what is due by the clock: a decoder beyond it has nothing for the bridge, and
// begins again at the head of the group.
constexpr int warmDistance = 3;

} // namespace

BridgeRun::BridgeRun(const BridgeService::Order &order, std::unique_ptr<BridgeReader> warm, int64_t now)
    : m_order(order)
    , m_startedAt(now)
    , m_aim(order.aimPts)
    , m_aimAt(now)
    , m_reader(std::move(warm))
{
}

void BridgeRun::aim(int64_t pts, int64_t at)
{
    m_aim = pts;
    m_aimAt = at;
}

int64_t BridgeRun::required(int64_t now) const
{
    // The picture at the aim may still be due a picture's time after the aim was told.
    const auto &config = *m_reader->config();
    const int64_t macroblocks = int64_t(config.width / 16 + 1) * (config.height / 16 + 1);
    const int64_t encoding = macroblocks * encodeNsPerMacroblock / 1'000;
    return m_aim + std::max<int64_t>(0, now + encoding - m_aimAt - m_reader->pictureUs()) - roundingUs;
}

void BridgeRun::fail(const char *code, const QString &message, Step &step)
{
    step.progress.failure = errorOf(QString::fromLatin1(code), message);
    step.next = never;
    m_ended = true;
}

void BridgeRun::begin(int64_t pts, Step &step)
{
    m_begun = true;
    m_lastPts = pts - 1;
    step.progress.beginsAt = pts;
}

void BridgeRun::join(int64_t pts, Step &step)
{
    if (!m_begun)
        begin(pts, step);
    step.progress.joinsAt = pts;
    step.next = never;
    m_ended = true;
}

bool BridgeRun::openReader(int64_t now, Step &step)
{
    auto opened = BridgeReader::open(m_order.buffer, position(now), m_order.delayUs);
    if (!opened) {
        step.progress.failure = opened.error();
        m_ended = true;
        return false;
    }
    m_reader = std::move(*opened);
    if (!m_reader)
        fail("no-keyframe", QStringLiteral("The source has no keyframe to begin at."), step);
    return m_reader != nullptr;
}

BridgeRun::Step BridgeRun::step(int64_t now)
{
    Step step;
    step.next = now;
    if (m_ended) {
        step.next = never;
        return step;
    }
    if (!m_reader && !openReader(now, step))
        return step;
    if (!m_reader->pull()) {
        fail("overtaken", QStringLiteral("The source's packets went by before they were decoded."), step);
        return step;
    }
    if (m_begun || runUp(now, step))
        encode(now, step);
    return step;
}

/// Goes on at a keyframe that the programme has reached meanwhile.
bool BridgeRun::enterAtNewer(int64_t required)
{
    const auto &ahead = m_reader->ahead();
    size_t found = 0;
    for (size_t i = m_reader->started() ? 0 : 1; i < ahead.size(); ++i) {
        if (ahead[i].keyframe && ahead[i].pts <= required)
            found = i + 1;
    }
    if (found == 0)
        return false;
    if (m_reader->fits(ahead[found - 1])) {
        m_reader->restartAt(found - 1);
    } else { // the next step opens others there
        m_reader.reset();
        m_encoder.reset();
    }
    m_join.reset();
    m_whole = false;
    return true;
}

/// True where the run-up takes longer than anybody waits.
bool BridgeRun::hopeless(int64_t now, int64_t required) const
{
    const int64_t elapsed = now - m_startedAt;
    if (m_handled < leastHandled)
        return elapsed > m_order.patienceUs;
    const auto left = std::ranges::count_if(
        m_reader->ahead(), [required](const Packet &packet) { return packet.pts < required; });
    return elapsed + elapsed * left / m_handled > m_order.patienceUs;
}

/// True as soon as a picture is chosen and there is something to encode.
bool BridgeRun::runUp(int64_t now, Step &step)
{
    const int64_t from = required(now);
    if (enterAtNewer(from))
        return false;
    const auto &ahead = m_reader->ahead();
    const auto keyframe = std::ranges::find_if(ahead, &Packet::keyframe);
    const bool atEntry = !m_reader->started();
    // The entry itself lies behind the aim, or the next keyframe is as near as a picture of our own would be.
    if (keyframe != ahead.end() && keyframe->pts >= from
        && (atEntry || keyframe->pts - from < m_reader->pictureUs() * 3 / 2)) {
        join(keyframe->pts, step);
        return false;
    }
    if (hopeless(now, from)) {
        fail("too-slow", QStringLiteral("The source's pictures cannot be decoded in time."), step);
        return false;
    }
    if (!m_whole && !advance(from, step))
        return false;
    auto &pictures = m_reader->pictures;
    if (!m_encoder && !pictures.empty() && !openEncoder(step))
        return false;
    while (!pictures.empty() && pictures.front().pts < from)
        pictures.pop_front();
    if (pictures.empty() || (m_join && pictures.front().pts >= *m_join)) {
        if (m_whole)
            join(*m_join, step);
        return false;
    }
    begin(pictures.front().pts, step);
    return false; // told before it is encoded
}

bool BridgeRun::openEncoder(Step &step)
{
    auto made =
        BridgeEncoder::create({m_reader->config(), m_reader->pictures.front().frame.get(),
                               m_reader->pictureUs(), m_reader->bitrate(), m_order.delayUs, m_order.target});
    if (!made) {
        step.progress.failure = made.error();
        m_ended = true;
        return false;
    }
    m_encoder = std::move(*made);
    return true;
}

/// Takes the next packet; false where none has come, or it is the end.
bool BridgeRun::advance(int64_t required, Step &step)
{
    const auto &ahead = m_reader->ahead();
    if (ahead.empty()) {
        step.next = never;
        return false;
    }
    const Packet &next = ahead.front();
    if (m_join) { // its leading pictures are of this bridge
        if (next.leading && m_reader->fits(next) && !next.discontinuity) {
            m_reader->decode();
        } else {
            m_reader->drain();
            m_whole = true;
        }
        return true;
    }
    if (next.keyframe && m_reader->started()) {
        reachKeyframe();
        return true;
    }
    if (m_reader->started() && (next.discontinuity || !m_reader->fits(next))) {
        fail("source-changed", QStringLiteral("The source changed in the middle of a group of pictures."),
             step);
        return false;
    }
    const bool unneeded = !m_begun && next.pts < required && !next.keyframe && !isReference(next);
    ++m_handled;
    if (unneeded || !m_reader->decodable(next))
        m_reader->pass();
    else
        m_reader->decode();
    if (m_reader->damagedInARow() > mostDamaged) {
        fail("damaged", QStringLiteral("The source's pictures cannot be decoded."), step);
        return false;
    }
    return true;
}

void BridgeRun::reachKeyframe()
{
    const Packet &keyframe = m_reader->ahead().front();
    m_join = keyframe.pts;
    if (!m_reader->fits(keyframe) || keyframe.discontinuity || FreshStart::isClean(keyframe)) {
        m_reader->drain();
        m_whole = true;
    } else {
        m_reader->decode();
    }
}

void BridgeRun::encode(int64_t now, Step &step)
{
    auto &pictures = m_reader->pictures;
    while (!pictures.empty()
           && (pictures.front().pts <= m_lastPts || (m_join && pictures.front().pts >= *m_join)))
        pictures.pop_front();
    if (pictures.empty()) {
        if (m_whole)
            join(*m_join, step);
        else
            advance(0, step);
        return;
    }
    const BridgePicture &picture = pictures.front();
    const int64_t ahead = picture.pts - position(now);
    if (ahead > mostAhead) {
        step.next = now + ahead - mostAhead;
        return;
    }
    if (-ahead > mostLate && now - picture.arrival > mostLate) {
        fail("too-slow", QStringLiteral("The pictures cannot be encoded as fast as they are shown."), step);
        return;
    }
    m_lastPts = picture.pts;
    auto packet = m_encoder->encode(std::move(pictures.front()));
    pictures.pop_front();
    if (!packet) {
        step.progress.failure = packet.error();
        m_ended = true;
        return;
    }
    step.progress.pictures.push_back(std::move(*packet));
}

BridgeWarm::BridgeWarm(std::shared_ptr<const GopBuffer> buffer)
    : m_buffer(std::move(buffer))
{
}

int64_t BridgeWarm::step(int64_t decodeTime, int64_t now)
{
    if (!m_reader) {
        const auto entry = entryAtOrBefore(*m_buffer, decodeTime);
        if (!entry || entry->keyframe.pts < m_from)
            return now + warmPatience;
        auto opened = BridgeReader::open(m_buffer, entry->keyframe.pts, entry->delay);
        if (!opened || !*opened)
            return now + warmPatience;
        m_reader = std::move(*opened);
        m_delay = entry->delay;
    }
    if (!m_reader->pull()) {
        m_reader.reset();
        return now + warmPatience;
    }
    const int64_t end = decodeTime + m_delay - warmDistance * m_reader->pictureUs();
    if (m_reader->ahead().empty() || m_reader->ahead().front().pts >= end)
        return now + warmPeriod;
    const Packet &next = m_reader->ahead().front();
    if (m_reader->started() && (!m_reader->fits(next) || next.discontinuity)) {
        m_from = next.pts; // not once more up to here
        m_reader.reset();
        return now;
    }
    if (!m_reader->decodable(next) || (!next.keyframe && !isReference(next)))
        m_reader->pass();
    else
        m_reader->decode();
    m_reader->pictures.clear();
    return now;
}

std::unique_ptr<BridgeReader> BridgeWarm::release(int64_t aim)
{
    auto reader = std::move(m_reader);
    if (reader && (!reader->started() || *reader->newestPts() >= aim - roundingUs))
        reader.reset();
    return reader;
}

} // namespace twinfeed::media
