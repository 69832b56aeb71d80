// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/encryptioncommands.h"

#include "app/backend/sealsupply.h"

#include <QJsonArray>

#include <algorithm>

namespace twinfeed::backend {

namespace {

const QString self = QStringLiteral("twinfeed");
constexpr int64_t retryUs = 10'000'000;

const OutputConfig *find(const ChannelConfig &config, const QString &id)
{
    const auto it = std::ranges::find(config.outputs, id, &OutputConfig::id);
    return it == config.outputs.end() ? nullptr : &*it;
}

QString said(const EncryptionEvidence &evidence)
{
    QString text = evidence.mode == Encryption::Sealed
        ? QStringLiteral("%1 is sealed with key %2").arg(evidence.output).arg(evidence.key.value_or(0))
        : QStringLiteral("%1 is clear").arg(evidence.output);
    text += QStringLiteral(", first picture after %1 ms").arg(evidence.firstPictureMs, 0, 'f', 0);
    text += evidence.seenMs ? QStringLiteral(", seen after %1 ms").arg(*evidence.seenMs, 0, 'f', 0)
                            : QStringLiteral(", cannot be read back");
    if (evidence.reconnects > 0 || evidence.unopened > 0)
        text += QStringLiteral(", %1 interruptions, %2 pictures not opened")
                    .arg(evidence.reconnects)
                    .arg(evidence.unopened);
    return text + QLatin1Char('.');
}

QString orderText(const EncryptionOrder &order, const QStringList &outputs, sealing::KeyId key)
{
    const QString names = outputs.join(QLatin1String(", "));
    QString text = order.mode == Encryption::Sealed
        ? QStringLiteral("Encryption on with key %1: %2.").arg(key).arg(names)
        : QStringLiteral("%1: %2.").arg(order.emergency ? QStringLiteral("Emergency stop of encryption")
                                                        : QStringLiteral("Encryption off"),
                                        names);
    if (!order.reason.isEmpty())
        text += QLatin1Char(' ') + order.reason;
    return text;
}

} // namespace

Result<void> canBeSealed(const OutputConfig &output, const QString &where)
{
    if (output.kind != OutputKind::Hls || !output.keyUrl.isEmpty())
        return {};
    return Error{QStringLiteral("no-key-url"),
                 QStringLiteral("The output %1 does not say where players get its key.").arg(output.id),
                 where,
                 QStringLiteral("Let an engineer give it a keyUrl, or leave it out."),
                 {}};
}

void dropSealsOfGone(ChannelDocument &document)
{
    std::erase_if(document.sealed,
                  [&](const SealedOutput &sealed) { return !find(document.config, sealed.output); });
}

void EncryptionCommands::set(const server::Command &command, const QString &channel,
                             const EncryptionOrder &order, const server::AnswerDone &done)
{
    carryOut(
        command, QStringLiteral("change encryption"), channel,
        [&] { return accept(command, channel, order); }, done);
}

Result<server::Answer> EncryptionCommands::accept(const server::Command &command, const QString &channel,
                                                  const EncryptionOrder &order)
{
    const auto found = unitOf(channel);
    if (!found)
        return found.error();
    ChannelUnit &unit = **found;
    // What goes wrong on every screen is not held up by a revision.
    if (auto admitted = m_world.gate.admit(command, order.emergency ? nullptr : &unit.document()); !admitted)
        return admitted.error();
    auto change = changeOf(unit, order);
    if (!change)
        return change.error();
    const Operation operation =
        m_world.operations.make(QStringLiteral("set-encryption"), channel, command, toJson(order));
    Changes changes;
    changes.keys = change->keys;
    auto answer =
        keep(command,
             {operation, unit.storedWith(change->document), orderText(order, change->outputs, change->key)},
             std::move(changes));
    if (!answer)
        return answer;
    m_world.seals.keys().adopt(change->keys);
    unit.adopt(change->document);
    begin(unit, command.receivedAt, order.emergency, operation.id);
    return answer;
}

Result<EncryptionCommands::Change> EncryptionCommands::changeOf(const ChannelUnit &unit,
                                                                const EncryptionOrder &order) const
{
    Change change{unit.document(), {}, 0, order.outputs};
    const ChannelConfig &config = change.document.config;
    const bool sealing = order.mode == Encryption::Sealed;
    if (change.outputs.isEmpty()) {
        for (const OutputConfig &output : config.outputs)
            change.outputs << output.id;
    }
    if (change.outputs.isEmpty()) {
        return Error{QStringLiteral("no-outputs"),
                     QStringLiteral("The channel %1 has no output.").arg(config.name),
                     {},
                     QStringLiteral("Add one first."),
                     {}};
    }
    for (qsizetype i = 0; i < change.outputs.size(); ++i) {
        const QString where = order.outputs.isEmpty() ? QString() : QStringLiteral("/outputs/%1").arg(i);
        const OutputConfig *output = find(config, change.outputs[i]);
        if (!output)
            return Error{QStringLiteral("unknown-output"),
                         QStringLiteral("There is no output \"%1\".").arg(change.outputs[i]),
                         where,
                         QStringLiteral("Name outputs of this channel."),
                         {}};
        if (auto can = canBeSealed(*output, where); sealing && !can)
            return can.error();
    }
    auto &sealed = change.document.sealed;
    if (!sealing)
        std::erase_if(sealed, [&](const SealedOutput &s) { return change.outputs.contains(s.output); });
    for (const QString &id : sealing ? change.outputs : QStringList()) {
        if (std::ranges::find(sealed, id, &SealedOutput::output) == sealed.end())
            sealed.push_back({id, 0});
    }
    if (auto given = sealing ? sealWith(change, config.id, order.newKey) : Result<void>(); !given)
        return given.error();
    ++change.document.revision;
    return change;
}

/// One key for all that is sealed in the channel: a new one goes to those as well that were not named.
Result<void> EncryptionCommands::sealWith(Change &change, const QString &channel, bool newKey) const
{
    Keyring &keys = m_world.seals.keys();
    change.key = keys.active(channel);
    if (newKey || change.key == 0 || keys.isDue(change.key)) {
        auto made = keys.make(channel);
        if (!made)
            return made.error();
        change.keys = std::move(*made);
        change.key = change.keys.front().id;
    } else if (auto usable = keys.key(change.key); !usable) {
        return usable.error();
    }
    for (SealedOutput &sealed : change.document.sealed)
        sealed.key = change.key;
    return {};
}

void EncryptionCommands::begin(ChannelUnit &unit, int64_t acceptedAt, bool soon, const QString &operation)
{
    ++m_changing[unit.id()];
    // The engine may call after these commands have ended; what it calls must not be of theirs.
    const auto done = [this, post = m_world.post, channel = unit.id(),
                       operation](const media::EncryptionOutcome &outcome) {
        post([this, channel, operation, outcome] { ended(channel, operation, outcome); });
    };
    unit.engine().setEncryption(m_world.seals.sealsOf(unit.document()), acceptedAt, soon, done);
    m_world.units.refresh(unit);
}

void EncryptionCommands::ended(const QString &channel, const QString &id,
                               const media::EncryptionOutcome &outcome)
{
    if (--m_changing[channel] <= 0)
        m_changing.erase(channel);
    ChannelUnit *unit = m_world.units.find(channel);
    std::optional<Error> problem = outcome.error;
    if (problem && unit)
        problem->message = unit->scrubbed(problem->message);
    QJsonArray evidence;
    QStringList text;
    for (const EncryptionEvidence &output : outcome.outputs) {
        evidence << toJson(output);
        text << said(output);
    }
    QJsonObject data{{QStringLiteral("encryption"), evidence}};
    if (problem) {
        data.insert(QStringLiteral("problem"), toJson(*problem));
        text.prepend(QStringLiteral("The change of encryption did not come about: %1").arg(problem->message));
    }
    Changes changes;
    Board::News news;
    if (auto operation = m_world.operations.end(id, {}, problem)) {
        operation->encryption = outcome.outputs;
        data.insert(QStringLiteral("operation"), id);
        changes.operations.push_back(*operation);
        news.operation(*operation);
    }
    if (text.isEmpty())
        text << QStringLiteral("Encryption was so already.");
    const QString kind = problem ? QStringLiteral("encryption-failed") : QStringLiteral("encryption-changed");
    changes.entries.push_back(
        {0, m_world.clock.wall(), self, {}, kind, channel, text.join(QLatin1Char(' ')), data});
    m_world.ledger.settle(std::move(changes), std::move(news));
    if (unit)
        m_world.units.refresh(*unit);
}

void EncryptionCommands::tick()
{
    if (m_world.clock.now() >= m_notBefore) {
        exchangeDue();
        retire();
    }
    m_world.units.each([this](ChannelUnit &unit) { watch(unit); });
    std::erase_if(m_seen, [this](const auto &seen) {
        const ChannelUnit *unit = m_world.units.find(seen.first.first);
        return !unit || !find(unit->document().config, seen.first.second);
    });
}

void EncryptionCommands::exchangeDue()
{
    m_world.units.each([this](ChannelUnit &unit) {
        const auto &sealed = unit.document().sealed;
        if (std::ranges::any_of(sealed, [&](const auto &s) { return m_world.seals.keys().isDue(s.key); }))
            exchange(unit);
    });
}

void EncryptionCommands::exchange(ChannelUnit &unit)
{
    Change change{unit.document(), {}, 0, {}};
    const sealing::KeyId before = change.document.sealed.front().key;
    ++change.document.revision;
    Result<void> kept = sealWith(change, unit.id(), true);
    if (kept) {
        Changes changes;
        changes.keys = change.keys;
        changes.channels.push_back(unit.storedWith(change.document));
        changes.entries.push_back({0,
                                   m_world.clock.wall(),
                                   self,
                                   {},
                                   QStringLiteral("key-exchanged"),
                                   unit.id(),
                                   QStringLiteral("The time of key %1 is over: key %2 takes its place.")
                                       .arg(before)
                                       .arg(change.key),
                                   {{QStringLiteral("key"), double(change.key)},
                                    {QStringLiteral("before"), double(before)},
                                    {QStringLiteral("revision"), double(change.document.revision)}}});
        Board::News news;
        news.channel(change.document);
        kept = m_world.ledger.commit(std::move(changes), std::move(news));
    }
    if (!kept) {
        // The old one goes on sealing: late is better than clear, and than nothing.
        m_notBefore = m_world.clock.now() + retryUs;
        return;
    }
    m_world.seals.keys().adopt(change.keys);
    unit.adopt(change.document);
    begin(unit, m_world.clock.now(), false, {});
}

bool EncryptionCommands::isSent(sealing::KeyId key) const
{
    bool sent = false;
    m_world.units.each([&](const ChannelUnit &unit) {
        const auto &outputs = unit.latestStatus().outputs;
        sent = sent || std::ranges::any_of(outputs, [&](const OutputStatus &output) {
                   return output.state == OutputState::Live && output.encryption.sendingKey == key;
               });
    });
    return sent;
}

void EncryptionCommands::retire()
{
    auto expired = m_world.seals.keys().expired(m_world.units.ids());
    // An output that has not come to its keyframe yet still needs players that have the old one.
    std::erase_if(expired, [this](const StoredKey &key) { return key.retired && isSent(key.id); });
    if (expired.empty())
        return;
    Changes changes;
    changes.keys = expired;
    for (const StoredKey &key : expired) {
        const bool forgotten = key.wrapped.isEmpty();
        if (key.retired)
            changes.entries.push_back({0,
                                       m_world.clock.wall(),
                                       self,
                                       {},
                                       forgotten ? QStringLiteral("key-forgotten")
                                                 : QStringLiteral("key-retired"),
                                       key.channel,
                                       (forgotten ? QStringLiteral("The retired key %1 is forgotten.")
                                                  : QStringLiteral("Key %1 is given out no more."))
                                           .arg(key.id),
                                       {{QStringLiteral("key"), double(key.id)}}});
    }
    if (auto kept = m_world.ledger.commit(std::move(changes), {}); kept)
        m_world.seals.keys().adopt(expired);
    else
        m_notBefore = m_world.clock.now() + retryUs;
}

void EncryptionCommands::watch(ChannelUnit &unit)
{
    for (const OutputStatus &output : unit.latestStatus().outputs)
        watchOutput(unit, output);
}

void EncryptionCommands::watchOutput(ChannelUnit &unit, const OutputStatus &output)
{
    Seen &seen = m_seen[{unit.id(), output.id}];
    const int64_t now = m_world.clock.now();
    const EncryptionStatus &status = output.encryption;
    if (!status.disagrees)
        seen.since.reset();
    else if (!seen.since || m_changing.contains(unit.id()))
        seen.since = now;
    const bool tell = seen.since && now - *seen.since >= disagreementUs;
    if (tell == seen.told || (seen.told && status.disagrees))
        return;
    seen.told = tell;
    const auto asked = std::ranges::find(unit.document().sealed, output.id, &SealedOutput::output);
    const bool sealed = asked != unit.document().sealed.end();
    const QString text = tell
        ? QStringLiteral("The output %1 is to be %2, and was seen %3. %4")
              .arg(output.id, toWord(sealed ? Encryption::Sealed : Encryption::Clear), toWord(status.seen),
                   status.reason)
              .trimmed()
        : QStringLiteral("The output %1 is seen as it is asked for: %2.").arg(output.id, toWord(status.seen));
    m_world.ledger.note(
        tell ? QStringLiteral("encryption-disagrees") : QStringLiteral("encryption-agrees"), unit.id(), text,
        {{QStringLiteral("output"), output.id}, {QStringLiteral("encryption"), toJson(status)}});
}

} // namespace twinfeed::backend
