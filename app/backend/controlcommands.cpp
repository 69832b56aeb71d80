// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/controlcommands.h"

namespace twinfeed::backend {

namespace {

using Verb = ControlOrder::Verb;

QString kindOf(const ControlOrder &order)
{
    switch (order.verb) {
    case Verb::Hold:
        return QStringLiteral("control-held");
    case Verb::TakeOver:
        return QStringLiteral("control-taken-over");
    case Verb::HandOver:
        return QStringLiteral("control-handed-over");
    case Verb::Release:
        break;
    }
    return QStringLiteral("control-released");
}

QString said(const ControlOrder &order, const QString &before, const QString &after)
{
    if (after.isEmpty())
        return QStringLiteral("%1 lets go of the channel.").arg(before);
    if (order.verb == Verb::HandOver)
        return QStringLiteral("%1 hands the channel over to %2.").arg(before, after);
    if (!before.isEmpty())
        return QStringLiteral("%1 takes the channel over from %2.").arg(after, before);
    return QStringLiteral("%1 has the channel.").arg(after);
}

} // namespace

void ControlCommands::order(const server::Command &command, const QString &channel, const ControlOrder &order,
                            const server::AnswerDone &done)
{
    carryOut(
        command, QStringLiteral("have the channel"), channel, [&] { return accept(command, channel, order); },
        done);
}

Result<server::Answer> ControlCommands::accept(const server::Command &command, const QString &channel,
                                               const ControlOrder &order)
{
    if (const auto unit = unitOf(channel); !unit)
        return unit.error();
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    const auto next = m_book.after(command.caller.name, channel, order);
    if (!next)
        return next.error();
    server::Answer answer;
    answer.status = 202;
    answer.body = toJson(*next);
    const StoredAnswer stored = m_world.operations.storedAnswer(command, answer);
    const QString before = m_book.of(channel).holder;
    // Saying again what one has is no news, and nothing for the disk.
    if (next->holder != before) {
        Changes changes;
        changes.answer = stored;
        changes.entries.push_back(
            m_world.ledger.entry(command.caller, kindOf(order), channel, said(order, before, next->holder),
                                 {{QStringLiteral("from"), before}, {QStringLiteral("to"), next->holder}}));
        Board::News news;
        news.control(*next);
        if (auto kept = m_world.ledger.commit(std::move(changes), std::move(news)); !kept)
            return kept.error();
    }
    m_book.adopt(*next);
    m_board.refreshControl(*next);
    m_world.answers.keep(stored);
    return answer;
}

void ControlCommands::tick()
{
    for (const ChannelControl &gone : m_book.lapse()) {
        Board::News news;
        news.control(m_book.of(gone.channel));
        m_board.publish(news);
        m_world.ledger.note(
            QStringLiteral("control-lapsed"), gone.channel,
            QStringLiteral("%1 has the channel no more: the console is gone.").arg(gone.holder),
            {{QStringLiteral("from"), gone.holder}});
    }
}

} // namespace twinfeed::backend
