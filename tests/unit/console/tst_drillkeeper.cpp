// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/drillkeeper.h"

#include "tests/support/wait.h"
#include "tests/unit/client/fakehttp.h"
#include "tests/unit/models/madedrills.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

/// A backend that knows a scenario and a drill, and takes what it is asked for, or not.
class TestDrillKeeper final : public QObject
{
    Q_OBJECT

private:
    SystemClock m_clock;
    std::unique_ptr<FakeHttp> m_server;
    std::unique_ptr<client::EventStream> m_events;
    std::unique_ptr<client::Client> m_client;
    std::unique_ptr<DrillBoard> m_board;
    std::unique_ptr<DrillKeeper> m_keeper;
    QJsonObject m_drill;
    bool m_refuses = false;

    void answer(const FakeHttp::Request &request)
    {
        const QByteArray path = request.target;
        if (request.verb == "POST" && m_refuses)
            return FakeHttp::answer(
                request, 409,
                json({{QStringLiteral("type"), QStringLiteral("urn:twinfeed:problem:drill-over")},
                      {QStringLiteral("title"), QStringLiteral("Over")},
                      {QStringLiteral("status"), 409},
                      {QStringLiteral("detail"), QStringLiteral("It is over.")}}));
        if (request.verb == "POST") {
            Operation operation;
            operation.id = QStringLiteral("op-1");
            operation.kind = QStringLiteral("start-drill");
            operation.state = OperationState::Done;
            operation.acceptedAt = m_clock.wall();
            return FakeHttp::answer(request, 202, json(toJson(operation)));
        }
        if (path.startsWith("/v1/scenarios"))
            return FakeHttp::answer(
                request, 200,
                json({{QStringLiteral("scenarios"), QJsonArray{toJson(MadeDrills::scenario())}}}));
        if (path.startsWith("/v1/drills"))
            return FakeHttp::answer(
                request, 200,
                json({{QStringLiteral("drills"), m_drill.isEmpty() ? QJsonArray() : QJsonArray{m_drill}}}));
        FakeHttp::answer(
            request, 200,
            json({{QStringLiteral("calendar"), QJsonArray()}, {QStringLiteral("plans"), QJsonArray()}}));
    }
    QJsonObject bodyOf(const QByteArray &path) const
    {
        for (const FakeHttp::Request &request : m_server->requests()) {
            if (request.verb == "POST" && request.target == path)
                return QJsonDocument::fromJson(request.body).object();
        }
        return {};
    }
    bool hears(const QByteArray &path) const
    {
        return waitUntil(
            [&] {
                return std::ranges::any_of(m_server->requests(), [&](const FakeHttp::Request &request) {
                    return request.target == path;
                });
            },
            20s, "a request");
    }

private Q_SLOTS:
    void init()
    {
        m_refuses = false;
        m_drill = {};
        m_server = std::make_unique<FakeHttp>();
        m_server->setHandler([this](const FakeHttp::Request &request) { answer(request); });
        m_events = std::make_unique<client::EventStream>(m_clock);
        m_client = std::make_unique<client::Client>(m_clock);
        m_client->setEndpoint(*client::Endpoint::parse(m_server->address(), "a-token"));
        m_board = std::make_unique<DrillBoard>(m_clock);
        m_keeper = std::make_unique<DrillKeeper>(*m_events, *m_client, *m_board);
    }
    void cleanup()
    {
        m_keeper.reset();
        m_client.reset();
    }

    /// Also the drill that somebody else started before we came.
    void aSnapshotBringsAllThatThereIs()
    {
        m_drill = toJson(MadeDrills::drill(MadeDrills::scenario(), m_clock.wall()));
        Q_EMIT m_events->received(QStringLiteral("snapshot"), {{QStringLiteral("rehearsal"), true}});
        QVERIFY(*m_board->isRehearsal());
        QVERIFY(waitUntil([&] { return m_board->drill() && m_board->readiness(); }, 20s, "the answers"));
        QCOMPARE(m_board->scenarios().size(), size_t(1));
        QVERIFY(m_board->isRunning());
    }

    void eventsAreTold()
    {
        Q_EMIT m_events->received(QStringLiteral("scenario"), toJson(MadeDrills::tabletop()));
        QVERIFY(m_board->scenario(QStringLiteral("table")));
        Q_EMIT m_events->received(QStringLiteral("drill"),
                                  toJson(MadeDrills::drill(MadeDrills::tabletop(), m_clock.wall())));
        QVERIFY(m_board->isRunning());
        // What was held counts for what is ready.
        Q_EMIT m_events->received(QStringLiteral("drill"), toJson(MadeDrills::ended(m_clock.wall())));
        QVERIFY(hears("/v1/readiness"));
    }

    void whatIsPressedIsSent()
    {
        m_keeper->start(QStringLiteral("primary-dies"), DrillKind::WalkThrough, 4711, QStringLiteral("main"));
        QVERIFY(m_board->isPending(DrillBoard::Order::Start));
        QVERIFY(waitUntil([&] { return !m_board->isPending(DrillBoard::Order::Start); }, 20s, "the answer"));
        const QJsonObject started = bodyOf("/v1/drills");
        QCOMPARE(started.value(QLatin1String("scenario")), QStringLiteral("primary-dies"));
        QCOMPARE(started.value(QLatin1String("kind")), QStringLiteral("walk-through"));
        QCOMPARE(started.value(QLatin1String("seed")), 4711);
        QCOMPARE(started.value(QLatin1String("channel")), QStringLiteral("main"));
        m_keeper->answer(QStringLiteral("7"), QStringLiteral("first"), 1);
        QVERIFY(hears("/v1/drills/7/answers"));
        QCOMPARE(bodyOf("/v1/drills/7/answers").value(QLatin1String("choice")), 1);
        m_keeper->note(QStringLiteral("7"), QStringLiteral("Train it."), QStringLiteral("ben"),
                       QStringLiteral("2026-12-24"));
        QVERIFY(hears("/v1/drills/7/notes"));
        QCOMPARE(bodyOf("/v1/drills/7/notes").value(QLatin1String("due")), QStringLiteral("2026-12-24"));
        m_keeper->askForHistory(QStringLiteral("a b"));
        QVERIFY(hears("/v1/drills?limit=200&search=a%20b"));
        QVERIFY(!m_board->refusal());
    }

    void whatIsOverNeedsNoEnd()
    {
        m_refuses = true;
        m_keeper->end(QStringLiteral("7"));
        QVERIFY(hears("/v1/drills/7/end"));
        QVERIFY(waitUntil([&] { return !m_board->isPending(DrillBoard::Order::End); }, 20s, "the answer"));
        QVERIFY(!m_board->refusal());
        m_keeper->answer(QStringLiteral("7"), QStringLiteral("first"), 1);
        QVERIFY(waitUntil([&] { return m_board->refusal().has_value(); }, 20s, "the refusal"));
        QCOMPARE(m_board->refusal()->code, QStringLiteral("drill-over"));
    }
};

QTEST_GUILESS_MAIN(TestDrillKeeper)
#include "tst_drillkeeper.moc"
