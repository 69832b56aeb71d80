// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/models/madeplans.h"
#include "tests/unit/widgets/madeup.h"
#include "widgets/journalwords.h"
#include "widgets/language.h"
#include "widgets/plantext.h"
#include "widgets/planwords.h"

#include <QSet>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;

class TestPlanWords final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { Language::apply(QStringLiteral("en")); }
    void cleanup() { Language::apply(QStringLiteral("en")); }

    void everyStateHasAWordOfItsOwn()
    {
        using Look = PlanDeck::Look;
        for (const QString &language : Language::available()) {
            Language::apply(language);
            QSet<QString> words;
            for (int look = 0; look <= int(Look::NotRestored); ++look) {
                const QString word = PlanWords::look(Look(look));
                QVERIFY(!word.isEmpty());
                QVERIFY2(!words.contains(word), qPrintable(word));
                words << word;
            }
        }
    }

    void numbersAreReadAsWords()
    {
        QCOMPARE(PlanWords::number({QStringLiteral("fps"), QStringLiteral("primary"), QStringLiteral("11.4"),
                                    QStringLiteral("below 15"), QStringLiteral("1/s"), true}),
                 QStringLiteral("Picture rate, PRIMARY: 11.4 fps (below 15)"));
        QCOMPARE(PlanWords::number({QStringLiteral("fit"), QStringLiteral("backup"), QString(),
                                    QStringLiteral("is yes"), QString(), false}),
                 QStringLiteral("Fit, BACKUP: N/A (asked: yes)"));
        QCOMPARE(PlanWords::limit(QStringLiteral("outside -60 to 40")), QStringLiteral("outside -60 to 40"));
        QCOMPARE(PlanWords::limit(QStringLiteral("at least 90 % of before")),
                 QStringLiteral("at least 90 % of before"));
        QCOMPARE(PlanWords::condition(MadePlans::metric("fps", "on-air", 15)),
                 QStringLiteral("Picture rate, the source on air below 15"));
        Language::apply(QStringLiteral("zh_CN"));
        for (const char *limit : {"below 1", "above 1", "is yes", "outside 1 to 2", "at least 9 % of before",
                                  "at most 9 % of before"})
            QVERIFY2(PlanWords::limit(QLatin1String(limit)) != QLatin1String(limit), limit);
    }

    void everyLimitOfADomainConditionIsKnown()
    {
        Language::apply(QStringLiteral("zh_CN"));
        Condition condition = MadePlans::metric("fps", "primary", 15);
        using Compare = Condition::Compare;
        for (const Compare compare : {Compare::Below, Compare::Above, Compare::Outside,
                                      Compare::AtLeastBaseline, Compare::AtMostBaseline}) {
            condition.compare = compare;
            QVERIFY2(PlanWords::limit(limitOf(condition)) != limitOf(condition),
                     qPrintable(limitOf(condition)));
        }
    }

    void everyActionHasWords()
    {
        const PlanAction actions[]{TakeAction{},     SlateInAction{}, SlateOutAction{}, EncryptionAction{},
                                   FailoverAction{}, LockAction{},    OutputAction{},   RuleAction{},
                                   RecordAction{},   WaitAction{},    NotifyAction{},   HttpAction{},
                                   AskAction{},      SubPlanAction{}};
        QCOMPARE(std::size(actions), std::variant_size_v<PlanAction>);
        for (const PlanAction &action : actions)
            QVERIFY2(!PlanWords::action(action).isEmpty(), qPrintable(kindOf(action)));
    }

    /// Whatever the backend may give as a reason has words of its own in Chinese, with all that it is about.
    void reasonsAreSaidInTheLanguage_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QJsonObject>("details");
        QTest::addColumn<QString>("about");
        const auto row = [](const char *code, const char *cause, QJsonObject details = {},
                            const char *about = "") {
            if (*cause)
                details.insert(QStringLiteral("cause"), QLatin1String(cause));
            QTest::addRow("%s %s", code, cause)
                << QString::fromLatin1(code) << details << QString::fromUtf8(about);
        };
        const QJsonObject named{{QStringLiteral("name"), QStringLiteral("other-unit")}};
        const PlanNumber low{QStringLiteral("fps"),      QStringLiteral("programme"), QStringLiteral("11.4"),
                             QStringLiteral("above 15"), QStringLiteral("1/s"),       false};
        const QJsonObject numbers{{QStringLiteral("numbers"), QJsonArray{toJson(low)}},
                                  {QStringLiteral("withinMs"), 4000}};
        const QJsonObject host{{QStringLiteral("host"), QStringLiteral("unit-b")},
                               {QStringLiteral("httpStatus"), 503},
                               {QStringLiteral("member"), QStringLiteral("/status")}};
        const QJsonObject by{
            {QStringLiteral("by"), QStringLiteral("anna")},
            {QStringLiteral("answer"), QStringLiteral("no")},
            {QStringLiteral("arm"), QJsonObject{{QStringLiteral("by"), QStringLiteral("anna")}}},
            {QStringLiteral("planTitle"), toJson(MadePlans::text("Slate", "垫片"))}};
        for (const char *cause : {"switched-off", "plan-circle", "unknown-plan", "unknown-output"})
            row("plan-disabled", cause);
        for (const char *cause : {"no-host", "no-secret", "no-address", "unknown-rule"})
            row("plan-disabled", cause, named, "other-unit");
        row("plan-disabled", "precondition", numbers, "11.4");
        row("step-failed", "check", numbers, "11.4");
        row("step-deadline", "wait", numbers, "11.4");
        for (const char *cause : {"answer", "act", "undo"})
            row("step-deadline", cause, numbers);
        row("unfit", "not-fit", {{QStringLiteral("source"), QStringLiteral("primary")}});
        for (const char *cause : {"no-other", "neither-fit"})
            row("unfit", cause);
        row("http-failed", "no-answer", host, "unit-b");
        row("http-failed", "status", host, "503");
        row("http-failed", "member", host, "/status");
        for (const char *code : {"aborted", "stopped", "plan-armed", "plan-busy"})
            row(code, "", by, "anna");
        for (const char *code :
             {"stale-plan", "stale-revision", "not-armed", "arm-expired", "not-your-arm", "second-missing",
              "not-rehearsed", "no-rehearsal", "plan-limit", "not-held", "plan-running", "run-over",
              "unknown-plan", "unknown-run", "not-asked", "too-late", "too-many-plans", "backend-ended"})
            row(code, "");
    }

    void reasonsAreSaidInTheLanguage()
    {
        QFETCH(QString, code);
        QFETCH(QJsonObject, details);
        QFETCH(QString, about);
        const Error error{code, QStringLiteral("Said by the backend."), {}, {}, details};
        const QString english = PlanWords::problem(error);
        Language::apply(QStringLiteral("zh_CN"));
        const QString chinese = PlanWords::problem(error);
        QVERIFY2(english != error.message && chinese != error.message, qPrintable(english));
        QVERIFY2(chinese != english, qPrintable(english));
        QVERIFY2(english.contains(about) && chinese.contains(about), qPrintable(chinese));
    }

    void theJournalSpeaksOfPlans_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind :
             {"plan-lit", "plan-auto", "plan-not-fired", "plan-step-done", "plan-step-undone",
              "plan-step-failed", "plan-undo-failed", "plan-rolling-back", "plan-done", "plan-restored",
              "plan-not-restored", "put-plan", "delete-plan", "arm-plan", "disarm-plan", "fire-plan",
              "abort-run", "answer-run", "review-run"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }

    void theJournalSpeaksOfPlans()
    {
        QFETCH(QString, kind);
        JournalEntry entry;
        entry.kind = kind;
        entry.text = QStringLiteral("Said by the backend.");
        const QJsonObject problem = toJson(Error{QStringLiteral("aborted"),
                                                 QStringLiteral("By anna."),
                                                 {},
                                                 {},
                                                 {{QStringLiteral("by"), QStringLiteral("anna")}}});
        entry.data = {{QStringLiteral("title"), toJson(MadePlans::text("Slate", "垫片"))},
                      {QStringLiteral("problem"), problem},
                      {QStringLiteral("notRestored"), QJsonArray{problem}},
                      {QStringLiteral("request"),
                       QJsonObject{{QStringLiteral("plan"), QStringLiteral("slate")},
                                   {QStringLiteral("run"), QStringLiteral("7")}}}};
        if (kind.contains(QLatin1String("-step-")) || kind == QLatin1String("plan-undo-failed"))
            entry.data.insert(QStringLiteral("step"), QStringLiteral("cut"));
        const QString english = JournalWords::sentence(entry);
        Language::apply(QStringLiteral("zh_CN"));
        const QString chinese = JournalWords::sentence(entry);
        QVERIFY(english != entry.text && chinese != entry.text);
        QVERIFY2(chinese != english, qPrintable(english));
    }

    void whatComesFromOutsideIsNoMarkup()
    {
        MadeUp made;
        made.fillNormal();
        PlanBoard board(made.clock);
        Plan plan = MadePlans::plan(QStringLiteral("p"), MadePlans::text("<b>x</b>", "x"), PlanDanger::Arm);
        plan.contacts = {{QStringLiteral("<img src=x>"), {}, {}}};
        plan.text = MadePlans::text("<script>", "<script>");
        const PlanPlace place = MadePlans::place(plan.id);
        board.reset({MadePlans::document(plan)}, {MadePlans::lit(place, made.clock.wall())}, {});
        const QString html = PlanText::plan(board, place);
        QVERIFY(!html.contains(QLatin1String("<img")));
        QVERIFY(!html.contains(QLatin1String("<script")));
        QVERIFY(html.contains(QLatin1String("&lt;img src=x&gt;")));
    }

    void theChecklistTicksAndIsLate()
    {
        MadeUp made;
        made.fillNormal();
        PlanBoard board(made.clock);
        const Plan plan = MadePlans::plan(QStringLiteral("p"), MadePlans::text("x", "x"), PlanDanger::Arm);
        board.reset({MadePlans::document(plan)}, {MadePlans::dark(MadePlans::place(plan.id))}, {});
        PlanRun run = MadePlans::run(plan, QStringLiteral("7"), made.clock.wall());
        QVERIFY(PlanText::run(board, run, made.clock.wall()).contains(QStringLiteral("☐")));
        QVERIFY(!PlanText::run(board, run, made.clock.wall()).contains(QStringLiteral("☑")));
        run.ticked = {QStringLiteral("0 2026-06-12T18:44:00Z")};
        QVERIFY(PlanText::run(board, run, made.clock.wall()).contains(QStringLiteral("☑")));
        run.ticked.clear();
        QVERIFY(!PlanText::run(board, run, made.clock.wall()).contains(QLatin1String("late")));
        QVERIFY(PlanText::run(board, run, made.clock.wall().addSecs(301)).contains(QLatin1String("late")));
    }

    void lastTimeIsOneSentence()
    {
        QVERIFY(PlanWords::lastTime({}).isEmpty());
        const QString line =
            PlanWords::lastTime({{QStringLiteral("at"), QStringLiteral("2026-05-30T18:02:11.000Z")},
                                 {QStringLiteral("state"), QStringLiteral("restored")},
                                 {QStringLiteral("rootCause"), QStringLiteral("Encoder A.")}});
        QVERIFY(line.contains(QLatin1String("RESTORED")) && line.contains(QLatin1String("Encoder A.")));
    }
};

QTEST_MAIN(TestPlanWords)
#include "tst_planwords.moc"
