// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/sealwords.h"

#include "widgets/words.h"

#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace twinfeed {

namespace {

using Look = SealView::Look;
using Tone = BusMessage::Tone;

const QString kind = QStringLiteral("set-encryption");

QString listed(const QStringList &names)
{
    return QLocale().createSeparatedList(names);
}

std::vector<EncryptionEvidence> evidenceIn(const QJsonObject &data)
{
    std::vector<EncryptionEvidence> outputs;
    for (const QJsonValue &value : data.value(QLatin1String("encryption")).toArray()) {
        if (auto one = encryptionEvidenceFromJson(value.toObject()))
            outputs.push_back(*one);
    }
    return outputs;
}

} // namespace

QString SealWords::look(Look look)
{
    switch (look) {
    case Look::None:
        return tr("NO OUTPUT", "lamp of encryption");
    case Look::Clear:
        return tr("CLEAR", "lamp of encryption");
    case Look::Sealed:
        return tr("SEALED", "lamp of encryption");
    case Look::Partly:
        return tr("PARTLY SEALED", "lamp of encryption");
    case Look::Mixed:
        return tr("MIXED", "lamp of encryption");
    case Look::Unknown:
        return tr("NOT SEEN", "lamp of encryption");
    case Look::Stale:
        return tr("OLD", "lamp of encryption: what was seen is no longer fresh");
    case Look::Disagrees:
        break;
    }
    return tr("NOT AS ASKED", "lamp of encryption");
}

QString SealWords::seenWhen(const SealView &view)
{
    return view.ageMs ? tr("seen %1 ago", "%1: a time").arg(Words::age(*view.ageMs)) : tr("never seen");
}

QString SealWords::ofOutput(const SealView &view)
{
    const bool sent = view.sending == Encryption::Sealed;
    switch (view.look) {
    case Look::None:
        return {};
    case Look::Clear:
        return tr("clear", "an output's encryption");
    case Look::Sealed:
        return view.key ? tr("sealed, key %1").arg(*view.key) : tr("sealed", "an output's encryption");
    case Look::Unknown:
        return sent ? tr("sent sealed, not seen") : tr("sent clear, not seen");
    case Look::Stale:
        return tr("seen long ago", "an output's encryption");
    case Look::Partly:
    case Look::Mixed:
        return tr("mixed", "an output's encryption");
    case Look::Disagrees:
        break;
    }
    return tr("not as asked", "an output's encryption");
}

QString SealWords::reason(const QString &code, const QString &text)
{
    static const std::pair<const char *, const char *> known[]{
        {"no-address", QT_TR_NOOP("It cannot be read back.")},
        {"not-reached", QT_TR_NOOP("It could not be read back.")},
        {"two-keys", QT_TR_NOOP("Two keys within one group of pictures.")},
        {"not-asked-for", QT_TR_NOOP("It is not what was asked for.")},
        {"not-used", QT_TR_NOOP("Nothing was encrypted since the start.")},
        {"nothing-yet", QT_TR_NOOP("It was not read back yet.")},
        {"half-sealed", QT_TR_NOOP("Some of it is encrypted and some of it is clear.")},
        {"hardly-hidden", QT_TR_NOOP("Its pictures are so plain that they can be recognised.")},
        {"not-changed", QT_TR_NOOP("No keyframe came at which it could change.")},
        {"master-key-missing", QT_TR_NOOP("The backend has no master key. An engineer has to give it one.")},
        {"master-key-wrong",
         QT_TR_NOOP("The backend's master key is not the one that its keys were kept with.")},
        {"not-opened", QT_TR_NOOP("What is encrypted there does not open with its key.")},
        {"not-seen", QT_TR_NOOP("It was not seen in the output within 30 s.")},
        {"no-key-url", QT_TR_NOOP("The output does not say where players get its key.")},
        {"superseded", QT_TR_NOOP("A newer order took its place.")},
        {"output-down", QT_TR_NOOP("The output is down.")},
        {"no-outputs", QT_TR_NOOP("The channel has no output.")},
        {"no-key", QT_TR_NOOP("The key is not to be had.")},
    };
    const auto found = std::find_if(std::begin(known), std::end(known),
                                    [&code](const auto &one) { return code == QLatin1String(one.first); });
    // Our own words in both languages: the lamp has no room for a long sentence.
    return found == std::end(known) ? Words::reason(code, text) : tr(found->second);
}

BusMessage SealWords::lamp(const SealView &view)
{
    const QString why = reason(view.reasonCode, view.reason);
    const QString count = tr("%1 of %2 SEALED").arg(view.sealed).arg(view.outputs);
    const bool several = view.outputs > 1;
    switch (view.look) {
    case Look::None:
        return {Tone::Quiet, look(view.look), tr("There is nothing to be seen.")};
    case Look::Clear:
        return {Tone::Quiet, look(view.look),
                tr("Everybody can play it; %1.", "%1: when").arg(seenWhen(view))};
    case Look::Sealed:
        if (!why.isEmpty())
            return {Tone::Caution, look(view.look),
                    tr("%1: %2", "an output, and what is wrong").arg(view.output, why)};
        return {Tone::Good, look(view.look),
                view.key ? tr("Key %1, %2.", "%2: when").arg(*view.key).arg(seenWhen(view))
                         : tr("Several keys, %1.", "%1: when").arg(seenWhen(view))};
    case Look::Partly:
        return {Tone::Quiet, count, tr("Each as asked for; %1.", "%1: when").arg(seenWhen(view))};
    case Look::Unknown: {
        const bool sealed = view.sending == Encryption::Sealed;
        const QString plain = sealed ? tr("%1 is sent sealed, not seen.").arg(view.output)
                                     : tr("%1 is sent clear, not seen.").arg(view.output);
        const QString because = sealed
            ? tr("%1, sent sealed: %2", "%2: why, a sentence").arg(view.output, why)
            : tr("%1, sent clear: %2", "%2: why, a sentence").arg(view.output, why);
        return {Tone::Caution, view.sealed > 0 ? count : look(view.look), why.isEmpty() ? plain : because};
    }
    case Look::Stale:
        if (view.seen == EncryptionSeen::Sealed || view.seen == EncryptionSeen::Clear)
            return {Tone::Caution,
                    view.seen == EncryptionSeen::Sealed ? tr("WAS SEALED", "lamp of encryption")
                                                        : tr("WAS CLEAR", "lamp of encryption"),
                    tr("%1: %2. How it is now is not known.", "%1: an output; %2: when")
                        .arg(view.output, seenWhen(view))};
        return {Tone::Caution, look(view.look), tr("How it is now is not known.")};
    case Look::Mixed:
        return {Tone::Bad, look(view.look),
                several ? tr("%1: %2", "an output, and what is wrong").arg(view.output, why) : why};
    case Look::Disagrees:
        break;
    }
    const bool clear = view.seen == EncryptionSeen::Clear;
    const QString head = clear                ? tr("CLEAR, NOT AS ASKED")
        : view.seen == EncryptionSeen::Sealed ? tr("SEALED, NOT AS ASKED")
                                              : look(view.look);
    return {Tone::Bad, head,
            why.isEmpty() ? view.output : tr("%1: %2", "an output, and what is wrong").arg(view.output, why)};
}

QString SealWords::outcome(const std::vector<EncryptionEvidence> &outputs)
{
    if (outputs.empty())
        return tr("Encryption was so already");
    double longest = 0;
    bool seen = true;
    bool sealed = false;
    for (const EncryptionEvidence &one : outputs) {
        seen = seen && one.seenMs;
        longest = std::max(longest, one.seenMs.value_or(one.firstPictureMs));
        sealed = sealed || one.mode == Encryption::Sealed;
    }
    const QString after = Words::seconds(longest / 1000);
    if (sealed)
        return seen ? tr("Seen SEALED after %1").arg(after) : tr("Sent SEALED after %1, not seen").arg(after);
    return seen ? tr("Seen CLEAR after %1").arg(after) : tr("Sent CLEAR after %1, not seen").arg(after);
}

QString SealWords::evidence(const std::vector<EncryptionEvidence> &outputs)
{
    QStringList names;
    int reconnects = 0;
    int unopened = 0;
    bool bridged = false;
    std::optional<quint32> key;
    for (const EncryptionEvidence &one : outputs) {
        names << one.output;
        reconnects += one.reconnects;
        unopened += one.unopened;
        bridged = bridged || one.bridged;
        key = one.key ? one.key : key;
    }
    if (names.isEmpty())
        return {};
    QStringList parts{key ? tr("%1, key %2", "outputs and key").arg(listed(names)).arg(*key) : listed(names)};
    parts << (reconnects == 0 ? tr("not interrupted") : tr("%n interruption(s)", "", reconnects));
    if (unopened > 0)
        parts << tr("%n picture(s) did not open", "", unopened);
    if (bridged)
        parts << tr("keyframe made for it");
    QString text = parts.takeFirst();
    for (const QString &part : std::as_const(parts))
        text = tr("%1; %2", "two parts of a sentence").arg(text, part);
    return tr("%1.", "a sentence of parts").arg(text);
}

BusMessage SealWords::ended(const Operation &operation)
{
    if (operation.state == OperationState::Done)
        return {Tone::Good, outcome(operation.encryption), evidence(operation.encryption)};
    const Error problem = operation.problem.value_or(Error{});
    const QString why = reason(problem.code, BusWords::problem(problem));
    return {Tone::Bad,
            operation.state == OperationState::Rejected ? tr("Refused") : tr("Encryption was not changed"),
            why};
}

BusMessage SealWords::working(const ConsoleState &state, const EncryptionSwitch &encryption)
{
    const QString &channel = encryption.channel();
    if (const auto asked = encryption.asked()) {
        const qint64 seconds = (encryption.askedRemainingMs() + 999) / 1000;
        return {Tone::Caution,
                asked->isEmpty() ? tr("Press again: send all CLEAR")
                                 : tr("Press again: send %1 CLEAR", "%1: an output").arg(*asked),
                tr("Everybody can play it then. %n s left.", "", int(seconds))};
    }
    const CommandRecord *own = state.newestCommand(channel, kind);
    const Operation *newest = state.newestOperation(channel, kind);
    if (own && !own->operation && (!newest || own->sentAt >= state.clock().now() - 60'000'000)) {
        if (own->refusal)
            return {Tone::Bad, tr("Refused"), reason(own->refusal->code, BusWords::problem(*own->refusal))};
        return {Tone::Working, tr("Sent to the backend"), {}};
    }
    const auto left = sealChangesInMs(state, channel);
    const bool running =
        newest && (newest->state == OperationState::Accepted || newest->state == OperationState::Running);
    if (left)
        return {Tone::Working, tr("Changes in %1").arg(Words::seconds(double(*left) / 1000)),
                tr("At the next keyframe; players do not notice.")};
    if (running)
        return {Tone::Working, tr("Changing"), tr("Until it is seen in the output.")};
    if (newest)
        return ended(*newest);
    return {Tone::Quiet, tr("Nothing is changing"), tr("Ctrl+E switches encryption.")};
}

QStringList SealWords::emergencyReasons()
{
    return {tr("Players cannot open it", "reason of an emergency stop"),
            tr("Keys are not given out", "reason of an emergency stop"),
            tr("A wrong key is in use", "reason of an emergency stop"),
            tr("Ordered by the event's management", "reason of an emergency stop")};
}

QString SealWords::requested(const QJsonObject &request)
{
    const auto order = encryptionOrderFromJson(request);
    if (!order)
        return {};
    if (order->emergency)
        return tr("EMERGENCY STOP of encryption: %1", "%1: why").arg(order->reason);
    const QString outputs = order->outputs.isEmpty() ? tr("all outputs") : listed(order->outputs);
    if (order->mode == Encryption::Clear)
        return tr("Switched encryption off: %1", "%1: outputs").arg(outputs);
    return order->newKey ? tr("Asked for a new key: %1", "%1: outputs").arg(outputs)
                         : tr("Switched encryption on: %1", "%1: outputs").arg(outputs);
}

QString SealWords::sentence(const JournalEntry &entry)
{
    const QJsonObject &data = entry.data;
    const QString key = QString::number(data.value(QLatin1String("key")).toInteger());
    const QString output = data.value(QLatin1String("output")).toString();
    const QJsonObject status = data.value(QLatin1String("encryption")).toObject();
    if (entry.kind == kind)
        return requested(data.value(QLatin1String("request")).toObject());
    if (entry.kind == QLatin1String("encryption-changed")) {
        const auto outputs = evidenceIn(data);
        const QString what = evidence(outputs);
        return what.isEmpty() ? outcome(outputs)
                              : tr("%1: %2", "what happened, and where").arg(outcome(outputs), what);
    }
    if (entry.kind == QLatin1String("encryption-failed")) {
        const Error problem = errorFromJson(data.value(QLatin1String("problem")).toObject());
        return tr("Encryption was not changed: %1").arg(reason(problem.code, BusWords::problem(problem)));
    }
    if (entry.kind == QLatin1String("encryption-disagrees")) {
        const QString why = reason(status.value(QLatin1String("reasonCode")).toString(),
                                   status.value(QLatin1String("reason")).toString());
        return tr("Output %1 is NOT encrypted as asked: %2").arg(output, why);
    }
    if (entry.kind == QLatin1String("encryption-agrees"))
        return tr("Output %1 is encrypted as asked again").arg(output);
    if (entry.kind == QLatin1String("key-given")) {
        const int times = data.value(QLatin1String("times")).toInt(1);
        return times == 1 ? tr("Got the key %1").arg(key)
                          : tr("The key %1 was given out %n more time(s)", "", times).arg(key);
    }
    if (entry.kind == QLatin1String("key-exchanged"))
        return tr("The key %1 takes the place of %2")
            .arg(key)
            .arg(data.value(QLatin1String("before")).toInteger());
    if (entry.kind == QLatin1String("key-retired"))
        return tr("The key %1 is given out no more").arg(key);
    return {};
}

} // namespace twinfeed
