// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/outside/courier.h"
#include "app/backend/outside/outsideconfig.h"
#include "models/domain/alarm.h"
#include "models/domain/clock.h"
#include "models/domain/live.h"

#include <deque>
#include <memory>
#include <mutex>

namespace twinfeed::backend {

/// Tells one address of alarms: POST of {event, delivery, at, alarm}, one after the other, in order. What does not get there
/// (no connection, 408, 429, 5xx) is tried again after 1 s, doubled up to a minute, for ten minutes; what is refused with
/// another status is not. An address that is dead costs nobody anything. Any thread.
///
/// X-Twinfeed-Delivery is the same at each try, so that a repeat can be told; X-Twinfeed-Signature is "sha256=" and the
/// HMAC-SHA256 of the body in hexadecimal.
class Webhook final
{
public:
    struct State
    {
        QString reasonCode; ///< of the last try; empty where it got there
        QString reason;
        int waiting = 0; ///< alarms on their way
        int failures = 0; ///< tries in a row
        qint64 lost = 0; ///< alarms that were given up
        std::optional<qint64> ageMs; ///< of the last that got there
    };
    /// Something for the journal: "webhook-failed" at the first failure in a row, "webhook-works" after the last,
    /// "webhook-gave-up" for an alarm that is not told.
    struct Note
    {
        QString kind;
        QString text;
    };

    /// Both outlive it; answers may come after it is gone. `incarnation`: different at each start.
    Webhook(WebhookConfig config, Courier &courier, const Clock &clock, QString incarnation);

    const WebhookConfig &config() const { return m_config; }
    /// `event`: "raised", "returned" or "cleared". What this webhook is not about is passed over.
    void tell(const QString &event, const Alarm &alarm);
    /// Sends what is due. Returns at once.
    void poll();
    State state() const;
    /// "down", 1 after three tries in a row have failed; "waiting".
    std::vector<Metric> metrics() const;
    std::vector<Note> takeNotes();

    static constexpr size_t mostWaiting = 200; ///< the oldest go
    static constexpr int64_t giveUpUs = 600'000'000;
    static constexpr int64_t mostPauseUs = 60'000'000;
    static constexpr int patience = 3;

private:
    struct Message
    {
        QByteArray delivery;
        QByteArray body;
        int64_t since = 0;
        QString alarm;
    };
    struct Core
    {
        mutable std::mutex mutex; // guards all below
        std::deque<Message> queue;
        bool open = false; ///< the first is on its way
        int64_t nextAt = 0;
        int64_t pauseUs = 0;
        int failures = 0;
        qint64 lost = 0;
        QString reason;
        QString reasonCode;
        std::optional<int64_t> goodAt;
        std::vector<Note> notes;
    };
    bool concerns(const Alarm &alarm) const;
    HttpAsk askFor(const Message &message) const;
    static void answered(Core &core, const QString &id, const QByteArray &delivery,
                         const Result<HttpAnswer> &answer, int64_t now);
    static void giveUp(Core &core, const QString &id, const QString &why);

    const WebhookConfig m_config;
    Courier &m_courier;
    const Clock &m_clock;
    const QString m_incarnation;
    qint64 m_number = 0;
    const std::shared_ptr<Core> m_core = std::make_shared<Core>();
};

} // namespace twinfeed::backend
