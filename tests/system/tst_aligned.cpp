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

#include <algorithm>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");
constexpr double pictureMs = 1000.0 / 30;
constexpr int takes = 20;

QString word(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

double number(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toDouble(std::nan(""));
}

QByteArray shown(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QString onAir(Api &api)
{
    return word(api.get(QStringLiteral("/v1/channels/") + channel).json, "onAir");
}

/// One hash for each picture's slices, in the order of the file: what containers add does not count.
QByteArrayList slicesOf(const QString &file)
{
    Process ffmpeg(QStringLiteral("ffmpeg"),
                   {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-i"), file,
                    QStringLiteral("-map"), QStringLiteral("0:v"), QStringLiteral("-c"),
                    QStringLiteral("copy"), QStringLiteral("-bsf:v"),
                    QStringLiteral("filter_units=pass_types=1-5"), QStringLiteral("-f"),
                    QStringLiteral("framemd5"), QStringLiteral("-")});
    if (!ffmpeg.start() || !ffmpeg.waitForEnd(60s))
        return {};
    QByteArrayList hashes;
    for (const QByteArray &line : ffmpeg.out().split('\n')) {
        // stream, dts, pts, duration, size, hash, and then of side data
        const QByteArrayList fields = line.split(',');
        if (!line.startsWith('#') && fields.size() > 5)
            hashes.append(fields[5].trimmed());
    }
    return hashes;
}

} // namespace

/// Two paths of one encoder, and of two: what the daemon finds out, and takes between aligned ones of which nobody can tell
/// that they were made.
class TestAligned final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void takesLoseNothingAndRepeatNothing_data();
    void takesLoseNothingAndRepeatNothing();
    void failoverLosesNothingAndRepeatsNothing();
    void twoEncodesAndTheirDistance();

private:
    void compare(const QString &recording, const QString &sent, int atLeast);
    bool waitForRelation(Api &api, const QString &relation, std::chrono::milliseconds timeout);
    static QJsonObject alignment(Api &api);

    NginxRtmp m_nginx;
};

void TestAligned::initTestCase()
{
    QVERIFY2(m_nginx.start(), qPrintable(m_nginx.report()));
}

QJsonObject TestAligned::alignment(Api &api)
{
    return api.get(QStringLiteral("/v1/channels/%1/status").arg(channel))
        .json.value(QLatin1String("alignment"))
        .toObject();
}

bool TestAligned::waitForRelation(Api &api, const QString &relation, std::chrono::milliseconds timeout)
{
    return waitUntil([&] { return word(alignment(api), "relation") == relation; }, timeout,
                     qPrintable(QString(QStringLiteral("the paths to be ") + relation)));
}

void TestAligned::takesLoseNothingAndRepeatNothing_data()
{
    QTest::addColumn<QString>("protocol");
    QTest::addColumn<QStringList>("options");
    QTest::newRow("both over a real server") << QStringLiteral("rtmp") << QStringList();
    QTest::newRow("RTMP and SRT, B-frames")
        << QStringLiteral("srt") << QStringList{QStringLiteral("--bframes"), QStringLiteral("2")};
}

void TestAligned::takesLoseNothingAndRepeatNothing()
{
    QFETCH(QString, protocol);
    QFETCH(QStringList, options);
    const QString a = m_nginx.url(protocol + QStringLiteral("-a"));
    const bool srt = protocol == QLatin1String("srt");
    const QString b = srt ? QStringLiteral("srt://127.0.0.1:%1").arg(freePort())
                          : m_nginx.url(protocol + QStringLiteral("-b"));
    const QTemporaryDir folder;
    const QString recording = folder.filePath(QStringLiteral("programme.ts"));
    const QString sent = folder.filePath(QStringLiteral("sent.ts"));

    Daemon daemon({channelJson(
        channel, a, QStringLiteral("pull"), b, srt ? QStringLiteral("listen") : QStringLiteral("pull"),
        {outputJson(QStringLiteral("archive"), QStringLiteral("recording"), recording)})});
    QVERIFY2(daemon.start(), qPrintable(daemon.report()));
    Feeds feeds(Feeds::smallPictures() + QStringList{QStringLiteral("--aligned")} + options, {a, b, sent});
    QVERIFY2(feeds.start(), qPrintable(feeds.report()));
    Api &api = daemon.api();
    QVERIFY(api.waitUntilFit(channel, QStringLiteral("primary")));
    QVERIFY(api.waitUntilFit(channel, QStringLiteral("backup")));
    QVERIFY2(waitForRelation(api, QStringLiteral("aligned"), 30s), shown(alignment(api)).constData());
    QVERIFY2(std::abs(number(alignment(api), "offsetMs")) < 500, shown(alignment(api)).constData());
    QCOMPARE(word(api.takeAndWait(channel, QStringLiteral("primary")), "state"), QStringLiteral("done"));

    for (int i = 0; i < takes; ++i) {
        const QJsonObject operation =
            api.takeAndWait(channel, i % 2 == 0 ? QStringLiteral("backup") : QStringLiteral("primary"));
        const QJsonObject evidence = operation.value(QLatin1String("evidence")).toObject();
        QVERIFY2(word(evidence, "cut") == QLatin1String("aligned"), shown(operation).constData());
        QCOMPARE(number(evidence, "picturesLost"), 0.0);
        QCOMPARE(number(evidence, "picturesRepeated"), 0.0);
        // At other places of the group of pictures each time.
        QVERIFY(letRun(std::chrono::milliseconds(130 + 7 * i)));
    }
    QVERIFY(daemon.process().terminate());
    QVERIFY(feeds.process().terminate());

    compare(recording, sent, takes * 4);
}

void TestAligned::compare(const QString &recording, const QString &sent, int atLeast)
{
    // Every picture behind the slate is the next one of what was sent, to the byte.
    const QByteArrayList source = slicesOf(sent);
    const QByteArrayList programme = slicesOf(recording);
    const auto first =
        std::ranges::find_if(programme, [&](const QByteArray &hash) { return source.contains(hash); });
    const qsizetype from = first - programme.begin();
    QVERIFY(from < programme.size());
    const qsizetype in = source.indexOf(*first);
    QVERIFY2(programme.size() - from > atLeast, "hardly any pictures");
    for (qsizetype i = from; i < programme.size(); ++i) {
        const qsizetype expected = in + i - from;
        QVERIFY2(expected < source.size() && programme[i] == source[expected],
                 qPrintable(QStringLiteral("picture %1 of %2 is number %3 of %4 sent, expected %5")
                                .arg(i - from)
                                .arg(programme.size() - from)
                                .arg(source.indexOf(programme[i]))
                                .arg(source.size())
                                .arg(expected)));
    }
}

void TestAligned::failoverLosesNothingAndRepeatsNothing()
{
    const QString a = m_nginx.url(QStringLiteral("fail-a"));
    const QString b = m_nginx.url(QStringLiteral("fail-b"));
    const QTemporaryDir folder;
    const QString recording = folder.filePath(QStringLiteral("programme.ts"));
    const QString sent = folder.filePath(QStringLiteral("sent.ts"));
    QJsonObject config =
        channelJson(channel, a, QStringLiteral("pull"), b, QStringLiteral("pull"),
                    {outputJson(QStringLiteral("archive"), QStringLiteral("recording"), recording)});
    config.insert(QStringLiteral("failover"), QJsonObject{{QStringLiteral("mode"), QStringLiteral("once")}});
    Daemon daemon({config});
    QVERIFY2(daemon.start(), qPrintable(daemon.report()));
    Feeds feeds(Feeds::smallPictures() + QStringList{QStringLiteral("--aligned")}, {a, b, sent});
    QVERIFY2(feeds.start(), qPrintable(feeds.report()));
    Api &api = daemon.api();
    QVERIFY(api.waitUntilFit(channel, QStringLiteral("primary")));
    QVERIFY(api.waitUntilFit(channel, QStringLiteral("backup")));
    QVERIFY(waitForRelation(api, QStringLiteral("aligned"), 30s));
    QCOMPARE(word(api.takeAndWait(channel, QStringLiteral("primary")), "state"), QStringLiteral("done"));
    for (int i = 0; i < 6; ++i) {
        const QString feed = QString::number(i % 2 + 1);
        const QString other = i % 2 == 0 ? QStringLiteral("backup") : QStringLiteral("primary");
        // Its connection breaks, or its encoder says nothing more.
        const QString fault = i % 3 == 2 ? QStringLiteral(" stop") : QStringLiteral(" cut");
        QVERIFY(!feeds.say(feed + fault).isEmpty());
        QVERIFY(waitUntil([&] { return onAir(api) == other; }, 15s, "the engine to change over"));
        QVERIFY(letRun(500ms));
        QVERIFY(!feeds.say(feed + QStringLiteral(" resume")).isEmpty());
        QVERIFY(api.waitUntilFit(channel, QStringLiteral("primary")));
        QVERIFY(api.waitUntilFit(channel, QStringLiteral("backup")));
        QVERIFY2(waitForRelation(api, QStringLiteral("aligned"), 30s), shown(alignment(api)).constData());
    }
    QVERIFY(daemon.process().terminate());
    QVERIFY(feeds.process().terminate());
    compare(recording, sent, 200);
}

void TestAligned::twoEncodesAndTheirDistance()
{
    const QString a = m_nginx.url(QStringLiteral("one"));
    const QString b = m_nginx.url(QStringLiteral("two"));
    QJsonObject config = channelJson(channel, a, QStringLiteral("pull"), b, QStringLiteral("pull"), {});
    // The primary is held back half a second, so that much less is to be seen.
    QJsonObject primary = config.value(QLatin1String("primary")).toObject();
    primary.insert(QStringLiteral("delayMs"), 500);
    config.insert(QStringLiteral("primary"), primary);
    Daemon daemon({config});
    QVERIFY2(daemon.start(), qPrintable(daemon.report()));
    const int64_t epoch = twinfeed::SystemClock().now();
    const auto push = [&](const QString &url, int64_t counterFrom, QStringList options) {
        auto feeds =
            std::make_unique<Feeds>(Feeds::smallPictures()
                                        + QStringList{QStringLiteral("--melody"), QStringLiteral("--epoch"),
                                                      QString::number(counterFrom)}
                                        + options,
                                    QStringList{url});
        return feeds;
    };
    const auto one = push(a, epoch, {});
    // Two seconds late, and encoded by somebody else.
    const auto two =
        push(b, epoch + 2'000'000,
             {QStringLiteral("--gop"), QStringLiteral("45"), QStringLiteral("--bframes"), QStringLiteral("2"),
              QStringLiteral("--profile"), QStringLiteral("main"), QStringLiteral("--sample-rate"),
              QStringLiteral("44100"), QStringLiteral("--mono")});
    QVERIFY2(one->start(), qPrintable(one->report()));
    QVERIFY2(two->start(), qPrintable(two->report()));
    Api &api = daemon.api();
    QVERIFY(api.waitUntilFit(channel, QStringLiteral("primary")));
    QVERIFY(api.waitUntilFit(channel, QStringLiteral("backup")));
    QVERIFY2(waitForRelation(api, QStringLiteral("offset"), 60s), shown(alignment(api)).constData());
    // How the paths arrive at the very beginning is slewed away at 10 ms a second, and it is measured anew each 20 s.
    QVERIFY2(waitUntil([&] { return std::abs(number(alignment(api), "offsetMs") - 1'500) < pictureMs; }, 100s,
                       "the offset to be right"),
             shown(alignment(api)).constData());
    const QJsonObject found = alignment(api);
    QVERIFY2(number(found, "certainty") >= 0.5, shown(found).constData());
    QCOMPARE(word(found, "method"), QStringLiteral("sound"));
    QCOMPARE(word(found, "reasonCode"), QStringLiteral("packets-differ"));
}

QTEST_GUILESS_MAIN(TestAligned)

#include "tst_aligned.moc"
