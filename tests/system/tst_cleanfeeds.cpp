// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/clock.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

using namespace std::chrono_literals;
using namespace twinfeed::test;

namespace {

// Of streams that nothing is wrong with. For a look at the test itself: TWINFEED_CLEAN_SECONDS.
constexpr int usualSeconds = 600;

struct Kind
{
    const char *id;
    const char *scheme;
    const char *options; ///< of the feeds, beside Feeds::smallPictures()
};
constexpr Kind kinds[]{
    {"plain", "rtmp", ""},
    {"reordered", "srt", "--rate 25 --gop 50 --bframes 2 --melody"},
    {"fast", "udp", "--rate 50 --gop 200 --sample-rate 44100 --mono"},
};

} // namespace

/// No alarm in ten minutes of three kinds of clean streams, each measured on both paths, the programme and an output; and all that
/// could have found something was at work.
class TestCleanFeeds final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsFound();

private:
    QJsonArray metrics() const
    {
        return m_daemon->api()
            .get(QStringLiteral("/v1/metrics"))
            .json.value(QLatin1String("metrics"))
            .toArray();
    }
    /// "" or what is not measured.
    QString unmeasured() const;
    bool startFeeds();

    std::unique_ptr<Daemon> m_daemon;
    std::vector<std::unique_ptr<Feeds>> m_feeds;
    std::vector<QStringList> m_urls;
};

QString TestCleanFeeds::unmeasured() const
{
    const QJsonArray all = metrics();
    for (const Kind &kind : kinds) {
        for (const char *node : {"primary", "backup", "programme"}) {
            for (const char *name :
                 {"fps", "bitrateMean", "black", "frozen", "silent", "truePeak", "brightness"}) {
                const bool known = std::ranges::any_of(all, [&](const QJsonValue &metric) {
                    return metric[QLatin1String("channel")] == QLatin1String(kind.id)
                        && metric[QLatin1String("node")] == QLatin1String(node)
                        && metric[QLatin1String("name")] == QLatin1String(name)
                        && metric[QLatin1String("value")].isDouble();
                });
                if (!known)
                    return QStringLiteral("%1 %2 %3")
                        .arg(QLatin1String(kind.id), QLatin1String(node), QLatin1String(name));
            }
        }
    }
    return {};
}

bool TestCleanFeeds::startFeeds()
{
    for (size_t i = 0; i < std::size(kinds); ++i) {
        const QStringList options =
            QString::fromLatin1(kinds[i].options).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        QStringList urls = m_urls[i];
        if (qstrcmp(kinds[i].scheme, "udp") == 0) {
            for (QString &url : urls)
                url += QStringLiteral("?pkt_size=1316");
        }
        m_feeds.push_back(std::make_unique<Feeds>(Feeds::smallPictures() + options, urls));
        if (!m_feeds.back()->start())
            return false;
    }
    return true;
}

void TestCleanFeeds::nothingIsFound()
{
    const QString listen = QStringLiteral("listen");
    const QTemporaryDir folder;
    QJsonArray channels;
    for (const Kind &kind : kinds) {
        const auto url = [&](const char *name) {
            const QString address =
                QStringLiteral("%1://127.0.0.1:%2").arg(QLatin1String(kind.scheme)).arg(freePort());
            return qstrcmp(kind.scheme, "rtmp") == 0
                ? address + QStringLiteral("/live/") + QLatin1String(name)
                : address;
        };
        m_urls.push_back({url("a"), url("b")});
        const QString place = folder.filePath(QLatin1String(kind.id)) + QStringLiteral("/index.m3u8");
        channels.append(channelJson(QLatin1String(kind.id), m_urls.back()[0], listen, m_urls.back()[1],
                                    listen,
                                    {outputJson(QStringLiteral("web"), QStringLiteral("hls"), place)}));
    }
    m_daemon = std::make_unique<Daemon>(channels);
    QVERIFY2(m_daemon->start(), qPrintable(m_daemon->report()));
    QVERIFY(startFeeds());
    for (const Kind &kind : kinds) {
        const QString id = QLatin1String(kind.id);
        QVERIFY2(m_daemon->api().waitUntilFit(id, QStringLiteral("primary")), kind.id);
        QVERIFY2(m_daemon->api().waitUntilFit(id, QStringLiteral("backup")), kind.id);
        QCOMPARE(m_daemon->api()
                     .takeAndWait(id, QStringLiteral("primary"))
                     .value(QLatin1String("state"))
                     .toString(),
                 QStringLiteral("done"));
    }
    QVERIFY(waitUntil([&] { return unmeasured().isEmpty(); }, 30s, "everything to be measured"));
    // What the start has brought (no programme, no output yet) is over.
    QVERIFY(waitUntil(
        [&] {
            return m_daemon->api()
                .get(QStringLiteral("/v1/alarms"))
                .json.value(QLatin1String("alarms"))
                .toArray()
                .isEmpty();
        },
        120s, "the start's alarms to be over"));
    const QString historyPath = QStringLiteral("/v1/alarms/history?limit=1000");
    const auto history = [&] {
        return m_daemon->api().get(historyPath).json.value(QLatin1String("alarms")).toArray();
    };
    const QJsonArray before = history();
    const int seconds = qEnvironmentVariableIsSet("TWINFEED_CLEAN_SECONDS")
        ? qEnvironmentVariableIntValue("TWINFEED_CLEAN_SECONDS")
        : usualSeconds;
    const twinfeed::SystemClock clock;
    for (const int64_t since = clock.now(); clock.now() - since < int64_t(seconds) * 1'000'000;) {
        QVERIFY(letRun(5s));
        QCOMPARE(unmeasured(), QString());
        const QJsonArray now = history();
        QStringList found;
        for (qsizetype i = 0; i < now.size() - before.size(); ++i) // the newest come first
            found << now[i][QLatin1String("text")].toString();
        QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1String("; "))));
    }
}

QTEST_GUILESS_MAIN(TestCleanFeeds)

#include "tst_cleanfeeds.moc"
