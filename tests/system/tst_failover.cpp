// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/clock.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

#include <QJsonDocument>
#include <QTest>

#include <csignal>
#include <random>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");
const QString path = QStringLiteral("/v1/channels/main");
constexpr double pictureMs = 1000.0 / 30;
// With it the loss time is 1.3 s: a machine that stands still for less than that makes no loss of its own.
constexpr int holdMs = 1500;

QString word(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

QJsonObject member(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toObject();
}

} // namespace

/// The engine's automation on real streams: encoders are killed and stopped, and the reader of the output tells.
class TestFailover final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void killedAndStalled();
    void bothLostLockedAndSpent();
    void endedAndTakenDown();

private:
    void begin(const QString &stream, const QJsonObject &failover);
    void push(int feed);
    QJsonObject document() { return m_daemon->api().get(path).json; }
    QJsonObject failover()
    {
        return member(m_daemon->api().get(path + QStringLiteral("/status")).json, "failover");
    }
    bool waitForSource(const QString &source);
    Api::Answer command(const QByteArray &method, const QString &sub, const QJsonObject &body);
    QJsonArray journal(const QString &kind);
    /// Whether a decision to stay names this rule.
    bool stayedFor(const QString &rule);

    NginxRtmp m_nginx;
    std::unique_ptr<Daemon> m_daemon;
    QStringList m_urls;
    QString m_epoch;
    std::array<std::unique_ptr<Feeds>, 2> m_feeds;
};

void TestFailover::initTestCase()
{
    QVERIFY2(m_nginx.start(), qPrintable(m_nginx.report()));
}

void TestFailover::init()
{
    m_urls.clear();
    for (int i = 0; i < 2; ++i)
        m_urls << QStringLiteral("rtmp://127.0.0.1:%1/live/path").arg(freePort());
    m_epoch = QString::number(twinfeed::SystemClock().now());
}

void TestFailover::cleanup()
{
    for (auto &feed : m_feeds)
        feed.reset();
    m_daemon.reset();
}

void TestFailover::begin(const QString &stream, const QJsonObject &failover)
{
    QJsonObject config =
        channelJson(channel, m_urls[0], QStringLiteral("listen"), m_urls[1], QStringLiteral("listen"),
                    {outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), m_nginx.url(stream))});
    config.insert(QStringLiteral("failover"), failover);
    config.insert(QStringLiteral("holdMs"), holdMs);
    m_daemon = std::make_unique<Daemon>(QJsonArray{config});
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    push(0);
    push(1);
    for (const QString &source :
         {QStringLiteral("primary"), QStringLiteral("backup"), QStringLiteral("slate")})
        QVERIFY2(m_daemon->api().waitUntilFit(channel, source), qPrintable(m_daemon->report()));
    QCOMPARE(word(m_daemon->api().takeAndWait(channel, QStringLiteral("primary")), "state"),
             QStringLiteral("done"));
    QVERIFY(m_nginx.waitForPublisher(stream, 20s));
}

void TestFailover::push(int feed)
{
    m_feeds[size_t(feed)] =
        std::make_unique<Feeds>(Feeds::smallPictures()
                                    + QStringList{QStringLiteral("--source"), QString::number(feed + 1),
                                                  QStringLiteral("--epoch"), m_epoch},
                                QStringList{m_urls[feed]});
    QVERIFY2(m_feeds[size_t(feed)]->start(), qPrintable(m_feeds[size_t(feed)]->report()));
}

bool TestFailover::waitForSource(const QString &source)
{
    const bool came = waitUntil([&] { return word(document(), "onAir") == source; }, 15s,
                                qPrintable(QStringLiteral("the %1 to be on air").arg(source)));
    if (!came) { // what was decided, and why
        for (const char *kind :
             {"failover", "failover-done", "failover-failed", "failover-stayed", "alarm"}) {
            for (const QJsonValue &entry : journal(QString::fromLatin1(kind)))
                qInfo().noquote() << entry[QLatin1String("at")].toString() << kind
                                  << entry[QLatin1String("text")].toString();
        }
        qInfo().noquote()
            << QJsonDocument(m_daemon->api().get(path + QStringLiteral("/status")).json).toJson();
    }
    return came;
}

Api::Answer TestFailover::command(const QByteArray &method, const QString &sub, const QJsonObject &body)
{
    const QByteArray tag = '"' + QByteArray::number(m_daemon->api().revision(channel)) + '"';
    if (body.isEmpty())
        return m_daemon->api().send(method, path + sub, QByteArray(), {{"if-match", tag}}, {});
    return m_daemon->api().send(method, path + sub, body, {{"if-match", tag}});
}

QJsonArray TestFailover::journal(const QString &kind)
{
    QJsonArray found;
    const QJsonArray entries = m_daemon->api()
                                   .get(QStringLiteral("/v1/journal?after=1&limit=1000&search=") + kind)
                                   .json.value(QLatin1String("entries"))
                                   .toArray();
    for (const QJsonValue &entry : entries) {
        if (word(entry.toObject(), "kind") == kind)
            found << entry;
    }
    return found;
}

bool TestFailover::stayedFor(const QString &rule)
{
    const QJsonArray stayed = journal(QStringLiteral("failover-stayed"));
    return std::any_of(stayed.begin(), stayed.end(), [&](const QJsonValue &entry) {
        return word(member(member(entry.toObject(), "data"), "decision"), "rule") == rule;
    });
}

/// Ten times the encoder on air is killed, or stopped where it stands: the reader sees a change of the picture and nothing
/// else.
void TestFailover::killedAndStalled()
{
    begin(QStringLiteral("kills"), {{QStringLiteral("mode"), QStringLiteral("once")}});
    if (QTest::currentTestFailed())
        return;
    Reading reading(m_nginx.url(QStringLiteral("kills")));
    QVERIFY(reading.start());
    QVERIFY2(!reading.firstPicture().isEmpty(), qPrintable(reading.report()));
    const QStringList words{QStringLiteral("primary"), QStringLiteral("backup")};
    std::mt19937 random{7};
    constexpr int times = 10;
    for (int i = 0; i < times; ++i) {
        const int bad = i % 2;
        QVERIFY(letRun(std::chrono::milliseconds(random() % 1000)));
        const bool stall = i % 4 >= 2;
        if (stall)
            m_feeds[size_t(bad)]->process().signal(SIGSTOP);
        else
            m_feeds[size_t(bad)]->process().kill();
        QVERIFY2(waitForSource(words[1 - bad]), qPrintable(m_daemon->report()));
        QVERIFY2(!reading.nextChange().isEmpty(), qPrintable(reading.report()));
        if (stall)
            m_feeds[size_t(bad)]->process().signal(SIGCONT);
        else
            push(bad);
        QVERIFY2(m_daemon->api().waitUntilFit(channel, words[bad]), qPrintable(m_daemon->report()));
    }
    const QJsonObject summary = reading.finish();
    QCOMPARE(faultsIn(summary), QString());
    const double gap = summary.value(QLatin1String("largest_gap_ms")).toDouble();
    const double wall = summary.value(QLatin1String("largest_wall_gap_ms")).toDouble();
    qInfo("%d failovers: gap at most %.0f ms between pictures, %.0f ms between arrivals", times, gap, wall);
    QVERIFY2(gap < 2 * pictureMs + 2, qPrintable(QString::number(gap)));

    const QJsonArray made = journal(QStringLiteral("failover"));
    const QJsonArray done = journal(QStringLiteral("failover-done"));
    QCOMPARE(made.size(), times);
    QCOMPARE(done.size(), times);
    for (qsizetype i = 0; i < times; ++i) {
        const QJsonObject decision = member(member(made.at(i).toObject(), "data"), "decision");
        QCOMPARE(word(decision, "rule"), QStringLiteral("loss"));
        const QJsonObject lost =
            member(member(member(decision, "numbers"), "sources"), qPrintable(words[i % 2]));
        const double age = lost.value(QLatin1String("ageMs")).toDouble();
        // Seen after the loss time and inside the hold; how soon is the bench's business.
        QVERIFY2(age >= holdMs - 200 && age < holdMs, qPrintable(QString::number(age)));
        const QJsonObject evidence = member(member(done.at(i).toObject(), "data"), "evidence");
        QVERIFY(evidence.value(QLatin1String("gapMs")).toDouble() < 2 * pictureMs + 2);
        QCOMPARE(word(evidence, "to"), words[1 - i % 2]);
    }
    QCOMPARE(failover().value(QLatin1String("switchesLeft")).toInt(), 3); // a loss is not limited
}

void TestFailover::bothLostLockedAndSpent()
{
    begin(QStringLiteral("both"),
          {{QStringLiteral("mode"), QStringLiteral("once")}, {QStringLiteral("clearMs"), 200}});
    if (QTest::currentTestFailed())
        return;
    QVERIFY(document().value(QLatin1String("suspended")).toBool()); // the take was a person's
    QCOMPARE(word(failover(), "state"), QStringLiteral("suspended"));
    QCOMPARE(command("PUT", QStringLiteral("/failover"), {{QStringLiteral("armed"), true}}).status, 202);
    QCOMPARE(word(failover(), "state"), QStringLiteral("armed"));
    Reading reading(m_nginx.url(QStringLiteral("both")));
    QVERIFY(reading.start());
    QVERIFY2(!reading.firstPicture().isEmpty(), qPrintable(reading.report()));

    m_feeds[0]->process().kill();
    m_feeds[1]->process().kill();
    QVERIFY2(waitForSource(QStringLiteral("slate")), qPrintable(m_daemon->report()));
    push(0);
    QVERIFY2(waitForSource(QStringLiteral("primary")), qPrintable(m_daemon->report()));

    // The backup is there again, but locked: a loss of the primary is the slate's.
    push(1);
    QVERIFY(m_daemon->api().waitUntilFit(channel, QStringLiteral("backup")));
    QCOMPARE(command("PUT", QStringLiteral("/locks"),
                     {{QStringLiteral("locked"), QJsonArray{QStringLiteral("backup")}}})
                 .status,
             202);
    const Api::Answer refused = m_daemon->api().take(channel, QStringLiteral("backup"));
    QCOMPARE(refused.status, 409);
    QCOMPARE(word(refused.json, "code"), QStringLiteral("locked"));
    for (int back = 2; back <= 4; ++back) {
        m_feeds[0]->process().kill();
        QVERIFY2(waitForSource(QStringLiteral("slate")), qPrintable(m_daemon->report()));
        push(0);
        if (back <= 3)
            QVERIFY2(waitForSource(QStringLiteral("primary")), qPrintable(m_daemon->report()));
    }
    // Three times back in ten minutes are the limit: it stays and asks, until somebody arms it.
    QVERIFY(waitUntil([&] { return stayedFor(QStringLiteral("limit")); }, 30s, "the limit"));
    QCOMPARE(word(failover(), "state"), QStringLiteral("spent"));
    QCOMPARE(word(document(), "onAir"), QStringLiteral("slate"));
    QCOMPARE(command("PUT", QStringLiteral("/failover"), {{QStringLiteral("armed"), true}}).status, 202);
    QVERIFY2(waitForSource(QStringLiteral("primary")), qPrintable(m_daemon->report()));
    QVERIFY(letRun(500ms));
    const QJsonObject summary = reading.finish();
    QCOMPARE(faultsIn(summary), QString());
    const double gap = summary.value(QLatin1String("largest_gap_ms")).toDouble();
    QVERIFY2(gap < 3 * pictureMs, qPrintable(QString::number(gap)));
}

void TestFailover::endedAndTakenDown()
{
    begin(QStringLiteral("ended"), {{QStringLiteral("mode"), QStringLiteral("once")}});
    if (QTest::currentTestFailed())
        return;
    const Api::Answer kept = command("DELETE", {}, {});
    QCOMPARE(kept.status, 409);
    QCOMPARE(word(kept.json, "code"), QStringLiteral("channel-on-air"));
    QCOMPARE(command("POST", QStringLiteral("/end"), {}).status, 202);
    QCOMPARE(word(failover(), "state"), QStringLiteral("ended"));
    m_feeds[0]->process().kill();
    QVERIFY(m_daemon->api().waitForSource(channel, QStringLiteral("primary"), QStringLiteral("waiting")));
    QVERIFY(letRun(1s));
    QCOMPARE(word(document(), "onAir"), QStringLiteral("primary"));
    QVERIFY(journal(QStringLiteral("failover")).isEmpty());
    QCOMPARE(command("DELETE", {}, {}).status, 202);
    QCOMPARE(m_daemon->api().get(path).status, 404);
}

QTEST_GUILESS_MAIN(TestFailover)

#include "tst_failover.moc"
