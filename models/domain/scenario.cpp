// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/scenario.h"

#include "models/domain/wordtable.h"

#include <QJsonArray>

namespace twinfeed {

namespace {

using words::Word;

constexpr Word<DrillKind> drillKinds[]{{DrillKind::Tabletop, "tabletop"},
                                       {DrillKind::Simulated, "simulated"},
                                       {DrillKind::WalkThrough, "walk-through"}};

constexpr Word<FaultKind> faultKinds[]{{FaultKind::Stop, "stop"},
                                       {FaultKind::Cut, "cut"},
                                       {FaultKind::Black, "black"},
                                       {FaultKind::Freeze, "freeze"},
                                       {FaultKind::PartFreeze, "part-freeze"},
                                       {FaultKind::Dark, "dark"},
                                       {FaultKind::Bitrate, "bitrate"},
                                       {FaultKind::Fps, "fps"},
                                       {FaultKind::Silence, "silence"},
                                       {FaultKind::Clip, "clip"},
                                       {FaultKind::Late, "late"},
                                       {FaultKind::Jitter, "jitter"},
                                       {FaultKind::Loss, "loss"},
                                       {FaultKind::Reset, "reset"},
                                       {FaultKind::Stall, "stall"},
                                       {FaultKind::Slow, "slow"},
                                       {FaultKind::Drip, "drip"},
                                       {FaultKind::Block, "block"},
                                       {FaultKind::OutputDown, "output-down"}};

constexpr Word<OperatorAction> operatorActions[]{{OperatorAction::Take, "take"},
                                                 {OperatorAction::ArmSlate, "arm-slate"},
                                                 {OperatorAction::SetFailover, "set-failover"},
                                                 {OperatorAction::SetLocks, "set-locks"},
                                                 {OperatorAction::SetEncryption, "set-encryption"},
                                                 {OperatorAction::AcknowledgeAlarm, "acknowledge-alarm"},
                                                 {OperatorAction::RunPlan, "run-plan"}};

QJsonObject toJson(const ScenarioText &text)
{
    return {{QStringLiteral("en"), text.en}, {QStringLiteral("zh"), text.zh}};
}

QJsonObject toJson(const ScenarioFault &fault)
{
    QJsonObject object{{QStringLiteral("id"), fault.id},         {QStringLiteral("at"), fault.at},
                       {QStringLiteral("spread"), fault.spread}, {QStringLiteral("do"), toWord(fault.kind)},
                       {QStringLiteral("on"), fault.on},         {QStringLiteral("lasts"), fault.lasts}};
    if (!fault.after.isEmpty())
        object.insert(QStringLiteral("after"), fault.after);
    if (fault.onAir)
        object.insert(QStringLiteral("onAir"), toWord(*fault.onAir));
    if (!fault.alarm.isEmpty())
        object.insert(QStringLiteral("alarm"), fault.alarm);
    if (fault.bytesPerSecond > 0)
        object.insert(QStringLiteral("bytesPerSecond"), fault.bytesPerSecond);
    if (fault.amount != 0)
        object.insert(QStringLiteral("amount"), fault.amount);
    if (!fault.rule.isEmpty())
        object.insert(
            QStringLiteral("raises"),
            QJsonObject{{QStringLiteral("rule"), fault.rule}, {QStringLiteral("within"), fault.alarmWithin}});
    if (!fault.say.en.isEmpty())
        object.insert(QStringLiteral("say"), toJson(fault.say));
    return object;
}

QJsonObject toJson(const ExpectedAction &expected)
{
    QJsonObject object{{QStringLiteral("id"), expected.id},
                       {QStringLiteral("after"), expected.after},
                       {QStringLiteral("within"), expected.within},
                       {QStringLiteral("do"), toWord(expected.action)}};
    if (!expected.source.isEmpty())
        object.insert(QStringLiteral("source"), expected.source);
    if (!expected.plan.isEmpty())
        object.insert(QStringLiteral("plan"), expected.plan);
    if (!expected.say.en.isEmpty())
        object.insert(QStringLiteral("say"), toJson(expected.say));
    return object;
}

QJsonObject toJson(const ForbiddenAction &forbidden)
{
    QJsonObject object{{QStringLiteral("do"), toWord(forbidden.action)}};
    if (!forbidden.source.isEmpty())
        object.insert(QStringLiteral("source"), forbidden.source);
    return object;
}

QJsonObject toJson(const ScenarioQuestion &question);

template <typename T>
QJsonArray toArray(const std::vector<T> &values)
{
    QJsonArray array;
    for (const T &value : values)
        array << toJson(value);
    return array;
}

QJsonObject toJson(const ScenarioQuestion &question)
{
    return {{QStringLiteral("id"), question.id},
            {QStringLiteral("ask"), toJson(question.ask)},
            {QStringLiteral("choices"), toArray(question.choices)},
            {QStringLiteral("right"), question.right},
            {QStringLiteral("why"), toJson(question.why)}};
}

} // namespace

QString toWord(DrillKind kind)
{
    return words::find(drillKinds, kind);
}

std::optional<FaultAmount> amountOf(FaultKind kind)
{
    switch (kind) {
    case FaultKind::Late: // more than a second would be taken for a jump of time
        return FaultAmount{-900, 900, 120, "ms"};
    case FaultKind::Jitter:
        return FaultAmount{1, 2'000, 250, "ms"};
    case FaultKind::Loss:
        return FaultAmount{1, 90, 10, "per cent"};
    default:
        return std::nullopt;
    }
}

QString toWord(FaultKind kind)
{
    return words::find(faultKinds, kind);
}

QString toWord(OperatorAction action)
{
    return words::find(operatorActions, action);
}

template <>
std::optional<DrillKind> fromWord(const QString &word)
{
    return words::findValue<DrillKind>(drillKinds, word);
}

template <>
std::optional<FaultKind> fromWord(const QString &word)
{
    return words::findValue<FaultKind>(faultKinds, word);
}

template <>
std::optional<OperatorAction> fromWord(const QString &word)
{
    return words::findValue<OperatorAction>(operatorActions, word);
}

template <>
QStringList wordsOf<DrillKind>()
{
    return words::list(drillKinds);
}

template <>
QStringList wordsOf<FaultKind>()
{
    return words::list(faultKinds);
}

template <>
QStringList wordsOf<OperatorAction>()
{
    return words::list(operatorActions);
}

QJsonObject toJson(const Scenario &scenario)
{
    QJsonObject object{{QStringLiteral("id"), scenario.id},
                       {QStringLiteral("version"), scenario.version},
                       {QStringLiteral("name"), toJson(scenario.name)},
                       {QStringLiteral("summary"), toJson(scenario.summary)},
                       {QStringLiteral("kind"), toWord(scenario.kind)},
                       {QStringLiteral("lasts"), scenario.lasts},
                       {QStringLiteral("failover"), toWord(scenario.failover)},
                       {QStringLiteral("aligned"), scenario.aligned},
                       {QStringLiteral("plans"), QJsonArray::fromStringList(scenario.plans)},
                       {QStringLiteral("faults"), toArray(scenario.faults)},
                       {QStringLiteral("expect"), toArray(scenario.expected)},
                       {QStringLiteral("never"), toArray(scenario.forbidden)},
                       {QStringLiteral("questions"), toArray(scenario.questions)},
                       {QStringLiteral("targets"),
                        QJsonObject{{QStringLiteral("alarm"), scenario.targets.alarm},
                                    {QStringLiteral("action"), scenario.targets.action},
                                    {QStringLiteral("good"), scenario.targets.good}}}};
    if (!scenario.channel.isEmpty())
        object.insert(QStringLiteral("channel"), scenario.channel);
    return object;
}

} // namespace twinfeed
