// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/setupcommands.h"

#include "app/backend/slaterules.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

/// An error of a part, at its place in the whole.
Error within(const QString &place, Error error)
{
    if (error.where.isEmpty() || error.where.startsWith(QLatin1Char('/')))
        error.where.prepend(place);
    return error;
}

server::Command about(server::Command command, quint64 revision)
{
    command.revision = revision;
    return command;
}

QString textOf(const SetupChange &change)
{
    const auto isNew = [](const SetupChange::Channel &channel) { return !channel.revision; };
    const auto created = std::ranges::count_if(change.channels, isNew);
    return QStringLiteral(
               "The setup is changed: channels set up %1, changed %2, taken down %3; slates deleted "
               "%4; rules %5.")
        .arg(created)
        .arg(qsizetype(change.channels.size()) - created)
        .arg(change.removedChannels.size())
        .arg(change.removedSlates.size())
        .arg(change.rules ? QStringLiteral("changed") : QStringLiteral("as they were"));
}

} // namespace

void SetupCommands::change(const server::Command &command, const SetupChange &change,
                           const server::AnswerDone &done)
{
    carryOut(
        command, QStringLiteral("change the setup"), {}, [&] { return accept(command, change); }, done);
}

Result<server::Answer> SetupCommands::accept(const server::Command &command, const SetupChange &change)
{
    if (auto admitted = m_world.gate.admit(command, nullptr); !admitted)
        return admitted.error();
    const auto prepared = prepare(command, change);
    if (!prepared)
        return prepared.error();
    Operation operation =
        m_world.operations.make(QStringLiteral("change-setup"), {}, command, toJson(change, false));
    operation.state = OperationState::Done;
    operation.endedAt = m_world.clock.wall();
    Changes changes;
    Board::News news;
    for (const auto *channels : {&prepared->created, &prepared->replaced}) {
        for (const StoredChannel &channel : *channels) {
            changes.channels.push_back(channel);
            news.channel(channel.document);
        }
    }
    for (const SetupChange::Gone &gone : change.removedChannels) {
        changes.removedChannels << gone.id;
        news.channelRemoved(gone.id);
    }
    for (const QString &slate : change.removedSlates) {
        changes.removedSlates << slate;
        news.slateRemoved(slate);
    }
    if (prepared->rules) {
        changes.rules = prepared->rules;
        news.rules(*prepared->rules);
    }
    auto answer =
        keep(command, {operation, std::nullopt, textOf(change)}, std::move(changes), std::move(news));
    if (answer)
        carryOutPrepared(change, *prepared);
    return answer;
}

Result<SetupCommands::Prepared> SetupCommands::prepare(const server::Command &command,
                                                       const SetupChange &change)
{
    Prepared prepared;
    if (auto can = checkGone(command, change); !can)
        return can.error();
    for (size_t i = 0; i < change.channels.size(); ++i) {
        if (auto done = prepareChannel(command, change, i, prepared); !done)
            return done.error();
    }
    if (auto can = checkSlates(change, prepared); !can)
        return can.error();
    if (auto can = prepareRules(change, prepared); !can)
        return can.error();
    return prepared;
}

Result<void> SetupCommands::prepareChannel(const server::Command &command, const SetupChange &change,
                                           size_t index, Prepared &prepared)
{
    const SetupChange::Channel &wanted = change.channels[index];
    const QString place = QStringLiteral("/channels/%1").arg(index);
    const QString inConfig = place + QLatin1String("/config");
    StoredChannel stored;
    ChannelUnit *unit = nullptr;
    if (!wanted.revision) {
        const size_t count =
            m_world.units.count() + prepared.created.size() + 1 - change.removedChannels.size();
        const auto created = m_changes.created(command, wanted.config, count);
        if (!created)
            return within(inConfig, created.error());
        stored = *created;
    } else {
        const auto found = unitOf(wanted.config.id);
        if (!found)
            return within(place, found.error());
        unit = *found;
        const auto replaced = m_changes.replaced(about(command, *wanted.revision), *unit, wanted.config);
        if (!replaced)
            return within(inConfig, replaced.error());
        stored = unit->storedWith(*replaced);
    }
    if (wanted.slate) {
        const Slate *slate = m_world.shelf.find(*wanted.slate);
        if (!slate)
            return unknownSlate(*wanted.slate, place + QLatin1String("/slate"));
        if (unit && *wanted.slate != unit->document().slate) {
            if (auto can = canStand(*unit, m_world.shelf, *slate); !can)
                return within(place, can.error());
        }
        stored.document.slate = *wanted.slate;
    }
    (unit ? prepared.replaced : prepared.created).push_back(std::move(stored));
    return {};
}

Result<void> SetupCommands::checkGone(const server::Command &command, const SetupChange &change)
{
    for (size_t i = 0; i < change.removedChannels.size(); ++i) {
        const SetupChange::Gone &gone = change.removedChannels[i];
        const QString place = QStringLiteral("/removedChannels/%1").arg(i);
        const auto unit = unitOf(gone.id);
        if (!unit)
            return within(place, unit.error());
        if (auto can = m_changes.removable(about(command, gone.revision), **unit); !can)
            return within(place, can.error());
    }
    return {};
}

Result<void> SetupCommands::checkSlates(const SetupChange &change, const Prepared &prepared)
{
    for (qsizetype i = 0; i < change.removedSlates.size(); ++i) {
        const QString &id = change.removedSlates[i];
        const QString place = QStringLiteral("/removedSlates/%1").arg(i);
        const Slate *slate = m_world.shelf.find(id);
        if (!slate)
            return unknownSlate(id, place);
        // Who has it after the change, not before.
        QStringList users = m_world.units.channelsWith(id);
        for (const SetupChange::Gone &gone : change.removedChannels)
            users.removeAll(gone.id);
        for (const auto *channels : {&prepared.created, &prepared.replaced}) {
            for (const StoredChannel &channel : *channels) {
                users.removeAll(channel.document.config.id);
                if (channel.document.slate == id)
                    users << channel.document.config.id;
            }
        }
        if (auto can = canGo(m_world.shelf, *slate, users); !can)
            return within(place, can.error());
    }
    return {};
}

Result<void> SetupCommands::prepareRules(const SetupChange &change, Prepared &prepared) const
{
    if (!change.rules)
        return {};
    const server::RuleBook &current = m_desk.rules();
    if (change.rules->revision != current.revision) {
        return Error{QStringLiteral("stale-rules"),
                     QStringLiteral("The rules have changed: they are at revision %1.").arg(current.revision),
                     QStringLiteral("/rules"),
                     QStringLiteral("Read them again, and decide again."),
                     {}};
    }
    prepared.rules = server::RuleBook{change.rules->set, current.revision + 1};
    return {};
}

void SetupCommands::carryOutPrepared(const SetupChange &change, const Prepared &prepared)
{
    for (const SetupChange::Gone &gone : change.removedChannels)
        m_world.units.end(gone.id);
    for (const StoredChannel &channel : prepared.replaced) {
        ChannelUnit *unit = m_world.units.find(channel.document.config.id);
        const QString before = unit->document().slate;
        unit->adopt(channel.document);
        if (before == channel.document.slate)
            continue;
        m_world.units.standSlate(*unit, [this, id = unit->id(), before](const SlateShelf::Clip &clip) {
            slateEnded(id, before, clip);
        });
    }
    for (const StoredChannel &channel : prepared.created)
        m_world.units.start(channel);
    for (const QString &slate : change.removedSlates)
        m_world.shelf.remove(slate);
    if (prepared.rules)
        m_desk.adopt(*prepared.rules);
}

void SetupCommands::slateEnded(const QString &channel, const QString &before, const SlateShelf::Clip &clip)
{
    ChannelUnit *unit = m_world.units.find(channel);
    if (clip || !unit || clip.error().code == QLatin1String("superseded"))
        return;
    ChannelDocument back = unit->document();
    back.slate = m_world.shelf.find(before) ? before : m_world.shelf.defaultId();
    ++back.revision;
    unit->adopt(back);
    Changes changes;
    Board::News news;
    changes.channels.push_back(unit->storedWith(back));
    news.channel(back);
    changes.entries.push_back({0,
                               m_world.clock.wall(),
                               QStringLiteral("twinfeed"),
                               {},
                               QStringLiteral("arm-slate-failed"),
                               channel,
                               QStringLiteral("The slate does not stand ready: %1").arg(clip.error().message),
                               {{QStringLiteral("problem"), toJson(clip.error())}}});
    m_world.ledger.settle(std::move(changes), std::move(news));
    m_world.units.standSlate(*unit);
}

} // namespace twinfeed::backend
