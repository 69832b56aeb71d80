// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/buswords.h"

#include "widgets/alarmwords.h"
#include "widgets/autowords.h"
#include "widgets/slatewords.h"
#include "widgets/words.h"

#include <algorithm>

namespace twinfeed {

namespace {

const QLatin1String takeKind("take");
// Past this an unanswered press is worth a warning: the goal is 100 ms.
constexpr int64_t slowAnswerMs = 1000;

QString sourceWord(const QString &word)
{
    const std::optional<Source> source = fromWord<Source>(word);
    return source ? Words::source(*source) : word;
}

QString targetOf(const Operation &operation)
{
    return sourceWord(operation.request.value(QLatin1String("source")).toString());
}

QString withRemedy(const QString &sentence, const Error &error)
{
    // Two sentences after each other, each whole in itself.
    return error.remedy.isEmpty() ? sentence : QString(sentence + QLatin1Char(' ') + error.remedy);
}

} // namespace

BusMessage BusWords::hint(std::optional<Source> next, const Verdict *verdict)
{
    const bool current = verdict && verdict->current;
    if (next && current && verdict->target == next) {
        return {BusMessage::Tone::Quiet, tr("%1 is NEXT").arg(Words::source(*next)),
                AlarmWords::prediction(*verdict)};
    }
    if (!next && current && verdict->better) {
        return {BusMessage::Tone::Quiet, AlarmWords::verdict(*verdict), AlarmWords::prediction(*verdict)};
    }
    if (next) {
        return {BusMessage::Tone::Quiet, tr("%1 is NEXT").arg(Words::source(*next)),
                tr("TAKE puts it on air; Esc lets it go.")};
    }
    return {BusMessage::Tone::Quiet, tr("Choose NEXT, then TAKE"), tr("F1, F2, F3 take at one press.")};
}

BusMessage BusWords::block(TakeBus::Block block, const ConsoleState &state, const QString &channel)
{
    switch (block) {
    case TakeBus::Block::None:
        return {};
    case TakeBus::Block::NoBackend:
        return {BusMessage::Tone::Caution, tr("Bus off: no backend"),
                tr("The programme goes on without this console.")};
    case TakeBus::Block::Stale:
        return {
            BusMessage::Tone::Caution, tr("Bus off: what is shown may be untrue"),
            tr("Nothing was heard from the backend for %1.").arg(Words::age(state.dataAgeMs().value_or(0)))};
    case TakeBus::Block::NoChannel:
        return {BusMessage::Tone::Quiet, tr("No channel"), tr("An engineer sets one up in the backend.")};
    case TakeBus::Block::Held:
        return {BusMessage::Tone::Caution, tr("%1 has the channel").arg(state.holder(channel)),
                tr("Ask for it, or take it over (F7, twice).")};
    case TakeBus::Block::Role:
        break;
    }
    return {BusMessage::Tone::Caution, tr("You may watch, not switch"),
            tr("Your role is %1; a take needs the role %2.")
                .arg(Words::role(state.role().value_or(Role::Viewer)), Words::role(Role::Director))};
}

BusMessage BusWords::press(const TakeBus::Press &press)
{
    const QString target = Words::source(press.target);
    switch (press.outcome) {
    case TakeBus::Press::Outcome::Blocked:
    case TakeBus::Press::Outcome::Take:
        break;
    case TakeBus::Press::Outcome::NothingChosen:
        return {BusMessage::Tone::Caution, tr("Nothing is NEXT"),
                tr("Choose PRIMARY, BACKUP or SLATE first.")};
    case TakeBus::Press::Outcome::AlreadyOnAir:
        return {BusMessage::Tone::Quiet, tr("%1 is on air already").arg(target), {}};
    case TakeBus::Press::Outcome::AlreadySent:
        return {BusMessage::Tone::Working, tr("%1 is on its way already").arg(target), {}};
    case TakeBus::Press::Outcome::Confirm:
        if (press.locked) {
            return {BusMessage::Tone::Caution, tr("Locked. Press again to take %1").arg(target),
                    press.reason.isEmpty() ? tr("Somebody locked it: the engine does not take it by itself.")
                                           : Words::reason(press.reasonCode, press.reason)};
        }
        return {BusMessage::Tone::Caution, tr("Not fit. Press again to take %1").arg(target),
                press.reason.isEmpty() ? tr("The backend has not said that it can be seen.")
                                       : Words::reason(press.reasonCode, press.reason)};
    }
    return {};
}

BusMessage BusWords::command(const CommandRecord &command, int64_t now)
{
    if (command.refusal)
        return refused(command, *command.refusal);
    if (!command.operation)
        return takeInFlight(command, now);
    const Operation &operation = *command.operation;
    switch (operation.state) {
    case OperationState::Done:
        return done(command, operation);
    case OperationState::Failed:
    case OperationState::Rejected:
        return refused(command, operation.problem.value_or(Error{}));
    case OperationState::Accepted:
    case OperationState::Running:
        break;
    }
    const double ms = double(command.acknowledgedAt.value_or(now) - command.sentAt) / 1000;
    if (command.kind == takeKind) {
        return {BusMessage::Tone::Working, tr("Taking %1").arg(sourceWord(command.target)),
                tr("Accepted after %1, waiting for its first picture.").arg(Words::milliseconds(ms))};
    }
    return {BusMessage::Tone::Working, tr("Accepted after %1").arg(Words::milliseconds(ms)), {}};
}

BusMessage BusWords::takeInFlight(const CommandRecord &command, int64_t now)
{
    const int64_t ms = (now - command.sentAt) / 1000;
    const QString headline = name(command.kind, command.target);
    if (ms >= slowAnswerMs) {
        return {BusMessage::Tone::Caution, headline,
                tr("No answer for %1. Look at the programme: it shows what is on air.").arg(Words::age(ms))};
    }
    return {BusMessage::Tone::Working, headline, tr("Sent to the backend.")};
}

QString BusWords::name(const QString &kind, const QString &target)
{
    if (kind == takeKind)
        return tr("Taking %1").arg(sourceWord(target));
    if (kind == QLatin1String("arm-slate"))
        return tr("Making the slate \"%1\" ready").arg(target);
    if (kind == QLatin1String("add-slate"))
        return tr("Adding the slate \"%1\"").arg(target);
    if (kind == QLatin1String("delete-slate"))
        return tr("Deleting the slate \"%1\"").arg(target);
    if (kind == QLatin1String("set-failover"))
        return tr("Changing automation");
    if (kind == QLatin1String("set-locks"))
        return tr("Changing the locks");
    if (kind == QLatin1String("end-event"))
        return tr("Ending the event");
    if (kind == QLatin1String("replace-channel"))
        return tr("Changing the channel's settings");
    if (kind == QLatin1String("control"))
        return tr("Asking for the channel");
    return kind;
}

QString BusWords::doneName(const CommandRecord &command)
{
    if (command.kind == QLatin1String("set-locks"))
        return tr("The locks are set");
    if (command.kind == QLatin1String("end-event"))
        return tr("The event has ended");
    if (command.kind == QLatin1String("replace-channel"))
        return tr("The channel's settings are changed");
    if (command.kind == QLatin1String("control")) {
        if (command.target.isEmpty())
            return tr("Nobody has the channel now");
        return tr("%1 has the channel now").arg(command.target);
    }
    if (command.kind == QLatin1String("add-slate"))
        return tr("The slate \"%1\" can be chosen").arg(command.target);
    if (command.kind == QLatin1String("delete-slate"))
        return tr("The slate \"%1\" is deleted").arg(command.target);
    if (command.kind != QLatin1String("set-failover"))
        return {};
    const auto mode = fromWord<FailoverMode>(command.target);
    return mode ? tr("AUTO is %1 now", "%1: mode of automation").arg(AutoWords::mode(*mode))
                : tr("AUTO is armed again");
}

BusMessage BusWords::done(const CommandRecord &command, const Operation &operation)
{
    if (const QString what = doneName(command); !what.isEmpty())
        return {BusMessage::Tone::Good, what, {}};
    if (operation.kind != takeKind) {
        const QString slate = operation.request.value(QLatin1String("slate")).toString();
        return {BusMessage::Tone::Good,
                slate.isEmpty() ? tr("Done") : tr("The slate \"%1\" stands ready").arg(slate),
                {}};
    }
    if (!operation.evidence)
        return {BusMessage::Tone::Good, tr("%1 is on air").arg(targetOf(operation)),
                tr("Nothing was measured.")};
    const TakeEvidence &measured = *operation.evidence;
    return {BusMessage::Tone::Good,
            tr("%1 on air after %2")
                .arg(Words::source(measured.to), Words::milliseconds(measured.firstPictureMs)),
            withInstead(cutInWords(measured), measured)};
}

BusMessage BusWords::foreign(const Operation &take)
{
    if (take.state == OperationState::Done && take.evidence) {
        return {BusMessage::Tone::Good,
                tr("%1 on air, taken by %2").arg(Words::source(take.evidence->to), take.actor),
                evidence(*take.evidence)};
    }
    if (take.state == OperationState::Accepted || take.state == OperationState::Running)
        return {BusMessage::Tone::Working, tr("%2 takes %1").arg(targetOf(take), take.actor), {}};
    return {BusMessage::Tone::Quiet, tr("A take of %1 by %2 did not happen").arg(targetOf(take), take.actor),
            take.problem ? problem(*take.problem) : QString()};
}

QString BusWords::cutInWords(const TakeEvidence &evidence)
{
    const QString gap = Words::milliseconds(evidence.gapMs);
    const QString cut = Words::cut(evidence.cut);
    if (evidence.picturesLost == 0 && evidence.picturesRepeated == 0)
        return tr("Gap %1, cut %2, no picture lost or repeated").arg(gap, cut);
    if (evidence.picturesLost == 0)
        return tr("Gap %1, cut %2, %n picture(s) repeated", "", evidence.picturesRepeated).arg(gap, cut);
    if (evidence.picturesRepeated == 0)
        return tr("Gap %1, cut %2, %n picture(s) lost", "", evidence.picturesLost).arg(gap, cut);
    return tr("Gap %1, cut %2, pictures lost: %3, repeated: %4")
        .arg(gap, cut)
        .arg(evidence.picturesLost)
        .arg(evidence.picturesRepeated);
}

QString BusWords::withInstead(const QString &measured, const TakeEvidence &evidence)
{
    const QString why = AutoWords::reason(evidence.insteadCode, evidence.insteadBecause);
    return why.isEmpty()
        ? measured
        : tr("%1. Not bridged: %2", "%1: what was measured; %2: why, a sentence").arg(measured, why);
}

QString BusWords::evidence(const TakeEvidence &evidence)
{
    return withInstead(measured(evidence), evidence);
}

QString BusWords::measured(const TakeEvidence &evidence)
{
    const QString target = Words::source(evidence.to);
    const QString after = Words::milliseconds(evidence.firstPictureMs);
    const QString gap = Words::milliseconds(evidence.gapMs);
    const QString cut = Words::cut(evidence.cut);
    if (evidence.picturesLost == 0 && evidence.picturesRepeated == 0)
        return tr("%1 on air after %2, gap %3, cut %4, no picture lost or repeated")
            .arg(target, after, gap, cut);
    if (evidence.picturesLost == 0) {
        return tr("%1 on air after %2, gap %3, cut %4, %n picture(s) repeated", "", evidence.picturesRepeated)
            .arg(target, after, gap, cut);
    }
    if (evidence.picturesRepeated == 0) {
        return tr("%1 on air after %2, gap %3, cut %4, %n picture(s) lost", "", evidence.picturesLost)
            .arg(target, after, gap, cut);
    }
    return tr("%1 on air after %2, gap %3, cut %4, pictures lost: %5, repeated: %6")
        .arg(target, after, gap, cut)
        .arg(evidence.picturesLost)
        .arg(evidence.picturesRepeated);
}

BusMessage BusWords::refused(const CommandRecord &command, const Error &error)
{
    const bool undelivered =
        error.code == QLatin1String("timeout") || error.code == QLatin1String("unreachable");
    QString headline;
    if (undelivered)
        headline = tr("No answer from the backend");
    else if (command.kind == takeKind)
        headline = tr("%1 was not taken").arg(sourceWord(command.target));
    else
        headline = tr("Refused");
    return {BusMessage::Tone::Bad, headline, problem(error)};
}

const BusWords::Known *BusWords::known(const QString &code)
{
    static constexpr Known all[]{
        {"stale-revision",
         QT_TR_NOOP("The channel was changed since you looked. Nothing was done: look, and press again.")},
        {"too-soon", QT_TR_NOOP("The same take was made less than a second ago. Nothing was done.")},
        {"too-late", QT_TR_NOOP("The command came too late. Nothing was done.")},
        {"forbidden", QT_TR_NOOP("Your role does not allow that.")},
        {"unauthenticated", QT_TR_NOOP("The backend does not know your token.")},
        {"timeout",
         QT_TR_NOOP("Whether it was done is not known. Look at the programme: it shows what is on air.")},
        {"unreachable", QT_TR_NOOP("The command did not reach it. Nothing was done.")},
        {"channel-busy", QT_TR_NOOP("Something else is going on in the channel. Press again.")},
        {"locked", QT_TR_NOOP("The source is locked. Unlock it, or press twice.")},
        {"held", QT_TR_NOOP("Somebody else has the channel. Ask for it, or take it over (F7, twice).")},
        {"unfit", QT_TR_NOOP("The source is not fit. Press twice to take it all the same.")},
        {"no-slate", QT_TR_NOOP("No slate stands ready. Choose one first.")},
        {"slate-not-ready", QT_TR_NOOP("The slate is still being encoded. Wait until it is ready.")},
        {"slate-in-use", QT_TR_NOOP("The slate stands ready in a channel. Choose another one there first.")},
        {"slate-refused",
         QT_TR_NOOP("The file cannot be made into such a slate. A running time needs a still.")},
        {"slate-format", QT_TR_NOOP("No such slate can be made in the stream's format.")},
        {"slate-given", QT_TR_NOOP("The slate comes with the program or its configuration: it stays.")},
        {"no-picture", QT_TR_NOOP("There is no picture now.")},
        {"slate-exists", QT_TR_NOOP("There is a slate of this name already.")},
        {"too-many-slates", QT_TR_NOOP("There are too many slates.")},
        {"too-large", QT_TR_NOOP("The file is too large: at most 32 MiB.")},
        {"store-failed", QT_TR_NOOP("The backend's journal cannot be written. Nothing was done.")},
    };
    const auto found =
        std::ranges::find_if(all, [&](const Known &one) { return code == QLatin1String(one.code); });
    return found == std::end(all) ? nullptr : found;
}

const BusWords::Known *BusWords::knownLess(const QString &code)
{
    static constexpr Known all[]{
        {"superseded", QT_TR_NOOP("Something newer came before it.")},
        {"source-lost", QT_TR_NOOP("The source sends nothing.")},
        {"no-keyframe", QT_TR_NOOP("The source sent no keyframe in time.")},
        {"engine-stopped", QT_TR_NOOP("The channel was stopped before it was done.")},
        {"interrupted", QT_TR_NOOP("The backend ended before it was measured. Look at what is on air now.")},
        {"media-failed", QT_TR_NOOP("The media engine failed.")},
        {"slate-mismatch", QT_TR_NOOP("The slate cannot follow what is live.")},
        {"channel-on-air", QT_TR_NOOP("The channel is on air. End its event first.")},
        {"channel-exists", QT_TR_NOOP("There is a channel of this id already.")},
        {"too-many-channels", QT_TR_NOOP("There are too many channels.")},
        {"unknown-channel", QT_TR_NOOP("There is no such channel.")},
        {"unknown-slate", QT_TR_NOOP("There is no such slate.")},
        {"unknown-source", QT_TR_NOOP("There is no such source.")},
        {"address-not-allowed", QT_TR_NOOP("An address is not allowed here.")},
        {"redacted-address", QT_TR_NOOP("An address has its key blotted out. Type it anew.")},
        {"invalid-url", QT_TR_NOOP("An address cannot be used.")},
        {"invalid-id", QT_TR_NOOP("An id cannot be used.")},
        {"out-of-range", QT_TR_NOOP("A value is out of range.")},
        {"invalid-path", QT_TR_NOOP("A folder or file cannot be used.")},
        {"duplicate-id", QT_TR_NOOP("The same id is there twice.")},
        {"missing-field", QT_TR_NOOP("Something is missing.")},
        {"no-key-url", QT_TR_NOOP("An output is encrypted and has no address for its keys.")},
        {"stale-rules", QT_TR_NOOP("Somebody else has changed the rules meanwhile. Undo to see them.")},
        {"idempotency-mismatch", QT_TR_NOOP("Its key was used for another command. Press again.")},
        {"shutting-down", QT_TR_NOOP("The backend is going down.")},
        {"busy", QT_TR_NOOP("The backend has too much to do. Press again.")},
    };
    const auto found =
        std::ranges::find_if(all, [&](const Known &one) { return code == QLatin1String(one.code); });
    return found == std::end(all) ? nullptr : found;
}

QString BusWords::problem(const Error &error)
{
    if (error.code == QLatin1String("slate-mismatch")) {
        const QStringList troubles = SlateWords::troubles(error.details);
        if (!troubles.isEmpty())
            return tr("Unlike live. %1", "%1: what differs, sentences").arg(troubles.join(QLatin1Char(' ')));
    }
    if (const Known *ours = known(error.code))
        return tr(ours->sentence);
    const QString text = error.message.isEmpty() ? QString() : withRemedy(error.message, error);
    if (const Known *general = knownLess(error.code))
        return Words::ownOr(tr(general->sentence), general->sentence, text);
    return text.isEmpty() ? tr("The backend gave no reason.") : text;
}

QString BusWords::translated(const QString &code)
{
    const Known *words = known(code) ? known(code) : knownLess(code);
    const QString own = words ? tr(words->sentence) : QString();
    return words && own != QLatin1String(words->sentence) ? own : QString();
}

} // namespace twinfeed
