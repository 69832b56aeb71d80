// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The hands that say something: to people, and to other servers.

#include "app/backend/planhand.h"

#include <QJsonDocument>

#include <algorithm>

namespace twinfeed::backend {

namespace {

class NotifyHand final : public PlanHand
{
public:
    explicit NotifyHand(const PlanOrders &orders)
        : m_orders(orders)
    {
    }

    Result<PlanTodos> todo(const PlanAction &action, const PlanDeed &deed) override
    {
        return PlanTodos{[this, place = deed.place,
                          text = std::get<NotifyAction>(action).text](PlanDoing &) -> Result<void> {
            m_orders.world().ledger.note(
                QStringLiteral("plan-notice"), place.channel, text.value(QStringLiteral("en")),
                {{QStringLiteral("plan"), place.plan}, {QStringLiteral("text"), twinfeed::toJson(text)}});
            return {};
        }};
    }

private:
    const PlanOrders &m_orders;
};

class WebHand final : public PlanHand
{
public:
    WebHand(PlanWeb &web, const PlanOutside &outside)
        : m_web(web)
        , m_outside(outside)
    {
    }

    Result<PlanTodos> todo(const PlanAction &action, const PlanDeed &deed) override
    {
        return PlanTodos{[this, key = deed.key,
                          http = std::get<HttpAction>(action)](PlanDoing &doing) -> Result<void> {
            const auto host = m_outside.hosts.find(http.host);
            if (host == m_outside.hosts.end())
                return noHost(http.host);
            WebRequest asked{
                QUrl(host->second + http.path), http.method.toLatin1(), {}, {}, http.timeoutMs, http.retries};
            if (http.body.isObject())
                asked.body = QJsonDocument(http.body.toObject()).toJson(QJsonDocument::Compact);
            if (const auto secret = m_outside.secrets.find(http.secret); secret != m_outside.secrets.end())
                asked.bearer = secret->second;
            doing.http = http;
            m_web.send(key, asked);
            return {};
        }};
    }
    std::optional<Error> missing(const PlanAction &action, const PlanPlace &) const override
    {
        const auto &http = std::get<HttpAction>(action);
        if (!m_outside.hosts.contains(http.host))
            return noHost(http.host);
        if (http.secret.isEmpty() || m_outside.secrets.contains(http.secret))
            return std::nullopt;
        return planFault("no-secret",
                         QStringLiteral("The configuration has no secret \"%1\".").arg(http.secret),
                         QStringLiteral("Let an engineer add its file to \"plans\" in the configuration."),
                         {{QStringLiteral("name"), http.secret}});
    }

private:
    static Error noHost(const QString &name)
    {
        return planFault("no-host", QStringLiteral("The configuration allows no host \"%1\".").arg(name),
                         QStringLiteral("Let an engineer add it to \"plans\" in the configuration."),
                         {{QStringLiteral("name"), name}});
    }

    PlanWeb &m_web;
    const PlanOutside &m_outside;
};

/// The value that a JSON pointer names; undefined where there is none.
QJsonValue at(QJsonValue value, const QString &pointer)
{
    for (QString part : pointer.split(QLatin1Char('/')).mid(1)) {
        part.replace(QLatin1String("~1"), QLatin1String("/"))
            .replace(QLatin1String("~0"), QLatin1String("~"));
        value = value.isArray() ? value.toArray().at(part.toInt()) : value.toObject().value(part);
    }
    return value;
}

} // namespace

std::optional<Error> judged(const HttpAction &http, const WebAnswer &answer)
{
    const auto failed = [&http](const char *cause, const QString &message, QJsonObject details = {}) {
        details.insert(QStringLiteral("cause"), QLatin1String(cause));
        details.insert(QStringLiteral("host"), http.host);
        return planFault("http-failed", message, {}, details);
    };
    if (answer.status == 0)
        return failed("no-answer", QStringLiteral("%1 did not answer: %2.").arg(http.host, answer.fault));
    if (std::ranges::find(http.status, answer.status) == http.status.end())
        return failed("status", QStringLiteral("%1 answered %2.").arg(http.host).arg(answer.status),
                      {{QStringLiteral("httpStatus"), answer.status}});
    const QJsonDocument document = QJsonDocument::fromJson(answer.body);
    const QJsonValue body = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    for (auto it = http.expect.begin(); it != http.expect.end(); ++it) {
        if (at(body, it.key()) != it.value())
            return failed(
                "member",
                QStringLiteral("%1 answered something else at %2 than expected.").arg(http.host, it.key()),
                {{QStringLiteral("member"), it.key()}});
    }
    return std::nullopt;
}

QString joinedWords(const QStringList &words)
{
    return words.isEmpty() ? QStringLiteral("-") : words.join(QLatin1String(", "));
}

QStringList textsOf(const QJsonValue &array)
{
    QStringList list;
    for (const QJsonValue &value : array.toArray())
        list << value.toString();
    return list;
}

std::unique_ptr<PlanHand> makeNotifyHand(const PlanOrders &orders)
{
    return std::make_unique<NotifyHand>(orders);
}

std::unique_ptr<PlanHand> makeWebHand(PlanWeb &web, const PlanOutside &outside)
{
    return std::make_unique<WebHand>(web, outside);
}

} // namespace twinfeed::backend
