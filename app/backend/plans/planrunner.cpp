// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/plans/planrunner.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

QJsonArray arrayOf(const std::vector<PlanNumber> &numbers)
{
    QJsonArray array;
    for (const PlanNumber &number : numbers)
        array << toJson(number);
    return array;
}

/// `details`: of what a console in another language makes its words; see resources/openapi.yaml.
Error problem(const char *code, const QString &message, const QJsonObject &details = {})
{
    return Error{QLatin1String(code), message, {}, {}, details};
}

QJsonObject because(const char *cause, const std::vector<PlanNumber> &numbers = {})
{
    QJsonObject details{{QStringLiteral("cause"), QLatin1String(cause)}};
    if (!numbers.empty())
        details.insert(QStringLiteral("numbers"), wrongOf(numbers));
    return details;
}

QJsonObject within(int ms, QJsonObject details)
{
    details.insert(QStringLiteral("withinMs"), ms);
    return details;
}

const WaitAction *waiting(const RunStep &step)
{
    return std::get_if<WaitAction>(&step.step.action);
}

const AskAction *asking(const RunStep &step)
{
    return std::get_if<AskAction>(&step.step.action);
}

/// The same, as it is said of the whole run.
Error ofStep(const RunStep &step, Error why)
{
    why.message = QStringLiteral("Step %1: %2").arg(step.step.id, why.message);
    why.details.insert(QStringLiteral("step"), step.step.id);
    return why;
}

bool isInHand(const RunStep &step)
{
    return step.state == RunStepState::Running || step.state == RunStepState::Checking
        || step.state == RunStepState::Undoing;
}

} // namespace

PlanRunner::PlanRunner(PlanRun run, PlanHands &hands, const Clock &clock)
    : m_run(std::move(run))
    , m_hands(hands)
    , m_clock(clock)
    , m_startedAt(clock.now())
{
    const bool fresh = std::ranges::all_of(
        m_run.steps, [](const RunStep &step) { return step.state == RunStepState::Pending; });
    const bool done = std::ranges::all_of(
        m_run.steps, [](const RunStep &step) { return step.state == RunStepState::Done; });
    if (m_run.state == RunState::RollingBack || fresh || done)
        return;
    if (RunStep *step = stepInHand())
        step->state = RunStepState::Failed;
    turnBack(problem("backend-ended", QStringLiteral("The backend ended while the plan ran.")));
}

RunStep *PlanRunner::stepInHand()
{
    const auto found = std::ranges::find_if(m_run.steps, isInHand);
    return found == m_run.steps.end() ? nullptr : &*found;
}

const RunStep *PlanRunner::current() const
{
    const auto found = std::ranges::find_if(m_run.steps, isInHand);
    return found == m_run.steps.end() ? nullptr : &*found;
}

std::optional<QDateTime> PlanRunner::deadline() const
{
    const RunStep *step = current();
    if (!step)
        return std::nullopt;
    const int64_t whole = step->state == RunStepState::Undoing
        ? std::max(undoUs, int64_t(step->step.deadlineMs) * 1000)
        : int64_t(step->step.deadlineMs) * 1000;
    return m_clock.wall().addMSecs((m_startedAt + whole - m_clock.now()) / 1000);
}

QString PlanRunner::waitsFor() const
{
    const RunStep *step = current();
    if (!step)
        return {};
    if (const WaitAction *wait = waiting(*step))
        return toText(wait->until);
    return step->step.check && step->state != RunStepState::Undoing ? toText(*step->step.check) : QString();
}

PlanDeed PlanRunner::deed(const RunStep &step, bool undoing) const
{
    const auto number = std::ranges::find_if(m_run.steps, [&](const RunStep &one) { return &one == &step; })
        - m_run.steps.begin();
    QString key = QStringLiteral("run-%1-%2").arg(m_run.id).arg(number);
    if (undoing)
        key += QLatin1String("-undo");
    return {key, m_run.place, m_run.by, m_run.id, &step.step};
}

Truth PlanRunner::asks(const Condition &condition, const PlanSight &sight, int64_t newerThan,
                       std::vector<PlanNumber> &numbers) const
{
    return holds(condition, sight, {m_clock.now(), m_run.place.output, newerThan, m_run.baseline}, &numbers);
}

bool PlanRunner::round(const PlanSight &sight)
{
    if (m_dirty) {
        m_dirty = false;
        return true;
    }
    if (m_run.isOver())
        return false;
    return m_run.state == RunState::RollingBack ? back(sight) : forward(sight);
}

bool PlanRunner::forward(const PlanSight &sight)
{
    if (RunStep *step = stepInHand())
        return step->state == RunStepState::Running ? act(*step, sight) : check(*step, sight);
    const auto next = std::ranges::find(m_run.steps, RunStepState::Pending, &RunStep::state);
    if (next == m_run.steps.end()) {
        m_run.state = RunState::Done;
        m_run.endedAt = m_clock.wall();
        return true;
    }
    next->state = RunStepState::Running;
    next->startedAt = m_clock.wall();
    next->before = m_hands.before(next->step.action, m_run.place);
    if (asking(*next))
        m_run.state = RunState::Asking;
    m_begun = false;
    m_startedAt = m_clock.now();
    return true;
}

bool PlanRunner::act(RunStep &step, const PlanSight &sight)
{
    const bool late = m_clock.now() - m_startedAt >= int64_t(step.step.deadlineMs) * 1000;
    if (const WaitAction *wait = waiting(step)) {
        std::vector<PlanNumber> numbers;
        const Truth truth = asks(wait->until, sight, 0, numbers);
        step.evidence.insert(QStringLiteral("numbers"), arrayOf(numbers));
        if (truth != Truth::Yes && late)
            fail(step,
                 problem("step-deadline",
                         QStringLiteral("What was waited for has not come: %1.").arg(saidOf(numbers, true)),
                         because("wait", numbers)));
        else if (truth == Truth::Yes)
            step.state = RunStepState::Checking;
    } else if (asking(step)) {
        if (late && step.answer.isEmpty())
            fail(step, problem("step-deadline", QStringLiteral("Nobody has answered."), because("answer")));
        else if (!step.answer.isEmpty())
            step.state = RunStepState::Checking;
    } else if (!m_begun) {
        m_begun = true;
        if (auto begun = m_hands.begin(step.step.action, deed(step, false)); !begun)
            fail(step, begun.error());
    } else {
        const PlanHands::Progress progress = m_hands.progress(deed(step, false).key);
        for (auto it = progress.evidence.begin(); it != progress.evidence.end(); ++it)
            step.evidence.insert(it.key(), it.value());
        if (progress.problem)
            fail(step, *progress.problem);
        else if (progress.over)
            step.state = RunStepState::Checking;
        else if (late)
            fail(step,
                 problem("step-deadline",
                         QStringLiteral("It was not done within %1 ms.").arg(step.step.deadlineMs),
                         within(step.step.deadlineMs, because("act"))));
    }
    if (step.state == RunStepState::Checking) {
        step.actedAt = m_clock.wall();
        m_run.actedAt = m_run.actedAt.value_or(*step.actedAt);
        m_actedAt = m_clock.now();
    }
    return step.state != RunStepState::Running;
}

bool PlanRunner::check(RunStep &step, const PlanSight &sight)
{
    if (!step.step.check) {
        finishStep(step);
        return true;
    }
    std::vector<PlanNumber> numbers;
    // What was seen before the action was over proves nothing of it.
    const Truth truth = asks(*step.step.check, sight, m_actedAt, numbers);
    step.evidence.insert(QStringLiteral("numbers"), arrayOf(numbers));
    if (truth == Truth::Yes) {
        m_run.effectAt = m_clock.wall();
        finishStep(step);
        return true;
    }
    if (m_clock.now() - m_startedAt < int64_t(step.step.deadlineMs) * 1000)
        return false;
    fail(step,
         problem("step-failed",
                 QStringLiteral("The effect was not seen within %1 ms: %2.")
                     .arg(step.step.deadlineMs)
                     .arg(saidOf(numbers, true)),
                 within(step.step.deadlineMs, because("check", numbers))));
    return true;
}

void PlanRunner::finishStep(RunStep &step)
{
    step.state = RunStepState::Done;
    step.endedAt = m_clock.wall();
}

void PlanRunner::fail(RunStep &step, const Error &why)
{
    step.state = RunStepState::Failed;
    step.endedAt = m_clock.wall();
    step.problem = why;
    turnBack(ofStep(step, why));
}

void PlanRunner::turnBack(const Error &why)
{
    m_run.state = RunState::RollingBack;
    m_run.problem = why;
    m_settlingSince.reset();
    for (RunStep &step : m_run.steps) {
        if (step.state == RunStepState::Pending)
            step.state = RunStepState::Skipped;
    }
    m_dirty = true;
}

void PlanRunner::abort(const QString &by)
{
    if (m_run.isOver() || m_run.state == RunState::RollingBack)
        return;
    const Error why =
        problem("aborted", QStringLiteral("%1 has aborted the plan.").arg(by), {{QStringLiteral("by"), by}});
    if (RunStep *step = stepInHand()) {
        step->state = RunStepState::Failed;
        step->endedAt = m_clock.wall();
        step->problem = why;
    }
    turnBack(why);
}

Result<void> PlanRunner::canAnswer(const QString &answer) const
{
    const RunStep *step = current();
    const AskAction *ask = step ? asking(*step) : nullptr;
    if (!ask || m_run.state != RunState::Asking)
        return Error{QStringLiteral("not-asked"),
                     QStringLiteral("The run asks nothing now."),
                     {},
                     QStringLiteral("Look at it again."),
                     {}};
    QStringList ids;
    for (const AskAction::Answer &one : ask->answers)
        ids << one.id;
    if (ids.contains(answer))
        return {};
    return Error{QStringLiteral("unknown-answer"),
                 QStringLiteral("\"%1\" is no answer to this question.").arg(answer),
                 QStringLiteral("/answer"),
                 QStringLiteral("Use one of: %1.").arg(ids.join(QLatin1String(", "))),
                 {}};
}

Result<void> PlanRunner::answer(const QString &answer, const QString &by)
{
    if (auto can = canAnswer(answer); !can)
        return can;
    RunStep *step = stepInHand();
    step->answer = answer;
    step->answeredBy = by;
    m_run.state = RunState::Running;
    m_dirty = true;
    if (std::ranges::find(asking(*step)->answers, answer, &AskAction::Answer::id)->then == AskThen::Stop)
        fail(*step,
             problem("stopped", QStringLiteral("%1 answered \"%2\".").arg(by, answer),
                     {{QStringLiteral("by"), by}, {QStringLiteral("answer"), answer}}));
    return {};
}

bool PlanRunner::needsUndo(const RunStep &step) const
{
    const bool ran =
        step.startedAt && step.state != RunStepState::Undone && step.state != RunStepState::UndoFailed;
    const bool hasUndo = step.step.undo == PlanStep::Undo::Action
        || (step.step.undo == PlanStep::Undo::Restore && canBeRestored(step.step.action));
    return ran && hasUndo;
}

bool PlanRunner::back(const PlanSight &sight)
{
    const auto found = std::find_if(m_run.steps.rbegin(), m_run.steps.rend(),
                                    [this](const RunStep &step) { return needsUndo(step); });
    if (found == m_run.steps.rend())
        return settle(sight);
    if (found->state == RunStepState::Undoing)
        return undo(*found, sight);
    found->state = RunStepState::Undoing;
    m_begun = false;
    m_startedAt = m_clock.now();
    return true;
}

bool PlanRunner::undo(RunStep &step, const PlanSight &sight)
{
    Q_UNUSED(sight)
    const bool restores = step.step.undo == PlanStep::Undo::Restore;
    const PlanDeed how = deed(step, true);
    const bool late = m_clock.now() - m_startedAt >= std::max(undoUs, int64_t(step.step.deadlineMs) * 1000);
    const auto ended = [&](RunStepState state, const std::optional<Error> &why) {
        step.state = state;
        step.undoProblem = why;
        return true;
    };
    // What was begun and is not over may still come about: until then nothing is seen to be as it was.
    if (!m_begun && !step.actedAt && m_clock.now() - m_startedAt < lingersUs) {
        const QString begun = deed(step, false).key;
        m_hands.stop(begun);
        if (!m_hands.progress(begun).over)
            return false;
    }
    if (restores && m_hands.isRestored(step.step.action, step.before, m_run.place) == Truth::Yes)
        return ended(RunStepState::Undone, {});
    if (!m_begun) {
        m_begun = true;
        const auto begun = restores ? m_hands.restore(step.step.action, step.before, how)
                                    : m_hands.begin(*step.step.undoAction, how);
        if (begun)
            return false;
        // What was on air may come back in a moment, after a start above all.
        if (begun.error().code != QLatin1String("unfit") || late)
            return ended(RunStepState::UndoFailed, begun.error());
        m_begun = false;
        return false;
    }
    const PlanHands::Progress progress = m_hands.progress(how.key);
    if (progress.problem)
        return ended(RunStepState::UndoFailed, progress.problem);
    if (progress.over && !restores)
        return ended(RunStepState::Undone, {});
    if (!late)
        return false;
    return ended(
        RunStepState::UndoFailed,
        problem("step-deadline", QStringLiteral("It is not seen to be as it was before."), because("undo")));
}

bool PlanRunner::settle(const PlanSight &sight)
{
    m_settlingSince = m_settlingSince.value_or(m_clock.now());
    std::vector<Error> wrong;
    for (const RunStep &step : m_run.steps) {
        if (step.state == RunStepState::UndoFailed)
            wrong.push_back(ofStep(step, step.undoProblem.value_or(Error())));
    }
    const size_t undone = wrong.size();
    for (const PlanPrecondition &precondition : m_run.preconditions) {
        std::vector<PlanNumber> numbers;
        if (asks(precondition.that, sight, 0, numbers) != Truth::Yes)
            wrong.push_back(unmet(precondition, numbers));
    }
    if (wrong.size() > undone && m_clock.now() - *m_settlingSince < settleUs)
        return false;
    m_run.notRestored = std::move(wrong);
    m_run.state = m_run.notRestored.empty() ? RunState::Restored : RunState::NotRestored;
    m_run.endedAt = m_clock.wall();
    return true;
}

} // namespace twinfeed::backend
