// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/nginxrtmp.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

#include <QDateTime>
#include <QTest>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");
const QString doors = QStringLiteral("doors");

QString word(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

} // namespace

/// Slates that change while the audience looks at them: a countdown, another slate, the countdown again.
class TestSlates final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void makesACountdown();
    void isSeenAndExchangedOnAir();
    void comesBackAfterARestart();

private:
    Api &api() const { return m_daemon->api(); }
    QJsonObject arm(const QString &slate);
    /// The programme's newest keyframe.
    QByteArray still();
    /// Stills follow each other; true when one that differs from `before` came within two seconds.
    bool changes(const QByteArray &before);

    NginxRtmp m_nginx;
    std::unique_ptr<Daemon> m_daemon;
    std::unique_ptr<Feeds> m_feeds;
};

void TestSlates::initTestCase()
{
    QVERIFY2(m_nginx.start(), qPrintable(m_nginx.report()));
    const QString a = QStringLiteral("rtmp://127.0.0.1:%1/live/a").arg(freePort());
    const QString b = QStringLiteral("rtmp://127.0.0.1:%1/live/b").arg(freePort());
    m_daemon = std::make_unique<Daemon>(QJsonArray{
        channelJson(channel, a, QStringLiteral("listen"), b, QStringLiteral("listen"),
                    {outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), m_nginx.url(doors))})});
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    m_feeds = std::make_unique<Feeds>(Feeds::smallPictures(), QStringList{a});
    QVERIFY2(m_feeds->start(), qPrintable(m_feeds->report()));
    for (const char *source : {"primary", "slate"})
        QVERIFY2(api().waitUntilFit(channel, QLatin1String(source)), qPrintable(m_daemon->report()));
    QCOMPARE(word(api().takeAndWait(channel, QStringLiteral("primary")), "state"), QStringLiteral("done"));
    QVERIFY(m_nginx.waitForPublisher(doors, 20s));
}

QJsonObject TestSlates::arm(const QString &slate)
{
    const auto answer = api().send("PUT", QStringLiteral("/v1/channels/main/slate"),
                                   QJsonObject{{QStringLiteral("slate"), slate}},
                                   {{"If-Match", '"' + QByteArray::number(api().revision(channel)) + '"'}});
    return answer.status == 202 ? api().ended(answer.json) : answer.json;
}

QByteArray TestSlates::still()
{
    return api().get(QStringLiteral("/v1/channels/main/sources/programme/preview.jpg?width=640")).body;
}

bool TestSlates::changes(const QByteArray &before)
{
    return waitUntil([&] { return still() != before; }, 4s, "another picture");
}

void TestSlates::makesACountdown()
{
    const QJsonObject text{
        {QStringLiteral("kind"), QStringLiteral("countdown")},
        {QStringLiteral("label"), QStringLiteral("Starts in")},
        {QStringLiteral("until"), QDateTime::currentDateTimeUtc().addSecs(3600).toString(Qt::ISODateWithMs)}};
    const auto answer = api().send("POST", QStringLiteral("/v1/slates/calm/text"),
                                   QJsonObject{{QStringLiteral("id"), doors},
                                               {QStringLiteral("name"), QStringLiteral("Doors")},
                                               {QStringLiteral("text"), text}});
    QCOMPARE(answer.status, 202);
    const QJsonObject operation = api().ended(answer.json);
    QVERIFY2(word(operation, "state") == QLatin1String("done"), qPrintable(m_daemon->report()));
    QCOMPARE(word(arm(doors), "state"), QStringLiteral("done"));
}

void TestSlates::isSeenAndExchangedOnAir()
{
    Reading reading(m_nginx.url(doors));
    QVERIFY(reading.start());
    QVERIFY2(!reading.firstPicture().isEmpty(), qPrintable(reading.report()));
    QCOMPARE(word(api().takeAndWait(channel, QStringLiteral("slate")), "state"), QStringLiteral("done"));
    QCOMPARE(word(reading.nextChange(), "to"), QStringLiteral("none"));
    QVERIFY(letRun(1500ms));
    QVERIFY(changes(still()));
    QVERIFY(changes(still()));

    // Encoded otherwise, with parameter sets of their own.
    QCOMPARE(word(arm(QStringLiteral("be-right-back")), "state"), QStringLiteral("done"));
    QVERIFY(letRun(3s));
    const QByteArray standing = still();
    QVERIFY(letRun(1500ms));
    QCOMPARE(still(), standing);
    QCOMPARE(word(arm(doors), "state"), QStringLiteral("done"));
    QVERIFY(letRun(3s));
    QVERIFY(changes(still()));

    QCOMPARE(word(api().takeAndWait(channel, QStringLiteral("primary")), "state"), QStringLiteral("done"));
    QCOMPARE(word(reading.nextChange(), "to"), QStringLiteral("1"));
    QVERIFY(letRun(700ms));
    const QJsonObject summary = reading.finish();
    QCOMPARE(faultsIn(summary), QString());
    QVERIFY2(summary.value(QLatin1String("largest_gap_ms")).toDouble(1e9) < 100,
             qPrintable(QString::number(summary.value(QLatin1String("largest_gap_ms")).toDouble())));
}

void TestSlates::comesBackAfterARestart()
{
    QCOMPARE(word(api().takeAndWait(channel, QStringLiteral("slate")), "state"), QStringLiteral("done"));
    QVERIFY(m_daemon->process().terminate());
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    QVERIFY(api().waitUntilFit(channel, QStringLiteral("slate")));
    const QJsonObject status = api().get(QStringLiteral("/v1/channels/main")).json;
    QCOMPARE(word(status, "onAir"), QStringLiteral("slate"));
    QCOMPARE(word(status, "slate"), doors);
    QVERIFY(waitUntil([this] { return !still().isEmpty(); }, 10s, "a picture"));
    QVERIFY(letRun(1500ms));
    QVERIFY(changes(still()));
    QVERIFY(changes(still()));
}

QTEST_GUILESS_MAIN(TestSlates)
#include "tst_slates.moc"
