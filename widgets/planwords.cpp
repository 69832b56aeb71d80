// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/planwords.h"

#include "widgets/planreasons.h"
#include "widgets/words.h"

#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace twinfeed {

namespace {

using Look = PlanDeck::Look;
using Tone = BusMessage::Tone;

constexpr qint64 longestShownMs = 120'000;

/// Whole seconds that are left, never 0 while some are.
int secondsOf(qint64 ms)
{
    return int((ms + 999) / 1000);
}

/// A sentence as the first part of another.
QString withoutStop(QString text)
{
    while (text.endsWith(QLatin1Char('.')) || text.endsWith(QChar(0x3002)))
        text.chop(1);
    return text;
}

} // namespace

QString PlanWords::local(const LocalText &text)
{
    //: The name of this language as Qt writes it: plans have their texts by it.
    const QString own = tr("en");
    const QString found = text.value(own);
    return found.isEmpty() ? text.value(QStringLiteral("en")) : found;
}

QString PlanWords::title(const PlanBoard &board, const PlanPlace &place)
{
    const PlanDocument *document = board.document(place.plan);
    const QString title = document ? local(document->plan.title) : QString();
    const QString name = title.isEmpty() ? place.plan : title;
    return place.output.isEmpty() ? name
                                  : tr("%1 (%2)", "%1: title of a plan, %2: output").arg(name, place.output);
}

QString PlanWords::look(Look look)
{
    switch (look) {
    case Look::Unknown:
        return tr("NOT KNOWN");
    case Look::Undecided:
        return tr("UNDECIDED");
    case Look::Disabled:
        return tr("DISABLED");
    case Look::Dark:
        return tr("READY");
    case Look::Lit:
        return tr("LIT");
    case Look::Sent:
        return tr("SENT");
    case Look::Armed:
        return tr("ARMED");
    case Look::ArmedByOther:
        return tr("ARMED ELSEWHERE");
    case Look::SecondWanted:
        return tr("SECOND PERSON?");
    case Look::SecondMissing:
        return tr("ARMED, ONE OF TWO");
    case Look::Running:
        return tr("RUNNING");
    case Look::Asking:
        return tr("ASKS");
    case Look::RollingBack:
        return tr("ROLLING BACK");
    case Look::Done:
        return tr("DONE");
    case Look::Failed:
        return tr("FAILED");
    case Look::Restored:
        return tr("RESTORED");
    case Look::NotRestored:
        return tr("NOT RESTORED");
    }
    return {};
}

PlanFace PlanWords::face(const PlanDeck &deck, const PlanBoard &board, const PlanPlace &place)
{
    PlanFace face;
    face.look = deck.look(place);
    face.title = title(board, place);
    face.word = look(face.look);
    face.note = note(face.look, deck, board, place);
    const PlanState *state = board.state(place);
    // A plan that is lit says so whatever else goes on with it.
    if (state && state->lit
        && (face.look == Look::Done || face.look == Look::Restored || face.look == Look::Failed
            || face.look == Look::Disabled))
        face.word = tr("%1, LIT", "%1: state of a plan whose trigger holds").arg(face.word);
    if (const auto arm = board.arm(place)) {
        face.ring = double(board.armLeftMs(place)) / 10'000;
        if (face.look == Look::Armed || face.look == Look::SecondMissing || face.look == Look::SecondWanted
            || face.look == Look::ArmedByOther)
            face.word = tr("%1 · %2 s", "%1: state of a plan, %2: seconds that are left")
                            .arg(face.word)
                            .arg(secondsOf(board.armLeftMs(place)));
    }
    if (const PlanDocument *document = board.document(place.plan))
        face.keys = document->plan.key;
    return face;
}

QString PlanWords::note(Look look, const PlanDeck &deck, const PlanBoard &board, const PlanPlace &place)
{
    const PlanState *state = board.state(place);
    if (!state)
        return {};
    switch (look) {
    case Look::Unknown:
        return tr("No fresh data from the backend.");
    case Look::Undecided:
    case Look::Disabled:
        return reason(*state);
    case Look::Sent:
        return tr("Waiting for the backend ...");
    case Look::Armed:
    case Look::SecondMissing:
    case Look::SecondWanted:
    case Look::ArmedByOther: {
        const auto arm = board.arm(place);
        if (!arm)
            return {};
        if (!arm->second.isEmpty())
            return tr("by %1 and %2", "a plan is armed").arg(arm->by, arm->second);
        if (look == Look::Armed)
            return deck.danger(place) == PlanDanger::Hold ? tr("Hold to fire") : tr("Press again to fire");
        return tr("by %1", "a plan is armed").arg(arm->by);
    }
    case Look::Running:
    case Look::Asking:
    case Look::RollingBack:
    case Look::Failed:
    case Look::NotRestored:
    case Look::Done:
    case Look::Restored:
        return runNote(*state, board);
    case Look::Lit: {
        const QString numbers = PlanWords::numbers(state->numbers);
        if (!state->litAt)
            return numbers;
        return tr("%1 · since %2", "%1: numbers, %2: time").arg(numbers, Words::timeOfDay(*state->litAt));
    }
    case Look::Dark:
        break;
    }
    if (!state->reason.isEmpty())
        return reason(*state);
    return deck.danger(place) == PlanDanger::Press ? tr("One press") : danger(deck.danger(place));
}

QString PlanWords::runNote(const PlanState &state, const PlanBoard &board)
{
    const PlanRun *run = board.runOf(state.place);
    if (run && run->state == RunState::NotRestored && !run->notRestored.empty())
        return problem(run->notRestored.front(), *run);
    if (run && run->isOver() && run->problem)
        return problem(*run->problem, *run);
    if (run && run->isOver() && run->endedAt)
        return tr("at %1, after %2", "%1: time, %2: a span")
            .arg(Words::timeOfDay(*run->endedAt),
                 Words::seconds(double(run->firedAt.msecsTo(*run->endedAt)) / 1000));
    if (state.step <= 0)
        return {};
    const QString step = tr("Step %1 of %2").arg(state.step).arg(state.steps);
    const bool known = run && size_t(state.step) <= run->steps.size();
    const RunStep *inHand = known ? &run->steps[size_t(state.step) - 1] : nullptr;
    const QString what = inHand && inHand->step.check && inHand->state == RunStepState::Checking
        ? condition(*inHand->step.check)
        : inHand ? PlanWords::step(inHand->step)
                 : state.check;
    const QString said =
        what.isEmpty() ? step : tr("%1: %2", "%1: step, %2: what it waits for").arg(step, what);
    const qint64 left =
        state.deadline ? std::max<qint64>(0, board.now().msecsTo(*state.deadline)) : longestShownMs;
    if (left >= longestShownMs) // as long as people take to answer: nobody counts that
        return said;
    return tr("%1 · %2 s left", "%1: step, %2: seconds until its deadline").arg(said).arg(secondsOf(left));
}

BusMessage PlanWords::message(const ConsoleState &state, const PlanDeck &deck, const PlanBoard &board,
                              const PlanPlace &place)
{
    const TakeBus::Block block = deck.block(place);
    if (block != TakeBus::Block::None)
        return BusWords::block(block, state);
    if (const auto refusal = board.refusal(place)) {
        QString headline;
        switch (refusal->order) {
        case PlanBoard::Order::Arm:
            headline = tr("Not armed");
            break;
        case PlanBoard::Order::Fire:
            headline = tr("Not fired");
            break;
        case PlanBoard::Order::Disarm:
            headline = tr("Not disarmed");
            break;
        case PlanBoard::Order::Abort:
            headline = tr("Not aborted");
            break;
        case PlanBoard::Order::Answer:
            headline = tr("Not answered");
            break;
        }
        return {Tone::Bad, headline, problem(refusal->error)};
    }
    return hint(deck.look(place), deck, board, place);
}

BusMessage PlanWords::hint(Look look, const PlanDeck &deck, const PlanBoard &board, const PlanPlace &place)
{
    const PlanState *state = board.state(place);
    const PlanDanger danger = deck.danger(place);
    switch (look) {
    case Look::Unknown:
        return {Tone::Caution, tr("Not known"), tr("No fresh data from the backend.")};
    case Look::Undecided:
        return {Tone::Caution, tr("Undecided: nobody but you can tell"), state ? reason(*state) : QString()};
    case Look::Disabled:
        return {Tone::Caution, tr("Cannot be fired"), state ? reason(*state) : QString()};
    case Look::Sent:
        return {Tone::Working, tr("Sent"), tr("Waiting for the backend ...")};
    case Look::ArmedByOther:
        return {Tone::Caution, tr("Armed elsewhere"),
                tr("%1 has armed it; let them fire, or wait.")
                    .arg(board.arm(place) ? board.arm(place)->by : QString())};
    case Look::SecondWanted:
        return {Tone::Caution, tr("A second person is wanted"),
                tr("%1 has armed it. Confirm, and it can be fired.")
                    .arg(board.arm(place) ? board.arm(place)->by : QString())};
    case Look::SecondMissing:
        return {Tone::Caution, tr("Armed; a second person is missing"),
                tr("Somebody else must arm it at another console too.")};
    case Look::Armed:
        if (deck.needsReason(place))
            return {Tone::Caution, tr("Armed: say why, then fire"),
                    tr("This version has no green rehearsal; your reason goes into the journal.")};
        return {Tone::Caution, tr("Armed"),
                danger == PlanDanger::Hold
                    ? tr("Look at what would change, then hold the button for a second.")
                    : tr("Look at what would change, then fire.")};
    case Look::Running:
    case Look::RollingBack:
        return {Tone::Working, PlanWords::look(look), state ? runNote(*state, board) : QString()};
    case Look::Asking:
        return {Tone::Caution, tr("A question"), state ? runNote(*state, board) : QString()};
    case Look::Done:
    case Look::Failed:
    case Look::Restored:
    case Look::NotRestored:
        return ended(look, board.runOf(place));
    case Look::Lit:
    case Look::Dark:
        break;
    }
    if (state && !state->reasonCode.isEmpty())
        return {Tone::Caution, tr("Cannot be fired"), reason(*state)};
    if (danger == PlanDanger::Press)
        return {Tone::Quiet, tr("One press fires it"),
                deck.needsReason(place) ? tr("Say why first: this version has no green rehearsal.")
                                        : QString()};
    return {Tone::Quiet, tr("Arm it first"),
            tr("That changes nothing; it shows what would change, for 10 s.")};
}

BusMessage PlanWords::ended(Look look, const PlanRun *run)
{
    const QString why = run && run->problem ? problem(*run->problem, *run) : QString();
    switch (look) {
    case Look::Done:
        return {Tone::Good, tr("Done: the effect was measured"), {}};
    case Look::Restored:
        return {Tone::Caution, run ? restored(*run) : PlanWords::look(look), why};
    case Look::NotRestored:
        return {Tone::Bad, PlanWords::look(look),
                tr("It stays red until the root cause is written down: Runs ...")};
    default:
        return {Tone::Bad, tr("Failed"), why};
    }
}

QString PlanWords::problem(const Error &error)
{
    return PlanReasons::sentence(error);
}

QString PlanWords::problem(const Error &error, const PlanRun &run)
{
    const QString id = error.details.value(QLatin1String("step")).toString();
    const auto found = std::find_if(run.steps.begin(), run.steps.end(),
                                    [&id](const RunStep &one) { return one.step.id == id; });
    if (id.isEmpty() || found == run.steps.end())
        return problem(error);
    return tr("%1: %2", "%1: step, %2: why it failed").arg(withoutStop(step(found->step)), problem(error));
}

QString PlanWords::restored(const PlanRun &run)
{
    QStringList left;
    for (const QString &id : leftAsTheyAre(run)) {
        for (const RunStep &one : run.steps) {
            if (one.step.id == id)
                left << withoutStop(step(one.step));
        }
    }
    return left.isEmpty() ? tr("Restored: everything is as it was before")
                          : tr("Rolled back; this stays, as the plan says: %1", "%1: steps")
                                .arg(left.join(QStringLiteral(" · ")));
}

QString PlanWords::reason(const PlanState &state)
{
    if (state.reason.isEmpty())
        return state.undecided ? tr("What its trigger asks for is not known, or too old.") : QString();
    return PlanReasons::sentence({state.reasonCode, state.reason, {}, {}, state.reasonDetails});
}

QString PlanWords::lastTime(const QJsonObject &lastTime)
{
    if (lastTime.isEmpty())
        return {};
    const QDateTime at =
        QDateTime::fromString(lastTime.value(QLatin1String("at")).toString(), Qt::ISODateWithMs);
    const auto state = fromWord<RunState>(lastTime.value(QLatin1String("state")).toString());
    const QString outcome = state ? runState(*state) : QString();
    const QString when = QLocale().toString(at.toLocalTime(), QLocale::ShortFormat);
    const QString cause = lastTime.value(QLatin1String("rootCause")).toString();
    if (cause.isEmpty())
        return tr("Last time (%1): %2. Nobody has written down the root cause.").arg(when, outcome);
    const QString notes = lastTime.value(QLatin1String("notes")).toString();
    return tr("Last time (%1): %2. Root cause: %3 %4", "%4: notes, may be empty")
        .arg(when, outcome, cause, notes)
        .trimmed();
}

} // namespace twinfeed
