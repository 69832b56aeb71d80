// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drills/drillwatch.h"

#include <algorithm>
#include <cmath>

namespace twinfeed::drills {

namespace {

// What a finding costs of 100 points: one mistake may happen, two may not, and what was left undone costs most.
constexpr int lateCosts = 10;
constexpr int missedCosts = 25;
constexpr int wrongCosts = 20;
constexpr int needlessCosts = 15;
constexpr int missedAlarmCosts = 15;
constexpr int forbiddenCosts = 30;
constexpr int slowCosts = 5;

qint64 milliseconds(double seconds)
{
    return std::llround(1000 * seconds);
}

QString seconds(qint64 ms)
{
    return QString::number(double(ms) / 1000, 'f', 1);
}

QString said(const Act &act)
{
    QString text = toWord(act.action);
    if (!act.source.isEmpty())
        text += QLatin1Char(' ') + act.source;
    return text;
}

} // namespace

DrillWatch::DrillWatch(Scenario scenario, Schedule schedule)
    : m_scenario(std::move(scenario))
    , m_schedule(std::move(schedule))
{
}

DrillMark &DrillWatch::mark(const QString &kind, const QString &id, qint64 atMs)
{
    DrillMark &mark = m_marks.emplace_back();
    mark.number = int(m_marks.size());
    mark.atMs = atMs;
    mark.kind = kind;
    mark.id = id;
    return mark;
}

void DrillWatch::faultBegan(const QString &fault, const QString &on, qint64 atMs)
{
    m_faults[fault] = Seen{on, atMs, {}, {}, {}, {}, false};
    DrillMark &made = mark(QStringLiteral("fault"), fault, atMs);
    made.on = on;
    const auto known = std::ranges::find(m_scenario.faults, fault, &ScenarioFault::id);
    if (known != m_scenario.faults.end())
        made.what = toWord(known->kind);
    m_wasGood = isGood();
}

void DrillWatch::faultEnded(const QString &fault, qint64 atMs)
{
    m_faults[fault].ended = atMs;
    mark(QStringLiteral("fault-end"), fault, atMs).on = m_faults[fault].on;
}

void DrillWatch::alarmRaised(const QString &rule, qint64 atMs)
{
    mark(QStringLiteral("alarm"), rule, atMs);
    for (const ScenarioFault &fault : m_scenario.faults) {
        const auto it = m_faults.find(fault.id);
        if (fault.rule == rule && it != m_faults.end() && !it->second.alarm) {
            it->second.alarm = atMs;
            return;
        }
    }
}

QString DrillWatch::acted(const Act &act, qint64 atMs)
{
    DrillMark &made = mark(QStringLiteral("action"), {}, atMs);
    made.what = toWord(act.action);
    made.on = act.action == OperatorAction::RunPlan ? act.plan : act.source;
    made.actor = act.actor;
    for (auto &[id, seen] : m_faults)
        seen.heeded |= seen.alarm && *seen.alarm <= atMs;
    const ExpectedAction *best = nullptr;
    for (const ExpectedAction &expected : m_scenario.expected) {
        const auto opened = openedAt(expected);
        if (opened && !m_done.contains(expected.id) && fits(expected, act)
            && (!best || *opened < *openedAt(*best)))
            best = &expected;
    }
    if (!best) {
        judge(act, atMs);
        return {};
    }
    made.id = best->id;
    m_done[best->id] = {atMs, act.actor};
    if (const auto cause = m_faults.find(causeOf(*best)); cause != m_faults.end() && !cause->second.action)
        cause->second.action = atMs;
    return best->id;
}

void DrillWatch::programme(Source onAir, bool fit, qint64 atMs)
{
    if (m_onAir != onAir)
        mark(QStringLiteral("programme"), toWord(onAir), atMs);
    m_onAir = onAir;
    m_fit = fit;
    const bool good = isGood();
    if (good && !m_wasGood)
        mark(QStringLiteral("good"), toWord(onAir), atMs);
    m_wasGood = good;
    for (auto &[id, seen] : m_faults) {
        if (good && seen.action && !seen.good)
            seen.good = atMs;
    }
}

bool DrillWatch::answered(const QString &question, int choice, const QString &actor, qint64 atMs)
{
    const auto asked = std::ranges::find(m_scenario.questions, question, &ScenarioQuestion::id);
    if (asked == m_scenario.questions.end() || choice < 0 || choice >= int(asked->choices.size()))
        return false;
    m_answers.try_emplace(question, choice, actor);
    DrillMark &made = mark(QStringLiteral("answer"), question, atMs);
    made.what = QString::number(choice);
    made.actor = actor;
    return true;
}

std::optional<qint64> DrillWatch::openedAt(const ExpectedAction &expected) const
{
    if (const auto fault = m_faults.find(expected.after); fault != m_faults.end())
        return fault->second.began;
    if (const auto done = m_done.find(expected.after); done != m_done.end())
        return done->second.at;
    return std::nullopt;
}

bool DrillWatch::fits(const ExpectedAction &expected, const Act &act) const
{
    if (expected.action != act.action)
        return false;
    if (act.action == OperatorAction::RunPlan)
        return expected.plan == act.plan;
    return expected.source.isEmpty() || m_schedule.resolved(expected.source) == act.source;
}

bool DrillWatch::isBroken(const QString &source) const
{
    return std::ranges::any_of(
        m_faults, [&](const auto &fault) { return fault.second.on == source && !fault.second.ended; });
}

bool DrillWatch::isGood() const
{
    return m_onAir && m_fit && !isBroken(toWord(*m_onAir));
}

QString DrillWatch::causeOf(const ExpectedAction &expected) const
{
    QString id = expected.after;
    for (size_t i = 0; i <= m_scenario.expected.size(); ++i) {
        if (m_faults.contains(id))
            return id;
        const auto before = std::ranges::find(m_scenario.expected, id, &ExpectedAction::id);
        if (before == m_scenario.expected.end())
            break;
        id = before->after;
    }
    return {};
}

void DrillWatch::judge(const Act &act, qint64 atMs)
{
    const auto found = [&](const char *kind, int points, const QString &why) {
        m_presses.push_back({QLatin1String(kind), act.source, act.actor, atMs, points,
                             QStringLiteral("%1 pressed %2 %3.").arg(act.actor, said(act), why)});
    };
    const bool forbidden = std::ranges::any_of(m_scenario.forbidden, [&](const ForbiddenAction &never) {
        return never.action == act.action
            && (never.source.isEmpty() || m_schedule.resolved(never.source) == act.source);
    });
    if (forbidden)
        return found("forbidden", forbiddenCosts, QStringLiteral("which must not happen here"));
    if (act.action != OperatorAction::Take)
        return;
    if (isBroken(act.source))
        return found("wrong", wrongCosts, QStringLiteral("which is the broken one"));
    // Away from the slate to a path that is whole mends something.
    if (isGood() && m_onAir != Source::Slate)
        found("needless", needlessCosts, QStringLiteral("while the programme was good"));
}

DrillScore DrillWatch::score(qint64 atMs) const
{
    DrillScore score;
    score.findings = m_presses;
    judgeExpected(score, atMs);
    judgeFaults(score);
    judgeAnswers(score, atMs);
    std::ranges::stable_sort(score.findings, {}, &DrillFinding::atMs);
    int points = 100;
    bool undone = false;
    for (const DrillFinding &finding : score.findings) {
        points -= finding.points;
        undone |= finding.kind == QLatin1String("missed") || finding.kind == QLatin1String("forbidden");
    }
    score.points = std::max(0, points);
    score.green = score.points >= enough && !undone;
    return score;
}

void DrillWatch::judgeExpected(DrillScore &score, qint64 atMs) const
{
    for (const ExpectedAction &expected : m_scenario.expected) {
        const auto opened = openedAt(expected);
        if (!opened)
            continue; // it never came to that
        const qint64 due = *opened + milliseconds(expected.within);
        const auto done = m_done.find(expected.id);
        if (done == m_done.end() && atMs >= due)
            score.findings.push_back({QStringLiteral("missed"),
                                      expected.id,
                                      {},
                                      due,
                                      missedCosts,
                                      QStringLiteral("%1 was not done within %2 s, nor later.")
                                          .arg(expected.id, seconds(due - *opened))});
        else if (done != m_done.end() && done->second.at > due)
            score.findings.push_back(
                {QStringLiteral("late"), expected.id, done->second.actor, done->second.at, lateCosts,
                 QStringLiteral("%1 was done after %2 s, %3 s too late.")
                     .arg(expected.id, seconds(done->second.at - *opened), seconds(done->second.at - due))});
    }
}

void DrillWatch::judgeFaults(DrillScore &score) const
{
    for (const ScenarioFault &fault : m_scenario.faults) {
        const auto it = m_faults.find(fault.id);
        if (it == m_faults.end())
            continue;
        const Seen &seen = it->second;
        DrillTimes times{fault.id, {}, {}, {}};
        if (seen.alarm)
            times.alarm = *seen.alarm - seen.began;
        if (seen.action)
            times.action = std::max<qint64>(0, *seen.action - seen.alarm.value_or(seen.began));
        if (seen.action && seen.good)
            times.good = *seen.good - *seen.action;
        score.times.push_back(times);
        const qint64 due = seen.began + milliseconds(fault.alarmWithin);
        if (!fault.rule.isEmpty() && (!seen.alarm || *seen.alarm > due))
            score.findings.push_back({QStringLiteral("no-alarm"),
                                      fault.id,
                                      {},
                                      due,
                                      0,
                                      QStringLiteral("No alarm of %1 showed %2 within %3 s.")
                                          .arg(fault.rule, fault.id, seconds(due - seen.began))});
        if (seen.alarm && !seen.heeded && !seen.action)
            score.findings.push_back(
                {QStringLiteral("missed-alarm"),
                 fault.id,
                 {},
                 *seen.alarm,
                 missedAlarmCosts,
                 QStringLiteral("Nobody did anything about the alarm of %1.").arg(fault.id)});
        if (times.good && *times.good > milliseconds(m_scenario.targets.good))
            score.findings.push_back({QStringLiteral("slow"),
                                      fault.id,
                                      {},
                                      *seen.good,
                                      slowCosts,
                                      QStringLiteral("The programme was good again %1 s after the press.")
                                          .arg(seconds(*times.good))});
    }
}

void DrillWatch::judgeAnswers(DrillScore &score, qint64 atMs) const
{
    if (m_scenario.questions.empty())
        return;
    const int costs = int(100 / m_scenario.questions.size());
    for (const ScenarioQuestion &question : m_scenario.questions) {
        const auto answer = m_answers.find(question.id);
        if (answer != m_answers.end() && answer->second.first == question.right)
            continue;
        const bool given = answer != m_answers.end();
        score.findings.push_back({QStringLiteral("wrong-answer"), question.id,
                                  given ? answer->second.second : QString(), atMs, costs,
                                  given ? QStringLiteral("The answer to %1 was wrong.").arg(question.id)
                                        : QStringLiteral("%1 was not answered.").arg(question.id)});
    }
}

} // namespace twinfeed::drills
