// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/backend.h"
#include "app/server/limits.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>

/// The parts of the event hub that one subscriber has for itself.
namespace twinfeed::server {

/// One event in the form of text/event-stream (WHATWG HTML, 9.2). `id` may be empty.
QByteArray eventFrame(const QString &id, const QString &type, const QJsonObject &data);

/// The newest value of every metric, with a count of when it came. Any thread.
class MetricStore final
{
public:
    void update(const std::vector<Metric> &metrics);
    void forgetChannel(const QString &channel);
    quint64 count() const;
    /// What came after the count, which it moves on; empty where nothing did.
    QJsonArray newerThan(quint64 &count) const;

private:
    struct Value
    {
        quint64 count;
        Metric metric;
    };
    mutable std::mutex m_mutex; // guards all below
    QHash<QString, Value> m_values;
    quint64 m_count = 0;
};

/// What one subscriber has not yet been sent: a bounded queue of events, a mark that there are newer metrics, and the
/// newest heartbeat. Any thread.
class Subscription final
{
public:
    Subscription(std::shared_ptr<const MetricStore> metrics, const Limits &limits);

    /// The stream begins with these; they do not count as being behind.
    void beginWith(QByteArray frames);
    /// The stream begins with a snapshot that includes all events up to `number`: those that came meanwhile are left
    /// out, and those that are still on their way here. Until then nothing is given.
    void beginWithSnapshot(QByteArray frame, quint64 number);

    /// An event; over the bounds everything that waits is given up and "resync" ends the stream.
    void push(quint64 number, const QByteArray &frame);
    void resync(const QString &reason);
    void metricsChanged();
    void beat(const QByteArray &frame);
    void end();
    /// Tells the reader that there is something. Called without any lock held.
    void wake();

    // The reader's side.
    QByteArray read(qsizetype most);
    bool ended() const;
    void setWakeUp(std::function<void()> wakeUp);
    void leave();
    bool left() const;

private:
    void resyncLocked(const QString &reason);
    bool nextFrame(); // the next thing to send becomes m_current

    struct Queued
    {
        quint64 number;
        QByteArray frame;
    };
    const std::shared_ptr<const MetricStore> m_metrics;
    const Limits m_limits;

    mutable std::mutex m_mutex; // guards all up to m_left
    QByteArray m_current; ///< being sent, from m_offset on
    qsizetype m_offset = 0;
    std::deque<Queued> m_queue;
    qint64 m_queuedBytes = 0;
    QByteArray m_beat;
    quint64 m_metricsSeen = 0;
    bool m_metricsDue = false;
    quint64 m_included = 0; ///< number of the last event in the snapshot
    bool m_begun = false;
    bool m_ending = false; ///< nothing more is taken; what waits is sent
    bool m_left = false;

    std::mutex m_wakeMutex; // guards m_wakeUp, and is held while it is called: see ByteStream::setWakeUp()
    std::function<void()> m_wakeUp;
};

} // namespace twinfeed::server
