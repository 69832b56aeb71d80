// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/setupkeeper.h"

#include "tests/support/fakeclock.h"
#include "tests/support/wait.h"
#include "tests/unit/client/fakehttp.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;
using namespace std::chrono_literals;
using test::FakeHttp;
using test::waitUntil;

namespace {

ChannelConfig whole()
{
    ChannelConfig config;
    config.id = QStringLiteral("main");
    config.name = QStringLiteral("Main");
    config.primary.url = QStringLiteral("rtmp://a.example/live/secret-a");
    config.backup.url = QStringLiteral("rtmp://b.example/live/secret-b");
    config.outputs = {
        {QStringLiteral("cdn"), OutputKind::Rtmp, QStringLiteral("rtmp://cdn.example/live/secret-c"), true}};
    return config;
}

/// As a console knows it.
ChannelConfig blotted()
{
    return *channelConfigFromJson(toJson(whole(), false));
}

} // namespace

class TestSetupKeeper final : public QObject
{
    Q_OBJECT

    SystemClock m_clock;
    std::unique_ptr<FakeHttp> m_server;
    std::unique_ptr<client::Client> m_client;
    std::unique_ptr<ConsoleState> m_state;
    std::unique_ptr<SetupKeeper> m_keeper;
    QByteArray m_answer;
    int m_status = 202;

    const CommandRecord *record() const { return m_state->newestCommand({}, QStringLiteral("change-setup")); }
    std::vector<FakeHttp::Request> orders() const
    {
        std::vector<FakeHttp::Request> found;
        for (const auto &request : m_server->requests()) {
            if (request.verb == "POST")
                found.push_back(request);
        }
        return found;
    }

private Q_SLOTS:
    void init()
    {
        m_status = 202;
        m_answer = R"({"id":"9","kind":"change-setup","channel":"","state":"done","actor":"anna",
            "acceptedAt":"2026-01-01T12:00:00.000Z","endedAt":"2026-01-01T12:00:00.000Z","request":{},"evidence":null,"problem":null})";
        m_server = std::make_unique<FakeHttp>();
        m_server->setHandler([this](const auto &request) {
            if (request.verb == "POST")
                return FakeHttp::answer(request, m_status, m_answer);
            ChannelDocument document;
            document.config = whole();
            document.revision = 7;
            FakeHttp::answer(request, 200, QJsonDocument(toJson(document, true)).toJson());
        });
        m_client = std::make_unique<client::Client>(m_clock);
        m_client->setEndpoint(*client::Endpoint::parse(m_server->address(), "a-token"));
        m_state = std::make_unique<ConsoleState>(m_clock);
        m_keeper = std::make_unique<SetupKeeper>(*m_client, *m_state);
    }
    void cleanup()
    {
        m_keeper.reset();
        m_state.reset();
        m_client.reset();
        m_server.reset();
    }

    void addressesThatNobodyTouchedStayWhole()
    {
        ChannelConfig edited = blotted();
        QCOMPARE(withAddressesOf(whole(), edited), whole());
        edited.primary.url = QStringLiteral("rtmp://new.example/live/typed");
        edited.outputs[0].enabled = false;
        edited.outputs.push_back(
            {QStringLiteral("new"), OutputKind::Srt, QStringLiteral("srt://x.example:1"), true});
        const ChannelConfig sent = withAddressesOf(whole(), edited);
        QCOMPARE(sent.primary.url, edited.primary.url);
        QCOMPARE(sent.backup.url, whole().backup.url);
        QCOMPARE(sent.outputs[0].url, whole().outputs[0].url);
        QVERIFY(!sent.outputs[0].enabled);
        QCOMPARE(sent.outputs[1].url, QStringLiteral("srt://x.example:1"));
    }

    void oneOrderWithAllOfIt()
    {
        SetupChange change;
        change.channels = {{7, blotted(), QStringLiteral("night")}};
        change.channels[0].config.holdMs = 900;
        ChannelConfig added = whole();
        added.id = QStringLiteral("new");
        change.channels.push_back({{}, added, {}});
        change.removedSlates << QStringLiteral("old");
        m_keeper->change(change);
        QVERIFY(record()); // in the same turn: the person sees that it is on its way
        QVERIFY(waitUntil([this] { return record()->ended(); }, 20s, "the end"));
        QVERIFY(!record()->refusal);
        QCOMPARE(orders().size(), size_t(1));
        QCOMPARE(orders()[0].target, QByteArray("/v1/setup"));
        QVERIFY(!orders()[0].headers.value("idempotency-key").isEmpty());
        const auto sent = setupChangeFromJson(QJsonDocument::fromJson(orders()[0].body).object());
        QVERIFY(sent);
        QCOMPARE(sent->channels[0].config.primary.url, whole().primary.url);
        QCOMPARE(sent->channels[0].config.holdMs, 900);
        QCOMPARE(sent->channels[0].revision, std::optional<quint64>(7));
        QCOMPARE(sent->channels[1].config, added);
        QCOMPARE(sent->removedSlates, change.removedSlates);
    }

    void aRefusalKeepsItsPlace()
    {
        m_status = 422;
        m_answer =
            R"({"type":"urn:twinfeed:problem:address-not-allowed","title":"No","detail":"Not allowed.","field":"/channels/0/config/primary/url"})";
        SetupChange change;
        change.removedSlates << QStringLiteral("old");
        m_keeper->change(change);
        QVERIFY(waitUntil([this] { return record()->refusal.has_value(); }, 20s, "the refusal"));
        QCOMPARE(record()->refusal->where, QStringLiteral("/channels/0/config/primary/url"));
    }

    void whatCannotBeReadIsNotSent()
    {
        m_server->setHandler([](const auto &request) { FakeHttp::answer(request, 403, "{}"); });
        SetupChange change;
        change.channels = {{7, blotted(), {}}};
        m_keeper->change(change);
        QVERIFY(waitUntil([this] { return record()->refusal.has_value(); }, 20s, "the refusal"));
        QCOMPARE(record()->refusal->code, QStringLiteral("forbidden"));
        QVERIFY(orders().empty());
    }
};

QTEST_GUILESS_MAIN(TestSetupKeeper)
#include "tst_setupkeeper.moc"
