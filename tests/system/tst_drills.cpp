// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QNetworkDatagram>
#include <QTest>
#include <QUdpSocket>

#include <csignal>

using namespace twinfeed::test;
using namespace std::chrono_literals;

/// Whole drills in a real rehearsal unit with real feeds, held by a scripted operator, beside a live unit.
class tst_Drills : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void liveUnitsHoldTabletopsOnly();
    void tabletop();
    void wrongPressesAreFound();
    void theSameSeedIsTheSameDrill();
    void aPlanThatIsFiredCounts();
    void readinessFollows();
    void endedInMidFault();
    void killedInMidFault();

private:
    static QJsonObject text(const char *words)
    {
        return {{QStringLiteral("en"), QLatin1String(words)}, {QStringLiteral("zh"), QLatin1String(words)}};
    }
    /// The primary dies after 4 to 8 s; the backup belongs on air, the slate does not.
    static QJsonObject quick()
    {
        const auto object = [](const char *json) {
            return QJsonDocument::fromJson(QByteArray(json).replace('\'', '"')).object();
        };
        return {{QStringLiteral("id"), QStringLiteral("quick")},
                {QStringLiteral("name"), text("Quick")},
                {QStringLiteral("summary"), text("Quick.")},
                {QStringLiteral("kind"), QStringLiteral("simulated")},
                {QStringLiteral("lasts"), 16},
                {QStringLiteral("plans"), QJsonArray{QStringLiteral("Primary lost")}},
                {QStringLiteral("faults"),
                 QJsonArray{object("{'id':'dies','at':6,'spread':2,'do':'cut','on':'primary',"
                                   "'raises':{'rule':'no-data','within':6}}")}},
                {QStringLiteral("expect"),
                 QJsonArray{
                     object("{'id':'to-backup','after':'dies','within':6,'do':'take','source':'backup'}")}},
                {QStringLiteral("never"), QJsonArray{object("{'do':'take','source':'slate'}")}}};
    }
    QJsonObject drill(const QString &id)
    {
        return m_unit->api().get(QStringLiteral("/v1/drills/") + id).json;
    }
    static QJsonObject mark(const QJsonObject &drill, const char *kind)
    {
        for (const QJsonValue &mark : drill.value(QLatin1String("marks")).toArray()) {
            if (mark[QLatin1String("kind")].toString() == QLatin1String(kind))
                return mark.toObject();
        }
        return {};
    }
    static QStringList findings(const QJsonObject &drill)
    {
        QStringList found;
        for (const QJsonValue &finding :
             drill.value(QLatin1String("score"))[QLatin1String("findings")].toArray())
            found << finding[QLatin1String("kind")].toString();
        return found;
    }
    /// Its id.
    QString start(const QString &scenario, qint64 seed)
    {
        const auto answer = m_unit->api().send(
            "POST", QStringLiteral("/v1/drills"),
            QJsonObject{{QStringLiteral("scenario"), scenario}, {QStringLiteral("seed"), double(seed)}});
        if (answer.status != 202)
            qWarning("%s", answer.body.constData());
        return answer.json.value(QLatin1String("request"))[QLatin1String("drill")].toString();
    }
    bool waitForMark(const QString &id, const char *kind, std::chrono::seconds timeout)
    {
        return waitUntil(
            [&] {
                const QJsonObject now = drill(id);
                return !mark(now, kind).isEmpty()
                    || now.value(QLatin1String("state")) == QLatin1String("failed");
            },
            timeout, kind);
    }
    bool waitForEnd(const QString &id)
    {
        return waitUntil([&] { return !drill(id).value(QLatin1String("endedAt")).isNull(); }, 60s,
                         "the drill to end");
    }
    /// What a drill could touch of the live unit: its channel, and what anybody did there.
    QByteArray liveState()
    {
        QByteArray state =
            QJsonDocument(m_live->api().get(QStringLiteral("/v1/channels/main")).json).toJson();
        const QJsonValue entries =
            m_live->api().get(QStringLiteral("/v1/journal")).json.value(QLatin1String("entries"));
        for (const QJsonValue &entry : entries.toArray()) {
            if (entry[QLatin1String("actor")] != QLatin1String("twinfeed"))
                state += QJsonDocument(entry.toObject()).toJson();
        }
        return state;
    }
    /// The live unit's audience goes on getting its programme.
    bool programmeGoesOn()
    {
        while (m_audience.hasPendingDatagrams())
            m_audience.receiveDatagram();
        return waitUntil([this] { return m_audience.hasPendingDatagrams(); }, 10s, "the live programme");
    }

    QUdpSocket m_audience;
    std::unique_ptr<Daemon> m_live;
    std::unique_ptr<Daemon> m_unit;
    QJsonObject m_wrong; // the drill with mistakes
    QByteArray m_before; // of the live unit
};

void tst_Drills::initTestCase()
{
    QVERIFY(m_audience.bind(QHostAddress::LocalHost));
    const auto input = [](const char *path) {
        return QStringLiteral("rtmp://127.0.0.1:%1/live/%2").arg(freePort()).arg(QLatin1String(path));
    };
    const QJsonArray event{channelJson(
        QStringLiteral("main"), input("a"), QStringLiteral("listen"), input("b"), QStringLiteral("listen"),
        {outputJson(QStringLiteral("cdn"), QStringLiteral("udp"),
                    QStringLiteral("udp://127.0.0.1:%1").arg(m_audience.localPort()))})};
    m_live = std::make_unique<Daemon>(event);
    QVERIFY2(m_live->start(), qPrintable(m_live->report()));
    m_unit = std::make_unique<Daemon>(
        event, QJsonObject(), QStringList{QStringLiteral("--rehearsal"), QStringLiteral("--supervise")});
    QVERIFY2(m_unit->start(), qPrintable(m_unit->report()));
    const auto put = m_unit->api().send("PUT", QStringLiteral("/v1/scenarios/quick"), quick());
    QVERIFY2(put.status == 202, put.body.constData());
    const auto all =
        m_unit->api().get(QStringLiteral("/v1/scenarios")).json.value(QLatin1String("scenarios"));
    QVERIFY(all.toArray().size() >= 10); // those that come with the program, and ours
}

void tst_Drills::liveUnitsHoldTabletopsOnly()
{
    const auto refused =
        m_live->api().send("POST", QStringLiteral("/v1/drills"),
                           QJsonObject{{QStringLiteral("scenario"), QStringLiteral("primary-dies")}});
    QCOMPARE(refused.json.value(QLatin1String("type")),
             QStringLiteral("urn:twinfeed:problem:not-a-rehearsal"));
    QCOMPARE(refused.status, 409);
}

void tst_Drills::tabletop()
{
    const QString id = start(QStringLiteral("total-loss-tabletop"), 1);
    Api &api = m_unit->api();
    const auto answer = [&](const char *question, int choice) {
        return api
            .send("POST", QStringLiteral("/v1/drills/%1/answers").arg(id),
                  QJsonObject{{QStringLiteral("question"), QLatin1String(question)},
                              {QStringLiteral("choice"), choice}})
            .status;
    };
    QVERIFY(waitUntil([&] { return drill(id).value(QLatin1String("state")) == QLatin1String("running"); },
                      10s, "the tabletop to begin"));
    QCOMPARE(answer("first", 1), 202);
    QCOMPARE(answer("call", 1), 202); // wrong
    QCOMPARE(answer("nothing", 1), 404);
    QVERIFY(waitUntil([&] { return drill(id).value(QLatin1String("marks")).toArray().size() == 2; }, 10s,
                      "two answers"));
    QCOMPARE(api.send("POST", QStringLiteral("/v1/drills/%1/end").arg(id), QByteArray(), {}, {}).status, 202);
    QVERIFY(waitForEnd(id));
    QCOMPARE(findings(drill(id)),
             (QStringList{QStringLiteral("wrong-answer"), QStringLiteral("wrong-answer")}));
    QCOMPARE(answer("back", 1), 409); // it is over
}

void tst_Drills::wrongPressesAreFound()
{
    const QString id = start(QStringLiteral("quick"), 4);
    QVERIFY(waitForMark(id, "fault", 300s));
    QCOMPARE(m_unit->api()
                 .takeAndWait(QStringLiteral("main"), QStringLiteral("slate"))
                 .value(QLatin1String("state")),
             QStringLiteral("done"));
    QCOMPARE(m_unit->api()
                 .takeAndWait(QStringLiteral("main"), QStringLiteral("backup"))
                 .value(QLatin1String("state")),
             QStringLiteral("done"));
    QVERIFY(waitForEnd(id));
    m_wrong = drill(id);
    QCOMPARE(findings(m_wrong), QStringList{QStringLiteral("forbidden")});
    QCOMPARE(m_wrong.value(QLatin1String("score"))[QLatin1String("green")], QJsonValue(false));
}

void tst_Drills::theSameSeedIsTheSameDrill()
{
    const QString id = start(QStringLiteral("quick"), 4);
    QVERIFY(waitForMark(id, "fault", 300s));
    QCOMPARE(m_unit->api()
                 .takeAndWait(QStringLiteral("main"), QStringLiteral("backup"))
                 .value(QLatin1String("state")),
             QStringLiteral("done"));
    QVERIFY(waitForEnd(id));
    const QJsonObject right = drill(id);
    QVERIFY2(findings(right).isEmpty(), QJsonDocument(right).toJson().constData());
    QCOMPARE(right.value(QLatin1String("score"))[QLatin1String("points")].toInt(), 100);
    QCOMPARE(right.value(QLatin1String("operators")).toArray(), QJsonArray{QStringLiteral("local")});
    const double apart = std::abs(mark(right, "fault").value(QLatin1String("atMs")).toDouble()
                                  - mark(m_wrong, "fault").value(QLatin1String("atMs")).toDouble());
    QVERIFY2(apart < 300, qPrintable(QString::number(apart)));

    const QJsonObject shown = mark(right, "fault");
    QCOMPARE(shown.value(QLatin1String("picture")), QJsonValue(true));
    const auto picture = m_unit->api().get(QStringLiteral("/v1/drills/%1/pictures/%2")
                                               .arg(id)
                                               .arg(shown.value(QLatin1String("number")).toInt()));
    QVERIFY(picture.body.startsWith("\xff\xd8"));
}

void tst_Drills::aPlanThatIsFiredCounts()
{
    QJsonObject planned = quick();
    planned.insert(QStringLiteral("id"), QStringLiteral("planned"));
    planned.insert(QStringLiteral("plans"), QJsonArray{QStringLiteral("primary-bad")});
    planned.insert(QStringLiteral("expect"),
                   QJsonArray{QJsonObject{{QStringLiteral("id"), QStringLiteral("fire")},
                                          {QStringLiteral("after"), QStringLiteral("dies")},
                                          {QStringLiteral("within"), 6},
                                          {QStringLiteral("do"), QStringLiteral("run-plan")},
                                          {QStringLiteral("plan"), QStringLiteral("primary-bad")}}});
    Api &api = m_unit->api();
    QCOMPARE(api.send("PUT", QStringLiteral("/v1/scenarios/planned"), planned).status, 202);
    const QString id = start(QStringLiteral("planned"), 4);
    QVERIFY(waitForMark(id, "fault", 300s));
    const auto lit = [&] {
        for (const QJsonValue &state :
             api.get(QStringLiteral("/v1/plans")).json.value(QLatin1String("states")).toArray()) {
            if (state[QLatin1String("plan")] == QLatin1String("primary-bad"))
                return state[QLatin1String("state")].toString() == QLatin1String("lit");
        }
        return false;
    };
    QVERIFY(waitUntil(lit, 5s, "the plan to light"));
    const QByteArray tag = '"' + QByteArray::number(api.revision(QStringLiteral("main"))) + '"';
    const auto fired = api.send(
        "POST", QStringLiteral("/v1/plans/primary-bad/runs"),
        QJsonObject{{QStringLiteral("channel"), QStringLiteral("main")}, {QStringLiteral("planRevision"), 1}},
        {{"if-match", tag}});
    QVERIFY2(fired.status == 202, fired.body.constData());
    QVERIFY(waitForEnd(id));
    const QJsonObject held = drill(id);
    QVERIFY2(findings(held).isEmpty(), QJsonDocument(held).toJson().constData());
    const QJsonObject press = mark(held, "action");
    QCOMPARE(press.value(QLatin1String("what")).toString(), QStringLiteral("run-plan"));
    QCOMPARE(press.value(QLatin1String("id")).toString(), QStringLiteral("fire"));
}

void tst_Drills::readinessFollows()
{
    const QJsonObject readiness = m_unit->api().get(QStringLiteral("/v1/readiness")).json;
    for (const QJsonValue &line : readiness.value(QLatin1String("calendar")).toArray())
        QCOMPARE(line[QLatin1String("ready")].toBool(),
                 line[QLatin1String("id")] != QLatin1String("quarterly-chain"));
    const QJsonValue plan = readiness.value(QLatin1String("plans")).toArray().at(0);
    QCOMPARE(plan[QLatin1String("plan")].toString(), QStringLiteral("Primary lost"));
    QCOMPARE(plan[QLatin1String("ready")], QJsonValue(true));
    Api &api = m_unit->api();
    const QString id = plan[QLatin1String("drill")].toString();
    QCOMPARE(api.send("POST", QStringLiteral("/v1/drills/%1/notes").arg(id),
                      QJsonObject{{QStringLiteral("text"), QStringLiteral("Look sooner.")},
                                  {QStringLiteral("owner"), QStringLiteral("ben")},
                                  {QStringLiteral("due"), QStringLiteral("2026-12-24")}})
                 .status,
             202);
    const auto found =
        api.get(QStringLiteral("/v1/drills?search=sooner")).json.value(QLatin1String("drills")).toArray();
    QCOMPARE(found.size(), 1);
    QCOMPARE(found[0][QLatin1String("id")].toString(), id);
}

void tst_Drills::endedInMidFault()
{
    m_before = liveState();
    const QString id = start(QStringLiteral("quick"), 5);
    QVERIFY(waitForMark(id, "fault", 300s));
    QCOMPARE(
        m_unit->api().send("POST", QStringLiteral("/v1/drills/%1/end").arg(id), QByteArray(), {}, {}).status,
        202);
    QVERIFY(waitForEnd(id));
    QCOMPARE(drill(id).value(QLatin1String("state")).toString(), QStringLiteral("aborted"));
    QCOMPARE(liveState(), m_before);
    QVERIFY(programmeGoesOn());
}

void tst_Drills::killedInMidFault()
{
    const QString id = start(QStringLiteral("quick"), 6);
    QVERIFY(waitForMark(id, "fault", 300s));
    // The feeds are children of the unit.
    QStringList children;
    const auto isChild = [&](const QString &process) {
        QFile stat(QStringLiteral("/proc/%1/stat").arg(process));
        return stat.open(QIODevice::ReadOnly)
            && stat.readAll().split(' ').value(3).toLongLong() == m_unit->pid();
    };
    for (const QString &process : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        if (isChild(process))
            children << process;
    }
    QCOMPARE(children.size(), 1);
    QCOMPARE(::kill(pid_t(m_unit->pid()), SIGKILL), 0);
    QVERIFY(m_unit->waitForSuccessor());
    QVERIFY(waitUntil([&] { return !QFile::exists(QStringLiteral("/proc/") + children[0]); }, 10s,
                      "the feeds to end"));
    QCOMPARE(drill(id).value(QLatin1String("state")).toString(), QStringLiteral("aborted"));
    QVERIFY(!mark(drill(id), "fault").isEmpty()); // the record is kept
    QCOMPARE(liveState(), m_before);
    QVERIFY(programmeGoesOn());
}

QTEST_GUILESS_MAIN(tst_Drills)
#include "tst_drills.moc"
