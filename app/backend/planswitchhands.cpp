// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The hands on a channel's switches: automation, encryption, rules.

#include "app/backend/planhand.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

const QLatin1String modeKey("mode");
const QLatin1String suspendedKey("suspended");
const QLatin1String lockedKey("locked");
const QLatin1String sealedKey("sealed");
const QLatin1String overrideKey("override");

QStringList wordsOfAll(const std::vector<Source> &sources)
{
    QStringList words;
    for (const Source source : sources)
        words << toWord(source);
    return words;
}

class AutomationHand final : public PlanHand
{
public:
    explicit AutomationHand(const PlanOrders &orders)
        : m_orders(orders)
    {
    }

    QJsonObject before(const PlanAction &action, const PlanPlace &place) const override
    {
        const ChannelDocument &document = m_orders.unit(place)->document();
        if (std::holds_alternative<LockAction>(action))
            return {{lockedKey, QJsonArray::fromStringList(wordsOfAll(document.locked))}};
        return {{modeKey, toWord(document.config.failover.mode)}, {suspendedKey, document.suspended}};
    }
    Result<PlanTodos> todo(const PlanAction &action, const PlanDeed &deed) override
    {
        if (const auto *lock = std::get_if<LockAction>(&action))
            return PlanTodos{m_orders.locks(deed, lock->sources)};
        const auto &failover = std::get<FailoverAction>(action);
        return PlanTodos{m_orders.failover(deed, failover.mode, failover.arm)};
    }
    Result<PlanTodos> wayBack(const PlanAction &action, const QJsonObject &before,
                              const PlanDeed &deed) override
    {
        if (std::holds_alternative<FailoverAction>(action))
            return PlanTodos{m_orders.failover(deed, fromWord<FailoverMode>(before.value(modeKey).toString()),
                                               !before.value(suspendedKey).toBool())};
        std::vector<Source> sources;
        for (const QString &word : textsOf(before.value(lockedKey)))
            sources.push_back(fromWord<Source>(word).value_or(Source::Slate));
        return PlanTodos{m_orders.locks(deed, sources)};
    }
    Truth isRestored(const PlanAction &action, const QJsonObject &before,
                     const PlanPlace &place) const override
    {
        QJsonObject now = this->before(action, place);
        // Automation that was suspended before may be armed by now; the other way round is no restoring.
        if (before.value(suspendedKey).toBool() || before.value(modeKey) == toWord(FailoverMode::Off))
            now.insert(suspendedKey, before.value(suspendedKey));
        if (std::holds_alternative<LockAction>(action))
            now.remove(suspendedKey);
        return now == before ? Truth::Yes : Truth::No;
    }
    std::pair<QString, QString> preview(const PlanAction &action, const PlanPlace &place) const override
    {
        const QJsonObject now = before(action, place);
        if (const auto *lock = std::get_if<LockAction>(&action))
            return {joinedWords(textsOf(now.value(lockedKey))), joinedWords(wordsOfAll(lock->sources))};
        const auto &mode = std::get<FailoverAction>(action).mode;
        return {now.value(modeKey).toString(), mode ? toWord(*mode) : QStringLiteral("armed")};
    }

private:
    const PlanOrders &m_orders;
};

class EncryptionHand final : public PlanHand
{
public:
    explicit EncryptionHand(const PlanOrders &orders)
        : m_orders(orders)
    {
    }

    QJsonObject before(const PlanAction &, const PlanPlace &place) const override
    {
        QStringList sealed;
        for (const SealedOutput &output : m_orders.unit(place)->document().sealed)
            sealed << output.output;
        sealed.sort();
        return {{sealedKey, QJsonArray::fromStringList(sealed)}};
    }
    Result<PlanTodos> todo(const PlanAction &action, const PlanDeed &deed) override
    {
        const auto &change = std::get<EncryptionAction>(action);
        EncryptionOrder order;
        order.mode = change.change == EncryptionChange::Off ? Encryption::Clear : Encryption::Sealed;
        order.newKey = change.change == EncryptionChange::Rotate;
        order.outputs = change.outputs;
        order.emergency = change.emergency;
        if (change.emergency)
            order.reason = QStringLiteral("Plan %1, run %2.").arg(deed.place.plan, deed.run);
        return PlanTodos{m_orders.encryption(deed, order)};
    }
    Result<PlanTodos> wayBack(const PlanAction &, const QJsonObject &before, const PlanDeed &deed) override
    {
        const QStringList sealed = textsOf(before.value(sealedKey));
        EncryptionOrder on, off;
        on.mode = Encryption::Sealed;
        for (const OutputConfig &output : m_orders.unit(deed.place)->document().config.outputs)
            (sealed.contains(output.id) ? on : off).outputs << output.id;
        PlanTodos todo;
        for (const EncryptionOrder &order : {on, off}) {
            if (!order.outputs.isEmpty())
                todo.push_back(m_orders.encryption(deed, order));
        }
        return todo;
    }
    std::pair<QString, QString> preview(const PlanAction &action, const PlanPlace &place) const override
    {
        return {joinedWords(textsOf(before(action, place).value(sealedKey))),
                toWord(std::get<EncryptionAction>(action).change)};
    }

private:
    const PlanOrders &m_orders;
};

class RuleHand final : public PlanHand
{
public:
    explicit RuleHand(const PlanOrders &orders)
        : m_orders(orders)
    {
    }

    QJsonObject before(const PlanAction &action, const PlanPlace &place) const override
    {
        const QString &rule = std::get<RuleAction>(action).rule;
        const auto &overrides = rules().overrides;
        const auto found = std::ranges::find_if(overrides, [&](const RuleOverride &one) {
            return one.channel == place.channel && one.rule == rule;
        });
        return {{overrideKey,
                 found == overrides.end() ? QJsonValue(QJsonValue::Null) : QJsonValue(toJson(*found))}};
    }
    Result<PlanTodos> todo(const PlanAction &action, const PlanDeed &deed) override
    {
        const auto &rule = std::get<RuleAction>(action);
        RuleOverride other;
        other.channel = deed.place.channel;
        other.rule = rule.rule;
        other.enabled = rule.enabled;
        other.value = rule.value;
        other.clear = rule.value; // the rule's own would be on the wrong side, perhaps
        other.forMs = rule.forMs;
        const QString end =
            m_orders.world().clock.wall().addMSecs(rule.endsAfterMs).toString(Qt::ISODateWithMs);
        return PlanTodos{m_orders.overrideRule(deed, rule.rule, other),
                         [end](PlanDoing &doing) -> Result<void> {
                             doing.evidence.insert(QStringLiteral("endsAt"), end);
                             return {};
                         }};
    }
    Result<PlanTodos> wayBack(const PlanAction &action, const QJsonObject &before,
                              const PlanDeed &deed) override
    {
        std::optional<RuleOverride> other;
        if (const QJsonObject kept = before.value(overrideKey).toObject(); !kept.isEmpty()) {
            QJsonObject whole = toJson(rules());
            whole.insert(QStringLiteral("overrides"), QJsonArray{kept});
            if (const auto read = ruleSetFromJson(whole); read && !read->overrides.empty())
                other = read->overrides.front();
        }
        return PlanTodos{m_orders.overrideRule(deed, std::get<RuleAction>(action).rule, other)};
    }
    std::optional<Error> missing(const PlanAction &action, const PlanPlace &) const override
    {
        const QString &rule = std::get<RuleAction>(action).rule;
        if (std::ranges::find(rules().rules, rule, &Rule::id) != rules().rules.end())
            return std::nullopt;
        return planFault("unknown-rule", QStringLiteral("There is no rule \"%1\".").arg(rule),
                         QStringLiteral("Name one of the rules there are."),
                         {{QStringLiteral("name"), rule}});
    }

private:
    const RuleSet &rules() const { return m_orders.world().alarms.rules().set; }

    const PlanOrders &m_orders;
};

} // namespace

std::unique_ptr<PlanHand> makeAutomationHand(const PlanOrders &orders)
{
    return std::make_unique<AutomationHand>(orders);
}

std::unique_ptr<PlanHand> makeEncryptionHand(const PlanOrders &orders)
{
    return std::make_unique<EncryptionHand>(orders);
}

std::unique_ptr<PlanHand> makeRuleHand(const PlanOrders &orders)
{
    return std::make_unique<RuleHand>(orders);
}

} // namespace twinfeed::backend
