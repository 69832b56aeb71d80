// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/alignwatch.h"

#include "app/media/errors.h"
#include "app/media/sourcereader.h"

#include <cstdlib>

namespace twinfeed::media {

namespace {

// A path that sends nothing for so long shows nothing that could be compared. Longer than any group of a burst.
constexpr int64_t lostAfter = 2'000'000;
// Below it the timestamps are called the same: FLV knows no finer step.
constexpr int64_t sameTimestamps = 1'500;

constexpr size_t readAtOnce = 8;

bool differ(const Alignment::Verdict &verdict)
{
    return verdict.why && verdict.why->code == QLatin1String("packets-differ");
}

AlignmentStatus unknown(const Error &why)
{
    AlignmentStatus status;
    status.reason = why.message;
    status.reasonCode = why.code;
    return status;
}

} // namespace

AlignWatch::AlignWatch(Buffers buffers)
    : m_buffers(std::move(buffers))
{
}

void AlignWatch::look(int64_t now, const std::stop_token &stop)
{
    for (const Source path : {Source::Primary, Source::Backup})
        read(path);
    const auto verdict = m_alignment.verdict();
    m_sourceOffset = verdict.aligned ? std::optional(verdict.sourceOffsetUs) : std::nullopt;
    if (verdict.aligned)
        m_offset.forget();
    else if (differ(verdict) && !lost(Source::Primary, now) && !lost(Source::Backup, now))
        m_offset.look(now, stop);
    m_status = judge(now);
}

void AlignWatch::read(Source path)
{
    const auto index = size_t(path);
    bool keyframes = false;
    while (true) {
        // A few at a time: this thread is a slow one, and whoever fills the buffer waits for the lock.
        const GopBuffer::Read read = m_buffers[index]->read(m_cursors[index], readAtOnce);
        if (read.moved) {
            m_alignment.forget(path);
            m_offset.forget();
        }
        if (read.packets.empty())
            break;
        for (const Packet &packet : read.packets) {
            if (packet.discontinuity)
                m_offset.forget();
            m_alignment.add(path, packet);
            m_offset.add(path, packet);
            keyframes |= packet.track == Track::Video && packet.keyframe;
        }
    }
    m_delayDue[index] |= keyframes;
    if (!m_delayDue[index])
        return;
    if (const auto entry = newestEntry(*m_buffers[index])) {
        m_offset.setDelay(path, entry->delay);
        m_delayDue[index] = false;
    }
}

bool AlignWatch::lost(Source path, int64_t now) const
{
    const auto newest = m_buffers[size_t(path)]->newestArrival();
    return !newest || now - *newest > lostAfter;
}

AlignmentStatus AlignWatch::judge(int64_t now) const
{
    if (lost(Source::Primary, now) || lost(Source::Backup, now))
        return unknown(errorOf(QStringLiteral("alignment-waiting"),
                               QStringLiteral("One of the paths sends nothing that could be compared.")));
    const auto verdict = m_alignment.verdict();
    if (!verdict.aligned)
        return differ(verdict) ? m_offset.status() : unknown(*verdict.why);
    AlignmentStatus status;
    status.relation = PathRelation::Aligned;
    status.offsetMs = double(verdict.unitOffsetUs) / 1000;
    status.certainty = 1;
    status.method = std::abs(verdict.sourceOffsetUs) <= sameTimestamps ? QStringLiteral("timestamps")
                                                                       : QStringLiteral("payload");
    return status;
}

} // namespace twinfeed::media
