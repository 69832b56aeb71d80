// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/outside/webhook.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>

#include <algorithm>

namespace twinfeed::backend {

namespace {

constexpr int64_t firstPauseUs = 1'000'000;
constexpr std::chrono::milliseconds timeout{10'000};
constexpr qint64 mostAnswer = 64 << 10;

/// Nothing where the message has got there; else why not, and whether it is worth another try.
struct Failure
{
    Error error;
    bool again = true;
};
std::optional<Failure> failureOf(const Result<HttpAnswer> &answer)
{
    if (!answer)
        return Failure{answer.error(), true};
    const int status = answer->status;
    if (status >= 200 && status < 300)
        return std::nullopt;
    return Failure{Error{QStringLiteral("http-status"),
                         QStringLiteral("The server answers with status %1.").arg(status),
                         {},
                         QStringLiteral("Check the address and the token of the webhook."),
                         {}},
                   status == 408 || status == 429 || status >= 500};
}

} // namespace

Webhook::Webhook(WebhookConfig config, Courier &courier, const Clock &clock, QString incarnation)
    : m_config(std::move(config))
    , m_courier(courier)
    , m_clock(clock)
    , m_incarnation(std::move(incarnation))
{
}

bool Webhook::concerns(const Alarm &alarm) const
{
    const auto &severities = m_config.severities;
    // Of its own death it cannot tell.
    return std::find(severities.begin(), severities.end(), alarm.severity) != severities.end()
        && (m_config.channels.isEmpty() || alarm.channel.isEmpty()
            || m_config.channels.contains(alarm.channel))
        && alarm.node != QString(QStringLiteral("webhook:") + m_config.id);
}

void Webhook::tell(const QString &event, const Alarm &alarm)
{
    if (!concerns(alarm))
        return;
    const std::lock_guard lock(m_core->mutex);
    Message message;
    message.delivery = (m_incarnation + QLatin1Char('-') + QString::number(++m_number)).toLatin1();
    message.since = m_clock.now();
    message.alarm = alarm.id;
    message.body =
        QJsonDocument(QJsonObject{{QStringLiteral("event"), event},
                                  {QStringLiteral("delivery"), QString::fromLatin1(message.delivery)},
                                  {QStringLiteral("at"), m_clock.wall().toUTC().toString(Qt::ISODateWithMs)},
                                  {QStringLiteral("alarm"), toJson(alarm)}})
            .toJson(QJsonDocument::Compact);
    m_core->queue.push_back(std::move(message));
    if (m_core->queue.size() > mostWaiting) {
        giveUp(*m_core, m_config.id, QStringLiteral("too many wait"));
        m_core->open = false; // the answer to what has gone is for nobody
    }
}

void Webhook::giveUp(Core &core, const QString &id, const QString &why)
{
    ++core.lost;
    core.notes.push_back({QStringLiteral("webhook-gave-up"),
                          QStringLiteral("The webhook %1 was not told of alarm %2: %3.")
                              .arg(id, core.queue.front().alarm, why)});
    core.queue.pop_front();
}

HttpAsk Webhook::askFor(const Message &message) const
{
    HttpAsk ask;
    ask.url = m_config.url;
    ask.method = "POST";
    ask.body = message.body;
    ask.timeout = timeout;
    ask.mostBytes = mostAnswer;
    ask.headers = {{"Content-Type", "application/json"}, {"X-Twinfeed-Delivery", message.delivery}};
    if (!m_config.token.isEmpty())
        ask.headers.emplace_back("Authorization", "Bearer " + m_config.token);
    if (!m_config.secret.isEmpty())
        ask.headers.emplace_back(
            "X-Twinfeed-Signature",
            "sha256="
                + QMessageAuthenticationCode::hash(message.body, m_config.secret, QCryptographicHash::Sha256)
                      .toHex());
    return ask;
}

void Webhook::poll()
{
    HttpAsk ask;
    QByteArray delivery;
    {
        const std::lock_guard lock(m_core->mutex);
        const int64_t now = m_clock.now();
        while (!m_core->open && !m_core->queue.empty() && now - m_core->queue.front().since > giveUpUs)
            giveUp(*m_core, m_config.id, QStringLiteral("ten minutes have passed"));
        if (m_core->open || m_core->queue.empty() || now < m_core->nextAt)
            return;
        m_core->open = true;
        delivery = m_core->queue.front().delivery;
        ask = askFor(m_core->queue.front());
    }
    m_courier.carry(
        std::move(ask),
        [core = m_core, id = m_config.id, delivery, &clock = m_clock](const Result<HttpAnswer> &answer) {
            const std::lock_guard lock(core->mutex);
            answered(*core, id, delivery, answer, clock.now());
        });
}

void Webhook::answered(Core &core, const QString &id, const QByteArray &delivery,
                       const Result<HttpAnswer> &answer, int64_t now)
{
    // It may have been given up meanwhile, and another is on its way.
    const bool isFirst = !core.queue.empty() && core.queue.front().delivery == delivery;
    if (!isFirst)
        return;
    core.open = false;
    const auto failure = failureOf(answer);
    if (!failure) {
        if (core.failures > 0)
            core.notes.push_back(
                {QStringLiteral("webhook-works"),
                 QStringLiteral("The webhook %1 works again, after %2 tries.").arg(id).arg(core.failures)});
        core.queue.pop_front();
        core.failures = 0;
        core.pauseUs = 0;
        core.nextAt = now;
        core.goodAt = now;
        core.reason.clear();
        core.reasonCode.clear();
        return;
    }
    core.reason = failure->error.message;
    core.reasonCode = failure->error.code;
    if (++core.failures == 1)
        core.notes.push_back({QStringLiteral("webhook-failed"),
                              QStringLiteral("The webhook %1 has failed: %2").arg(id, core.reason)});
    core.pauseUs = std::clamp(core.pauseUs * 2, firstPauseUs, mostPauseUs);
    core.nextAt = now + core.pauseUs;
    if (!failure->again)
        giveUp(core, id, QStringLiteral("it refuses it"));
}

Webhook::State Webhook::state() const
{
    const std::lock_guard lock(m_core->mutex);
    State state{m_core->reasonCode, m_core->reason, int(m_core->queue.size()),
                m_core->failures,   m_core->lost,   {}};
    if (m_core->goodAt)
        state.ageMs = (m_clock.now() - *m_core->goodAt) / 1000;
    return state;
}

std::vector<Metric> Webhook::metrics() const
{
    const State now = state();
    const QString node = QStringLiteral("webhook:") + m_config.id;
    const QDateTime wall = m_clock.wall();
    return {{{},
             node,
             QStringLiteral("down"),
             now.failures >= patience ? 1.0 : 0.0,
             QStringLiteral("1"),
             0,
             1000,
             wall},
            {{}, node, QStringLiteral("waiting"), double(now.waiting), QStringLiteral("1"), 0, 1000, wall}};
}

std::vector<Webhook::Note> Webhook::takeNotes()
{
    const std::lock_guard lock(m_core->mutex);
    return std::exchange(m_core->notes, {});
}

} // namespace twinfeed::backend
