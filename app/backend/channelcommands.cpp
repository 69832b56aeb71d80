// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/channelcommands.h"

#include "app/backend/encryptioncommands.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

ChannelDocument next(ChannelDocument document)
{
    ++document.revision;
    return document;
}

Result<void> freeToTake(const ChannelUnit &unit, Source target)
{
    const auto &locked = unit.document().locked;
    if (std::find(locked.begin(), locked.end(), target) == locked.end())
        return {};
    return Error{QStringLiteral("locked"),
                 QStringLiteral("The %1 is locked.").arg(toWord(target)),
                 QStringLiteral("/source"),
                 QStringLiteral("Unlock it, or say \"force\" to take it all the same."),
                 {}};
}

Result<void> fitToTake(const ChannelUnit &unit, Source target)
{
    for (const SourceStatus &source : unit.status().sources) {
        if (source.source == target && source.fit)
            return {};
        if (source.source == target) {
            const QString reason =
                source.reason.isEmpty() ? QStringLiteral("It gives no picture.") : source.reason;
            return Error{QStringLiteral("unfit"),
                         QStringLiteral("The %1 is not fit to be seen: %2").arg(toWord(target), reason),
                         QStringLiteral("/source"),
                         QStringLiteral("Take another source, or say \"force\" to take it all the same."),
                         {}};
        }
    }
    return Error{QStringLiteral("unfit"),
                 QStringLiteral("Nothing is known of the %1.").arg(toWord(target)),
                 QStringLiteral("/source"),
                 QStringLiteral("Take another source."),
                 {}};
}

} // namespace

void ChannelCommands::create(const server::Command &command, const ChannelConfig &config,
                             const server::AnswerDone &done)
{
    carryOut(
        command, QLatin1String("set up channel ") + config.id, config.id,
        [&] { return acceptCreate(command, config); }, done);
}

void ChannelCommands::replace(const server::Command &command, const ChannelConfig &config,
                              const server::AnswerDone &done)
{
    carryOut(
        command, QLatin1String("change channel ") + config.id, config.id,
        [&] { return acceptReplace(command, config); }, done);
}

void ChannelCommands::remove(const server::Command &command, const QString &channel,
                             const server::AnswerDone &done)
{
    carryOut(
        command, QLatin1String("take down channel ") + channel, channel,
        [&] { return acceptRemove(command, channel); }, done);
}

void ChannelCommands::take(const server::Command &command, const TakeRequest &request,
                           const server::AnswerDone &done)
{
    carryOut(
        command, QLatin1String("take ") + toWord(request.target), request.channel,
        [&] { return acceptTake(command, request); }, done);
}

Result<server::Answer> ChannelCommands::acceptCreate(const server::Command &command,
                                                     const ChannelConfig &config)
{
    const auto stored = m_changes.created(command, config, m_world.units.count() + 1);
    if (!stored)
        return stored.error();
    Operation operation =
        m_world.operations.make(QStringLiteral("create-channel"), config.id, command, toJson(config, false));
    operation.state = OperationState::Done;
    operation.endedAt = m_world.clock.wall();
    auto answer =
        keep(command, {operation, *stored, QStringLiteral("Channel %1 is set up.").arg(config.name)});
    if (answer)
        m_world.units.start(*stored);
    return answer;
}

Result<server::Answer> ChannelCommands::acceptReplace(const server::Command &command,
                                                      const ChannelConfig &config)
{
    const auto unit = unitOf(config.id);
    if (!unit)
        return unit.error();
    const auto changed = m_changes.replaced(command, **unit, config);
    if (!changed)
        return changed.error();
    const ChannelDocument &document = *changed;
    Operation operation =
        m_world.operations.make(QStringLiteral("replace-channel"), config.id, command, toJson(config, false));
    operation.state = OperationState::Done;
    operation.endedAt = m_world.clock.wall();
    auto answer = keep(command,
                       {operation, (*unit)->storedWith(document),
                        QStringLiteral("Channel %1 is changed.").arg(config.name)});
    if (answer)
        (*unit)->adopt(document);
    return answer;
}

Result<server::Answer> ChannelCommands::acceptRemove(const server::Command &command, const QString &channel)
{
    const auto unit = unitOf(channel);
    if (!unit)
        return unit.error();
    if (auto removable = m_changes.removable(command, **unit); !removable)
        return removable.error();
    Operation operation = m_world.operations.make(QStringLiteral("delete-channel"), channel, command, {});
    operation.state = OperationState::Done;
    operation.endedAt = m_world.clock.wall();
    Changes changes;
    changes.removedChannels << channel;
    Board::News news;
    news.channelRemoved(channel);
    auto answer = keep(
        command,
        {operation, {}, QStringLiteral("Channel %1 is taken down.").arg((*unit)->document().config.name)},
        std::move(changes), std::move(news));
    if (answer)
        m_world.units.end(channel);
    return answer;
}

Result<server::Answer> ChannelCommands::acceptTake(const server::Command &command, const TakeRequest &request)
{
    const auto found = unitOf(request.channel);
    if (!found)
        return found.error();
    ChannelUnit &unit = **found;
    if (auto admitted = m_world.gate.admit(command, &unit.document()); !admitted)
        return admitted.error();
    if (auto paced = m_world.gate.pace(unit.lastTake, request.target); !paced)
        return paced.error();
    if (auto free = freeToTake(unit, request.target); !free && !request.force)
        return free.error();
    if (auto fit = fitToTake(unit, request.target); !fit && !request.force)
        return fit.error();
    const Cut cut = request.cut.value_or(unit.document().config.cut);
    const QJsonObject asked{{QStringLiteral("source"), toWord(request.target)},
                            {QStringLiteral("cut"), toWord(cut)},
                            {QStringLiteral("force"), request.force}};
    const Operation operation =
        m_world.operations.make(QStringLiteral("take"), request.channel, command, asked);
    const Source from = unit.document().onAir;
    ChannelDocument document = next(unit.document());
    document.onAir = request.target;
    document.suspended = document.config.failover.mode != FailoverMode::Off;
    document.ended = false;
    const QString text =
        QStringLiteral("Take %1 (%2), %3 was on air.").arg(toWord(request.target), toWord(cut), toWord(from));
    StoredChannel stored = unit.storedWith(document);
    stored.covered.reset();
    auto answer = keep(command, {operation, stored, text});
    if (!answer)
        return answer;
    const auto covered = request.target == Source::Slate ? std::nullopt : unit.covered();
    unit.setCovered({});
    unit.adopt(document);
    unit.lastTake = LastTake{request.target, from, m_world.clock.now(), operation.id, false, covered};
    // The engine may call after these commands have ended; what it calls must not be of theirs.
    const auto ended = [this, post = m_world.post, channel = request.channel,
                        id = operation.id](const Result<TakeEvidence> &result) {
        post([this, channel, id, result] { takeEnded(channel, id, result); });
    };
    unit.engine().take(request.target, cut, command.receivedAt, ended);
    return answer;
}

void ChannelCommands::takeEnded(const QString &channel, const QString &operation,
                                const Result<TakeEvidence> &result)
{
    ChannelUnit *unit = m_world.units.find(channel);
    const bool newest = unit && unit->lastTake && unit->lastTake->operation == operation;
    if (newest)
        unit->lastTake->ended = true;
    if (result) {
        conclude(operation, *result, {}, measured(*result));
    } else {
        Error problem = result.error();
        std::optional<ChannelDocument> back;
        if (unit)
            problem.message = unit->scrubbed(problem.message);
        // The document must not go on claiming what did not come about: back to what really leaves.
        const Source real = newest ? unit->status().programme.value_or(unit->lastTake->from) : Source::Slate;
        if (newest && real == Source::Slate && !unit->covered())
            unit->setCovered(unit->lastTake->covered);
        if (newest && real != unit->document().onAir) {
            back = next(unit->document());
            back->onAir = real;
        }
        conclude(operation, {}, problem,
                 QStringLiteral("The take did not come about: %1").arg(problem.message), back);
        if (newest)
            unit->lastTake.reset(); // it may be tried again at once
    }
    if (unit)
        m_world.units.refresh(*unit);
}

Result<void> ChannelCommands::applyConfigured(const ChannelConfig &config, const QByteArray &sha256)
{
    ChannelUnit *unit = m_world.units.find(config.id);
    StoredChannel stored;
    if (unit) {
        stored = unit->stored();
        stored.document = next(unit->document());
        setConfig(stored.document, config);
        dropSealsOfGone(stored.document);
    } else if (auto made = m_changes.fresh(config)) {
        stored = *made;
    } else {
        return made.error();
    }
    Changes changes;
    changes.channels.push_back(stored);
    changes.applied = {config.id, sha256};
    changes.entries.push_back(
        {0,
         m_world.clock.wall(),
         QStringLiteral("twinfeed"),
         {},
         QStringLiteral("config-applied"),
         config.id,
         QStringLiteral("Channel %1 is set up as the configuration says.").arg(config.name),
         {{QStringLiteral("config"), toJson(config, false)}}});
    Board::News news;
    news.channel(stored.document);
    if (auto kept = m_world.ledger.commit(std::move(changes), std::move(news)); !kept)
        return kept;
    if (unit)
        unit->adopt(stored.document);
    else
        m_world.units.start(stored);
    return {};
}

} // namespace twinfeed::backend
