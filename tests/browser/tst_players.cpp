// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/clock.h"
#include "tests/browser/watching.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <vector>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace {

const QString channel = QStringLiteral("main");
constexpr int takes = 20;
constexpr int failovers = 5;
/// Seconds: three target durations of our segments, less a bit of rounding.
constexpr double startsBehind = 11.9;

QString word(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

/// What a viewer sees of a source: the number of the feed, nobody's pictures of the slate.
QString shownOf(const QString &source)
{
    if (source == QLatin1String("slate"))
        return QStringLiteral("none");
    return source == QLatin1String("primary") ? QStringLiteral("1") : QStringLiteral("2");
}

} // namespace

/// The audience: Chromium with mpegts.js on HTTP-FLV and with hls.js on HLS, while the director works. It sees every source
/// that was on air, in order, and never waits.
class TestPlayers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void watchesTheShow();
    void noticesAStandstill();

private:
    void take(const QString &source);
    /// The encoder on air goes away and comes back; `fault` is a word of twinfeed-feed.
    void failOver(const QString &fault);
    QString onAir();
    /// What was put on air stays for a moment, as it would.
    void letSee(std::chrono::milliseconds time = 1s);
    void report(const QJsonObject &summary) const;

    QStringList preview() const;
    /// What the HLS playlist holds, newest last.
    struct Segment
    {
        QByteArray name;
        double seconds = 0;
    };
    std::vector<Segment> listed() const;
    /// Nobody sees any more how the encoders came, and there is enough to start with.
    bool hasBegun(const QByteArray &newestBefore) const;

    const QTemporaryDir m_folder;
    const QString m_hls = m_folder.filePath(QStringLiteral("hls"));
    std::unique_ptr<Daemon> m_daemon;
    std::unique_ptr<Feeds> m_feeds;
    QJsonArray m_evidence; ///< of the takes
    QStringList m_aired; ///< what was on air, as shownOf() says it
};

void TestPlayers::take(const QString &source)
{
    QVERIFY2(m_daemon->api().waitUntilFit(channel, source), qPrintable(m_daemon->report()));
    const QJsonObject answer = m_daemon->api().takeAndWait(channel, source);
    QVERIFY2(word(answer, "state") == QLatin1String("done"),
             QJsonDocument(answer).toJson(QJsonDocument::Compact).constData());
    m_evidence << answer.value(QLatin1String("evidence"));
    m_aired << shownOf(source);
    letSee();
}

QString TestPlayers::onAir()
{
    return word(m_daemon->api().get(QStringLiteral("/v1/channels/") + channel).json, "onAir");
}

void TestPlayers::failOver(const QString &fault)
{
    const QString before = onAir();
    const bool primaryGoes = before == QLatin1String("primary");
    const QString feed = primaryGoes ? QStringLiteral("1 ") : QStringLiteral("2 ");
    const QString other = primaryGoes ? QStringLiteral("backup") : QStringLiteral("primary");
    QVERIFY2(m_daemon->api().waitUntilFit(channel, other), qPrintable(m_daemon->report()));
    QVERIFY(!m_feeds->say(feed + fault).isEmpty());
    QVERIFY2(waitUntil([&] { return onAir() != before; }, 20s, "the failover"),
             m_daemon->api().get(QStringLiteral("/v1/journal?limit=20")).body.constData());
    QCOMPARE(onAir(), other);
    m_aired << shownOf(onAir());
    QVERIFY(!m_feeds->say(feed + QStringLiteral("resume")).isEmpty());
    QVERIFY2(m_daemon->api().waitUntilFit(channel, before), qPrintable(m_daemon->report()));
    letSee();
}

void TestPlayers::letSee(std::chrono::milliseconds time)
{
    const twinfeed::SystemClock clock;
    const int64_t until = clock.now() + std::chrono::microseconds(time).count();
    QVERIFY(waitUntil([&] { return clock.now() >= until; }, 2 * time + 1s, "the programme to run on"));
}

void TestPlayers::report(const QJsonObject &summary) const
{
    if (summary.value(QLatin1String("ranges")).toArray().size() > 1)
        qInfo().noquote() << QJsonDocument(m_evidence).toJson(QJsonDocument::Compact)
                          << m_daemon->api().get(QStringLiteral("/v1/journal?limit=60")).body;
    qInfo().noquote() << QJsonDocument(summary).toJson(QJsonDocument::Compact);
}

QStringList TestPlayers::preview() const
{
    return Watching::flv(
        m_daemon->api().url(QStringLiteral("/v1/channels/main/sources/programme/preview.flv")),
        m_daemon->api().token());
}

std::vector<TestPlayers::Segment> TestPlayers::listed() const
{
    QFile file(m_hls + QStringLiteral("/index.m3u8"));
    std::vector<Segment> segments;
    double seconds = 0;
    const QByteArrayList lines =
        file.open(QIODevice::ReadOnly) ? file.readAll().split('\n') : QByteArrayList();
    for (const QByteArray &line : lines) {
        if (line.startsWith("#EXTINF:"))
            seconds = line.mid(8, line.indexOf(',') - 8).toDouble();
        else if (line.startsWith("segment-"))
            segments.push_back({line, seconds});
    }
    return segments;
}

bool TestPlayers::hasBegun(const QByteArray &newestBefore) const
{
    double seconds = 0;
    for (const Segment &segment : listed()) {
        if (segment.name <= newestBefore)
            return false;
        seconds += segment.seconds;
    }
    return seconds > startsBehind;
}

void TestPlayers::initTestCase()
{
    QVERIFY2(QFile::exists(Watching::modules()), "The players are missing: ./dev setup fetches them.");
    const QString a = QStringLiteral("rtmp://127.0.0.1:%1/live/a").arg(freePort());
    const QString b = QStringLiteral("rtmp://127.0.0.1:%1/live/b").arg(freePort());
    QJsonObject config = channelJson(channel, a, QStringLiteral("listen"), b, QStringLiteral("listen"),
                                     {outputJson(QStringLiteral("web"), QStringLiteral("hls"), m_hls)});
    config.insert(QStringLiteral("failover"), QJsonObject{{QStringLiteral("mode"), QStringLiteral("once")}});
    // Two browsers that decode in software may keep an encoder of this machine from sending for a while: that is no loss here.
    config.insert(QStringLiteral("holdMs"), 1500);
    config.insert(QStringLiteral("lossMs"), 1000);
    m_daemon = std::make_unique<Daemon>(QJsonArray{config});
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    m_feeds = std::make_unique<Feeds>(Feeds::smallPictures(), QStringList{a, b});
    QVERIFY2(m_feeds->start(), qPrintable(m_feeds->report()));
    for (const char *source : {"primary", "backup", "slate"})
        QVERIFY2(m_daemon->api().waitUntilFit(channel, QLatin1String(source)),
                 qPrintable(m_daemon->report()));
    take(QStringLiteral("primary"));
}

void TestPlayers::watchesTheShow()
{
    Watching flv(preview());
    Watching segments(Watching::hls(m_hls));
    // A player of HLS keeps three target durations behind the newest segment (RFC 8216, 6.3.3). One that comes in the first
    // seconds of a programme cannot, has less in hand than a segment may last, and waits for the first long one. And the list
    // reaches back to when encoders came one by one.
    const auto newest = [this] {
        const auto segments = listed();
        return segments.empty() ? QByteArray() : segments.back().name;
    };
    const QByteArray before = newest();
    QVERIFY(waitUntil([&] { return newest() > before; }, 20s, "the segment in which it began"));
    const QByteArray begun = newest();
    QVERIFY(waitUntil([&] { return hasBegun(begun); }, 60s, "a programme that has begun"));
    for (Watching *player : {&segments, &flv}) {
        QVERIFY2(player->start(m_aired.first()), qPrintable(player->report()));
        QVERIFY2(player->begin(), qPrintable(player->report()));
    }

    for (int i = 0; i < takes && !QTest::currentTestFailed(); ++i)
        take(i % 2 == 0 ? QStringLiteral("backup") : QStringLiteral("primary"));
    for (int i = 0; i < failovers && !QTest::currentTestFailed(); ++i)
        failOver(i % 2 == 0 ? QStringLiteral("cut") : QStringLiteral("stop"));
    for (const char *source : {"slate", "primary", "slate", "backup"})
        take(QLatin1String(source));
    if (QTest::currentTestFailed())
        return;

    for (Watching *player : {&flv, &segments}) {
        // One that missed something is told by what it has shown.
        const bool all = std::ranges::all_of(
            m_aired, [&](const QString &source) { return player->waitUntilShown(source, 30s); });
        const QJsonObject summary = player->finish();
        report(summary);
        if (!all || !noticedIn(summary).isEmpty())
            qInfo().noquote() << player->report() << m_daemon->report();
        QCOMPARE(summary.value(QLatin1String("shown")).toVariant().toStringList(), m_aired);
        QCOMPARE(noticedIn(summary), QString());
        QVERIFY(all);
    }
}

/// What the test above counts does come about where the programme is held up.
void TestPlayers::noticesAStandstill()
{
    Watching player(preview());
    QVERIFY2(player.start(shownOf(onAir())), qPrintable(player.report()));
    QVERIFY2(player.begin(), qPrintable(player.report()));
    QCOMPARE(::kill(pid_t(m_daemon->pid()), SIGSTOP), 0);
    letSee(5s);
    QCOMPARE(::kill(pid_t(m_daemon->pid()), SIGCONT), 0);
    letSee();
    const QJsonObject summary = player.finish();
    QVERIFY(!summary.value(QLatin1String("waiting")).toArray().isEmpty());
    QVERIFY2(noticedIn(summary).contains(QLatin1String("waiting for ")), qPrintable(noticedIn(summary)));
}

QTEST_GUILESS_MAIN(TestPlayers)
#include "tst_players.moc"
