// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/drillboard.h"

namespace twinfeed::test {

/// Scenarios and drills that could be.
struct MadeDrills
{
    static ScenarioText text(const char *en, const char *zh)
    {
        return {QString::fromUtf8(en), QString::fromUtf8(zh)};
    }

    /// The primary is cut after 20 s; then the backup belongs on air within 10 s, and after that the alarm is acknowledged.
    static Scenario scenario(const QString &id = QStringLiteral("primary-dies"))
    {
        Scenario made;
        made.id = id;
        made.name = text("Primary dies", "主路中断");
        made.summary = text("One path is gone.", "一条链路中断。");
        made.kind = DrillKind::Simulated;
        made.lasts = 90;
        ScenarioFault dies;
        dies.id = QStringLiteral("dies");
        dies.at = 20;
        dies.kind = FaultKind::Cut;
        dies.on = QStringLiteral("primary");
        dies.rule = QStringLiteral("no-data");
        dies.alarmWithin = 6;
        ScenarioFault resets;
        resets.id = QStringLiteral("resets");
        resets.at = 30;
        resets.after = QStringLiteral("dies");
        resets.kind = FaultKind::Reset;
        resets.on = QStringLiteral("backup");
        made.faults = {dies, resets};
        ExpectedAction take;
        take.id = QStringLiteral("to-backup");
        take.after = QStringLiteral("dies");
        take.within = 10;
        take.action = OperatorAction::Take;
        take.source = QStringLiteral("backup");
        ExpectedAction note;
        note.id = QStringLiteral("note");
        note.after = QStringLiteral("to-backup");
        note.within = 15;
        note.action = OperatorAction::AcknowledgeAlarm;
        made.expected = {take, note};
        return made;
    }
    static Scenario tabletop()
    {
        Scenario made;
        made.id = QStringLiteral("table");
        made.name = text("Around a table", "桌面推演");
        made.summary = text("Talking.", "讨论。");
        made.kind = DrillKind::Tabletop;
        made.lasts = 600;
        for (const char *id : {"first", "second"})
            made.questions.push_back({QLatin1String(id),
                                      text("What is on air?", "播出的是什么？"),
                                      {text("The slate", "垫片"), text("Nothing", "什么也没有")},
                                      0,
                                      text("Failover took it.", "自动切换已切到垫片。")});
        return made;
    }
    static Drill drill(const Scenario &scenario, const QDateTime &startedAt)
    {
        Drill made;
        made.id = QStringLiteral("7");
        made.scenario = scenario;
        made.kind = scenario.kind;
        made.seed = 4711;
        made.channel = QStringLiteral("main");
        made.state = DrillState::Running;
        made.startedBy = QStringLiteral("anna");
        made.startedAt = startedAt;
        return made;
    }
    static void mark(Drill &drill, const char *kind, const char *id, qint64 atMs, const char *what = "",
                     const char *on = "", const char *actor = "")
    {
        drill.marks.push_back({int(drill.marks.size()) + 1, atMs, QLatin1String(kind), QLatin1String(id),
                               QLatin1String(what), QLatin1String(on), QLatin1String(actor), false});
    }
    /// Ended: the take was right, the alarm was missed.
    static Drill ended(const QDateTime &startedAt)
    {
        Drill made = drill(scenario(), startedAt);
        mark(made, "fault", "dies", 21'400, "cut", "primary");
        mark(made, "alarm", "no-data", 22'500);
        mark(made, "action", "to-backup", 27'900, "take", "backup", "anna");
        mark(made, "programme", "backup", 28'000);
        mark(made, "good", "backup", 28'100);
        made.state = DrillState::Ended;
        made.endedAt = startedAt.addSecs(90);
        made.operators = QStringList{QStringLiteral("anna")};
        made.score.points = 75;
        made.score.findings = {{QStringLiteral("missed"),
                                QStringLiteral("note"),
                                {},
                                42'900,
                                25,
                                QStringLiteral("note was not done within 15 s, nor later.")}};
        made.score.times = {{QStringLiteral("dies"), 1100, 5400, 200}};
        return made;
    }
    static Readiness readiness(const QDateTime &now)
    {
        ReadinessLine week;
        week.id = QStringLiteral("weekly-load");
        week.everyDays = 7;
        week.drill = QStringLiteral("7");
        week.scenario = QStringLiteral("primary-dies");
        week.at = now.addDays(-1);
        week.due = now.addDays(6);
        week.green = true;
        week.by = QStringList{QStringLiteral("anna"), QStringLiteral("ben")};
        week.ready = true;
        ReadinessLine month;
        month.id = QStringLiteral("monthly-single");
        month.everyDays = 31;
        ReadinessLine plan;
        plan.id = QStringLiteral("on-air-black");
        plan.plan = true;
        plan.everyDays = 92;
        return {{week, month, plan}};
    }
};

} // namespace twinfeed::test
