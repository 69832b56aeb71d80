// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/eventhub.h"

#include "app/server/log.h"
#include "app/server/subscription.h"

#include <QJsonArray>

namespace twinfeed::server {

namespace {

constexpr int64_t beatPeriod = 1'000'000; // microseconds

struct EventId
{
    QString incarnation;
    quint64 number = 0;
};

std::optional<EventId> parseEventId(const QString &id)
{
    const qsizetype dash = id.lastIndexOf(QLatin1Char('-'));
    bool ok = false;
    const quint64 number = id.mid(dash + 1).toULongLong(&ok);
    if (dash <= 0 || !ok)
        return std::nullopt;
    return EventId{id.left(dash), number};
}

/// How long a client waits before it comes back, if it leaves that to the stream (an EventSource does).
const QByteArray preamble = QByteArrayLiteral("retry: 1000\n\n");

/// The reader's handle; its end is the subscriber's leaving.
class SubscriptionStream final : public ByteStream
{
public:
    explicit SubscriptionStream(std::shared_ptr<Subscription> subscription)
        : m_subscription(std::move(subscription))
    {
    }
    ~SubscriptionStream() override
    {
        m_subscription->setWakeUp({});
        m_subscription->leave();
    }
    QByteArray read(qsizetype most) override { return m_subscription->read(most); }
    bool ended() const override { return m_subscription->ended(); }
    void setWakeUp(std::function<void()> wakeUp) override { m_subscription->setWakeUp(std::move(wakeUp)); }

private:
    const std::shared_ptr<Subscription> m_subscription;
};

} // namespace

EventHub::EventHub(const Backend &backend, const Clock &clock, const Limits &limits)
    : m_backend(backend)
    , m_clock(clock)
    , m_limits(limits)
    , m_metrics(std::make_shared<MetricStore>())
    , m_lastBeat(clock.now())
{
}

EventHub::~EventHub() = default;

Result<std::unique_ptr<ByteStream>> EventHub::subscribe(const QString &lastEventId)
{
    auto subscription = std::make_shared<Subscription>(m_metrics, m_limits);
    bool resumed = false;
    {
        const std::lock_guard lock(m_mutex);
        forgetGone();
        if (m_closed)
            return Error{
                QStringLiteral("shutting-down"), QStringLiteral("The backend is going down."), {}, {}, {}};
        if (int(m_subscriptions.size()) >= m_limits.eventSubscribers) {
            return Error{QStringLiteral("too-many-streams"),
                         QStringLiteral("Too many subscribers listen to the events."),
                         {},
                         QStringLiteral("Close a console, or come back later."),
                         {}};
        }
        if (const auto missed = missedSince(lastEventId)) {
            QByteArray frames = preamble;
            for (const Kept &kept : *missed)
                frames += kept.frame;
            subscription->beginWith(frames);
            resumed = true;
        }
        // From here on it hears everything; a snapshot that is taken after this leaves out what it includes.
        m_subscriptions.push_back(subscription);
    }
    auto stream = std::make_unique<SubscriptionStream>(subscription);
    if (!resumed) {
        const Backend::Snapshot snapshot = m_backend.snapshot();
        const auto id = parseEventId(snapshot.lastEventId);
        subscription->beginWithSnapshot(
            preamble + eventFrame(snapshot.lastEventId, QStringLiteral("snapshot"), snapshot.data),
            id ? id->number : 0);
    }
    return std::unique_ptr<ByteStream>(std::move(stream));
}

std::optional<std::vector<EventHub::Kept>> EventHub::missedSince(const QString &eventId) const
{
    const auto id = parseEventId(eventId);
    if (!id || m_ring.empty() || id->incarnation != m_incarnation)
        return std::nullopt;
    if (id->number + 1 < m_ring.front().number || id->number > m_ring.back().number)
        return std::nullopt;
    const auto first = m_ring.begin() + ptrdiff_t(id->number + 1 - m_ring.front().number);
    return std::vector<Kept>(first, m_ring.end());
}

void EventHub::publish(const Event &event)
{
    const auto id = parseEventId(event.id);
    if (!id) {
        qCCritical(serverLog, "an event without a number type=%s id=%s", qUtf8Printable(event.type),
                   qUtf8Printable(event.id));
        return;
    }
    if (event.type == QLatin1String("channel-removed"))
        m_metrics->forgetChannel(event.data.value(QLatin1String("id")).toString());
    const QByteArray frame = eventFrame(event.id, event.type, event.data);
    std::vector<std::shared_ptr<Subscription>> subscriptions;
    {
        const std::lock_guard lock(m_mutex);
        forgetGone();
        const bool whole =
            m_ring.empty() || (m_incarnation == id->incarnation && m_ring.back().number + 1 == id->number);
        if (!whole) {
            // Promised to be whole: rather all start again than one of them miss something unknowingly.
            qCCritical(serverLog, "the events have a hole before id=%s", qUtf8Printable(event.id));
            m_ring.clear();
            for (const auto &subscription : m_subscriptions)
                subscription->resync(QStringLiteral("Events were lost in the backend."));
        }
        m_incarnation = id->incarnation;
        m_ring.push_back({id->number, frame});
        if (int(m_ring.size()) > m_limits.eventsKept)
            m_ring.pop_front();
        for (const auto &subscription : m_subscriptions)
            subscription->push(id->number, frame);
        subscriptions = m_subscriptions;
    }
    for (const auto &subscription : subscriptions)
        subscription->wake();
}

void EventHub::publishMetrics(const std::vector<Metric> &metrics)
{
    m_metrics->update(metrics);
    for (const auto &subscription : everybody()) {
        subscription->metricsChanged();
        subscription->wake();
    }
}

void EventHub::tick()
{
    const int64_t now = m_clock.now();
    {
        const std::lock_guard lock(m_mutex);
        if (now - m_lastBeat < beatPeriod)
            return;
        // Late ticks do not pile up, early ones do not make the period longer.
        m_lastBeat += (now - m_lastBeat) / beatPeriod * beatPeriod;
    }
    const QByteArray frame =
        eventFrame({}, QStringLiteral("heartbeat"),
                   {{QLatin1String("at"), m_clock.wall().toUTC().toString(Qt::ISODateWithMs)}});
    for (const auto &subscription : everybody()) {
        subscription->beat(frame);
        subscription->wake();
    }
}

void EventHub::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    for (const auto &subscription : everybody()) {
        subscription->end();
        subscription->wake();
    }
}

void EventHub::forgetGone()
{
    std::erase_if(m_subscriptions, [](const auto &subscription) { return subscription->left(); });
}

std::vector<std::shared_ptr<Subscription>> EventHub::everybody()
{
    const std::lock_guard lock(m_mutex);
    forgetGone();
    return m_subscriptions;
}

} // namespace twinfeed::server
