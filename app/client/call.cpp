// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/client/call.h"

#include "app/client/answer.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <algorithm>

namespace twinfeed::client {

namespace {

constexpr int longestRetryMs = 500;

/// The network's failures after which nothing can have been sent.
bool neverSent(const QNetworkReply &reply)
{
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
        return true;
    default:
        return false;
    }
}

std::optional<quint64> revisionOf(const QNetworkReply &reply)
{
    QByteArray tag = reply.rawHeader("ETag").trimmed();
    if (tag.size() < 3 || !tag.startsWith('"') || !tag.endsWith('"'))
        return std::nullopt;
    bool ok = false;
    const quint64 revision = tag.sliced(1, tag.size() - 2).toULongLong(&ok);
    return ok ? std::optional(revision) : std::nullopt;
}

} // namespace

Call::Call(QNetworkAccessManager &network, const Endpoint &endpoint, const Clock &clock, Question question,
           Done done, QObject *parent)
    : QObject(parent)
    , m_network(network)
    , m_endpoint(endpoint)
    , m_clock(clock)
    , m_question(std::move(question))
    , m_done(std::move(done))
{
    m_timeout.setSingleShot(true);
    connect(&m_timeout, &QTimer::timeout, this, [this] { m_reply->abort(); });
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Call::tryNow);
}

void Call::start()
{
    m_startedAt = m_clock.now();
    tryNow();
}

void Call::tryNow()
{
    QNetworkRequest request = requestFor(m_endpoint, m_question.path);
    for (const auto &[name, value] : m_question.headers)
        request.setRawHeader(name, value);
    if (!m_question.key.isEmpty())
        request.setRawHeader("Idempotency-Key", m_question.key);
    request.setPriority(QNetworkRequest::HighPriority);
    m_reply = m_network.sendCustomRequest(request, m_question.verb, m_question.body);
    m_reply->setParent(this);
    watchCertificate(*m_reply);
    connect(m_reply, &QNetworkReply::finished, this, &Call::finish);
    // The last try may use the time that is left.
    const int elapsed = elapsedMs();
    const bool last = elapsed + m_question.tryMs >= m_question.lastTryMs;
    m_timeout.start(std::max(1, last ? m_question.giveUpMs - elapsed : m_question.tryMs));
}

void Call::finish()
{
    QNetworkReply *const reply = std::exchange(m_reply, nullptr);
    m_timeout.stop();
    reply->deleteLater();
    if (!failedWithoutAnswer(*reply)) {
        const auto answer = jsonAnswer(*reply, reply->readAll());
        return end(answer ? Result<Reply>(Reply{*answer, revisionOf(*reply)})
                          : Result<Reply>(answer.error()));
    }
    m_mayHaveArrived = m_mayHaveArrived || !neverSent(*reply);
    if (elapsedMs() + m_retryMs < m_question.lastTryMs) {
        m_retry.start(m_retryMs);
        m_retryMs = std::min(m_retryMs * 2, longestRetryMs);
        return;
    }
    Error why = networkError(*reply);
    why.details.insert(QLatin1String("network"), why.code);
    why.code = m_mayHaveArrived ? QStringLiteral("timeout") : QStringLiteral("unreachable");
    if (m_mayHaveArrived && !m_question.key.isEmpty()) {
        why.message =
            QStringLiteral("No answer came. Whether it was done is not known; what is on air will show it.");
    }
    end(why);
}

void Call::end(Result<Reply> result)
{
    deleteLater();
    std::exchange(m_done, nullptr)(std::move(result));
}

} // namespace twinfeed::client
