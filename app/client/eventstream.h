// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/endpoint.h"
#include "app/client/sseparser.h"
#include "models/domain/clock.h"

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>

#include <deque>

class QNetworkReply;

namespace twinfeed::client {

/// Hears what a backend has to say (GET /v1/events), for ever: connects, resumes after the last event it had, watches
/// the heartbeat, connects again. Lives on one thread with an event loop (the console's UI thread) and never blocks it.
///
/// What received() passes on is ordered, without holes and without repeats: an event that is not the next one ends the
/// connection, and a snapshot sets everything right.
class EventStream final : public QObject
{
    Q_OBJECT

public:
    struct Timing
    {
        /// Without a byte for so long, truth is stale and the connection not to be trusted: the backend says something
        /// each second, so three are missing.
        int silenceMs = 3000;
        int firstRetryMs = 250;
        int longestRetryMs = 5000; ///< doubled up to here
    };

    explicit EventStream(const Clock &clock, QObject *parent = nullptr)
        : EventStream(clock, Timing(), parent)
    {
    }
    EventStream(const Clock &clock, Timing timing, QObject *parent = nullptr);
    ~EventStream() override;

    /// Connects now; another backend than before is begun with its snapshot, the same one (its address or token may have
    /// changed by a restart) is resumed where that is possible.
    void start(const Endpoint &endpoint);
    void stop();

    bool isOpen() const { return m_open; }
    /// The backend's wall clock less ours, in milliseconds, as its heartbeats say: commands that are not to be late are
    /// dated by the backend's clock, or a console a few seconds slow could not switch at all.
    qint64 clockOffsetMs() const { return m_clockOffsetMs; }

Q_SIGNALS:
    /// The backend has accepted us; a snapshot or the missed events follow.
    void opened();
    /// "snapshot", "metrics" and the types of events; heartbeats are not passed on.
    void received(const QString &type, const QJsonObject &data);
    /// Bytes came: what is known is fresh.
    void heard();
    /// Nothing came for Timing::silenceMs; said once, until heard().
    void stale();
    /// There is no connection, and why; it is tried again for ever.
    void closed(const twinfeed::Error &why);

private:
    void connectNow();
    void takeBytes();
    bool takeEvent(const SseEvent &event);
    bool isNext(const QByteArray &id);
    void takeHeartbeat(const QJsonObject &data);
    void finish();
    /// Ends this connection and tries again later. `resume` false: what we know cannot be trusted, begin anew.
    void drop(const Error &why, bool resume);
    void forgetReply();

    const Clock &m_clock;
    const Timing m_timing;
    QNetworkAccessManager m_network;
    Endpoint m_endpoint;
    QNetworkReply *m_reply = nullptr; ///< owned by m_network; ours to abort
    SseParser m_parser;
    QByteArray m_lastEventId;
    bool m_open = false;
    bool m_silent = false;
    QTimer m_silence;
    QTimer m_retry;
    int m_retryMs = 0; ///< the next pause
    std::deque<qint64> m_offsets; ///< of the newest heartbeats
    qint64 m_clockOffsetMs = 0;
};

} // namespace twinfeed::client
