// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/client/eventstream.h"

#include "app/client/answer.h"

#include <QJsonDocument>
#include <QLoggingCategory>
#include <QNetworkReply>

#include <algorithm>

namespace twinfeed::client {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.events", QtInfoMsg)

/// What Qt keeps for us of a stream that we do not read fast enough; then TCP holds the backend back, and it cuts us off
/// with "resync".
constexpr qint64 readBufferBytes = 8 * 1024 * 1024;
/// Heartbeats that the clock offset is taken from: the one that was fastest on its way is nearest to the truth.
constexpr size_t offsetsKept = 10;

Error broken(const QString &message)
{
    return Error{QStringLiteral("events-broken"),
                 message,
                 {},
                 QStringLiteral("Nothing needs to be done: it is begun anew."),
                 {}};
}

} // namespace

EventStream::EventStream(const Clock &clock, Timing timing, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_timing(timing)
    , m_retryMs(timing.firstRetryMs)
{
    m_silence.setSingleShot(true);
    m_silence.setInterval(m_timing.silenceMs);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        if (!m_silent) {
            m_silent = true;
            Q_EMIT stale();
        }
        if (m_reply) {
            drop(Error{QStringLiteral("backend-timeout"),
                       QStringLiteral("%1 has said nothing for %2 s.")
                           .arg(m_endpoint.base.host())
                           .arg(m_timing.silenceMs / 1000),
                       {},
                       QStringLiteral("Check the network and the backend."),
                       {}},
                 true);
        }
    });
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &EventStream::connectNow);
}

EventStream::~EventStream()
{
    forgetReply();
}

void EventStream::start(const Endpoint &endpoint)
{
    forgetReply();
    m_endpoint = endpoint;
    m_retryMs = m_timing.firstRetryMs;
    configure(m_network, endpoint);
    connectNow();
}

void EventStream::stop()
{
    forgetReply();
    m_retry.stop();
    m_silence.stop();
}

void EventStream::connectNow()
{
    m_retry.stop();
    QNetworkRequest request = requestFor(m_endpoint, QStringLiteral("/v1/events"));
    request.setRawHeader("Accept", "text/event-stream");
    if (!m_lastEventId.isEmpty())
        request.setRawHeader("Last-Event-ID", m_lastEventId);
    m_parser.reset();
    m_open = false;
    m_reply = m_network.get(request);
    m_reply->setReadBufferSize(readBufferBytes);
    watchCertificate(*m_reply);
    connect(m_reply, &QNetworkReply::readyRead, this, &EventStream::takeBytes);
    connect(m_reply, &QNetworkReply::finished, this, &EventStream::finish);
    m_silence.start();
}

void EventStream::takeBytes()
{
    if (statusOf(*m_reply) != 200)
        return; // a problem document: read when it is complete
    if (!m_open) {
        if (!m_reply->header(QNetworkRequest::ContentTypeHeader)
                 .toString()
                 .startsWith(QLatin1String("text/event-stream")))
            return drop(problemError(200, {}), true);
        m_open = true;
        Q_EMIT opened();
    }
    QNetworkReply *const reply = m_reply;
    if (!reply)
        return;
    const QByteArray bytes = reply->readAll();
    if (bytes.isEmpty())
        return;
    m_silent = false;
    m_silence.start();
    Q_EMIT heard();
    if (reply != m_reply)
        return;
    for (const SseEvent &event : m_parser.feed(bytes)) {
        // Whoever hears an event may stop or restart us.
        if (!takeEvent(event) || reply != m_reply)
            return;
    }
    if (m_parser.overflowed())
        drop(broken(QStringLiteral("The backend sent an event that is too large.")), false);
}

bool EventStream::takeEvent(const SseEvent &event)
{
    if (event.type == "resync") {
        drop(broken(QStringLiteral("The backend had more to say than this console could hear.")), false);
        return false;
    }
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(event.data, &parse);
    if (!document.isObject()) {
        drop(broken(QStringLiteral("The backend sent an event that is not understood: %1.")
                        .arg(parse.errorString())),
             false);
        return false;
    }
    if (event.type == "heartbeat") {
        takeHeartbeat(document.object());
        return true;
    }
    const bool numbered = event.type != "metrics";
    if (numbered && event.type != "snapshot" && !isNext(event.lastEventId)) {
        drop(broken(QStringLiteral("An event is missing.")), false);
        return false;
    }
    if (numbered)
        m_lastEventId = event.lastEventId;
    m_retryMs = m_timing.firstRetryMs;
    Q_EMIT received(QString::fromLatin1(event.type), document.object());
    return true;
}

bool EventStream::isNext(const QByteArray &id)
{
    // "<incarnation>-<number>", the numbers rising by one.
    const auto split = [](const QByteArray &text) {
        const qsizetype hyphen = text.lastIndexOf('-');
        bool ok = false;
        const qulonglong number = hyphen > 0 ? text.sliced(hyphen + 1).toULongLong(&ok) : 0;
        return std::pair(ok ? text.first(hyphen) : QByteArray(), number);
    };
    const auto [incarnation, number] = split(id);
    const auto [lastIncarnation, last] = split(m_lastEventId);
    return !incarnation.isEmpty() && incarnation == lastIncarnation && number == last + 1;
}

void EventStream::takeHeartbeat(const QJsonObject &data)
{
    const QDateTime at = QDateTime::fromString(data.value(QLatin1String("at")).toString(), Qt::ISODateWithMs);
    if (!at.isValid())
        return;
    m_offsets.push_back(m_clock.wall().msecsTo(at));
    if (m_offsets.size() > offsetsKept)
        m_offsets.pop_front();
    m_clockOffsetMs = *std::max_element(m_offsets.begin(), m_offsets.end());
}

void EventStream::finish()
{
    QNetworkReply *const reply = m_reply;
    if (statusOf(*reply) == 200 && m_open) {
        takeBytes();
        if (reply == m_reply)
            drop(networkError(*reply), true);
        return;
    }
    const auto answer = jsonAnswer(*reply, reply->readAll());
    drop(answer ? problemError(200, {}) : answer.error(), true);
}

void EventStream::drop(const Error &why, bool resume)
{
    forgetReply();
    if (!resume)
        m_lastEventId.clear();
    const int pause = m_retryMs;
    m_retryMs = std::min(m_retryMs * 2, m_timing.longestRetryMs);
    m_retry.start(pause);
    qCDebug(log).noquote() << why.message << "next try in" << pause << "ms";
    Q_EMIT closed(why);
}

void EventStream::forgetReply()
{
    m_open = false;
    if (QNetworkReply *const reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
}

} // namespace twinfeed::client
