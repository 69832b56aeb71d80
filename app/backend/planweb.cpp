// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/planweb.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace twinfeed::backend {

namespace {

constexpr qint64 mostBytes = 1 << 20;

} // namespace

/// What lives on the thread: its own children end with it.
class PlanWeb::Agent final : public QObject
{
public:
    explicit Agent(PlanWeb &web)
        : m_web(web)
    {
    }

    void send(const QString &key, const WebRequest &request)
    {
        if (!m_network)
            m_network = new QNetworkAccessManager(this);
        QNetworkRequest asked(request.url);
        asked.setTransferTimeout(request.timeoutMs);
        asked.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        if (!request.body.isEmpty())
            asked.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        if (!request.bearer.isEmpty())
            asked.setRawHeader("Authorization", "Bearer " + request.bearer);
        QNetworkReply *reply = m_network->sendCustomRequest(asked, request.method, request.body);
        connect(reply, &QNetworkReply::finished, this,
                [this, key, request, reply] { ended(key, request, *reply); });
    }

private:
    void ended(const QString &key, WebRequest request, QNetworkReply &reply)
    {
        reply.deleteLater();
        const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status == 0 && request.retries > 0) {
            --request.retries;
            return send(key, request);
        }
        // Qt's own sentence names the address with its query: only the kind of fault is passed on.
        const QString fault = status > 0 ? QString()
            : reply.error() == QNetworkReply::OperationCanceledError
            ? QStringLiteral("no answer in %1 ms").arg(request.timeoutMs)
            : QVariant::fromValue(reply.error()).toString();
        const std::lock_guard lock(m_web.m_mutex);
        m_web.m_answers[key] = {status, reply.read(mostBytes), fault};
    }

    PlanWeb &m_web;
    QNetworkAccessManager *m_network = nullptr;
};

PlanWeb::PlanWeb()
    : m_agent(new Agent(*this))
{
    m_thread.setObjectName(QStringLiteral("plan-web"));
    m_agent->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_agent, &QObject::deleteLater);
}

PlanWeb::~PlanWeb()
{
    if (!m_thread.isRunning()) {
        delete m_agent;
        return;
    }
    m_thread.quit();
    m_thread.wait();
}

void PlanWeb::send(const QString &key, const WebRequest &request)
{
    // With the first request: nobody pays for what they do not use.
    if (!m_thread.isRunning())
        m_thread.start();
    QMetaObject::invokeMethod(m_agent, [agent = m_agent, key, request] { agent->send(key, request); });
}

std::optional<WebAnswer> PlanWeb::take(const QString &key)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_answers.find(key);
    if (found == m_answers.end())
        return std::nullopt;
    WebAnswer answer = found->second;
    m_answers.erase(found);
    return answer;
}

} // namespace twinfeed::backend
