// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/planorders.h"

#include <QCryptographicHash>

namespace twinfeed::backend {

Error planFault(const char *code, const QString &message, const QString &remedy, const QJsonObject &details)
{
    return Error{QLatin1String(code), message, {}, remedy, details};
}

PlanOrders::PlanOrders(World world)
    : m_world(world)
{
}

ChannelUnit *PlanOrders::unit(const PlanPlace &place) const
{
    return m_world.units.find(place.channel);
}

QString PlanOrders::seen(const PlanPlace &place, const char *name, const QString &node) const
{
    return m_world.eyes.sight(place.channel).fact(QLatin1String(name), node);
}

PlanTodo PlanOrders::ordered(const PlanDeed &deed, Order order) const
{
    return [this, by = deed.by, key = deed.key, place = deed.place,
            order = std::move(order)](PlanDoing &doing) -> Result<void> {
        server::Command command;
        command.caller = {by, Role::Director};
        // New for each try: after a restart the same deed is done again.
        command.idempotencyKey = QStringLiteral("%1-%2").arg(key).arg(m_world.clock.now());
        command.fingerprint =
            QCryptographicHash::hash(command.idempotencyKey.toUtf8(), QCryptographicHash::Sha256);
        command.receivedAt = m_world.clock.now();
        command.ofRun = true;
        if (const ChannelUnit *channel = unit(place))
            command.revision = channel->document().revision;
        Result<server::Answer> answer =
            planFault("internal", QStringLiteral("The command was not answered at once."));
        order(command, [&answer](const Result<server::Answer> &given) { answer = given; });
        if (!answer)
            return answer.error();
        doing.operation = answer->body.value(QStringLiteral("id")).toString();
        return {};
    };
}

PlanTodo PlanOrders::take(const PlanDeed &deed, Source source, std::optional<Cut> cut, bool force) const
{
    return ordered(deed,
                   [this, channel = deed.place.channel, source, cut, force](const server::Command &command,
                                                                            const server::AnswerDone &done) {
                       m_world.channelCommands.take(command, {channel, source, cut, force}, done);
                   });
}

PlanTodo PlanOrders::armSlate(const PlanDeed &deed, const QString &slate) const
{
    return ordered(deed,
                   [this, channel = deed.place.channel, slate](const server::Command &command,
                                                               const server::AnswerDone &done) {
                       m_world.slateCommands.arm(command, channel, slate, done);
                   });
}

PlanTodo PlanOrders::failover(const PlanDeed &deed, std::optional<FailoverMode> mode, bool arm) const
{
    return ordered(deed,
                   [this, channel = deed.place.channel, mode, arm](const server::Command &command,
                                                                   const server::AnswerDone &done) {
                       m_world.automationCommands.setFailover(command, channel, {mode, arm}, done);
                   });
}

PlanTodo PlanOrders::locks(const PlanDeed &deed, const std::vector<Source> &sources) const
{
    return ordered(deed,
                   [this, channel = deed.place.channel, sources](const server::Command &command,
                                                                 const server::AnswerDone &done) {
                       m_world.automationCommands.setLocks(command, channel, sources, done);
                   });
}

PlanTodo PlanOrders::encryption(const PlanDeed &deed, const EncryptionOrder &order) const
{
    return ordered(deed,
                   [this, channel = deed.place.channel, order](const server::Command &command,
                                                               const server::AnswerDone &done) {
                       m_world.encryptionCommands.set(command, channel, order, done);
                   });
}

PlanTodo PlanOrders::replace(const PlanDeed &deed, std::function<void(ChannelConfig &)> change) const
{
    return ordered(deed,
                   [this, place = deed.place, change = std::move(change)](const server::Command &command,
                                                                          const server::AnswerDone &done) {
                       const ChannelUnit *channel = unit(place);
                       if (!channel)
                           return done(
                               planFault("unknown-channel",
                                         QStringLiteral("There is no channel \"%1\".").arg(place.channel)));
                       ChannelConfig config = channel->document().config;
                       change(config);
                       m_world.channelCommands.replace(command, config, done);
                   });
}

PlanTodo PlanOrders::overrideRule(const PlanDeed &deed, const QString &rule,
                                  std::optional<RuleOverride> other) const
{
    return ordered(deed,
                   [this, channel = deed.place.channel, rule,
                    other = std::move(other)](server::Command command, const server::AnswerDone &done) {
                       RuleSet rules = m_world.alarms.rules().set;
                       std::erase_if(rules.overrides, [&](const RuleOverride &one) {
                           return one.channel == channel && one.rule == rule;
                       });
                       if (other)
                           rules.overrides.push_back(*other);
                       command.revision = m_world.alarms.rules().revision;
                       m_world.alarmCommands.setRules(command, rules, done);
                   });
}

} // namespace twinfeed::backend
