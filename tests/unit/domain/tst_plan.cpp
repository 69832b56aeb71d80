// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/planrun.h"

#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;

namespace {

QJsonObject parsed(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

const QByteArray everyStep =
    R"({"id": "all", "title": {"en": "All", "zh_CN": "全部"}, "severity": "critical", "owner": "Vision",
  "contacts": [{"name": "Li", "role": "CDN", "how": "+86"}], "perOutput": true, "danger": "two-persons", "phase": "before",
  "trigger": {"when": {"any": [{"metric": "fps", "node": "on-air", "below": 15}, {"not": {"state": "output", "node": "output", "is": ["live", "off"]}}]}, "forMs": 2000},
  "preconditions": [{"that": {"state": "fit", "node": "standby", "is": "yes"}, "text": {"en": "The other path is fit."}}],
  "steps": [
   {"id": "a", "do": {"take": {"source": "other", "cut": "cached", "force": true}}, "check": {"state": "onAir", "is": "backup"}, "undo": {"take": {"source": "primary"}}},
   {"id": "b", "do": {"slate-in": {"slate": "bars"}}, "check": {"state": "onAir", "is": "slate"}},
   {"id": "c", "do": {"slate-out": {}}, "check": {"state": "onAir", "is": ["primary", "backup"]}, "undo": "none"},
   {"id": "d", "do": {"encryption": {"change": "off", "outputs": ["cdn"], "emergency": true}}, "check": {"state": "sealed", "node": "output:cdn", "is": "clear"}},
   {"id": "e", "do": {"failover": {"mode": "off"}}, "check": {"state": "mode", "is": "off"}},
   {"id": "f", "do": {"lock": {"sources": ["slate", "primary"]}}, "check": {"state": "locked", "node": "primary", "is": "yes"}},
   {"id": "g", "do": {"output": {"output": "this", "enabled": false}}, "check": {"state": "output", "node": "output", "is": "off"}},
   {"id": "h", "do": {"rule": {"rule": "low-rate", "value": 5.5, "endsAfterMs": 60000}}},
   {"id": "i", "do": {"record": {}}, "check": {"metric": "bitrate", "node": "programme", "above": 1}},
   {"id": "j", "do": {"wait": {"until": {"metric": "soundOffset", "node": "programme", "outside": [-60, 40]}}}},
   {"id": "k", "do": {"notify": {"text": {"en": "Hello"}}}},
   {"id": "l", "do": {"http": {"host": "cdn", "method": "PUT", "path": "/x", "secret": "s", "body": {"a": 1}, "status": [200, 204], "expect": {"/ok": true}, "timeoutMs": 1000, "retries": 2}}},
   {"id": "m", "do": {"ask": {"question": {"en": "Go?"}, "answers": [{"id": "yes", "text": {"en": "Yes"}}, {"id": "no", "text": {"en": "No"}, "then": "stop"}]}}},
   {"id": "n", "do": {"plan": {"plan": "other"}}}],
  "expected": {"effect": {"en": "Seen again."}, "withinMs": 1000},
  "clear": {"when": {"metric": "bitrate", "node": "programme", "atLeastBaseline": 0.9}, "forMs": 10000},
  "checklist": [{"fromMinute": 0, "toMinute": 5, "text": {"en": "Call."}, "done": {"state": "ended", "is": "no"}}], "key": "Ctrl+1"})";

} // namespace

class PlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingSurvivesTheWire();
    void everyMistakeIsSaid();
    void aRunSurvivesTheWire();
    void aStateSurvivesTheWire();
    void meansAreOfWhatIsKnown();
};

void PlanTest::everythingSurvivesTheWire()
{
    const PlanReading first = readPlan(parsed(everyStep));
    for (const Error &error : first.errors)
        qWarning("%ls %ls", qUtf16Printable(error.where), qUtf16Printable(error.message));
    QVERIFY(first.errors.empty());
    QCOMPARE(int(first.plan.steps.size()), int(std::variant_size_v<PlanAction>));
    QCOMPARE(first.plan.title.value(QStringLiteral("zh_CN")), QStringLiteral("全部"));
    const PlanReading again = readPlan(toJson(first.plan));
    QVERIFY(again.errors.empty());
    QVERIFY(again.plan == first.plan);
    const PlanDocument document{first.plan,
                                3,
                                true,
                                QStringLiteral("li"),
                                QStringLiteral("why"),
                                QDateTime::fromMSecsSinceEpoch(1000, Qt::UTC),
                                true};
    const auto read = planDocumentFromJson(toJson(document));
    QVERIFY(read.ok());
    QVERIFY(*read == document);
}

void PlanTest::everyMistakeIsSaid()
{
    QJsonObject plan = parsed(everyStep);
    plan.insert(QStringLiteral("colour"), 1);
    QJsonArray steps = plan.value(QStringLiteral("steps")).toArray();
    steps[1] = parsed(
        R"({"id": "a", "do": {"slate-in": {"slate": "Bars"}}, "check": {"state": "onair", "is": "slate"}})");
    steps[2] = parsed(R"({"id": "c", "do": {"jump": {}}})");
    plan.insert(QStringLiteral("steps"), steps);
    QStringList places;
    for (const Error &error : readPlan(plan).errors)
        places << error.where + QLatin1Char(' ') + error.code;
    const QStringList wanted{
        QStringLiteral("/steps/1/do/slate-in/slate invalid-id"),
        QStringLiteral("/steps/1/check/state unknown-value"), QStringLiteral("/steps/1/id duplicate-id"),
        QStringLiteral("/steps/2/do unknown-value"), QStringLiteral("/colour unknown-field")};
    QCOMPARE(places, wanted);
}

void PlanTest::aRunSurvivesTheWire()
{
    const Plan plan = readPlan(parsed(everyStep)).plan;
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
    PlanRun run;
    run.id = QStringLiteral("7");
    run.place = {plan.id, QStringLiteral("main"), QStringLiteral("cdn")};
    run.title = plan.title;
    run.planRevision = 4;
    run.kind = RunKind::Rehearsal;
    run.state = RunState::NotRestored;
    run.by = QStringLiteral("li");
    run.numbers = {{QStringLiteral("fps"), QStringLiteral("primary"), QStringLiteral("12"),
                    QStringLiteral("below 15"), QStringLiteral("1/s"), true}};
    run.faultAt = run.litAt = at;
    run.firedAt = run.endedAt.emplace(at);
    run.preconditions = plan.preconditions;
    for (const PlanStep &step : plan.steps)
        run.steps.push_back({plan.id,
                             step,
                             RunStepState::UndoFailed,
                             at,
                             at,
                             at,
                             {{QStringLiteral("onAir"), QStringLiteral("primary")}},
                             {},
                             QStringLiteral("yes"),
                             QStringLiteral("li"),
                             Error{QStringLiteral("step-deadline"), QStringLiteral("Late."), {}, {}, {}},
                             {}});
    run.problem = Error{QStringLiteral("aborted"), QStringLiteral("By li."), {}, {}, {}};
    run.baseline = {{QStringLiteral("bitrate programme"), 4e6}};
    run.notRestored.push_back({QStringLiteral("unfit"),
                               QStringLiteral("Still on the backup."),
                               {},
                               {},
                               {{QStringLiteral("step"), QStringLiteral("cut")}}});
    run.planDigest = QStringLiteral("abc");
    run.review = RunReview{QStringLiteral("Cable"), QStringLiteral("Note"), QStringLiteral("li"), at};
    const auto read = planRunFromJson(toJson(run));
    QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().where + read.error().message));
    QCOMPARE(toJson(*read), toJson(run));
    QVERIFY(read->steps == run.steps);
}

void PlanTest::aStateSurvivesTheWire()
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
    PlanState state;
    state.place = {QStringLiteral("p"), QStringLiteral("main"), {}};
    state.state = DeckState::Armed;
    state.lit = true;
    state.faultAt = state.litAt = at;
    state.arm = PlanArm{QStringLiteral("a1"),
                        state.place,
                        2,
                        9,
                        QStringLiteral("li"),
                        QStringLiteral("wu"),
                        at,
                        9000,
                        QJsonArray{QJsonObject{{QStringLiteral("step"), QStringLiteral("a")}}}};
    state.lastTime = {{QStringLiteral("run"), QStringLiteral("6")}};
    const auto read = planStateFromJson(toJson(state));
    QVERIFY(read.ok());
    QVERIFY(*read == state);
}

void PlanTest::meansAreOfWhatIsKnown()
{
    const QDateTime zero = QDateTime::fromMSecsSinceEpoch(0, Qt::UTC);
    PlanRun one;
    one.place.plan = QStringLiteral("p");
    one.state = RunState::Done;
    one.faultAt = zero;
    one.litAt = zero.addMSecs(100);
    one.firedAt = zero.addMSecs(300);
    one.effectAt = zero.addMSecs(700);
    PlanRun two = one;
    two.litAt = zero.addMSecs(200);
    two.effectAt.reset();
    two.state = RunState::Restored;
    PlanRun rehearsal = one;
    rehearsal.kind = RunKind::Rehearsal;
    const PlanTimes times = timesOf(QStringLiteral("p"), {one, two, rehearsal});
    QCOMPARE(times.runs, 2);
    QCOMPARE(times.restored, 1);
    QCOMPARE(times.detectMs, std::optional(150.0));
    QCOMPARE(times.decideMs, std::optional(150.0));
    QCOMPARE(times.effectMs, std::optional(400.0));
    QVERIFY(!times.recoverMs);
    const auto read = planTimesFromJson(toJson(times));
    QVERIFY(read.ok());
    QVERIFY(*read == times);
}

QTEST_GUILESS_MAIN(PlanTest)
#include "tst_plan.moc"
