// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/streamreader.h"

#include "tests/support/badserver.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/unit/feed/feedtools.h"

#include <QtTest>

#include <thread>

using namespace twinfeed;
using namespace twinfeed::feed;
using namespace std::chrono_literals;

class TestStreamReader final : public QObject
{
    Q_OBJECT

private:
    FeedTools m_tools;
    const SystemClock m_clock;

    /// Writes what `pick` takes of a timeline of source 1 and one of source 2, which run side by side.
    using Pick = std::function<bool(int source, const TimelinePacket &)>;
    bool splice(const QString &path, const Pick &pick, int bframes = 0)
    {
        VideoFormat format = FeedTools::smallFormat();
        format.gop = 30;
        format.bframes = bframes;
        VideoFormat other = format;
        other.source = 2;
        const FeedLoops loops[]{m_tools.loops(format), m_tools.loops(other)};
        Patience patience{m_clock, {}};
        auto connection = FeedConnection::open(path, loops[0], patience);
        if (!connection)
            return false;
        const auto index = [](const LoopPtr &loop) { return LoopIndexPtr(loop, &loop->index()); };
        LoopTimeline timelines[]{{index(loops[0].video[0]), 30, index(loops[0].sound[0]), 48'000},
                                 {index(loops[1].video[0]), 30, index(loops[1].sound[0]), 48'000}};
        for (int i = 0; i < 350; ++i) {
            for (const int source : {1, 2}) {
                LoopTimeline &timeline = timelines[source - 1];
                if (pick(source, timeline.peek())
                    && !(*connection)->write(timeline.peek(), loops[source - 1], 0))
                    return false;
                timeline.pop();
            }
        }
        return (*connection)->finish().ok();
    }

private Q_SLOTS:
    void readsEveryContainer_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"a.ts", "a.flv", "a.mp4", "a.mkv"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void readsEveryContainer()
    {
        QFETCH(QString, name);
        VideoFormat format = FeedTools::smallFormat();
        format.bframes = 2;
        const QString path = m_tools.path(name);
        QVERIFY(m_tools.pushToFile(m_tools.loops(format), 30, path, 10)); // over two joins of the loop
        const ReadReport report = FeedTools::read(path);
        QCOMPARE(report.error, QString());
        QCOMPARE(report.totals.pictures, int64_t(300));
        QCOMPARE(report.totals.picturesOf.at(1), int64_t(300));
        QCOMPARE(report.totals.lost, int64_t(0));
        QCOMPARE(report.totals.repeated, int64_t(0));
        QCOMPARE(report.totals.damaged, int64_t(0));
        QCOMPARE(report.totals.ptsNotRising, int64_t(0));
        QCOMPARE(report.totals.videoDtsNotRising + report.totals.soundDtsNotRising, int64_t(0));
        QCOMPARE(report.decodeErrors, int64_t(0));
        QVERIFY(report.totals.largestGapMs < 35);
        QVERIFY(report.totals.largestSoundGapMs < 23);
        QVERIFY(report.sync && report.sync->count >= 8);
        QVERIFY(report.sync->least > -3 && report.sync->most < 3);
        QCOMPARE(report.format.video, QStringLiteral("h264"));
        QCOMPARE(report.format.width, 320);
        QCOMPARE(report.format.sampleRate, 48'000);
    }

    void aGoodSpliceIsClean()
    {
        const QString path = m_tools.path(QStringLiteral("good.ts"));
        QVERIFY(splice(path, [](int source, const TimelinePacket &p) {
            return (source == 1) == (p.video ? p.pts < 60 : p.pts < 96'000);
        }));
        const ReadReport report = FeedTools::read(path);
        QCOMPARE(report.decodeErrors, int64_t(0));
        QCOMPARE(report.totals.damaged, int64_t(0));
        QCOMPARE(report.totals.lost + report.totals.lostAtChanges + report.totals.repeatedAtChanges,
                 int64_t(0));
        const auto change = std::find_if(report.events.begin(), report.events.end(), [](const ReadEvent &e) {
            return e.kind == ReadEvent::Kind::Change;
        });
        QVERIFY(change != report.events.end());
        QCOMPARE(*change->step, int64_t(1));
        QCOMPARE(*change->counterAfter, 60);
    }

    /// In the middle of a group of pictures, with the keyframe missing: no decoder says a word, the pictures do.
    void aBadSpliceIsSeenWithoutADecoderMessage()
    {
        const QString path = m_tools.path(QStringLiteral("bad.ts"));
        QVERIFY(splice(path, [](int source, const TimelinePacket &p) {
            return (source == 1) == (p.video ? p.pts < 70 : p.pts < 112'000);
        }));
        const ReadReport report = FeedTools::read(path);
        QCOMPARE(report.totals.corrupt, int64_t(0));
        QVERIFY2(report.totals.damaged >= 15 && report.totals.damaged <= 20,
                 qPrintable(QString::number(report.totals.damaged))); // up to the keyframe at 90
    }

    void aDroppedKeyframeIsSeen()
    {
        const QString path = m_tools.path(QStringLiteral("dropped.ts"));
        QVERIFY(splice(path, [](int source, const TimelinePacket &p) {
            return source == 1 && !(p.video && p.pts == 60);
        }));
        const ReadReport report = FeedTools::read(path);
        QVERIFY(report.totals.damaged > 0);
        // Of another source's group: nothing before the next keyframe is right.
        QVERIFY(splice(path, [](int source, const TimelinePacket &p) {
            return p.video ? (source == 1) == (p.pts < 60) && !(source == 2 && p.pts == 60) : source == 1;
        }));
        const ReadReport other = FeedTools::read(path);
        QVERIFY(other.totals.damaged >= 15);
        QCOMPARE(other.totals.damaged + other.totals.lostAtChanges,
                 int64_t(30)); // what the decoder dropped by itself
    }

    void lostPicturesAreCounted()
    {
        const QString path = m_tools.path(QStringLiteral("lost.ts"));
        QVERIFY(splice(path, [](int source, const TimelinePacket &p) {
            return source == 1 && !(p.video && p.pts >= 50 && p.pts < 60); // the end of a group
        }));
        const ReadReport report = FeedTools::read(path);
        QCOMPARE(report.totals.lost, int64_t(10));
        QCOMPARE(report.totals.damaged, int64_t(0));
        QVERIFY(qAbs(report.totals.largestGapMs - 366.7) < 1);
    }

    void startsAtTheFirstKeyframe()
    {
        const QString path = m_tools.path(QStringLiteral("late.ts"));
        QVERIFY(splice(
            path,
            [](int source, const TimelinePacket &p) { return source == 1 && (!p.video || p.pts >= 11); }, 2));
        const ReadReport report = FeedTools::read(path);
        QVERIFY(report.skippedBeforeKeyframe >= 15);
        QCOMPARE(report.decodeErrors, int64_t(0));
        QCOMPARE(report.totals.damaged, int64_t(0));
    }

    void aFileThatIsNoStreamIsAnError()
    {
        const QString path = m_tools.path(QStringLiteral("text.ts"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray("no stream at all\n").repeated(1'000));
        file.close();
        QVERIFY(!FeedTools::read(path).error.isEmpty());
        QVERIFY(FeedTools::read(m_tools.path(QStringLiteral("missing.ts")))
                    .error.contains(QLatin1String("No such file")));
    }

    void triesAgainUntilItsTimeIsOver()
    {
        ReadCollector collector;
        const QString url = QStringLiteral("tcp://127.0.0.1:%1").arg(test::freePort());
        const int64_t before = m_clock.now();
        const auto result = StreamReader({url, {}, false, 0.5}, m_clock, collector).run({});
        QCOMPARE(result.error().code, QStringLiteral("open-failed"));
        QVERIFY(m_clock.now() - before >= 250'000);
    }

    void aStopEndsAHangingRead()
    {
        const test::BadServer server(test::BadServer::Manner::Hang);
        std::stop_source stop;
        int64_t stoppedAt = 0;
        std::jthread stopper([&] {
            test::waitUntil([&] { return server.connections() > 0; }, 10s, "a connection");
            stoppedAt = m_clock.now();
            stop.request_stop();
        });
        ReadCollector collector;
        const QString url = QStringLiteral("http://127.0.0.1:%1/a.flv").arg(server.port());
        QVERIFY(!StreamReader({url, {}, false, 30}, m_clock, collector).run(stop.get_token()).ok());
        stopper.join();
        QVERIFY(m_clock.now() - stoppedAt < 1'000'000);
    }
};

QTEST_GUILESS_MAIN(TestStreamReader)
#include "tst_streamreader.moc"
