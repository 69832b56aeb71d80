// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/backend.h"
#include "app/server/limits.h"
#include "models/domain/clock.h"

#include <QByteArray>

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace twinfeed::server {

class MetricStore;
class Subscription;

/// Passes the backend's events on to everybody who listens to GET /v1/events: ordered, each once, none left out;
/// resumable from a ring of the newest. A subscriber that is too slow is told "resync" and ended; nobody waits for it.
///
/// publish() comes on the director's thread, subscribe() and the streams on the transport's, tick() on the server's
/// ticker. No lock is held while a stream is woken or the backend is asked.
class EventHub final : public EventSink
{
public:
    EventHub(const Backend &backend, const Clock &clock, const Limits &limits);
    ~EventHub() override;

    /// A stream of Server-Sent Events: what came after `lastEventId` where the ring still has all of it, else a
    /// snapshot; then what happens. Errors: "too-many-streams", "shutting-down".
    Result<std::unique_ptr<ByteStream>> subscribe(const QString &lastEventId);

    void publish(const Event &event) override;
    void publishMetrics(const std::vector<Metric> &metrics) override;

    /// To be called several times a second: sends a heartbeat once a second of the unit clock.
    void tick();
    /// Ends all streams and takes no more.
    void close();

private:
    struct Kept
    {
        quint64 number;
        QByteArray frame;
    };
    /// The frames after an event id, oldest first; nothing where they are not all there. Under m_mutex.
    std::optional<std::vector<Kept>> missedSince(const QString &eventId) const;
    void forgetGone(); // under m_mutex
    std::vector<std::shared_ptr<Subscription>> everybody();

    const Backend &m_backend;
    const Clock &m_clock;
    const Limits m_limits;
    const std::shared_ptr<MetricStore> m_metrics; ///< locks itself

    std::mutex m_mutex; // guards all below
    std::deque<Kept> m_ring; ///< numbers without holes
    QString m_incarnation; ///< of the ring
    std::vector<std::shared_ptr<Subscription>> m_subscriptions;
    int64_t m_lastBeat = 0;
    bool m_closed = false;
};

} // namespace twinfeed::server
