// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/pusher.h"

#include "tests/support/failonwarning.h"
#include "tests/support/ports.h"
#include "tests/support/wait.h"
#include "tests/unit/feed/feedtools.h"

#include <QtTest>

#include <thread>

using namespace twinfeed;
using namespace twinfeed::feed;
using namespace std::chrono_literals;

class TestPusher final : public QObject
{
    Q_OBJECT

private:
    FeedTools m_tools;
    const SystemClock m_clock;

    /// What a pusher reported.
    struct Log
    {
        std::mutex mutex;
        std::vector<QJsonObject> did;
        QStringList said;

        Pusher::Listener listener()
        {
            return {[this](const QJsonObject &o) {
                        const std::lock_guard lock(mutex);
                        did.push_back(o);
                    },
                    [this](const QString &s) {
                        const std::lock_guard lock(mutex);
                        said.append(s);
                    }};
        }
        int count(const char *word)
        {
            const std::lock_guard lock(mutex);
            return int(std::count_if(did.begin(), did.end(), [&](const QJsonObject &o) {
                return o[QStringLiteral("did")] == QLatin1String(word);
            }));
        }
    };

    /// Reads a live stream on a thread of its own until told.
    class LiveReader
    {
    public:
        LiveReader(const QString &url, const Clock &clock)
            : m_collector([this](const PictureFact &fact, const PictureInspector::Look &) {
                ++pictures;
                if (fact.reading.found == PictureReading::Found::Code)
                    variant = int(fact.reading.code.variant);
            })
            , m_thread([this, url, &clock](std::stop_token stop) {
                if (!StreamReader({url, {}, false, 20}, clock, m_collector).run(stop))
                    failed = true;
            })
        {
        }
        ReadReport finish()
        {
            m_thread.request_stop();
            m_thread.join();
            return m_collector.report();
        }
        std::atomic<int> pictures{0};
        std::atomic<int> variant{-1};
        std::atomic<bool> failed{false};

    private:
        ReadCollector m_collector;
        std::jthread m_thread;
    };

    Pusher::Setup setup(const QString &url, const FeedLoops &loops) const
    {
        Pusher::Setup setup;
        setup.url = url;
        setup.loops = loops;
        return setup;
    }
    static QByteArray bytesOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static FeedCommand command(const char *line) { return *parseFeedCommand(QString::fromLatin1(line)); }

private Q_SLOTS:
    void aFileHoldsEachPictureOnce_data()
    {
        QTest::addColumn<int>("bframes");
        QTest::addColumn<bool>("open");
        QTest::addColumn<int>("rate");
        QTest::newRow("plain") << 0 << false << 30;
        QTest::newRow("B-frames") << 3 << false << 25;
        QTest::newRow("open groups") << 2 << true << 50;
        QTest::newRow("60") << 2 << false << 60;
    }
    void aFileHoldsEachPictureOnce()
    {
        QFETCH(int, bframes);
        QFETCH(bool, open);
        QFETCH(int, rate);
        VideoFormat format = FeedTools::smallFormat();
        format.bframes = bframes;
        format.openGop = open;
        format.rate = rate;
        format.gop = rate - 2; // the last group of the loop is a shorter one
        const QString path = m_tools.path(QStringLiteral("once.flv"));
        QVERIFY(m_tools.pushToFile(m_tools.loops(format), rate, path, 9));
        const ReadReport report = FeedTools::read(path);
        QVERIFY(report.totals.pictures >= rate * 9);
        QVERIFY(report.totals.pictures <= rate * 9 + bframes + 1);
        QCOMPARE(report.totals.lost + report.totals.repeated + report.totals.damaged, int64_t(0));
        QCOMPARE(report.totals.videoDtsNotRising, int64_t(0));
        QCOMPARE(report.decodeErrors, int64_t(0));
    }

    void alignedFeedsAreTheSameBytes()
    {
        const FeedLoops loops = m_tools.loops(FeedTools::smallFormat());
        StartGate gate(m_clock, 2, 0);
        Log log;
        const QString a = m_tools.path(QStringLiteral("aligned-a.ts"));
        const QString b = m_tools.path(QStringLiteral("aligned-b.ts"));
        {
            Pusher::Setup one = setup(a, loops);
            one.paced = false;
            one.durationUs = 6'000'000;
            Pusher::Setup two = one;
            two.url = b;
            two.feed = 2;
            const Pusher first(one, m_clock, gate, log.listener());
            const Pusher second(two, m_clock, gate, log.listener());
            QVERIFY(test::waitUntil(
                [&] { return first.state() == Pusher::State::Done && second.state() == Pusher::State::Done; },
                20s, "both files"));
        }
        QVERIFY(bytesOf(a).size() > 100'000);
        QVERIFY(bytesOf(a) == bytesOf(b));
    }

    void timestampsCanStartAnywhere()
    {
        Pusher::Setup one =
            setup(m_tools.path(QStringLiteral("start.ts")), m_tools.loops(FeedTools::smallFormat()));
        one.paced = false;
        one.durationUs = 1'000'000;
        one.shiftUs = 500'000'000;
        StartGate gate(m_clock, 1, 0);
        Log log;
        {
            const Pusher pusher(one, m_clock, gate, log.listener());
            QVERIFY(test::waitUntil([&] { return pusher.state() == Pusher::State::Done; }, 20s, "the file"));
        }
        QCOMPARE(*FeedTools::read(one.url).totals.firstPts, int64_t(500'000'000));
    }

    /// Live over UDP: each fault is acknowledged, seen by a reader as what it is, and costs nothing else.
    void faultsAreSeenByAReader()
    {
        VideoFormat format = FeedTools::smallFormat();
        format.bitrate = 1'600'000; // an eighth of it is still enough for a picture
        const FeedLoops loops = m_tools.loops(format,
                                              {Variant::Black, Variant::Freeze, Variant::LowBitrate,
                                               Variant::HalfRate, Variant::Dark, Variant::PartFreeze},
                                              {SoundVariant::Silence, SoundVariant::Clip});
        const QString url = QStringLiteral("udp://127.0.0.1:%1").arg(test::freePort());
        LiveReader reader(url, m_clock);
        StartGate gate(m_clock, 1, std::nullopt);
        Log log;
        Pusher pusher(setup(url, loops), m_clock, gate, log.listener());
        QVERIFY(test::waitUntil([&] { return reader.pictures > 10; }, 20s, "the first pictures"));
        for (const char *fault : {"black", "freeze", "bitrate", "fps", "dark", "part-freeze", "normal"}) {
            pusher.command(command(fault));
            QVERIFY(test::waitUntil([&] { return log.count(fault) == 1; }, 10s, fault));
            QVERIFY(test::waitUntil(
                [&] { return reader.variant == int(*variantFromWord(QString::fromLatin1(fault))); }, 10s,
                fault));
        }
        for (const char *fault : {"silence", "clip"}) {
            pusher.command(command(fault));
            QVERIFY(test::waitUntil([&] { return log.count(fault) == 1; }, 10s, fault));
        }
        pusher.command(command("stop"));
        QVERIFY(test::waitUntil([&] { return log.count("stop") == 1; }, 10s, "stop"));
        const int before = reader.pictures;
        pusher.command(command("resume"));
        QVERIFY(test::waitUntil([&] { return log.count("resume") == 1 && reader.pictures > before + 5; }, 10s,
                                "resume"));
        const ReadReport report = reader.finish();
        QCOMPARE(report.totals.damaged, int64_t(0));
        QCOMPARE(report.totals.repeated, int64_t(0));
        QCOMPARE(report.totals.videoDtsNotRising, int64_t(0));
        QCOMPARE(report.decodeErrors, int64_t(0));
        QCOMPARE(report.totals.variants.size(), size_t(variantCount));
        QVERIFY(report.totals.frozen > 0);
    }

    void startsWithTheFirstPicture()
    {
        const QString url = QStringLiteral("udp://127.0.0.1:%1").arg(test::freePort());
        LiveReader reader(url, m_clock);
        StartGate gate(m_clock, 1, std::nullopt);
        Log log;
        // The reader must listen before, so that it can see the first one: it does when a feed before this one arrives.
        VideoFormat format = FeedTools::smallFormat();
        {
            const Pusher before(setup(url, m_tools.loops(format)), m_clock, gate, log.listener());
            QVERIFY(test::waitUntil([&] { return reader.pictures > 0; }, 20s, "a picture"));
        }
        format.source = 2;
        StartGate next(m_clock, 1, std::nullopt);
        const Pusher after(setup(url, m_tools.loops(format)), m_clock, next, log.listener());
        const int seen = reader.pictures;
        QVERIFY(test::waitUntil([&] { return reader.pictures > seen + 10; }, 20s, "pictures of the second"));
        const ReadReport report = reader.finish();
        const auto change = std::find_if(report.events.begin(), report.events.end(), [](const ReadEvent &e) {
            return e.kind == ReadEvent::Kind::Change;
        });
        QVERIFY(change != report.events.end());
        QCOMPARE(*change->counterAfter, 0);
    }

    void aCutIsACloseAndAResumeAConnect()
    {
        const FeedLoops loops = m_tools.loops(FeedTools::smallFormat());
        const QString url = QStringLiteral("udp://127.0.0.1:%1").arg(test::freePort());
        StartGate gate(m_clock, 1, std::nullopt);
        Log log;
        Pusher pusher(setup(url, loops), m_clock, gate, log.listener());
        QVERIFY(test::waitUntil([&] { return log.count("connected") == 1; }, 10s, "a connection"));
        pusher.command(command("cut"));
        pusher.command(command("resume")); // at once: the cut is done all the same
        QVERIFY(test::waitUntil([&] { return log.count("cut") == 1 && log.count("resume") == 1; }, 10s,
                                "cut and resume"));
        QCOMPARE(log.count("connected"), 2);
        QCOMPARE(log.count("disconnected"), 0); // it was asked for
    }

    void triesForEverAndSaysSoOnce()
    {
        const FeedLoops loops = m_tools.loops(FeedTools::smallFormat());
        const quint16 port = test::freePort();
        const QString url = QStringLiteral("tcp://127.0.0.1:%1").arg(port);
        StartGate gate(m_clock, 1, std::nullopt);
        Log log;
        test::FailOnWarning warnings;
        warnings.allow(QStringLiteral("refused"));
        Pusher pusher(setup(url, loops), m_clock, gate, log.listener());
        QVERIFY(test::waitUntil([&] { return log.count("unreachable") >= 2; }, 10s, "two refusals"));
        QCOMPARE(log.said.size(), 1);
        QVERIFY(log.said.first().contains(QStringLiteral("127.0.0.1:%1").arg(port)));
        LiveReader reader(url + QStringLiteral("?listen=1"), m_clock);
        QVERIFY(test::waitUntil([&] { return reader.pictures > 5; }, 20s, "pictures after all"));
        QCOMPARE(int(pusher.state()), int(Pusher::State::Running));
        QCOMPARE(reader.finish().decodeErrors, int64_t(0));
    }

    void aFileThatCannotBeWrittenIsTheEnd()
    {
        StartGate gate(m_clock, 1, std::nullopt);
        Log log;
        const Pusher pusher(
            setup(m_tools.path(QStringLiteral("no/such/folder.ts")), m_tools.loops(FeedTools::smallFormat())),
            m_clock, gate, log.listener());
        QVERIFY(test::waitUntil([&] { return pusher.state() == Pusher::State::Failed; }, 10s, "the failure"));
        QVERIFY(log.said.first().contains(QLatin1String("No such file")));
    }
};

QTEST_GUILESS_MAIN(TestPusher)
#include "tst_pusher.moc"
