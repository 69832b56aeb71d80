// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/audience.h"

#include "models/domain/clock.h"
#include "tests/support/wait.h"

#include <QJsonDocument>

#include <algorithm>

using namespace std::chrono_literals;

namespace twinfeed::bench {

namespace {

/// Mean difference of luma from which a picture does not look as it was sent, as `twinfeed-feed read` counts.
constexpr double damagedFrom = 28;
constexpr double secondUs = 1'000'000;

double number(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toDouble();
}

Seen seenIn(const QJsonObject &event)
{
    return {number(event, "at_us"), number(event, "pts_ms"), event.value(QLatin1String("source")).toString(),
            event.value(QLatin1String("found")).toString() == QLatin1String("unreadable")
                || number(event, "difference") >= damagedFrom};
}

} // namespace

double nowUs()
{
    return double(SystemClock().now());
}

Audience::Audience(const QString &url)
    : m_process(QStringLiteral(TWINFEED_BIN_DIR "/twinfeed-feed"),
                {QStringLiteral("read"), QStringLiteral("--json"), QStringLiteral("--live"),
                 QStringLiteral("--every-picture"), QStringLiteral("--until-line"), QStringLiteral("--wait"),
                 QStringLiteral("30"), url})
{
}

bool Audience::start()
{
    m_read = 0;
    return m_process.start()
        && test::waitUntil(
               [&] {
                   read();
                   return !m_seen.empty() || !m_process.isRunning();
               },
               40s, "the first picture")
        && !m_seen.empty();
}

void Audience::read()
{
    const auto &lines = m_process.lines();
    for (; m_read < lines.size(); ++m_read) {
        if (lines[m_read].stream != test::Process::Stream::Out)
            continue;
        const QJsonObject event = QJsonDocument::fromJson(lines[m_read].text.toUtf8()).object();
        const QString kind = event.value(QLatin1String("event")).toString();
        if (kind == QLatin1String("picture"))
            m_seen.push_back(seenIn(event));
        else if (kind == QLatin1String("change"))
            m_changes.push_back(event);
        else if (kind == QLatin1String("summary"))
            m_summary = event;
    }
}

std::optional<size_t> Audience::firstOf(const QString &source, double sinceUs) const
{
    // From the end: there may be an hour before it.
    std::optional<size_t> found;
    for (size_t i = m_seen.size(); i-- > 1 && m_seen[i].atUs >= sinceUs;) {
        if (m_seen[i].source == source && m_seen[i - 1].source != source)
            found = i;
    }
    return found;
}

std::optional<Switched> Audience::switched(const QString &source, double sinceUs,
                                           std::chrono::milliseconds timeout)
{
    std::optional<size_t> first;
    const bool came = test::waitUntil(
        [&] {
            read();
            first = firstOf(source, sinceUs);
            return first && m_seen.back().atUs > m_seen[*first].atUs + secondUs;
        },
        timeout, qPrintable(QStringLiteral("source %1 at the reader").arg(source)));
    if (!came)
        return {};
    Switched switched;
    switched.firstMs = (m_seen[*first].atUs - sinceUs) / 1000;
    switched.stepMs = m_seen[*first].ptsMs - m_seen[*first - 1].ptsMs;
    const double endUs = m_seen[*first].atUs + secondUs;
    for (size_t i = m_seen.size(); i-- > 1 && m_seen[i].atUs >= sinceUs;) {
        if (m_seen[i].atUs <= endUs)
            switched.gapMs = std::max(switched.gapMs, (m_seen[i].atUs - m_seen[i - 1].atUs) / 1000);
    }
    for (const QJsonObject &change : m_changes) {
        if (number(change, "at_us") == m_seen[*first].atUs) {
            switched.lost = number(change, "lost");
            switched.repeated = number(change, "repeated");
        }
    }
    return switched;
}

int Audience::damagedSince(double sinceUs)
{
    read();
    return int(std::count_if(m_seen.begin(), m_seen.end(),
                             [&](const Seen &seen) { return seen.atUs >= sinceUs && seen.damaged; }));
}

QJsonObject Audience::finish()
{
    m_process.writeLine(QStringLiteral("end"));
    m_process.waitForEnd(20s);
    read();
    return m_summary;
}

} // namespace twinfeed::bench
