// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/problem.h"
#include "tests/support/wait.h"
#include "tests/unit/server/contract.h"
#include "tests/unit/server/samples.h"
#include "tests/unit/server/serverfixture.h"

#include <QMap>
#include <QSet>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::server;
using namespace twinfeed::test;

/// Each route and each answer that openapi.yaml lists for it, got from a real server and held against the contract.
class TestContract final : public QObject
{
    Q_OBJECT

private:
    const Contract m_contract;
    std::optional<ServerFixture> m_fixture;
    /// What was seen: "GET /v1/health" -> 200, 406, ...
    QMap<QString, QSet<QString>> m_seen;

    /// Checks an answer, and that it is the one that was meant.
    void check(const Sample &sample, const std::optional<HttpAnswer> &answer, int status,
               const QString &code = {})
    {
        QVERIFY2(answer, qPrintable(sample.name));
        if (answer->status != status)
            qWarning("%s: %s", qPrintable(sample.name), answer->body.constData());
        QCOMPARE(answer->status, status);
        const QString faults = m_contract.faults(sample.name, *answer);
        QVERIFY2(faults.isEmpty(),
                 qPrintable(sample.name + QLatin1Char(' ') + QString::number(status) + QLatin1String(": ")
                            + faults));
        if (!code.isEmpty())
            QCOMPARE(answer->code(), code);
        m_seen[sample.name].insert(QString::number(status));
    }

    static std::vector<QByteArray> headers(const Sample &sample)
    {
        auto headers = ServerFixture::commandHeaders(Role::Engineer);
        headers.pop_back();
        if (!sample.contentType.isEmpty())
            headers.push_back("Content-Type: " + sample.contentType);
        return headers;
    }

    static std::vector<QByteArray> without(std::vector<QByteArray> headers, const char *name)
    {
        std::erase_if(headers, [name](const QByteArray &header) { return header.startsWith(name); });
        return headers;
    }

    std::optional<HttpAnswer> request(const Sample &sample, const std::vector<QByteArray> &headers) const
    {
        return ask(m_fixture->port, sample.method, sample.target, headers, sample.body);
    }

    /// With quotes that can be read.
    static QByteArray json(QByteArray text) { return text.replace('\'', '"'); }

    static bool isStream(const Sample &sample)
    {
        return sample.target.endsWith("events") || sample.target.endsWith(".flv")
            || sample.target.endsWith(".ts");
    }

    void eachSample(const std::function<void(const Sample &)> &check)
    {
        for (const Sample &sample : samples()) {
            check(sample);
            if (QTest::currentTestFailed())
                return;
        }
    }

private Q_SLOTS:
    void init() { m_fixture.emplace(); }
    void cleanup() { m_fixture.reset(); }

    void goodAnswers()
    {
        m_fixture->command("POST", "/v1/channels/main/take",
                           sampleBody(QStringLiteral("/take"))); // operation 1
        eachSample([this](const Sample &sample) {
            if (!isStream(sample))
                return check(sample, request(sample, headers(sample)), sample.route->isCommand() ? 202 : 200);
            HttpClient client(m_fixture->port);
            client.send(requestBytes(sample.method, sample.target, headers(sample)));
            check(sample, client.streamHead(), 200);
        });
    }

    void replaysAreMarked()
    {
        eachSample([this](const Sample &sample) {
            if (!sample.route->isCommand())
                return;
            const auto same = headers(sample);
            const auto first = request(sample, same);
            const auto second = request(sample, same);
            check(sample, second, 202);
            QVERIFY(first->header("idempotent-replayed").isEmpty());
            QCOMPARE(second->header("idempotent-replayed"), QByteArray("true"));
            QCOMPARE(second->body, first->body);
            QCOMPARE(second->header("location"), first->header("location"));
        });
    }

    void withoutAToken()
    {
        eachSample([this](const Sample &sample) {
            if (sample.route->role)
                check(sample, request(sample, without(headers(sample), "Authorization")), 401,
                      QStringLiteral("unauthenticated"));
        });
    }

    void withTooSmallARole()
    {
        eachSample([this](const Sample &sample) {
            if (sample.route->role.value_or(Role::Viewer) == Role::Viewer)
                return;
            auto small = without(headers(sample), "Authorization");
            small.push_back(ServerFixture::bearer(Role::Viewer));
            check(sample, request(sample, small), 403, QStringLiteral("forbidden"));
        });
    }

    void withAForgedSignature()
    {
        AccessRules rules;
        rules.signing.secrets = {"secret"};
        m_fixture.reset();
        m_fixture.emplace(Limits(), rules);
        eachSample([this](Sample sample) {
            if (!sample.route->mayBeSigned)
                return;
            sample.target += "?sign=guess&expires=2000000000";
            check(sample, request(sample, without(headers(sample), "Authorization")), 403,
                  QStringLiteral("address-forged"));
        });
    }

    void wantedInAnotherForm()
    {
        eachSample([this](const Sample &sample) {
            auto other = headers(sample);
            other.push_back("Accept: text/html");
            check(sample, request(sample, other), 406, QStringLiteral("not-acceptable"));
        });
    }

    void withAnUnknownParameter()
    {
        eachSample([this](Sample sample) {
            sample.target += (sample.target.contains('?') ? "&" : "?") + QByteArray("colour=red");
            const auto answer = request(sample, headers(sample));
            check(sample, answer, 422, QStringLiteral("unknown-field"));
            QCOMPARE(answer->json().value(QLatin1String("field")).toString(), QStringLiteral("colour"));
        });
    }

    void withABrokenQuery()
    {
        eachSample([this](Sample sample) {
            sample.target += (sample.target.contains('?') ? "&" : "?") + QByteArray("x=%zz");
            check(sample, request(sample, headers(sample)), 400, QStringLiteral("invalid-query"));
        });
    }

    void withADoubledHeader()
    {
        eachSample([this](const Sample &sample) {
            if (!sample.target.endsWith("events"))
                return;
            auto doubled = headers(sample);
            doubled.insert(doubled.end(), {"Last-Event-ID: 1", "Last-Event-ID: 2"});
            check(sample, request(sample, doubled), 400, QStringLiteral("duplicate-header"));
        });
    }

    void commandsWithoutTheirHeaders()
    {
        eachSample([this](const Sample &sample) {
            if (!sample.route->isCommand())
                return;
            check(sample, request(sample, without(headers(sample), "Idempotency-Key")), 400,
                  QStringLiteral("missing-idempotency-key"));
            auto blank = without(headers(sample), "Idempotency-Key");
            blank.push_back("Idempotency-Key: a key");
            check(sample, request(sample, blank), 400, QStringLiteral("invalid-idempotency-key"));
            auto doubled = headers(sample);
            doubled.push_back("Idempotency-Key: another");
            check(sample, request(sample, doubled), 400, QStringLiteral("duplicate-header"));
            if (!m_contract.statuses(sample.name).contains(QLatin1String("428")))
                return;
            check(sample, request(sample, without(headers(sample), "If-Match")), 428,
                  QStringLiteral("missing-if-match"));
            for (const char *tag :
                 {"If-Match: *", "If-Match: W/\"7\"", "If-Match: 7", "If-Match: \"7\", \"8\""}) {
                auto bad = without(headers(sample), "If-Match");
                bad.push_back(tag);
                check(sample, request(sample, bad), 400, QStringLiteral("invalid-if-match"));
            }
        });
        QVERIFY(m_fixture->backend.given().empty());
    }

    void bodiesOfAnotherKind()
    {
        eachSample([this](Sample sample) {
            if (sample.contentType.isEmpty())
                return;
            sample.contentType = "text/plain";
            check(sample, request(sample, headers(sample)), 415, QStringLiteral("unsupported-media-type"));
        });
    }

    void bodiesThatAreTooLarge()
    {
        eachSample([this](Sample sample) {
            const qint64 limit = sample.route->bodyLimit(Limits());
            sample.body = QByteArray(qsizetype(limit) + 1, ' ');
            check(sample, request(sample, headers(sample)), 413, QStringLiteral("too-large"));
        });
    }

    void bodiesThatAreNoJson_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        const QString notJson = QStringLiteral("not-json");
        QTest::newRow("nothing") << QByteArray() << 400 << notJson;
        QTest::newRow("text") << QByteArray("take it!") << 400 << notJson;
        QTest::newRow("half") << json("{'source': 'back") << 400 << notJson;
        QTest::newRow("two") << json("{} {}") << 400 << notJson;
        QTest::newRow("not UTF-8") << json("{'source': '\xff'}") << 400 << notJson;
        QTest::newRow("deep") << QByteArray(500'000, '[') << 400 << notJson;
        QTest::newRow("deep objects") << json("{'a':").repeated(100'000) << 400 << notJson;
        QTest::newRow("a list") << QByteArray("[]") << 422 << QStringLiteral("wrong-type");
        QTest::newRow("an unknown field") << json("{'colour': 'red'}") << 422 << QString();
    }
    void bodiesThatAreNoJson()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, code);
        eachSample([&](Sample sample) {
            if (sample.contentType != "application/json")
                return;
            sample.body = body;
            check(sample, request(sample, headers(sample)), status, code);
        });
        QVERIFY(m_fixture->backend.given().empty());
    }

    void badFieldsAreNamed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        const QString take = QStringLiteral("POST /v1/channels/{channel}/take");
        QTest::newRow("unknown") << take << json("{'source':'backup','foo':1}") << QStringLiteral("/foo");
        QTest::newRow("missing") << take << QByteArray("{}") << QStringLiteral("/source");
        QTest::newRow("type") << take << json("{'source':7}") << QStringLiteral("/source");
        QTest::newRow("word") << take << json("{'source':'third'}") << QStringLiteral("/source");
        QTest::newRow("cut") << take << json("{'source':'backup','cut':'hard'}") << QStringLiteral("/cut");
        QTest::newRow("force") << take << json("{'source':'backup','force':'yes'}")
                               << QStringLiteral("/force");
        QTest::newRow("time") << take << json("{'source':'backup','notAfter':'tomorrow'}")
                              << QStringLiteral("/notAfter");
        const QString failover = QStringLiteral("PUT /v1/channels/{channel}/failover");
        QTest::newRow("mode") << failover << json("{'mode':'sometimes'}") << QStringLiteral("/mode");
        QTest::newRow("disarmed") << failover << json("{'armed':false}") << QStringLiteral("/armed");
        QTest::newRow("nothing") << failover << json("{}") << QStringLiteral("/mode");
        const QString locks = QStringLiteral("PUT /v1/channels/{channel}/locks");
        QTest::newRow("no locks") << locks << json("{}") << QStringLiteral("/locked");
        QTest::newRow("no source") << locks << json("{'locked':['primary','third']}")
                                   << QStringLiteral("/locked/1");
        QTest::newRow("no word") << locks << json("{'locked':[7]}") << QStringLiteral("/locked/0");
        const QString next = QStringLiteral("PUT /v1/channels/{channel}/next");
        QTest::newRow("no next") << next << json("{}") << QStringLiteral("/source");
        QTest::newRow("third next") << next << json("{'source':'third'}") << QStringLiteral("/source");
        const QString control = QStringLiteral("PUT /v1/channels/{channel}/control");
        QTest::newRow("nobody") << control << json("{'handTo':' '}") << QStringLiteral("/handTo");
        QTest::newRow("both") << control << json("{'handTo':'ben','takeOver':true}")
                              << QStringLiteral("/handTo");
        QTest::newRow("over") << control << json("{'takeOver':'yes'}") << QStringLiteral("/takeOver");
        const QString shelve = QStringLiteral("POST /v1/alarms/{alarm}/shelve");
        QTest::newRow("no reason") << shelve << json("{'reason':' ','minutes':5}")
                                   << QStringLiteral("/reason");
        QTest::newRow("no end") << shelve << json("{'reason':'x'}") << QStringLiteral("/minutes");
        QTest::newRow("too long") << shelve << json("{'reason':'x','minutes':1441}")
                                  << QStringLiteral("/minutes");
        const QString drill = QStringLiteral("POST /v1/drills");
        QTest::newRow("no scenario") << drill << json("{}") << QStringLiteral("/scenario");
        QTest::newRow("seed") << drill << json("{'scenario':'x','seed':-1}") << QStringLiteral("/seed");
        QTest::newRow("kind") << drill << json("{'scenario':'x','kind':'real'}") << QStringLiteral("/kind");
        const QString answer = QStringLiteral("POST /v1/drills/{drill}/answers");
        QTest::newRow("choice") << answer << json("{'question':'x','choice':6}") << QStringLiteral("/choice");
        const QString note = QStringLiteral("POST /v1/drills/{drill}/notes");
        QTest::newRow("no text") << note << json("{'text':' '}") << QStringLiteral("/text");
        QTest::newRow("no date") << note << json("{'text':'x','due':'soon'}") << QStringLiteral("/due");
        const QString remark = QStringLiteral("POST /v1/journal/notes");
        QTest::newRow("no text") << remark << json("{'channel':'main'}") << QStringLiteral("/text");
        QTest::newRow("blank") << remark << json("{'text':'  '}") << QStringLiteral("/text");
        const QString rules = QStringLiteral("PUT /v1/rules");
        QTest::newRow("no rules") << rules << json("{}") << QStringLiteral("/rules");
        QTest::newRow("a rule") << rules << json("{'rules':[{'id':'x','name':'x','metric':'fsp'}]}")
                                << QStringLiteral("/rules/0/metric");
        const QString plan = QStringLiteral("PUT /v1/plans/{plan}");
        QTest::newRow("no plan") << plan << json("{'reason':'x'}") << QStringLiteral("/plan");
        QTest::newRow("plan without a reason")
            << plan << json("{'plan':{'id':'both-bad'},'reason':' '}") << QStringLiteral("/reason");
        QTest::newRow("a step")
            << plan
            << json("{'plan':{'id':'both-bad','title':{'en':'T'},'severity':'notice','owner':'O','steps':"
                    "[{'id':'a','do':{'jump':{}}}]},'reason':'x'}")
            << QStringLiteral("/plan/steps/0/do");
        QTest::newRow("no version") << QStringLiteral("POST /v1/plans/{plan}/runs")
                                    << json("{'channel':'main'}") << QStringLiteral("/planRevision");
        QTest::newRow("no channel") << QStringLiteral("POST /v1/plans/{plan}/arm") << json("{}")
                                    << QStringLiteral("/channel");
        QTest::newRow("no root cause") << QStringLiteral("PUT /v1/runs/{run}/review")
                                       << json("{'rootCause':' '}") << QStringLiteral("/rootCause");
        const QString replace = QStringLiteral("PUT /v1/channels/{channel}");
        QTest::newRow("other id")
            << replace
            << json("{'id':'other','name':'x','primary':{'url':'srt://a:1'},'backup':{'url':'srt://a:2'}}")
            << QStringLiteral("/id");
        QTest::newRow("redacted") << replace
                                  << json("{'id':'main','name':'x','primary':{'url':'srt://"
                                          "a:1'},'backup':{'url':'rtmp://a/live/***'}}")
                                  << QStringLiteral("/backup/url");
        QTest::newRow("nested") << replace
                                << json("{'id':'main','name':'x','primary':{'url':'srt://"
                                        "a:1'},'backup':{'url':'srt://a:2','x':1}}")
                                << QStringLiteral("/backup/x");
    }
    void badFieldsAreNamed()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, body);
        QFETCH(QString, field);
        eachSample([&](Sample sample) {
            if (sample.name != name)
                return;
            sample.body = body;
            const auto answer = request(sample, headers(sample));
            check(sample, answer, 422);
            QCOMPARE(answer->json().value(QLatin1String("field")).toString(), field);
            QVERIFY(m_fixture->backend.refusals().last().startsWith(QLatin1String("engineer ")));
        });
    }

    void badParametersAreNamed_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QString>("field");
        QTest::newRow("limit") << QByteArray("GET /v1/journal?limit=0") << QStringLiteral("limit");
        QTest::newRow("limit too high")
            << QByteArray("GET /v1/journal?limit=1001") << QStringLiteral("limit");
        QTest::newRow("no number") << QByteArray("GET /v1/journal?before=x") << QStringLiteral("before");
        QTest::newRow("sign") << QByteArray("GET /v1/journal?before=%2B1") << QStringLiteral("before");
        QTest::newRow("overflow") << QByteArray("GET /v1/journal?before=99999999999999999999")
                                  << QStringLiteral("before");
        QTest::newRow("both") << QByteArray("GET /v1/journal?before=5&after=3") << QStringLiteral("after");
        QTest::newRow("long search") << QByteArray("GET /v1/journal?search=" + QByteArray(201, 'x'))
                                     << QStringLiteral("search");
        QTest::newRow("alarms before")
            << QByteArray("GET /v1/alarms/history?before=0") << QStringLiteral("before");
        QTest::newRow("alarms limit")
            << QByteArray("GET /v1/alarms/history?limit=x") << QStringLiteral("limit");
        QTest::newRow("alarms channel") << QByteArray("GET /v1/alarms/history?channel=" + QByteArray(33, 'x'))
                                        << QStringLiteral("channel");
        QTest::newRow("alarms search") << QByteArray("GET /v1/alarms/history?search=" + QByteArray(201, 'x'))
                                       << QStringLiteral("search");
        QTest::newRow("runs before") << QByteArray("GET /v1/runs?before=0") << QStringLiteral("before");
        QTest::newRow("runs plan") << QByteArray("GET /v1/runs?plan=" + QByteArray(33, 'x'))
                                   << QStringLiteral("plan");
        QTest::newRow("hours") << QByteArray("GET /v1/alarms/quality?hours=169") << QStringLiteral("hours");
        const QByteArray trend = "GET /v1/metrics/history?";
        QTest::newRow("trend without metric") << trend + "channel=main" << QStringLiteral("metric");
        QTest::newRow("trend metric") << trend + "metric=" + QByteArray(65, 'x') << QStringLiteral("metric");
        QTest::newRow("trend node") << trend + "metric=fps&node=" + QByteArray(65, 'x')
                                    << QStringLiteral("node");
        QTest::newRow("trend from") << trend + "metric=fps&from=yesterday" << QStringLiteral("from");
        QTest::newRow("trend local") << trend + "metric=fps&from=2026-01-31T20:15:00"
                                     << QStringLiteral("from");
        QTest::newRow("trend to") << trend + "metric=fps&to=3" << QStringLiteral("to");
        QTest::newRow("trend backwards")
            << trend + "metric=fps&from=2026-01-31T20:15:00Z&to=2026-01-31T20:15:00Z"
            << QStringLiteral("from");
        QTest::newRow("trend step") << trend + "metric=fps&step=0" << QStringLiteral("step");
        QTest::newRow("trend long step") << trend + "metric=fps&step=3601" << QStringLiteral("step");
        QTest::newRow("width") << QByteArray("GET /v1/channels/main/sources/backup/preview.jpg?width=4000")
                               << QStringLiteral("width");
        QTest::newRow("slate id") << QByteArray("POST /v1/slates?id=No%20Id&name=x") << QStringLiteral("id");
        QTest::newRow("slate name") << QByteArray("POST /v1/slates?id=night") << QStringLiteral("name");
        QTest::newRow("slate file") << QByteArray("POST /v1/slates?id=night&name=x&file=..%2Fx")
                                    << QStringLiteral("file");
    }
    void badParametersAreNamed()
    {
        QFETCH(QByteArray, target);
        QFETCH(QString, field);
        const QByteArray method = target.split(' ').front();
        for (Sample sample : samples()) {
            const QByteArray path = target.mid(method.size() + 1);
            if (sample.method != method || sample.target.split('?').front() != path.split('?').front())
                continue;
            sample.target = path;
            const auto answer = request(sample, headers(sample));
            check(sample, answer, 422);
            QCOMPARE(answer->json().value(QLatin1String("field")).toString(), field);
        }
    }

    void whatIsNotThere()
    {
        eachSample([this](Sample sample) {
            if (!m_contract.statuses(sample.name).contains(QLatin1String("404")))
                return;
            const bool preview = sample.target.contains("/preview.");
            if (sample.target.contains("/keys/"))
                m_fixture->backend.failNext(QStringLiteral("unknown-key"));
            else if (sample.target.contains("/drills/"))
                m_fixture->backend.failNext(QStringLiteral("unknown-drill"));
            else if (sample.route->isCommand() || preview)
                m_fixture->backend.failNext(QStringLiteral("unknown-channel"));
            else if (sample.target.contains("channel=main"))
                sample.target.replace("channel=main", "channel=other");
            else if (sample.target.endsWith("metrics") || sample.target.endsWith("states"))
                sample.target += "?channel=other";
            else
                sample.target.replace("main", "other")
                    .replace("operations/1", "operations/999")
                    .replace("plans/both-bad", "plans/other")
                    .replace("runs/5", "runs/999");
            check(sample, request(sample, headers(sample)), 404);
            if (!preview)
                return;
            sample.target.replace("backup", "third");
            check(sample, request(sample, headers(sample)), 404, QStringLiteral("unknown-source"));
        });
    }

    void whatTheBackendRefuses()
    {
        const QMap<QString, QString> codes{{QStringLiteral("403"), QStringLiteral("forbidden")},
                                           {QStringLiteral("409"), QStringLiteral("unfit")},
                                           {QStringLiteral("410"), QStringLiteral("key-retired")},
                                           {QStringLiteral("412"), QStringLiteral("stale-revision")},
                                           {QStringLiteral("429"), QStringLiteral("too-soon")},
                                           {QStringLiteral("500"), QStringLiteral("internal")},
                                           {QStringLiteral("503"), QStringLiteral("store-failed")}};
        for (auto it = codes.begin(); it != codes.end(); ++it) {
            eachSample([&](const Sample &sample) {
                const bool canFail = sample.route->isCommand() || sample.target.contains("/preview.")
                    || sample.target.contains("/keys/") || sample.target.endsWith("journal")
                    || sample.target.contains("/alarms/") || sample.target.startsWith("/v1/runs")
                    || sample.target.contains("/drills") || sample.target.endsWith("/readiness");
                if (!canFail || !m_contract.statuses(sample.name).contains(it.key()))
                    return;
                m_fixture->backend.failNext(it.value(), {{QLatin1String("retryAfterMs"), 700}});
                check(sample, request(sample, headers(sample)), it.key().toInt(), it.value());
            });
        }
    }

    void requestsThatCameTooSlowly()
    {
        eachSample([this](const Sample &sample) {
            if (!m_contract.statuses(sample.name).contains(QLatin1String("408")))
                return;
            HttpClient client(m_fixture->port);
            const QByteArray bytes = requestBytes(sample.method, sample.target, headers(sample), sample.body);
            client.send(bytes.left(bytes.size() - 1));
            // The server must have read the headers before the time is up: a second connection's answer comes after that.
            m_fixture->get("/v1/health");
            m_fixture->clock.advance(std::chrono::seconds(11));
            check(sample, client.answer(), 408, QStringLiteral("request-timeout"));
            QVERIFY(client.closed());
        });
    }

    void tooManyConnections()
    {
        Limits one;
        one.connections = 1;
        m_fixture.reset();
        m_fixture.emplace(one);
        HttpClient first(m_fixture->port);
        first.send(requestBytes("GET", "/v1/health"));
        QCOMPARE(first.answer()->status, 200);
        eachSample([this](const Sample &sample) {
            check(sample, request(sample, headers(sample)), 503, QStringLiteral("too-many-connections"));
        });
    }

    void otherMethods()
    {
        for (const char *method : {"PATCH", "OPTIONS", "TRACE", "CONNECT", "FOO"}) {
            eachSample([&](const Sample &sample) {
                const auto answer = ask(m_fixture->port, method, sample.target, headers(sample));
                QVERIFY(answer);
                QCOMPARE(answer->status, 405);
                QVERIFY(answer->header("allow").contains(sample.method));
                QCOMPARE(m_contract.faults(sample.name, *answer), QString());
            });
        }
    }

    /// Last: whatever the contract lists has been seen above, so that it promises nothing that cannot come.
    void zEachListedAnswerWasSeen()
    {
        for (const QString &operation : m_contract.operations()) {
            for (const QString &status : m_contract.statuses(operation))
                QVERIFY2(m_seen[operation].contains(status),
                         qPrintable(operation + QLatin1Char(' ') + status));
        }
    }
};

QTEST_GUILESS_MAIN(TestContract)
#include "tst_contract.moc"
