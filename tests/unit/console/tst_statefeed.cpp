// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/statefeed.h"

#include "tests/support/wait.h"
#include "tests/unit/client/fakehttp.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;
using namespace std::chrono_literals;
using test::FakeHttp;
using test::waitUntil;
using Phase = ConnectionState::Phase;

namespace {

ChannelDocument document(quint64 revision, Source onAir)
{
    ChannelDocument document;
    document.config.id = QStringLiteral("main");
    document.config.name = QStringLiteral("Main stage");
    document.config.primary.url = QStringLiteral("rtmp://a.example/live/***");
    document.config.backup.url = QStringLiteral("srt://b.example:9000");
    document.revision = revision;
    document.onAir = onAir;
    return document;
}

QByteArray said(const char *type, const char *id, const QJsonObject &data)
{
    QByteArray text;
    if (*id)
        text += QByteArray("id: ") + id + '\n';
    return text + "event: " + type + "\ndata: " + QJsonDocument(data).toJson(QJsonDocument::Compact) + "\n\n";
}

JournalEntry entry(qint64 id)
{
    JournalEntry entry;
    entry.id = id;
    entry.at = QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);
    entry.kind = QStringLiteral("take");
    return entry;
}

} // namespace

class TestStateFeed : public QObject
{
    Q_OBJECT

    SystemClock m_clock;
    std::unique_ptr<FakeHttp> m_server;
    std::unique_ptr<ConsoleState> m_state;
    std::unique_ptr<client::EventStream> m_events;
    std::unique_ptr<client::Client> m_client;
    std::unique_ptr<StateFeed> m_feed;
    QByteArray m_script;
    QPointer<QTcpSocket> m_stream;
    int m_refuseWith = 0;

    void start() { m_events->start(*client::Endpoint::parse(m_server->address(), "a-token")); }
    bool becomes(Phase phase)
    {
        return waitUntil([this, phase] { return m_state->connection().phase == phase; }, 20s, "a phase");
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<FakeHttp>();
        m_state = std::make_unique<ConsoleState>(m_clock);
        m_events = std::make_unique<client::EventStream>(
            m_clock, client::EventStream::Timing{.silenceMs = 600, .firstRetryMs = 20, .longestRetryMs = 50});
        m_client = std::make_unique<client::Client>(m_clock);
        m_client->setEndpoint(*client::Endpoint::parse(m_server->address(), "a-token"));
        m_feed = std::make_unique<StateFeed>(*m_events, *m_client, *m_state);
        m_refuseWith = 0;
        const QJsonObject snapshot{
            {QStringLiteral("channels"), QJsonArray{toJson(document(3, Source::Primary), false)}}};
        m_script = said("snapshot", "a-1", snapshot);
        m_server->setHandler([this](const auto &request) {
            if (request.target.startsWith("/v1/journal")) {
                const QJsonObject page{
                    {QStringLiteral("entries"), QJsonArray{toJson(entry(8)), toJson(entry(7))}}};
                return FakeHttp::answer(request, 200, QJsonDocument(page).toJson());
            }
            if (request.target == "/v1/me")
                return FakeHttp::answer(request, 200, R"({"name":"anna","role":"director"})");
            if (m_refuseWith > 0)
                return FakeHttp::answer(request, m_refuseWith, "{}");
            FakeHttp::begin(request, "text/event-stream");
            request.socket->write(m_script);
            m_stream = request.socket;
        });
    }

    void cleanup()
    {
        m_feed.reset();
        m_client.reset();
        m_events.reset();
        m_state.reset();
        m_server.reset();
    }

    void bringsTheSnapshotAndTheJournal()
    {
        QCOMPARE(m_state->connection().phase, Phase::Connecting);
        QVERIFY(m_state->stale());
        m_feed->setBackendName(QStringLiteral("unit-a"));
        start();
        QVERIFY(becomes(Phase::Connected));
        QVERIFY(waitUntil([this] { return m_state->channel(QStringLiteral("main")) != nullptr; }, 20s,
                          "the channel"));
        QCOMPARE(m_state->channel(QStringLiteral("main"))->revision, 3u);
        QCOMPARE(m_state->connection().backend, QStringLiteral("unit-a"));
        QVERIFY(!m_state->stale());
        QVERIFY(waitUntil([this] { return m_state->journal().size() == 2; }, 20s, "the journal"));
        QVERIFY(waitUntil([this] { return m_state->me() == QLatin1String("anna"); }, 20s, "who we are"));
        QCOMPARE(m_state->role(), std::optional(Role::Director));
    }

    void bringsEachEvent()
    {
        ChannelStatus status;
        status.channel = QStringLiteral("main");
        status.programme = Source::Backup;
        Operation operation;
        operation.id = QStringLiteral("op-1");
        operation.kind = QStringLiteral("take");
        operation.channel = QStringLiteral("main");
        operation.state = OperationState::Done;
        operation.acceptedAt = m_clock.wall();
        Slate slate;
        slate.id = QStringLiteral("calm");
        slate.name = QStringLiteral("Calm");
        slate.state = QStringLiteral("ready");
        Metric metric;
        metric.channel = QStringLiteral("main");
        metric.node = QStringLiteral("primary");
        metric.name = QStringLiteral("fps");
        metric.value = 30;
        metric.unit = QStringLiteral("1/s");
        metric.at = m_clock.wall();
        m_script += said("channel", "a-2", toJson(document(4, Source::Backup), false))
            + said("status", "a-3", toJson(status)) + said("operation", "a-4", toJson(operation))
            + said("slate", "a-5", toJson(slate))
            + said("metrics", "", {{QStringLiteral("metrics"), QJsonArray{toJson(metric)}}})
            + said("journal", "a-6", toJson(entry(9)));
        start();
        QVERIFY(waitUntil([this] { return m_state->journal().size() == 3; }, 20s, "the last event"));
        const QString main = QStringLiteral("main");
        QCOMPARE(m_state->channel(main)->revision, 4u);
        QCOMPARE(m_state->channel(main)->onAir, Source::Backup);
        QCOMPARE(m_state->status(main)->programme, Source::Backup);
        QVERIFY(m_state->newestTake(main));
        QCOMPARE(m_state->newestTake(main)->id, QStringLiteral("op-1"));
        QVERIFY(m_state->slates().contains(QStringLiteral("calm")));
        QVERIFY(m_state->metric(main, QStringLiteral("primary"), QStringLiteral("fps")));
        QVERIFY(m_stream);
        m_stream->write(said("channel-removed", "a-7", {{QStringLiteral("id"), main}}));
        QVERIFY(waitUntil([this, main] { return !m_state->channel(main); }, 20s, "the removal"));
    }

    void saysSinceWhenItIsLost()
    {
        start();
        QVERIFY(becomes(Phase::Connected));
        m_server->goAway();
        QVERIFY(becomes(Phase::Lost));
        const QDateTime since = m_state->connection().since;
        QVERIFY(m_state->stale());
        QVERIFY(waitUntil(
            [this] { return m_state->connection().reason.contains(QLatin1String("No backend answers")); },
            20s, "the reason"));
        QCOMPARE(m_state->connection().since, since);
        QVERIFY(m_state->channel(QStringLiteral("main"))); // what was known stays on the screen
        QVERIFY(m_server->comeBack());
        QVERIFY(becomes(Phase::Connected));
        QVERIFY(!m_state->stale());
        QVERIFY(m_state->connection().reason.isEmpty());
    }

    void neverBeenThereIsNotLost()
    {
        m_server->goAway();
        start();
        QVERIFY(waitUntil([this] { return !m_state->connection().reason.isEmpty(); }, 20s, "a reason"));
        QCOMPARE(m_state->connection().phase, Phase::Connecting);
    }

    void aRefusedTokenIsRefused()
    {
        m_refuseWith = 401;
        start();
        QVERIFY(becomes(Phase::Refused));
        QVERIFY(m_state->connection().reason.contains(QLatin1String("token")));
        m_refuseWith = 0;
        QVERIFY(becomes(Phase::Connected));
    }

    void silenceIsStale()
    {
        start();
        QVERIFY(becomes(Phase::Connected));
        m_server->setHandler([](const auto &) {}); // hangs from now on
        QVERIFY(becomes(Phase::Lost));
        QVERIFY(m_state->stale());
    }

    void unavailableIsSaid()
    {
        m_feed->setUnavailable(
            Error{QStringLiteral("x"), QStringLiteral("No program."), {}, QStringLiteral("Install it."), {}});
        QCOMPARE(m_state->connection().reason, QStringLiteral("No program. Install it."));
        QCOMPARE(m_state->connection().phase, Phase::Connecting);
    }
};

QTEST_GUILESS_MAIN(TestStateFeed)
#include "tst_statefeed.moc"
