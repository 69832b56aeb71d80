// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/plans/planjournal.h"

#include "models/domain/record.h"

namespace twinfeed::backend {

namespace {

QString titleOf(const PlanRun &run)
{
    return QStringLiteral("Plan \"%1\"").arg(run.title.value(QStringLiteral("en")));
}

QString messageOf(const std::optional<Error> &error)
{
    return error ? error->message : QString();
}

QString restoredText(const PlanRun &run)
{
    const QStringList left = leftAsTheyAre(run);
    if (left.isEmpty())
        return titleOf(run) + QLatin1String(" is rolled back: everything is as it was before.");
    return QStringLiteral(
               "%1 is rolled back: what was to be undone is as it was before; %2 stays, as the plan says.")
        .arg(titleOf(run), left.join(QLatin1String(", ")));
}

QString notRestoredText(const PlanRun &run)
{
    QStringList said;
    for (const Error &what : run.notRestored)
        said << what.message;
    return QStringLiteral("%1: NOT restored. %2").arg(titleOf(run), said.join(QLatin1Char(' ')));
}

PlanNote noteOf(const PlanRun &run, const char *kind, const QString &text,
                const std::optional<Error> &why = {})
{
    PlanNote note{QLatin1String(kind), text, noteData(run)};
    if (why)
        note.data.insert(QStringLiteral("problem"), toJson(*why));
    return note;
}

void addStep(const PlanRun &run, const RunStep *before, const RunStep &step, std::vector<PlanNote> &notes)
{
    if (before && before->state == step.state)
        return;
    const QString name = QStringLiteral("%1, step %2").arg(titleOf(run), step.step.id);
    const auto add = [&](const char *kind, const QString &text, const std::optional<Error> &why = {}) {
        PlanNote note = noteOf(run, kind, text, why);
        note.data.insert(QStringLiteral("step"), step.step.id);
        if (!step.evidence.isEmpty())
            note.data.insert(QStringLiteral("evidence"), step.evidence);
        notes.push_back(note);
    };
    if (step.state == RunStepState::Done)
        add("plan-step-done",
            name + QLatin1String(step.step.check ? " is done, and its effect was seen." : " is done."));
    else if (step.state == RunStepState::Undone)
        add("plan-step-undone", name + QLatin1String(" is undone."));
    else if (step.state == RunStepState::UndoFailed)
        add("plan-undo-failed",
            QStringLiteral("%1 could not be undone: %2").arg(name, messageOf(step.undoProblem)),
            step.undoProblem);
    if (step.problem && (!before || !before->problem))
        add("plan-step-failed", QStringLiteral("%1 failed: %2").arg(name, step.problem->message),
            step.problem);
}

} // namespace

QJsonObject noteData(const PlanRun &run)
{
    QJsonObject data = toJson(run.place);
    data.insert(QStringLiteral("run"), run.id);
    data.insert(QStringLiteral("title"), toJson(run.title));
    return data;
}

std::vector<PlanNote> notesOf(const PlanRun &before, const PlanRun &now)
{
    std::vector<PlanNote> notes;
    for (size_t i = 0; i < now.steps.size(); ++i)
        addStep(now, i < before.steps.size() ? &before.steps[i] : nullptr, now.steps[i], notes);
    if (now.state == before.state)
        return notes;
    switch (now.state) {
    case RunState::Running:
    case RunState::Asking:
        break;
    case RunState::RollingBack:
        notes.push_back(noteOf(
            now, "plan-rolling-back",
            QStringLiteral("%1 is rolled back: %2").arg(titleOf(now), messageOf(now.problem)), now.problem));
        break;
    case RunState::Done:
        notes.push_back(noteOf(now, "plan-done", titleOf(now) + QLatin1String(" is done.")));
        break;
    case RunState::Restored:
        notes.push_back(noteOf(now, "plan-restored", restoredText(now), now.problem));
        notes.back().data.insert(QStringLiteral("left"), QJsonArray::fromStringList(leftAsTheyAre(now)));
        break;
    case RunState::NotRestored: {
        QJsonArray what;
        for (const Error &one : now.notRestored)
            what << toJson(one);
        notes.push_back(noteOf(now, "plan-not-restored", notRestoredText(now), now.problem));
        notes.back().data.insert(QStringLiteral("notRestored"), what);
        break;
    }
    }
    return notes;
}

} // namespace twinfeed::backend
