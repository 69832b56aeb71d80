// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarmcommands.h"

namespace twinfeed::backend {

namespace {

QString kindOf(server::AlarmVerb verb)
{
    switch (verb) {
    case server::AlarmVerb::Acknowledge:
        return QStringLiteral("acknowledge-alarm");
    case server::AlarmVerb::Silence:
        return QStringLiteral("silence-alarm");
    case server::AlarmVerb::Shelve:
        return QStringLiteral("shelve-alarm");
    case server::AlarmVerb::Unshelve:
        break;
    }
    return QStringLiteral("unshelve-alarm");
}

Result<void> carry(AlarmBook &book, const server::AlarmOrder &order, const QString &who)
{
    switch (order.verb) {
    case server::AlarmVerb::Acknowledge:
        return book.acknowledge(order.alarm, who);
    case server::AlarmVerb::Silence:
        return book.silence(order.alarm);
    case server::AlarmVerb::Shelve:
        return book.shelve(order.alarm, who, order.reason, order.minutes);
    case server::AlarmVerb::Unshelve:
        break;
    }
    return book.unshelve(order.alarm);
}

QString said(const server::AlarmOrder &order, const Alarm &alarm)
{
    switch (order.verb) {
    case server::AlarmVerb::Acknowledge:
        return QStringLiteral("Alarm %1 is acknowledged: %2").arg(alarm.id, alarm.text);
    case server::AlarmVerb::Silence:
        return QStringLiteral("Alarm %1 is silenced: %2").arg(alarm.id, alarm.text);
    case server::AlarmVerb::Shelve:
        return QStringLiteral("Alarm %1 is shelved for %2 min (%3): %4")
            .arg(alarm.id)
            .arg(order.minutes)
            .arg(order.reason.trimmed(), alarm.text);
    case server::AlarmVerb::Unshelve:
        break;
    }
    return QStringLiteral("Alarm %1 is back from its shelf: %2").arg(alarm.id, alarm.text);
}

} // namespace

Operation AlarmCommands::done(const QString &kind, const QString &channel, const server::Command &command,
                              const QJsonObject &request) const
{
    Operation operation = m_world.operations.make(kind, channel, command, request);
    operation.state = OperationState::Done;
    operation.endedAt = m_world.clock.wall();
    return operation;
}

Result<server::Answer> AlarmCommands::accept(const server::Command &command, const server::AlarmOrder &order)
{
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    const AlarmBook before = m_desk.book();
    if (auto carried = carry(m_desk.book(), order, command.caller.name); !carried)
        return carried.error();
    const Alarm alarm = *m_desk.book().find(order.alarm);
    QJsonObject request{{QStringLiteral("alarm"), order.alarm}};
    if (order.verb == server::AlarmVerb::Shelve) {
        request.insert(QStringLiteral("reason"), order.reason.trimmed());
        request.insert(QStringLiteral("minutes"), order.minutes);
    }
    Changes changes;
    Board::News news;
    m_desk.collect(changes, news, AlarmDesk::Journal::No);
    auto answer =
        keep(command,
             {done(kindOf(order.verb), alarm.channel, command, request), std::nullopt, said(order, alarm)},
             std::move(changes), std::move(news));
    // What did not reach the disk has not happened.
    if (!answer)
        m_desk.book() = before;
    return answer;
}

void AlarmCommands::order(const server::Command &command, const server::AlarmOrder &order,
                          const server::AnswerDone &done)
{
    const auto alarm = m_desk.book().find(order.alarm);
    carryOut(
        command, kindOf(order.verb), alarm ? alarm->channel : QString(),
        [&] { return accept(command, order); }, done);
}

Result<server::Answer> AlarmCommands::accept(const server::Command &command,
                                             const std::optional<RuleSet> &rules)
{
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    const server::RuleBook &current = m_desk.rules();
    if (!command.revision || *command.revision != current.revision) {
        return Error{QStringLiteral("stale-rules"),
                     QStringLiteral("The rules have changed: they are at revision %1.").arg(current.revision),
                     {},
                     QStringLiteral("Read them again, and decide again."),
                     {}};
    }
    const server::RuleBook next{rules.value_or(m_desk.defaults()), current.revision + 1};
    Changes changes;
    changes.rules = next;
    Board::News news;
    news.rules(next);
    const QString text = rules ? QStringLiteral("The rules are changed: %1 rules, %2 exceptions.")
                                     .arg(next.set.rules.size())
                                     .arg(next.set.overrides.size())
                               : QStringLiteral("The rules are those of the program again.");
    // The journal keeps them whole: what was judged by what can be told for ever.
    const QJsonObject request = rules ? toJson(next.set) : QJsonObject{{QStringLiteral("defaults"), true}};
    auto answer =
        keep(command,
             {done(rules ? QStringLiteral("set-rules") : QStringLiteral("reset-rules"), {}, command, request),
              std::nullopt, text},
             std::move(changes), std::move(news));
    if (answer)
        m_desk.adopt(next);
    return answer;
}

Result<server::Answer> AlarmCommands::accept(const server::Command &command, const server::NoteOrder &order)
{
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    if (!order.channel.isEmpty()) {
        if (auto unit = unitOf(order.channel); !unit)
            return unit.error();
    }
    QJsonObject request{{QStringLiteral("text"), order.text}};
    if (!order.alarm.isEmpty())
        request.insert(QStringLiteral("alarm"), order.alarm);
    return keep(command,
                {done(QStringLiteral("note"), order.channel, command, request), std::nullopt, order.text});
}

void AlarmCommands::note(const server::Command &command, const server::NoteOrder &order,
                         const server::AnswerDone &done)
{
    carryOut(
        command, QStringLiteral("note"), order.channel, [&] { return accept(command, order); }, done);
}

void AlarmCommands::setRules(const server::Command &command, const std::optional<RuleSet> &rules,
                             const server::AnswerDone &done)
{
    carryOut(
        command, QStringLiteral("change the rules"), {}, [&] { return accept(command, rules); }, done);
}

} // namespace twinfeed::backend
