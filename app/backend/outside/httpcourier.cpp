// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/outside/httpcourier.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTimer>

#include <pthread.h>

namespace twinfeed::backend {

namespace {

Error errorOf(const char *code, const QString &message, const QString &remedy = {})
{
    return {QString::fromLatin1(code), message, {}, remedy, {}};
}

Error shuttingDown()
{
    return errorOf("shutting-down", QStringLiteral("The backend is going down."));
}

Error networkError(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return errorOf("refuses-connection", QStringLiteral("The address refuses the connection."),
                       QStringLiteral("Check that the server runs, and its port."));
    case QNetworkReply::HostNotFoundError:
        return errorOf("host-unknown", QStringLiteral("The host's name is not known."),
                       QStringLiteral("Check the name, and this machine's name service."));
    case QNetworkReply::SslHandshakeFailedError:
        return errorOf("tls-failed", QStringLiteral("The server's certificate cannot be trusted."),
                       QStringLiteral("Give the server a certificate that this machine knows."));
    case QNetworkReply::TimeoutError:
        return errorOf("no-answer", QStringLiteral("The server does not answer in time."));
    default:
        return errorOf("connection-lost",
                       QStringLiteral("The connection ended before the answer was complete."));
    }
}

/// One request on its way: collects the answer up to its limit. The courier's thread; deletes itself with the reply.
class Errand final : public QObject
{
public:
    Errand(QNetworkReply *reply, const HttpAsk &ask, Courier::Done done)
        : QObject(reply)
        , m_reply(reply)
        , m_most(ask.mostBytes)
        , m_done(std::move(done))
    {
        reply->setReadBufferSize(64 << 10); // what is too large is not taken from the network either
        connect(reply, &QNetworkReply::readyRead, this, &Errand::read);
        connect(reply, &QNetworkReply::finished, this, &Errand::finish);
        QTimer::singleShot(ask.timeout, this, [this] {
            end(errorOf("no-answer", QStringLiteral("The server does not answer in time.")));
        });
    }
    ~Errand() override { answer(shuttingDown()); }

private:
    void answer(const Result<HttpAnswer> &result)
    {
        if (const auto done = std::exchange(m_done, nullptr))
            done(result);
    }
    void end(const Error &error)
    {
        answer(error);
        m_reply->abort();
    }
    void read()
    {
        m_body += m_reply->readAll();
        if (m_body.size() > m_most)
            end(errorOf("too-large", QStringLiteral("The answer is larger than %1 kB.").arg(m_most / 1024),
                        QStringLiteral("Check that this is the right address.")));
    }
    void finish()
    {
        m_reply->deleteLater();
        if (!m_done)
            return;
        read();
        const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status >= 300 && status < 400)
            return answer(errorOf("redirected", QStringLiteral("The server sends us to another address."),
                                  QStringLiteral("Write the address where it leads to.")));
        // An answer of any status is an answer; one that was cut short is none.
        const auto error = m_reply->error();
        const bool ofHttp = error >= QNetworkReply::ContentAccessDenied;
        if (status == 0 || (error != QNetworkReply::NoError && !ofHttp))
            return answer(networkError(error));
        answer(HttpAnswer{status, m_body});
    }

    QNetworkReply *const m_reply;
    const qint64 m_most;
    Courier::Done m_done;
    QByteArray m_body;
};

} // namespace

HttpCourier::HttpCourier()
{
    m_thread = std::jthread([this] { run(); });
    m_ready.wait(false);
}

HttpCourier::~HttpCourier()
{
    QMetaObject::invokeMethod(m_loop, &QEventLoop::quit, Qt::QueuedConnection);
    m_thread.join();
}

void HttpCourier::run()
{
    ::pthread_setname_np(::pthread_self(), "outside");
    QNetworkAccessManager network;
    network.setProxy(QNetworkProxy::NoProxy);
    network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    QEventLoop loop;
    m_network = &network;
    m_loop = &loop;
    m_ready = true;
    m_ready.notify_all();
    loop.exec();
    // What was asked for last may not have begun.
    QCoreApplication::sendPostedEvents(&network);
    qDeleteAll(network.findChildren<QNetworkReply *>(QString(), Qt::FindDirectChildrenOnly));
}

void HttpCourier::carry(HttpAsk ask, Done done)
{
    QMetaObject::invokeMethod(
        m_network,
        [this, ask = std::move(ask), done = std::move(done)] {
            QNetworkRequest request(ask.url.adjusted(QUrl::RemoveUserInfo));
            request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
            request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
            request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
            request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
            // Nothing that grows while it is unpacked.
            request.setRawHeader("Accept-Encoding", "identity");
            request.setRawHeader("User-Agent", "twinfeed/" TWINFEED_VERSION);
            if (!ask.url.userName().isEmpty()) {
                const QString both = ask.url.userName(QUrl::FullyDecoded) + QLatin1Char(':')
                    + ask.url.password(QUrl::FullyDecoded);
                request.setRawHeader("Authorization", "Basic " + both.toUtf8().toBase64());
            }
            for (const auto &[name, value] : ask.headers)
                request.setRawHeader(name, value);
            new Errand(m_network->sendCustomRequest(request, ask.method, ask.body), ask, done);
        },
        Qt::QueuedConnection);
}

} // namespace twinfeed::backend
