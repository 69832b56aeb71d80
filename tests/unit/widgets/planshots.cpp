// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/widgets/planshots.h"

#include "tests/unit/models/madeplans.h"
#include "tests/unit/widgets/madeup.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/planpanel.h"
#include "widgets/planrecords.h"

#include <QSize>
#include <QTest>

#include <functional>

namespace twinfeed::test {

namespace {

const PlanPlace takeOther = MadePlans::place(QStringLiteral("take-other"));

/// A deck as it may stand in a show.
struct Made
{
    MadeUp made;
    FakeFactory frames;
    PlanBoard board{made.clock};
    std::vector<PlanDocument> documents;
    std::vector<PlanState> states;

    void add(const char *id, const LocalText &title, PlanDanger danger, PlanPhase phase, Severity severity,
             const QString &output = {})
    {
        const QString plan = QLatin1String(id);
        documents.push_back(MadePlans::document(MadePlans::plan(plan, title, danger, phase, severity)));
        states.push_back(MadePlans::dark(MadePlans::place(plan, output)));
    }

    PlanState &state(const char *id)
    {
        for (PlanState &one : states) {
            if (one.place.plan == QLatin1String(id))
                return one;
        }
        return states.front();
    }

    void fill()
    {
        made.fillNormal();
        add("take-other", MadePlans::text("Primary bad: take the other path", "主路不好：切换另一路"),
            PlanDanger::Arm, PlanPhase::Live, Severity::Critical);
        add("both-bad", MadePlans::text("Both paths bad: slate", "两路都不好：垫片"), PlanDanger::Press,
            PlanPhase::Live, Severity::Critical);
        add("site-lost", MadePlans::text("Site lost: the other unit", "机房失联：切到另一单元"),
            PlanDanger::TwoPersons, PlanPhase::Live, Severity::Critical);
        add("stop-encrypting", MadePlans::text("Decryption trouble: stop encrypting", "解密故障：停止加密"),
            PlanDanger::Hold, PlanPhase::Live, Severity::Warning);
        add("cdn-off", MadePlans::text("CDN failing: off and back", "CDN 故障：关闭再恢复"), PlanDanger::Arm,
            PlanPhase::Live, Severity::Warning, QStringLiteral("cdn"));
        add("preflight", MadePlans::text("Start of show", "开播检查"), PlanDanger::Arm, PlanPhase::Before,
            Severity::Notice);
        add("planned-end", MadePlans::text("Planned end", "计划结束"), PlanDanger::Arm, PlanPhase::After,
            Severity::Notice);
        state("site-lost") = MadePlans::disabled(MadePlans::place(QStringLiteral("site-lost")), "no-host",
                                                 {{QStringLiteral("name"), QStringLiteral("other-unit")}});
        state("cdn-off").undecided = true;
        const PlanNumber unfit{QStringLiteral("fit"),
                               QStringLiteral("slate"),
                               QStringLiteral("no"),
                               QStringLiteral("is yes"),
                               {},
                               false};
        state("both-bad") = MadePlans::disabled(
            MadePlans::place(QStringLiteral("both-bad")), "precondition",
            {{QStringLiteral("text"), toJson(MadePlans::text("A slate stands ready.", "垫片已就绪。"))},
             {QStringLiteral("numbers"), QJsonArray{toJson(unfit)}}});
        state("take-other") = MadePlans::lit(takeOther, made.clock.wall());
        state("take-other").lastTime = {
            {QStringLiteral("run"), QStringLiteral("3")},
            {QStringLiteral("at"), QStringLiteral("2026-05-30T18:02:11.000Z")},
            {QStringLiteral("state"), QStringLiteral("done")},
            {QStringLiteral("rootCause"), QStringLiteral("Encoder A overheated.")},
            {QStringLiteral("notes"), QString()}};
    }
    void show()
    {
        board.reset(documents, states, {PlanTimes{takeOther.plan, 4, 3, 1, 0, 2100, 3400, 90, 420, 5200}});
    }
    const Plan &plan() const { return board.document(takeOther.plan)->plan; }
    PlanRun run() const
    {
        return MadePlans::run(plan(), QStringLiteral("7"), made.clock.wall().addMSecs(-900));
    }
    void end(RunState state, DeckState deck, const char *problem)
    {
        board.applyRun(MadePlans::ended(run(), state, problem));
        board.applyState(MadePlans::over(takeOther, QStringLiteral("7"), deck));
    }
};

struct Shot
{
    const char *name;
    bool chosen;
    std::function<void(Made &)> make;
};

const Shot shots[]{
    {"lit", true, [](Made &) {}},
    {"armed", true,
     [](Made &made) {
         PlanState state = made.state("take-other");
         state.rehearsed = false;
         made.board.armed(takeOther, QStringLiteral("arm-1"));
         made.board.applyState(MadePlans::armed(
             state, MadePlans::arm(takeOther, QStringLiteral("arm-1"), QStringLiteral("anna"))));
         made.made.clock.advance(std::chrono::milliseconds(2600));
         made.made.state.touch(made.made.clock.now());
     }},
    {"running", true,
     [](Made &made) {
         made.board.applyRun(made.run());
         PlanState state = MadePlans::running(takeOther, QStringLiteral("7"), made.made.clock.wall());
         state.check = QStringLiteral("onAir is backup");
         made.board.applyState(state);
     }},
    {"asking", true,
     [](Made &made) {
         AskAction ask{MadePlans::text("Is the backup's sound right?", "备路的声音对吗？"),
                       {{QStringLiteral("yes"), MadePlans::text("Yes, go on", "对，继续"), AskThen::Go},
                        {QStringLiteral("no"), MadePlans::text("No, go back", "不对，退回"), AskThen::Stop}}};
         PlanRun run = made.run();
         run.state = RunState::Asking;
         run.steps[1].step.action = ask;
         run.steps[1].state = RunStepState::Running;
         made.board.applyRun(run);
         made.board.applyState(MadePlans::running(takeOther, run.id, made.made.clock.wall()));
     }},
    {"done", true, [](Made &made) { made.end(RunState::Done, DeckState::Done, ""); }},
    {"restored", true, [](Made &made) { made.end(RunState::Restored, DeckState::Restored, "step-failed"); }},
    {"notrestored", true,
     [](Made &made) { made.end(RunState::NotRestored, DeckState::NotRestored, "step-failed"); }},
    {"refused", true,
     [](Made &made) {
         made.board.refused(
             takeOther, PlanBoard::Order::Fire,
             {QStringLiteral("stale-revision"), QStringLiteral("The channel has changed."), {}, {}, {}});
     }},
    {"deck", false, [](Made &) {}},
};

void settle()
{
    for (int i = 0; i < 6; ++i)
        QTest::qWait(25);
}

void take(const Shot &shot, const QString &language, QSize size, const QString &file)
{
    Language::apply(language);
    Made made;
    MainWindow window(made.made.state, made.frames.factory());
    PlanPanel *panel = window.addPlans(made.board);
    window.setLanguage(language);
    window.resize(size);
    window.show();
    made.fill();
    made.show();
    QCoreApplication::processEvents();
    panel->setPage(shot.chosen ? DeckPage::Lit : DeckPage::Live);
    if (shot.chosen)
        panel->choose(takeOther);
    shot.make(made);
    settle();
    window.grab().save(file);
}

void takeRecords(const QString &language, const QDir &folder)
{
    Language::apply(language);
    Made made;
    made.fill();
    made.show();
    PlanRun run = MadePlans::ended(made.run(), RunState::Done);
    run.review = RunReview{QStringLiteral("Encoder A overheated."), QStringLiteral("Ordered a fan."),
                           QStringLiteral("anna"), made.made.clock.wall()};
    PlanRun older = MadePlans::ended(made.run(), RunState::NotRestored, "step-failed");
    older.id = QStringLiteral("6");
    PlanRecords records(made.made.state, made.board);
    records.setPlan(takeOther.plan);
    made.board.setHistory({run, older});
    records.show();
    settle();
    records.grab().save(folder.filePath(QStringLiteral("plan-records-%1.png").arg(language)));
}

} // namespace

void takePlanShots(const QDir &folder, const QString &only)
{
    for (const QString &language : Language::available()) {
        for (const Shot &shot : shots) {
            for (const QSize size : {QSize(1366, 738), QSize(1920, 1050)}) {
                const QString name =
                    QStringLiteral("plan-%1-%2-%3").arg(QLatin1String(shot.name), language).arg(size.width());
                if (only.isEmpty() || name.contains(only))
                    take(shot, language, size, folder.filePath(QString(name + QStringLiteral(".png"))));
            }
        }
        if (only.isEmpty() || QStringLiteral("plan-records").contains(only))
            takeRecords(language, folder);
    }
}

} // namespace twinfeed::test
