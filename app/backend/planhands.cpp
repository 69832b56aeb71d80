// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/planhands.h"

namespace twinfeed::backend {

namespace {

Error noChannel(const PlanPlace &place)
{
    return planFault("unknown-channel", QStringLiteral("There is no channel \"%1\".").arg(place.channel));
}

} // namespace

LivePlanHands::LivePlanHands(PlanOrders::World world, PlanOutside outside)
    : m_orders(world)
    , m_outside(std::move(outside))
{
    m_hands[PlanAction(TakeAction()).index()] = makeSourceHand(m_orders);
    m_hands[PlanAction(SlateInAction()).index()] = makeSourceHand(m_orders);
    m_hands[PlanAction(SlateOutAction()).index()] = makeSourceHand(m_orders);
    m_hands[PlanAction(EncryptionAction()).index()] = makeEncryptionHand(m_orders);
    m_hands[PlanAction(FailoverAction()).index()] = makeAutomationHand(m_orders);
    m_hands[PlanAction(LockAction()).index()] = makeAutomationHand(m_orders);
    m_hands[PlanAction(OutputAction()).index()] = makeOutputHand(m_orders, m_outside);
    m_hands[PlanAction(RuleAction()).index()] = makeRuleHand(m_orders);
    m_hands[PlanAction(RecordAction()).index()] = makeOutputHand(m_orders, m_outside);
    m_hands[PlanAction(NotifyAction()).index()] = makeNotifyHand(m_orders);
    m_hands[PlanAction(HttpAction()).index()] = makeWebHand(m_web, m_outside);
}

PlanHand *LivePlanHands::handFor(const PlanAction &action) const
{
    return m_hands[action.index()].get();
}

QJsonObject LivePlanHands::before(const PlanAction &action, const PlanPlace &place)
{
    PlanHand *hand = handFor(action);
    return hand && m_orders.unit(place) ? hand->before(action, place) : QJsonObject();
}

Result<void> LivePlanHands::start(const QString &key, Result<PlanTodos> todo)
{
    if (!todo)
        return todo.error();
    PlanDoing &doing = m_doing[key];
    doing = {};
    doing.todo = std::move(*todo);
    if (doing.todo.empty())
        return {};
    const PlanTodo first = doing.todo.front();
    doing.todo.pop_front();
    return first(doing);
}

Result<void> LivePlanHands::begin(const PlanAction &action, const PlanDeed &deed)
{
    PlanHand *hand = handFor(action);
    if (!m_orders.unit(deed.place))
        return noChannel(deed.place);
    if (const auto why = missing(action, deed.place))
        return *why;
    return start(deed.key, hand ? hand->todo(action, deed) : Result<PlanTodos>(PlanTodos()));
}

Result<void> LivePlanHands::restore(const PlanAction &action, const QJsonObject &before, const PlanDeed &deed)
{
    PlanHand *hand = handFor(action);
    if (!hand || !m_orders.unit(deed.place) || before.isEmpty())
        return noChannel(deed.place);
    return start(deed.key, hand->wayBack(action, before, deed));
}

PlanHands::Progress LivePlanHands::progress(const QString &key)
{
    const auto found = m_doing.find(key);
    if (found == m_doing.end())
        return {true, planFault("backend-ended", QStringLiteral("Nothing is known of it any more.")), {}};
    return found->second.http ? webProgress(key, found->second) : next(found->second);
}

void LivePlanHands::stop(const QString &key)
{
    if (const auto found = m_doing.find(key); found != m_doing.end())
        found->second.todo.clear();
}

PlanHands::Progress LivePlanHands::next(PlanDoing &doing)
{
    if (!doing.operation.isEmpty()) {
        Progress progress = operationProgress(doing);
        if (!progress.over || progress.problem)
            return progress;
    }
    if (doing.todo.empty())
        return {true, {}, doing.evidence};
    const PlanTodo order = doing.todo.front();
    doing.todo.pop_front();
    if (auto started = order(doing); !started)
        return {true, started.error(), doing.evidence};
    return {false, {}, doing.evidence};
}

PlanHands::Progress LivePlanHands::operationProgress(PlanDoing &doing)
{
    const auto operation = m_orders.world().board.operation(doing.operation);
    if (!operation || !operation->endedAt)
        return {false, {}, doing.evidence};
    doing.evidence.insert(QStringLiteral("operation"), operation->id);
    if (operation->evidence)
        doing.evidence.insert(QStringLiteral("take"), toJson(*operation->evidence));
    QJsonArray seals;
    for (const EncryptionEvidence &seal : operation->encryption)
        seals << toJson(seal);
    if (!seals.isEmpty())
        doing.evidence.insert(QStringLiteral("encryption"), seals);
    if (!operation->problem)
        doing.operation.clear();
    return {true, operation->problem, doing.evidence};
}

PlanHands::Progress LivePlanHands::webProgress(const QString &key, PlanDoing &doing)
{
    const auto answer = m_web.take(key);
    if (!answer)
        return {false, {}, {}};
    return {true, judged(*doing.http, *answer), {{QStringLiteral("status"), answer->status}}};
}

Truth LivePlanHands::isRestored(const PlanAction &action, const QJsonObject &before, const PlanPlace &place)
{
    const PlanHand *hand = handFor(action);
    if (!hand || !m_orders.unit(place) || before.isEmpty())
        return Truth::Undecided;
    return hand->isRestored(action, before, place);
}

std::optional<Error> LivePlanHands::missing(const PlanAction &action, const PlanPlace &place) const
{
    const PlanHand *hand = handFor(action);
    return hand && m_orders.unit(place) ? hand->missing(action, place) : std::nullopt;
}

std::pair<QString, QString> LivePlanHands::preview(const PlanAction &action, const PlanPlace &place) const
{
    const PlanHand *hand = handFor(action);
    return hand && m_orders.unit(place) ? hand->preview(action, place)
                                        : std::pair(QStringLiteral("-"), kindOf(action));
}

} // namespace twinfeed::backend
