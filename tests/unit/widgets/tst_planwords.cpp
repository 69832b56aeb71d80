// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/models/madeplans.h"
#include "tests/unit/widgets/madeup.h"
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
