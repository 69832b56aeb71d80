// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/drillguide.h"

#include <algorithm>
#include <map>

namespace twinfeed::drillguide {

namespace {

/// When faults began and expected actions were done, after the drill's beginning.
std::map<QString, qint64> happened(const Drill &drill)
{
    std::map<QString, qint64> times;
    for (const DrillMark &mark : drill.marks) {
        const bool counts = mark.kind == QLatin1String("fault") || mark.kind == QLatin1String("action");
        if (counts && !mark.id.isEmpty())
            times.emplace(mark.id, mark.atMs);
    }
    return times;
}

qint64 milliseconds(double seconds)
{
    return qRound64(1000 * seconds);
}

} // namespace

std::vector<Step> nextSteps(const Drill &drill)
{
    const auto times = happened(drill);
    std::vector<Step> actions;
    for (size_t i = 0; i < drill.scenario.expected.size(); ++i) {
        const ExpectedAction &expected = drill.scenario.expected[i];
        const auto opened = times.find(expected.after);
        if (opened != times.end() && !times.contains(expected.id))
            actions.push_back({Step::Kind::Action, i, opened->second + milliseconds(expected.within)});
    }
    std::vector<Step> faults;
    for (size_t i = 0; i < drill.scenario.faults.size(); ++i) {
        const ScenarioFault &fault = drill.scenario.faults[i];
        const auto trigger = times.find(fault.after);
        const bool known = fault.after.isEmpty() || trigger != times.end();
        if (known && !times.contains(fault.id)) {
            const qint64 from = fault.after.isEmpty() ? 0 : trigger->second;
            faults.push_back({Step::Kind::Fault, i, from + milliseconds(fault.at)});
        }
    }
    std::ranges::stable_sort(actions, {}, &Step::atMs);
    std::ranges::stable_sort(faults, {}, &Step::atMs);
    actions.insert(actions.end(), faults.begin(), faults.end());
    return actions;
}

const ScenarioQuestion *nextQuestion(const Drill &drill)
{
    const auto &questions = drill.scenario.questions;
    const auto open = std::ranges::find_if(
        questions, [&drill](const ScenarioQuestion &question) { return !answerTo(drill, question.id); });
    return open == questions.end() ? nullptr : &*open;
}

std::optional<int> answerTo(const Drill &drill, const QString &question)
{
    const auto answer = std::ranges::find_if(drill.marks, [&question](const DrillMark &mark) {
        return mark.kind == QLatin1String("answer") && mark.id == question;
    });
    return answer == drill.marks.end() ? std::nullopt : std::optional(answer->what.toInt());
}

} // namespace twinfeed::drillguide
