// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/readcollector.h"

namespace twinfeed::feed {

namespace {

constexpr qsizetype mostMessages = 10;

} // namespace

ReadCollector::ReadCollector(Seen seen)
    : m_seen(std::move(seen))
{
}

void ReadCollector::packet(const PacketFact &fact)
{
    m_analyser.packet(fact);
}

void ReadCollector::picture(const LumaView &luma, int64_t ptsUs, int64_t arrivedUs, bool corrupt)
{
    const PictureInspector::Look look = m_inspector.look(luma);
    const PictureFact fact{ptsUs,        arrivedUs,    luma.width,   luma.height,
                           look.reading, look.lampLit, look.damaged, corrupt};
    m_analyser.picture(fact);
    if (m_seen)
        m_seen(fact, look);
}

void ReadCollector::sound(std::span<const float> samples, int64_t ptsUs, int sampleRate)
{
    m_analyser.sound(ptsUs);
    m_beeps.feed(samples, ptsUs, sampleRate, [this](int64_t at) { m_analyser.beep(at); });
}

void ReadCollector::format(const ReadFormat &format)
{
    m_report.format = format;
}

void ReadCollector::decodeError(const QString &message)
{
    ++m_report.decodeErrors;
    if (m_report.decodeMessages.size() < mostMessages)
        m_report.decodeMessages.append(message);
}

void ReadCollector::skipped()
{
    ++m_report.skippedBeforeKeyframe;
}

ReadReport ReadCollector::report() const
{
    ReadReport report = m_report;
    report.totals = m_analyser.totals();
    report.events = m_analyser.events();
    report.sync = m_analyser.sync();
    return report;
}

} // namespace twinfeed::feed
