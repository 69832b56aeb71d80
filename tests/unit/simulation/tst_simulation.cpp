// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/simulation/simulation.h"

#include "app/backend/planfile.h"
#include "app/backend/rulefile.h"
#include "app/backend/scenariofile.h"

#include <QJsonArray>
#include <QTest>

#include <algorithm>

using namespace twinfeed;
using namespace twinfeed::simulation;

/// The rules, plans and scenarios that come with the program, and made-up ones, in shows that are not there.
class TestSimulation final : public QObject
{
    Q_OBJECT

private:
    Setup m_setup;

    const Scenario &scenario(const char *id) const
    {
        return *std::ranges::find(m_setup.scenarios, QLatin1String(id), &Scenario::id);
    }
    static QString first(const QStringList &log, const char *what)
    {
        for (const QString &line : log) {
            if (line.section(QLatin1Char(' '), 1) == QLatin1String(what))
                return line;
        }
        return {};
    }
    static qint64 at(const QStringList &log, const char *what)
    {
        const QString line = first(log, what);
        return line.isEmpty() ? -1 : line.section(QLatin1Char(' '), 0, 0).toLongLong();
    }
    static Condition fit(const char *path, const char *is)
    {
        Condition condition;
        condition.kind = Condition::Kind::State;
        condition.name = QStringLiteral("fit");
        condition.node = QLatin1String(path);
        condition.is = QStringList{QLatin1String(is)};
        return condition;
    }
    static Plan takes(const char *id, TakeTarget source, const Condition &when)
    {
        Plan plan;
        plan.id = QLatin1String(id);
        plan.automatic = true;
        PlanTrigger trigger;
        trigger.when = when;
        plan.trigger = trigger;
        PlanStep step;
        step.id = QStringLiteral("take");
        step.action = TakeAction{source, {}, true};
        plan.steps = {step};
        return plan;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString resources = QStringLiteral(TWINFEED_RESOURCES);
        auto plans = backend::loadPlans(resources + QStringLiteral("/plans"));
        auto scenarios = backend::loadScenarios(resources + QStringLiteral("/scenarios"));
        auto rules = backend::loadRules(resources + QStringLiteral("/rules/default.json"));
        QVERIFY(plans && scenarios && rules);
        m_setup = {std::move(*rules), std::move(*plans), std::move(*scenarios)};
        QVERIFY(m_setup.plans.size() >= 13);
    }

    /// What the real unit does with this one, tst_drills and tst_plans show.
    void aPathDies()
    {
        const QStringList log = playScenario(m_setup, scenario("primary-dies"), 4);
        const qint64 dies = at(log, "fault dies");
        QVERIFY2(dies >= 15'000 && dies <= 55'250, qPrintable(log.join(QLatin1Char('\n'))));
        const qint64 alarm = at(log, "alarm no-data primary") - dies;
        QVERIFY2(alarm >= 750 && alarm <= 1750, qPrintable(log.join(QLatin1Char('\n'))));
        const qint64 lit = at(log, "lit primary-bad") - dies;
        QVERIFY2(lit >= 500 && lit <= 1500, qPrintable(log.join(QLatin1Char('\n'))));
        const qint64 fired = at(log, "fired primary-bad") - dies - lit;
        QVERIFY2(fired >= 3000 && fired <= 12'500, qPrintable(log.join(QLatin1Char('\n'))));
        QVERIFY(!first(log, "take backup").isEmpty());
        QVERIFY(!first(log, "over primary-bad done").isEmpty());
        QVERIFY(first(log, "failover backup").isEmpty()); // it is off in this one
    }

    void automationSwitchesWhereTheScenarioWantsIt()
    {
        Scenario automatic = scenario("primary-dies");
        automatic.failover = FailoverMode::Once;
        const QStringList log = playScenario(m_setup, automatic, 4);
        const qint64 after = at(log, "failover backup") - at(log, "fault dies");
        QVERIFY2(after >= 300 && after <= 750, qPrintable(log.join(QLatin1Char('\n'))));
        QVERIFY(first(log, "fired primary-bad").isEmpty()); // nothing is left to be done
    }

    void whatIsSpoiltIsFoundByItsRule()
    {
        const QStringList log = playScenario(m_setup, scenario("output-lost"), 7);
        const qint64 black = at(log, "fault black");
        const qint64 alarm = at(log, "alarm black primary") - black;
        QVERIFY2(alarm >= 1750 && alarm <= 2750, qPrintable(log.join(QLatin1Char('\n'))));
        const qint64 lit = at(log, "lit on-air-black") - black;
        QVERIFY2(lit >= 2000 && lit <= 2750, qPrintable(log.join(QLatin1Char('\n'))));
        // The output goes when the operator has taken the backup: the drill's condition.
        QVERIFY(at(log, "fault down") >= at(log, "take backup"));
        QVERIFY(at(log, "alarm output-down output:cdn") > at(log, "fault down"));
    }

    void theSameSeedIsTheSameShow()
    {
        QCOMPARE(playScenario(m_setup, scenario("flapping"), 9),
                 playScenario(m_setup, scenario("flapping"), 9));
        QVERIFY(playScenario(m_setup, scenario("flapping"), 9)
                != playScenario(m_setup, scenario("flapping"), 10));
        const Tally alone = playShows(m_setup, 6, 21, 1);
        QCOMPARE(playShows(m_setup, 6, 21, 3), alone);
        QCOMPARE(alone.shows, 6);
        QVERIFY(alone.scenarios >= 6);
        QVERIFY(!(playShows(m_setup, 6, 22, 1) == alone));
    }

    void shippedPlansHelp()
    {
        const Tally tally = playShows(m_setup, 20, 1, 2);
        const PlanTally &bad = tally.plans.at(QStringLiteral("primary-bad"));
        QVERIFY(bad.lit > 0);
        QVERIFY(bad.fired > 0);
        QVERIFY(bad.helped > 0);
        QVERIFY(bad.harmed < bad.helped);
        QCOMPARE(tally.plans.at(QStringLiteral("planned-end")).lit, 0); // it has no trigger
    }

    /// One that puts the slate on air whenever the backup is well.
    void harmIsSeen()
    {
        Setup setup = m_setup;
        setup.plans = {takes("meddler", TakeTarget::Slate, fit("backup", "yes"))};
        const Tally tally = playShows(setup, 3, 5, 1);
        const PlanTally &meddler = tally.plans.at(QStringLiteral("meddler"));
        QVERIFY(meddler.fired > 0);
        QVERIFY(meddler.harmed > 0);
        QVERIFY(meddler.litNeedlessly > 0);
    }

    void contradictionsAreCounted()
    {
        Setup setup = m_setup;
        const Condition lost = fit("primary", "no");
        setup.plans = {takes("to-slate", TakeTarget::Slate, lost),
                       takes("to-backup", TakeTarget::Backup, lost)};
        setup.scenarios = {scenario("primary-dies")};
        const Tally tally = playShows(setup, 2, 5, 1);
        const std::pair both(QStringLiteral("to-slate"), QStringLiteral("to-backup"));
        QVERIFY(tally.contradictions.at(both) >= 1);
        QCOMPARE(tally.plans.at(both.first).contradicted, tally.contradictions.at(both));
    }

    void otherThresholdsLightOtherwise()
    {
        Setup setup = m_setup;
        setup.scenarios = {scenario("output-lost")};
        const Tally as = playShows(setup, 6, 3, 2);
        setup.thresholds = 4; // black for 8 s
        const Tally patient = playShows(setup, 6, 3, 2);
        const auto mean = [](const Tally &tally) {
            const PlanTally &plan = tally.plans.at(QStringLiteral("on-air-black"));
            return plan.lit == 0 ? 0 : plan.litAfterUs / plan.lit;
        };
        QVERIFY(mean(as) > 0);
        QVERIFY2(mean(patient) > 2 * mean(as), qPrintable(textOf({{1, as}, {4, patient}}, 3)));
    }

    void whatIsSaidHasEveryPlan()
    {
        const Tally tally = playShows(m_setup, 2, 1, 1);
        const QString text = textOf({{1, tally}, {2, tally}}, 1);
        const QJsonObject json = toJson({{1, tally}}, 1);
        const QJsonObject plans =
            json.value(QLatin1String("results")).toArray().at(0)[QLatin1String("plans")].toObject();
        for (const Plan &plan : m_setup.plans) {
            QVERIFY2(text.contains(plan.id), qPrintable(plan.id));
            QVERIFY2(plans.contains(plan.id), qPrintable(plan.id));
        }
        QVERIFY(text.contains(QLatin1String("2 shows from seed 1")));
    }
};

QTEST_GUILESS_MAIN(TestSimulation)
#include "tst_simulation.moc"
