// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/nginxrtmp.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");

} // namespace

/// A programme that is sealed while it runs: with the key every picture is there, without it none, in `read`, behind the relay
/// `open`, and in the console's preview, which is of the stream in front of the sealer.
class TestSealedPlayers final : public QObject
{
    Q_OBJECT

    NginxRtmp m_nginx;
    std::unique_ptr<Daemon> m_daemon;
    std::unique_ptr<Feeds> m_feed;
    QString m_token; // a file

    Api &api() const { return m_daemon->api(); }
    QStringList keyOptions() const
    {
        return {QStringLiteral("--keys-from"), api().url(QString()).toString(QUrl::StripTrailingSlash),
                QStringLiteral("--token-file"), m_token};
    }
    /// The operation of such an order when it has ended.
    QJsonObject order(const QJsonObject &body) const
    {
        const auto answer =
            api().send("PUT", QStringLiteral("/v1/channels/%1/encryption").arg(channel), body,
                       {{"If-Match", '"' + QByteArray::number(api().revision(channel)) + '"'}});
        return answer.status == 202 ? api().ended(answer.json, 40s) : answer.json;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_nginx.start(), qPrintable(m_nginx.report()));
        const QString url = QStringLiteral("rtmp://127.0.0.1:%1/live/path").arg(freePort());
        const QString backup = QStringLiteral("rtmp://127.0.0.1:%1/live/path").arg(freePort());
        m_daemon = std::make_unique<Daemon>(QJsonArray{channelJson(
            channel, url, QStringLiteral("listen"), backup, QStringLiteral("listen"),
            {outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), m_nginx.url(QStringLiteral("x")))})});
        QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
        m_feed = std::make_unique<Feeds>(Feeds::smallPictures(), QStringList{url});
        QVERIFY2(m_feed->start(), qPrintable(m_feed->report()));
        QVERIFY(api().waitUntilFit(channel, QStringLiteral("primary")));
        (void)api().takeAndWait(channel, QStringLiteral("primary"));
        QVERIFY(m_nginx.waitForPublisher(QStringLiteral("x"), 20s));
        m_token = m_daemon->folder() + QStringLiteral("/player-token");
        QFile file(m_token);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(api().token()) > 0);
    }

    void everyPictureWithTheKey()
    {
        Process relay(
            QStringLiteral(TWINFEED_BIN_DIR "/twinfeed-feed"),
            QStringList{QStringLiteral("open")} + keyOptions()
                + QStringList{m_nginx.url(QStringLiteral("x")), m_nginx.url(QStringLiteral("open"))});
        QVERIFY(relay.start());
        QVERIFY2(relay.waitForLine(QStringLiteral("\"event\":\"output\".*\"live\""), 30s),
                 qPrintable(relay.report()));
        Reading withKey(m_nginx.url(QStringLiteral("x")), keyOptions());
        Reading behind(m_nginx.url(QStringLiteral("open")));
        Reading without(m_nginx.url(QStringLiteral("x")));
        QVERIFY(withKey.start() && behind.start() && without.start());
        QVERIFY(!withKey.firstPicture().isEmpty() && !behind.firstPicture().isEmpty());

        const QJsonObject on = order({{QStringLiteral("mode"), QStringLiteral("sealed")}});
        QVERIFY2(on.value(QLatin1String("state")) == QLatin1String("done"),
                 QJsonDocument(on).toJson().constData());
        QVERIFY2(relay.waitForLine(QStringLiteral("\"state\":\"sealed\""), 20s), qPrintable(relay.report()));
        // The preview is made in front of the sealer.
        Reading preview(
            api().url(QStringLiteral("/v1/channels/%1/sources/programme/preview.ts").arg(channel)).toString(),
            {QStringLiteral("--header"),
             QStringLiteral("Authorization: Bearer ") + QString::fromLatin1(api().token()),
             QStringLiteral("--seconds"), QStringLiteral("3")});
        QVERIFY(preview.start());
        const QJsonObject seen = preview.summary();
        QVERIFY2(seen.value(QLatin1String("pictures")).toInt() > 30, qPrintable(preview.report()));
        QVERIFY2(faultsIn(seen).isEmpty(), qPrintable(faultsIn(seen)));

        const QJsonObject key =
            order({{QStringLiteral("mode"), QStringLiteral("sealed")}, {QStringLiteral("newKey"), true}});
        QCOMPARE(key.value(QLatin1String("state")).toString(), QStringLiteral("done"));
        const QJsonObject off = order({{QStringLiteral("mode"), QStringLiteral("clear")}});
        QCOMPARE(off.value(QLatin1String("state")).toString(), QStringLiteral("done"));
        QVERIFY2(relay.waitForLine(QStringLiteral("\"state\":\"clear\""), 20s), qPrintable(relay.report()));
        QVERIFY(letRun(2s));

        for (Reading *reading : {&withKey, &behind}) {
            const QJsonObject summary = reading->finish();
            QVERIFY2(faultsIn(summary).isEmpty(), qPrintable(faultsIn(summary) + reading->report()));
        }
        const QJsonObject blind = without.finish();
        QVERIFY2(blind.value(QLatin1String("damaged")).toInt()
                         + blind.value(QLatin1String("decode_errors")).toInt()
                     > 60,
                 qPrintable(without.report()));
        QVERIFY(relay.terminate());
        QVERIFY2(relay.out().contains("\"refused\":{}"), qPrintable(relay.report()));
        QVERIFY(!relay.out().contains(api().token()) && !relay.err().contains(api().token()));
    }
};

QTEST_GUILESS_MAIN(TestSealedPlayers)
#include "tst_sealedplayers.moc"
