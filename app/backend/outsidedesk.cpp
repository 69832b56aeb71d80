// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/outsidedesk.h"

#include <QJsonArray>

namespace twinfeed::backend {

namespace {

QJsonObject stateOf(const QString &node, const QString &name, const QString &kind, const QString &channel)
{
    return {{QStringLiteral("node"), node},
            {QStringLiteral("name"), name},
            {QStringLiteral("kind"), kind},
            {QStringLiteral("channel"), channel}};
}

void addState(QJsonObject &object, bool known, const QString &reasonCode, const QString &reason,
              std::optional<qint64> ageMs)
{
    object.insert(QStringLiteral("state"),
                  !known                     ? QStringLiteral("unknown")
                      : reasonCode.isEmpty() ? QStringLiteral("ok")
                                             : QStringLiteral("failing"));
    object.insert(QStringLiteral("reason"), reason);
    object.insert(QStringLiteral("reasonCode"), reasonCode);
    object.insert(QStringLiteral("ageMs"), ageMs ? QJsonValue(*ageMs) : QJsonValue(QJsonValue::Null));
}

} // namespace

OutsideDesk::OutsideDesk(const OutsideConfig &config, Courier &courier, const Clock &clock, Ledger &ledger,
                         const QString &incarnation)
    : m_ledger(ledger)
    , m_told(config.nodes.size())
{
    for (const NodeConfig &node : config.nodes)
        m_nodes.push_back(std::make_unique<NodePoller>(node, courier, clock));
    for (const WebhookConfig &hook : config.webhooks)
        m_hooks.push_back(std::make_unique<Webhook>(hook, courier, clock, incarnation));
}

void OutsideDesk::tick()
{
    for (size_t i = 0; i < m_nodes.size(); ++i) {
        m_nodes[i]->poll();
        noteNode(i);
    }
    for (const auto &hook : m_hooks) {
        hook->poll();
        for (const Webhook::Note &note : hook->takeNotes())
            m_ledger.note(note.kind, {}, note.text, {{QStringLiteral("webhook"), hook->config().id}});
    }
}

void OutsideDesk::noteNode(size_t number)
{
    const NodePoller::State state = m_nodes[number]->state();
    if (!state.asked || m_told[number] == state.reasonCode)
        return;
    m_told[number] = state.reasonCode;
    const NodeConfig &config = m_nodes[number]->config();
    const bool good = state.reasonCode.isEmpty();
    m_ledger.note(good ? QStringLiteral("node-answers") : QStringLiteral("node-failed"), config.channel,
                  good ? QStringLiteral("The node %1 answers.").arg(config.id)
                       : QStringLiteral("The node %1 has failed: %2").arg(config.id, state.reason),
                  {{QStringLiteral("node"), config.id}, {QStringLiteral("code"), state.reasonCode}});
}

void OutsideDesk::tell(const QString &event, const Alarm &alarm)
{
    for (const auto &hook : m_hooks)
        hook->tell(event, alarm);
}

std::vector<Metric> OutsideDesk::metrics() const
{
    std::vector<Metric> all;
    for (const auto &node : m_nodes) {
        const auto some = node->metrics();
        all.insert(all.end(), some.begin(), some.end());
    }
    for (const auto &hook : m_hooks) {
        const auto some = hook->metrics();
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

QJsonArray OutsideDesk::states() const
{
    QJsonArray states;
    for (const auto &node : m_nodes) {
        const NodeConfig &config = node->config();
        const NodePoller::State now = node->state();
        QJsonObject state =
            stateOf(QStringLiteral("node:") + config.id, config.name, toWord(config.kind), config.channel);
        addState(state, now.asked, now.reasonCode, now.reason, now.ageMs);
        states << state;
    }
    for (const auto &hook : m_hooks) {
        const QString id = hook->config().id;
        const Webhook::State now = hook->state();
        QJsonObject state = stateOf(QStringLiteral("webhook:") + id, id, QStringLiteral("webhook"), {});
        addState(state, now.ageMs || now.failures > 0 || now.lost > 0, now.reasonCode, now.reason, now.ageMs);
        state.insert(QStringLiteral("waiting"), now.waiting);
        state.insert(QStringLiteral("lost"), now.lost);
        states << state;
    }
    return states;
}

} // namespace twinfeed::backend
