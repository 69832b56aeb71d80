// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/watchkeeper.h"

#include "app/console/alarmsounds.h"
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

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray operation(const char *kind)
{
    Operation operation;
    operation.id = QStringLiteral("op-1");
    operation.kind = QLatin1String(kind);
    operation.state = OperationState::Done;
    operation.acceptedAt = QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);
    return json(toJson(operation));
}

Rule rule()
{
    Rule rule;
    rule.id = QStringLiteral("low");
    rule.name = QStringLiteral("Low");
    rule.metric = QStringLiteral("fps");
    rule.nodes = {QStringLiteral("path")};
    rule.compare = Comparison::Below;
    rule.value = rule.clear = 15;
    rule.forMs = rule.clearForMs = 30'000;
    rule.text = QStringLiteral("x");
    return rule;
}

} // namespace

class TestWatchKeeper : public QObject
{
    Q_OBJECT

    SystemClock m_clock;
    std::unique_ptr<FakeHttp> m_server;
    std::unique_ptr<ConsoleState> m_state;
    std::unique_ptr<client::Client> m_client;
    std::unique_ptr<WatchKeeper> m_keeper;

    std::optional<FakeHttp::Request> newest() const
    {
        const auto &all = m_server->requests();
        return all.empty() ? std::nullopt : std::optional(all.back());
    }
    void answerWith(int status, const QByteArray &body)
    {
        m_server->setHandler(
            [status, body](const FakeHttp::Request &request) { FakeHttp::answer(request, status, body); });
    }
    bool hears(const QByteArray &verb, const QByteArray &path)
    {
        return waitUntil(
            [&] {
                const auto request = newest();
                return request && request->verb == verb && request->target.startsWith(path);
            },
            20s, "a request");
    }
    QJsonObject body() const { return QJsonDocument::fromJson(newest()->body).object(); }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<FakeHttp>();
        m_state = std::make_unique<ConsoleState>(m_clock);
        m_client = std::make_unique<client::Client>(m_clock);
        m_client->setEndpoint(*client::Endpoint::parse(m_server->address(), "a-token"));
        m_keeper = std::make_unique<WatchKeeper>(*m_client, *m_state);
    }
    void cleanup()
    {
        m_keeper.reset();
        m_client.reset();
    }

    void sendsWhatIsWantedOfAlarms()
    {
        answerWith(202, operation("acknowledge-alarm"));
        m_keeper->acknowledge(QStringLiteral("7"));
        QVERIFY(hears("POST", "/v1/alarms/7/acknowledge"));
        QVERIFY(!newest()->headers.value("idempotency-key").isEmpty());
        const CommandRecord *command = m_state->newestCommand({}, QStringLiteral("acknowledge-alarm"));
        QVERIFY(command);
        QCOMPARE(command->target, QStringLiteral("7"));
        QVERIFY(waitUntil([&] { return command->ended(); }, 20s, "the answer"));
        m_keeper->shelve(QStringLiteral("7"), QStringLiteral("Known."), 30);
        QVERIFY(hears("POST", "/v1/alarms/7/shelve"));
        QCOMPARE(body().value(QLatin1String("minutes")).toInt(), 30);
        QCOMPARE(body().value(QLatin1String("reason")).toString(), QStringLiteral("Known."));
        m_keeper->unshelve(QStringLiteral("7"));
        QVERIFY(hears("POST", "/v1/alarms/7/unshelve"));
        m_keeper->note(QStringLiteral("main"), {}, QStringLiteral("Doors open."));
        QVERIFY(hears("POST", "/v1/journal/notes"));
        QCOMPARE(body(),
                 (QJsonObject{{QStringLiteral("text"), QStringLiteral("Doors open.")},
                              {QStringLiteral("channel"), QStringLiteral("main")}}));
    }

    void aRefusalComesToTheState()
    {
        answerWith(403,
                   json({{QStringLiteral("type"), QStringLiteral("forbidden")},
                         {QStringLiteral("title"), QStringLiteral("No")},
                         {QStringLiteral("status"), 403},
                         {QStringLiteral("detail"), QStringLiteral("Not with this role.")}}));
        m_keeper->acknowledge(QStringLiteral("7"));
        const CommandRecord *command = m_state->newestCommand({}, QStringLiteral("acknowledge-alarm"));
        QVERIFY(waitUntil([&] { return command->refusal.has_value(); }, 20s, "the refusal"));
    }

    void keepsTheRulesUpToDate()
    {
        RuleSet set;
        set.rules = {rule()};
        QJsonObject book = toJson(set);
        book.insert(QStringLiteral("revision"), 4);
        answerWith(200, json(book));
        m_state->judgements().rulesAreOld();
        QVERIFY(waitUntil([&] { return m_state->judgements().rulesRevision() == 4; }, 20s, "the rules"));
        QCOMPARE(m_state->judgements().rules(), set);
        answerWith(202, operation("set-rules"));
        m_keeper->setRules(set, 4);
        QVERIFY(hears("PUT", "/v1/rules"));
        QCOMPARE(newest()->headers.value("if-match"), QByteArray("\"4\""));
        m_keeper->resetRules(4);
        QVERIFY(hears("DELETE", "/v1/rules"));
    }

    void asksForWhatWas()
    {
        answerWith(200, json({{QStringLiteral("alarms"), QJsonArray()}}));
        int answers = 0;
        m_keeper->alarmHistory({0, 50, QStringLiteral("main"), QStringLiteral("a b")},
                               [&](const auto &found) { answers += found ? 1 : 0; });
        QVERIFY(hears("GET", "/v1/alarms/history?limit=50&channel=main&search=a%20b"));
        QVERIFY(waitUntil([&] { return answers == 1; }, 20s, "the history"));
        const QDateTime to(QDate(2026, 6, 12), QTime(18, 0), Qt::UTC);
        m_keeper->trend({QStringLiteral("main"), QStringLiteral("fps"), QStringLiteral("backup"),
                         to.addSecs(-6 * 3600), to, 300},
                        [&](const auto &) { ++answers; });
        QVERIFY(hears("GET", "/v1/metrics/history?"));
        // Six hours in at most 300 points.
        QVERIFY(newest()->target.endsWith("&step=72"));
        QVERIFY(waitUntil([&] { return answers == 2; }, 20s, "the trend"));
    }

    /// One a severity, the worse the louder and longer, none with a click at its ends.
    void sounds()
    {
        double before = 0;
        qsizetype length = 0;
        for (const Severity severity : {Severity::Notice, Severity::Warning, Severity::Critical}) {
            const QByteArray sound = alarmSound(severity);
            const auto *samples = reinterpret_cast<const qint16 *>(sound.constData());
            double most = 0;
            for (qsizetype i = 0; i < sound.size() / 2; ++i)
                most = std::max(most, double(std::abs(samples[i])));
            QVERIFY(std::abs(samples[0]) < 50);
            QCOMPARE(samples[sound.size() / 2 - 1], qint16(0));
            QVERIFY(most > before);
            QVERIFY(sound.size() > length);
            before = most;
            length = sound.size();
        }
        QVERIFY(length < 2 * 2 * alarmSoundRate); // over before the next
    }

    void isSilentWithoutADevice()
    {
        AlarmSounds sounds;
        sounds.play(Severity::Critical); // whatever this machine has: no warning, no wait
        sounds.play(Severity::Notice);
    }
};

QTEST_MAIN(TestWatchKeeper)
#include "tst_watchkeeper.moc"
