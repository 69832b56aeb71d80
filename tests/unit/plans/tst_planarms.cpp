// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/plans/planarms.h"
#include "tests/support/fakeclock.h"

#include <QTest>

#include <random>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace std::chrono_literals;

namespace {

const PlanPlace place{QStringLiteral("both-bad"), QStringLiteral("main"), {}};
const QString anna = QStringLiteral("anna");
const QString ben = QStringLiteral("ben");

PlanDocument document(PlanDanger danger, bool rehearsed = true)
{
    PlanDocument made;
    made.plan.id = place.plan;
    made.plan.danger = danger;
    made.revision = 3;
    made.rehearsed = rehearsed;
    return made;
}

FireAsk ask(const QString &by, const QString &arm)
{
    FireAsk asked;
    asked.place = place;
    asked.by = by;
    asked.arm = arm;
    asked.planRevision = 3;
    asked.channelRevision = 7;
    return asked;
}

QString codeOf(const Result<std::optional<PlanArm>> &result)
{
    return result ? QString() : result.error().code;
}

} // namespace

class PlanArmsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatHasChanged();
    void anArmIsOver();
    void anArmIsSomebodys();
    void firesOnce();
    void dangerousOnesAreHeld();
    void twoPersonsAreTwo();
    void aRehearsalOrAReason();
    void twoOperatorsAtOnce();
};

void PlanArmsTest::refusesWhatHasChanged()
{
    test::FakeClock clock;
    PlanArms arms(clock);
    const PlanDocument plan = document(PlanDanger::Arm);
    const QString id = arms.arm(plan, place, 7, anna, {}).value().id;
    QCOMPARE(codeOf(arms.admit(ask(anna, id), plan, 8)), QStringLiteral("stale-revision"));
    PlanDocument changed = plan;
    changed.revision = 4;
    QCOMPARE(codeOf(arms.admit(ask(anna, id), changed, 7)), QStringLiteral("stale-plan"));
    // Even who has seen the new state armed the old one.
    FireAsk seen = ask(anna, id);
    seen.channelRevision = 8;
    QCOMPARE(codeOf(arms.admit(seen, plan, 8)), QStringLiteral("stale-revision"));
    QCOMPARE(codeOf(arms.admit(ask(anna, {}), plan, 7)), QStringLiteral("not-armed"));
    QVERIFY(arms.admit(ask(anna, id), plan, 7).ok());
}

void PlanArmsTest::anArmIsOver()
{
    test::FakeClock clock;
    PlanArms arms(clock);
    const PlanDocument plan = document(PlanDanger::Arm);
    const QString id = arms.arm(plan, place, 7, anna, {}).value().id;
    clock.advance(9999ms);
    QCOMPARE(arms.find(place)->leftMs, 1);
    clock.advance(1ms);
    QVERIFY(!arms.find(place));
    QCOMPARE(codeOf(arms.admit(ask(anna, id), plan, 7)), QStringLiteral("arm-expired"));
    QVERIFY(arms.expire());
    QVERIFY(arms.arm(plan, place, 7, ben, {}).ok());
    QVERIFY(arms.disarm(place.plan));
    QVERIFY(!arms.find(place));
}

void PlanArmsTest::anArmIsSomebodys()
{
    test::FakeClock clock;
    PlanArms arms(clock);
    const PlanDocument plan = document(PlanDanger::Arm);
    const QString id = arms.arm(plan, place, 7, anna, {}).value().id;
    const auto other = arms.arm(plan, place, 7, ben, {});
    QCOMPARE(other.error().code, QStringLiteral("plan-armed"));
    QVERIFY(other.error().message.contains(anna));
    QCOMPARE(codeOf(arms.admit(ask(ben, id), plan, 7)), QStringLiteral("not-your-arm"));
    QVERIFY(arms.admit(ask(anna, id), plan, 7).ok());
}

void PlanArmsTest::firesOnce()
{
    test::FakeClock clock;
    PlanArms arms(clock);
    const PlanDocument plan = document(PlanDanger::Arm);
    const QString id = arms.arm(plan, place, 7, anna, {}).value().id;
    QVERIFY(arms.admit(ask(anna, id), plan, 7).ok());
    QCOMPARE(codeOf(arms.admit(ask(anna, id), plan, 7)), QStringLiteral("arm-expired"));
}

void PlanArmsTest::dangerousOnesAreHeld()
{
    test::FakeClock clock;
    PlanArms arms(clock);
    const PlanDocument plan = document(PlanDanger::Hold);
    FireAsk asked = ask(anna, arms.arm(plan, place, 7, anna, {}).value().id);
    QCOMPARE(codeOf(arms.admit(asked, plan, 7)), QStringLiteral("not-held"));
    asked.held = true;
    QVERIFY(arms.admit(asked, plan, 7).ok());
    QVERIFY(arms.admit(ask(anna, {}), document(PlanDanger::Press), 7).ok());
}

void PlanArmsTest::twoPersonsAreTwo()
{
    test::FakeClock clock;
    PlanArms arms(clock);
    const PlanDocument plan = document(PlanDanger::TwoPersons);
    QString id = arms.arm(plan, place, 7, anna, {}).value().id;
    id = arms.arm(plan, place, 7, anna, {}).value().id; // the same one again is not a second
    QCOMPARE(codeOf(arms.admit(ask(anna, id), plan, 7)), QStringLiteral("second-missing"));
    const auto confirmed = arms.arm(plan, place, 7, ben, {});
    QCOMPARE(confirmed->id, id);
    QCOMPARE(confirmed->second, ben);
    QCOMPARE(arms.arm(plan, place, 7, QStringLiteral("carl"), {}).error().code, QStringLiteral("plan-armed"));
    QVERIFY(arms.admit(ask(ben, id), plan, 7).ok());
}

void PlanArmsTest::aRehearsalOrAReason()
{
    test::FakeClock clock;
    PlanArms arms(clock);
    const PlanDocument plan = document(PlanDanger::Press, false);
    QCOMPARE(codeOf(arms.admit(ask(anna, {}), plan, 7)), QStringLiteral("not-rehearsed"));
    FireAsk asked = ask(anna, {});
    asked.reason = QStringLiteral("  ");
    QCOMPARE(codeOf(arms.admit(asked, plan, 7)), QStringLiteral("not-rehearsed"));
    asked.reason = QStringLiteral("The show is on.");
    QVERIFY(arms.admit(asked, plan, 7).ok());
}

/// A thousand evenings in which two people arm and fire in any order: one fires at most, and the other is told by whom.
void PlanArmsTest::twoOperatorsAtOnce()
{
    int fired = 0;
    int told = 0;
    for (quint32 seed = 0; seed < 1000; ++seed) {
        std::mt19937 random(seed);
        test::FakeClock clock;
        PlanArms arms(clock);
        const PlanDocument plan = document(PlanDanger::Arm);
        quint64 revision = 7; // a run that begins changes the channel
        std::map<QString, QString> held;
        int winners = 0;
        for (int i = 0; i < 8; ++i) {
            const QString who = random() % 2 ? anna : ben;
            if (random() % 2) {
                const auto armed = arms.arm(plan, place, revision, who, {});
                if (armed) {
                    held[who] = armed->id;
                } else {
                    QCOMPARE(armed.error().code, QStringLiteral("plan-armed"));
                    QVERIFY(armed.error().message.contains(who == anna ? ben : anna));
                    // Who, what and until when, for a console in any language.
                    const auto other =
                        planArmFromJson(armed.error().details.value(QStringLiteral("arm")).toObject());
                    QVERIFY(other.ok() && other->by == (who == anna ? ben : anna) && other->place == place
                            && other->until > clock.wall());
                    ++told;
                }
            } else if (held.contains(who)) {
                if (arms.admit(ask(who, held[who]), plan, revision)) {
                    ++winners;
                    revision = 8;
                }
            }
            clock.advance(std::chrono::milliseconds(random() % 3000));
        }
        QVERIFY(winners <= 1);
        fired += winners;
    }
    QVERIFY(fired > 300);
    QVERIFY(told > 300);
}

QTEST_GUILESS_MAIN(PlanArmsTest)
#include "tst_planarms.moc"
