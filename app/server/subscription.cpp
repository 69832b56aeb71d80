// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/subscription.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace twinfeed::server {

QByteArray eventFrame(const QString &id, const QString &type, const QJsonObject &data)
{
    QByteArray frame;
    if (!id.isEmpty())
        frame += "id: " + id.toUtf8() + '\n';
    // Compact JSON has no line breaks: QJsonDocument escapes those in texts.
    frame +=
        "event: " + type.toUtf8() + "\ndata: " + QJsonDocument(data).toJson(QJsonDocument::Compact) + "\n\n";
    return frame;
}

void MetricStore::update(const std::vector<Metric> &metrics)
{
    const std::lock_guard lock(m_mutex);
    ++m_count;
    for (const Metric &metric : metrics) {
        const QString key =
            metric.channel + QLatin1Char('\n') + metric.node + QLatin1Char('\n') + metric.name;
        m_values.insert(key, {m_count, metric});
    }
}

void MetricStore::forgetChannel(const QString &channel)
{
    const std::lock_guard lock(m_mutex);
    erase_if(m_values, [&channel](const auto &entry) { return entry.value().metric.channel == channel; });
}

quint64 MetricStore::count() const
{
    const std::lock_guard lock(m_mutex);
    return m_count;
}

QJsonArray MetricStore::newerThan(quint64 &count) const
{
    const std::lock_guard lock(m_mutex);
    QJsonArray newer;
    for (const Value &value : m_values) {
        if (value.count > count)
            newer << toJson(value.metric);
    }
    count = m_count;
    return newer;
}

Subscription::Subscription(std::shared_ptr<const MetricStore> metrics, const Limits &limits)
    : m_metrics(std::move(metrics))
    , m_limits(limits)
    , m_metricsSeen(m_metrics->count())
{
}

void Subscription::beginWith(QByteArray frames)
{
    const std::lock_guard lock(m_mutex);
    m_current = std::move(frames);
    m_begun = true;
}

void Subscription::beginWithSnapshot(QByteArray frame, quint64 number)
{
    const std::lock_guard lock(m_mutex);
    while (!m_queue.empty() && !m_ending && m_queue.front().number <= number) {
        m_queuedBytes -= m_queue.front().frame.size();
        m_queue.pop_front();
    }
    m_included = number;
    m_current = std::move(frame);
    m_begun = true;
}

void Subscription::push(quint64 number, const QByteArray &frame)
{
    const std::lock_guard lock(m_mutex);
    if (m_ending || m_left || number <= m_included)
        return;
    m_queue.push_back({number, frame});
    m_queuedBytes += frame.size();
    if (qint64(m_queue.size()) > m_limits.eventsBehind || m_queuedBytes > m_limits.eventBytesBehind)
        resyncLocked(QStringLiteral("This subscriber reads too slowly. Come back without Last-Event-ID."));
}

void Subscription::resync(const QString &reason)
{
    const std::lock_guard lock(m_mutex);
    if (!m_ending)
        resyncLocked(reason);
}

void Subscription::resyncLocked(const QString &reason)
{
    m_queue.clear();
    m_queue.push_back({0, eventFrame({}, QStringLiteral("resync"), {{QLatin1String("reason"), reason}})});
    m_ending = true;
}

void Subscription::metricsChanged()
{
    const std::lock_guard lock(m_mutex);
    m_metricsDue = true;
}

void Subscription::beat(const QByteArray &frame)
{
    const std::lock_guard lock(m_mutex);
    m_beat = frame;
}

void Subscription::end()
{
    const std::lock_guard lock(m_mutex);
    m_ending = true;
    m_begun = true;
}

void Subscription::wake()
{
    const std::lock_guard lock(m_wakeMutex);
    if (m_wakeUp)
        m_wakeUp();
}

bool Subscription::nextFrame()
{
    m_offset = 0;
    m_current.clear();
    if (!m_queue.empty()) {
        m_current = std::move(m_queue.front().frame);
        m_queue.pop_front();
        m_queuedBytes -= m_current.size();
        return true;
    }
    if (m_ending)
        return false;
    if (m_metricsDue) {
        m_metricsDue = false;
        const QJsonArray metrics = m_metrics->newerThan(m_metricsSeen);
        if (!metrics.isEmpty()) {
            m_current = eventFrame({}, QStringLiteral("metrics"), {{QLatin1String("metrics"), metrics}});
            return true;
        }
    }
    m_current = std::exchange(m_beat, {});
    return !m_current.isEmpty();
}

QByteArray Subscription::read(qsizetype most)
{
    const std::lock_guard lock(m_mutex);
    QByteArray bytes;
    if (!m_begun)
        return bytes;
    while (bytes.size() < most) {
        if (m_offset >= m_current.size() && !nextFrame())
            break;
        const QByteArray part = m_current.mid(m_offset, most - bytes.size());
        m_offset += part.size();
        bytes += part;
    }
    return bytes;
}

bool Subscription::ended() const
{
    const std::lock_guard lock(m_mutex);
    return m_ending && m_begun && m_queue.empty() && m_offset >= m_current.size();
}

void Subscription::setWakeUp(std::function<void()> wakeUp)
{
    const std::lock_guard lock(m_wakeMutex);
    m_wakeUp = std::move(wakeUp);
}

void Subscription::leave()
{
    const std::lock_guard lock(m_mutex);
    m_left = true;
    m_queue.clear();
}

bool Subscription::left() const
{
    const std::lock_guard lock(m_mutex);
    return m_left;
}

} // namespace twinfeed::server
