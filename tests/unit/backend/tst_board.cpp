// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/board.h"

#include "tests/unit/backend/rig.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <thread>

using namespace twinfeed;
using namespace twinfeed::backend;

class tst_Board : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsCountByOne();
    void snapshotIsWhatTheEventsMade();
    void snapshotsAndEventsAreAtomic();
    void addressesAreRedacted();
    void removedChannelsAreGone();
    void metricsCarryNoId();
    void oldOperationsAreForgottenRunningOnesNot();

private:
    static quint64 numberOf(const QString &id) { return id.section(QLatin1Char('-'), 1).toULongLong(); }
};

void tst_Board::eventsCountByOne()
{
    Board board(QStringLiteral("inc"));
    QCOMPARE(board.snapshot().lastEventId, QStringLiteral("inc-0"));
    test::RecordingSink sink;
    board.setSink(&sink);
    Board::News news;
    news.channel({test::Rig::config(QStringLiteral("main")), 1, Source::Slate, {}});
    news.journal({});
    board.publish(news);
    board.publish({});
    Board::News more;
    more.slate({QStringLiteral("calm"), QStringLiteral("Calm"), QStringLiteral("ready"), {}, {}, true, {}, {}});
    board.publish(more);
    const auto events = sink.events();
    QCOMPARE(events.size(), size_t(3));
    for (size_t i = 0; i < events.size(); ++i)
        QCOMPARE(events[i].id, QStringLiteral("inc-%1").arg(i + 1));
    QCOMPARE(board.snapshot().lastEventId, QStringLiteral("inc-3"));
}

void tst_Board::snapshotIsWhatTheEventsMade()
{
    Board board(QStringLiteral("inc"));
    Board::News news;
    news.channel({test::Rig::config(QStringLiteral("main")), 4, Source::Backup, QStringLiteral("calm")});
    ChannelStatus status;
    status.channel = QStringLiteral("main");
    news.status(status);
    Operation running;
    running.id = QStringLiteral("1");
    news.operation(running);
    Operation ended = running;
    ended.id = QStringLiteral("2");
    ended.endedAt = QDateTime::currentDateTimeUtc();
    news.operation(ended);
    board.publish(news);
    const QJsonObject data = board.snapshot().data;
    QCOMPARE(data.value(QLatin1String("channels")).toArray().size(), 1);
    QCOMPARE(data.value(QLatin1String("channels"))
                 .toArray()[0]
                 .toObject()
                 .value(QLatin1String("revision"))
                 .toInt(),
             4);
    QCOMPARE(data.value(QLatin1String("statuses")).toArray().size(), 1);
    QCOMPARE(data.value(QLatin1String("operations")).toArray().size(), 1);
    QCOMPARE(board.operation(QStringLiteral("2")), std::optional(ended));
    QVERIFY(!board.operation(QStringLiteral("3")));
}

void tst_Board::snapshotsAndEventsAreAtomic()
{
    // Two documents change together, always to the same revision, while others take snapshots: a snapshot must hold
    // both or neither, and exactly the changes up to its number.
    Board board(QStringLiteral("inc"));
    constexpr int rounds = 2'000;
    std::atomic<bool> torn = false;
    std::atomic<bool> done = false;
    std::vector<std::jthread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&] {
            while (!done) {
                const auto snapshot = board.snapshot();
                const QJsonArray channels = snapshot.data.value(QLatin1String("channels")).toArray();
                const auto revision = [&](int channel) {
                    return quint64(channels[channel].toObject().value(QLatin1String("revision")).toDouble());
                };
                if (channels.isEmpty()
                        ? numberOf(snapshot.lastEventId) != 0
                        : revision(0) != revision(1) || numberOf(snapshot.lastEventId) != 2 * revision(0))
                    torn = true;
            }
        });
    }
    for (quint64 revision = 1; revision <= rounds; ++revision) {
        Board::News news;
        news.channel({test::Rig::config(QStringLiteral("a")), revision, Source::Slate, {}});
        news.channel({test::Rig::config(QStringLiteral("b")), revision, Source::Slate, {}});
        board.publish(news);
    }
    done = true;
    readers.clear();
    QVERIFY(!torn);
}

void tst_Board::addressesAreRedacted()
{
    Board board(QStringLiteral("inc"));
    test::RecordingSink sink;
    board.setSink(&sink);
    Board::News news;
    news.channel({test::Rig::config(QStringLiteral("main")), 1, Source::Slate, {}});
    board.publish(news);
    for (const QJsonObject &object : {sink.events()[0].data, board.snapshot().data}) {
        const QByteArray text = QJsonDocument(object).toJson();
        QVERIFY(text.contains("10.0.0.1"));
        for (const char *secret : {"primary-key", "cdn-key", "very-secret", "user:secret"})
            QVERIFY2(!text.contains(secret), secret);
    }
    // Who asks for the document itself gets it whole: the server redacts by role.
    QCOMPARE(board.channel(QStringLiteral("main"))->config, test::Rig::config(QStringLiteral("main")));
}

void tst_Board::removedChannelsAreGone()
{
    Board board(QStringLiteral("inc"));
    Board::News news;
    news.channel({test::Rig::config(QStringLiteral("main")), 1, Source::Slate, {}});
    board.publish(news);
    board.setTaps(QStringLiteral("main"), {});
    Board::News gone;
    gone.channelRemoved(QStringLiteral("main"));
    test::RecordingSink sink;
    board.setSink(&sink);
    board.publish(gone);
    QVERIFY(board.channels().empty());
    QVERIFY(!board.taps(QStringLiteral("main")));
    QCOMPARE(sink.events()[0].type, QStringLiteral("channel-removed"));
    QCOMPARE(sink.events()[0].data, (QJsonObject{{QStringLiteral("id"), QStringLiteral("main")}}));
}

void tst_Board::metricsCarryNoId()
{
    Board board(QStringLiteral("inc"));
    test::RecordingSink sink;
    board.setSink(&sink);
    Metric metric;
    metric.channel = QStringLiteral("main");
    board.publishMetrics({metric});
    QCOMPARE(sink.metricRounds(), 1);
    QCOMPARE(board.metrics().size(), size_t(1));
    QCOMPARE(board.snapshot().lastEventId, QStringLiteral("inc-0"));
}

void tst_Board::oldOperationsAreForgottenRunningOnesNot()
{
    Board board(QStringLiteral("inc"));
    for (int i = 0; i < 1'000; ++i) {
        Operation operation;
        operation.id = QString::number(i);
        if (i > 0)
            operation.endedAt = QDateTime::currentDateTimeUtc();
        Board::News news;
        news.operation(operation);
        board.publish(news);
    }
    QVERIFY(board.operation(QStringLiteral("0")));
    QVERIFY(!board.operation(QStringLiteral("1")));
    QVERIFY(board.operation(QStringLiteral("999")));
}

QTEST_GUILESS_MAIN(tst_Board)
#include "tst_board.moc"
