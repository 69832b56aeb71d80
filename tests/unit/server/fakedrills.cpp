// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/server/fakebackend.h"

#include "app/backend/drills/readiness.h"

#include <QJsonArray>

namespace twinfeed::test {

using namespace server;

Scenario FakeBackend::sampleScenario()
{
    Scenario scenario;
    scenario.id = QStringLiteral("one");
    scenario.name = scenario.summary = {QStringLiteral("One"), QStringLiteral("一")};
    ScenarioFault fault;
    fault.id = QStringLiteral("dies");
    fault.at = 30;
    fault.on = QStringLiteral("primary");
    scenario.faults = {fault};
    scenario.plans = QStringList{QStringLiteral("Primary lost")};
    return scenario;
}

std::vector<Scenario> FakeBackend::scenarios() const
{
    return {sampleScenario()};
}

Result<std::vector<Drill>> FakeBackend::drills(const DrillQuery &query) const
{
    if (const auto failure = takeFailure())
        return *failure;
    std::vector<Drill> drills;
    for (int i = 0; i < std::min(query.limit, 2); ++i)
        drills.push_back(*drill(QString::number(9 - i)));
    return drills;
}

Result<Drill> FakeBackend::drill(const QString &id) const
{
    if (const auto failure = takeFailure())
        return *failure;
    Drill drill;
    drill.id = id;
    drill.scenario = sampleScenario();
    drill.seed = 7;
    drill.channel = QStringLiteral("main");
    drill.state = DrillState::Ended;
    drill.startedAt = m_clock.wall();
    drill.endedAt = m_clock.wall();
    drill.operators = QStringList{QStringLiteral("anna")};
    drill.marks = {{1,
                    30'000,
                    QStringLiteral("fault"),
                    QStringLiteral("dies"),
                    QStringLiteral("stop"),
                    QStringLiteral("primary"),
                    {},
                    true}};
    drill.score = {90,
                   true,
                   {{QStringLiteral("late"), QStringLiteral("take"), QStringLiteral("anna"), 45'000, 10,
                     QStringLiteral("Too late.")}},
                   {{QStringLiteral("dies"), 1'200, std::nullopt, std::nullopt}}};
    drill.notes = {{m_clock.wall(), QStringLiteral("anna"), QStringLiteral("Look sooner."), {}, {}}};
    return drill;
}

Result<QByteArray> FakeBackend::drillPicture(const QString &, int mark) const
{
    if (const auto failure = takeFailure())
        return *failure;
    return QByteArray("\xff\xd8 mark " + QByteArray::number(mark));
}

Result<QJsonObject> FakeBackend::readiness() const
{
    if (const auto failure = takeFailure())
        return *failure;
    return drills::readinessOf({*drill(QStringLiteral("7"))}, scenarios(), m_clock.wall());
}

void FakeBackend::putScenario(Command command, Scenario scenario, DrillDone done)
{
    accept({QStringLiteral("put-scenario"), std::move(command), {}, toJson(scenario), {}}, std::move(done));
}

void FakeBackend::startDrill(Command command, DrillOrder order, DrillDone done)
{
    accept({QStringLiteral("start-drill"),
            std::move(command),
            order.channel,
            {{QLatin1String("scenario"), order.scenario},
             {QLatin1String("seed"), double(order.seed.value_or(-1))}},
            {}},
           std::move(done));
}

void FakeBackend::endDrill(Command command, QString drill, DrillDone done)
{
    accept({QStringLiteral("end-drill"), std::move(command), {}, {{QLatin1String("drill"), drill}}, {}},
           std::move(done));
}

void FakeBackend::answerDrill(Command command, QString drill, QString question, int choice, DrillDone done)
{
    accept({QStringLiteral("answer-drill"),
            std::move(command),
            {},
            {{QLatin1String("drill"), drill},
             {QLatin1String("question"), question},
             {QLatin1String("choice"), choice}},
            {}},
           std::move(done));
}

void FakeBackend::noteDrill(Command command, QString drill, DrillNote note, DrillDone done)
{
    accept({QStringLiteral("note-drill"),
            std::move(command),
            {},
            {{QLatin1String("drill"), drill}, {QLatin1String("text"), note.text}},
            {}},
           std::move(done));
}

} // namespace twinfeed::test
