// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/endpoint.h"
#include "models/domain/clock.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

class QNetworkAccessManager;
class QNetworkReply;

namespace twinfeed::client {

/// What is asked, without where: the backend may move to another port between two tries.
struct Question
{
    QByteArray verb;
    QString path; ///< with query
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    QByteArray key; ///< idempotency key; empty for a question that changes nothing
    QByteArray body;

    /// One try is given up after this.
    int tryMs = 1000;
    /// No new try is begun after this, counted from the start...
    int lastTryMs = 2000;
    /// ... and nothing is waited for after this.
    int giveUpMs = 5000;
};

struct Reply
{
    QJsonObject body;
    std::optional<quint64> revision; ///< ETag
};

/// One question until it has one answer. Only when the network failed before an answer was there is it asked again,
/// word for word the same: the idempotency key makes that safe. An answer of the backend, whatever it says, is final.
/// Calls `done` once and deletes itself. Of Client's thread.
class Call final : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(Result<Reply>)>;

    Call(QNetworkAccessManager &network, const Endpoint &endpoint, const Clock &clock, Question question,
         Done done, QObject *parent);

    void start();

private:
    void tryNow();
    void finish();
    void end(Result<Reply> result);
    int elapsedMs() const { return int((m_clock.now() - m_startedAt) / 1000); }

    QNetworkAccessManager &m_network;
    const Endpoint &m_endpoint; ///< the client's; the newest at each try
    const Clock &m_clock;
    const Question m_question;
    Done m_done;
    int64_t m_startedAt = 0;
    QNetworkReply *m_reply = nullptr;
    QTimer m_timeout;
    QTimer m_retry;
    int m_retryMs = 50;
    /// A try may have reached the backend: then nobody knows what became of it.
    bool m_mayHaveArrived = false;
};

} // namespace twinfeed::client
