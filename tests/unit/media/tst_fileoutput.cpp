// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/output.h"

#include "tests/support/badserver.h"
#include "tests/support/ports.h"
#include "tests/unit/media/outputrig.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/resource.h>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

/// Recordings and HLS folders: what the disk does to them, and what their neighbours do not.
class FileOutputTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    // FFmpeg says each refused connection itself; what this test wants to know is what the output says.
    void initTestCase() { av_log_set_level(AV_LOG_FATAL); }

    void aRecordingHoldsBothSources()
    {
        Programme programme(plain);
        const QString name = m_folder.filePath(QStringLiteral("new folder/programme.ts"));
        auto output = std::make_unique<Watched>(OutputKind::Recording, name, programme);
        QVERIFY(output->waitFor(OutputState::Live));
        QVERIFY(waitUntil([&] { return output->sentCount() == 1; }, 10s, "the first source"));
        programme.change(fancy, Source::Backup);
        QVERIFY(waitUntil([&] { return output->sentCount() == 2; }, 10s, "the second source"));
        QVERIFY(output->sent[0].first == Source::Primary);
        QVERIFY(output->sent[1].first == Source::Backup);
        QVERIFY(output->sent[1].second > output->sent[0].second);
        QVERIFY(output->waitForBytes(20'000));
        const OutputStatus status = output->output.status();
        QCOMPARE(status.droppedPictures, qint64(0));
        QCOMPARE(status.reconnects, 0);
        const int passed = output->passed;
        QVERIFY(endsQuickly(output));
        const ReadBack read = readBack(contentsOf(name));
        QVERIFY(read.pictures + read.soundFrames >= passed);
        QCOMPARE(read.complaints.join(QLatin1Char('\n')), QString());
        QVERIFY(risesStrictly(read.videoDts));
        QVERIFY(read.brightness.front() < 120 && read.brightness.back() > 160);

        // What was recorded stays: the next goes into a file of its own.
        const QByteArray before = contentsOf(name);
        output = std::make_unique<Watched>(OutputKind::Recording, name, programme);
        QVERIFY(output->waitFor(OutputState::Live));
        QVERIFY(endsQuickly(output));
        QCOMPARE(contentsOf(name), before);
        QVERIFY(QFile::exists(m_folder.filePath(QStringLiteral("new folder/programme-2.ts"))));
    }

    void aFullDiskIsSaidAndForgiven()
    {
        // A file that may not grow gives the same kind of error as a full disk.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const Programme programme(plain);
        const Watched output(OutputKind::Recording, m_folder.filePath(QStringLiteral("full.ts")), programme);
        QVERIFY(output.waitFor(OutputState::Live));
        const rlimit tight{4096, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &tight), 0);
        const bool failed = output.waitFor(OutputState::Failed);
        const QString reason = output.output.status().reason;
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(failed);
        QVERIFY2(reason.contains(QLatin1String("full.ts")), qPrintable(reason));
        QVERIFY(output.waitFor(OutputState::Live));
        QVERIFY(output.waitForBytes(10'000));
        QVERIFY(QDir(m_folder.path()).entryList({QStringLiteral("full*.ts")}).size() >= 2);
        QCOMPARE(output.output.status().reason, QString());
        QVERIFY(output.output.status().reconnects >= 1);
        QVERIFY(output.output.status().file != m_folder.filePath(QStringLiteral("full.ts")));
        QVERIFY(QFile::exists(output.output.status().file));
    }

    void whatARecordingMissesIsSaid()
    {
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const Programme programme(plain);
        auto output = std::make_unique<Watched>(OutputKind::Recording,
                                                m_folder.filePath(QStringLiteral("missing.ts")), programme);
        QVERIFY(output->waitForBytes(10'000));
        QCOMPARE(output->output.status().missingMs, qint64(0));
        const rlimit tight{4096, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &tight), 0);
        const bool failed = output->waitFor(OutputState::Failed);
        const int64_t pictures = programme.pictures();
        const bool wentOn =
            waitUntil([&] { return programme.pictures() > pictures + 45; }, 20s, "the programme to go on");
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(failed && wentOn);
        QVERIFY(output->waitFor(OutputState::Live));
        QVERIFY(output->waitForBytes(10'000));
        const OutputStatus status = output->output.status();
        QVERIFY(endsQuickly(output));

        // What is said to be missing is what lies between the files, and nothing else.
        QStringList names = QDir(m_folder.path()).entryList({QStringLiteral("missing*.ts")});
        std::vector<int64_t> times;
        for (const QString &name : std::as_const(names)) {
            const ReadBack read = readBack(contentsOf(m_folder.filePath(name)));
            times.insert(times.end(), read.videoDts.begin(), read.videoDts.end());
        }
        std::ranges::sort(times);
        int64_t holes = 0;
        for (size_t i = 1; i < times.size(); ++i) {
            const int64_t distance = times[i] - times[i - 1];
            holes += distance > 50'000 ? distance - 33'333 : 0;
        }
        QVERIFY2(
            std::abs(holes / 1000 - status.missingMs) <= 70,
            qPrintable(QStringLiteral("%1 ms missing, %2 said").arg(holes / 1000).arg(status.missingMs)));
        QVERIFY(status.missingMs > 1000);
        // Thirty pictures a second.
        QVERIFY(std::abs(double(status.droppedPictures) - double(status.missingMs) * 0.03) < 3);
    }

    void badNeighboursCostNothing()
    {
        const BadServer hangs(BadServer::Manner::Hang);
        const BadServer silent(BadServer::Manner::Silent);
        const BadServer resets(BadServer::Manner::Reset);
        const BadServer drips(BadServer::Manner::Drip, QByteArray(100, '\x03'), 200ms);
        const BadServer garbage(BadServer::Manner::Garbage, QByteArray(5000, 'x'));
        const Programme programme(plain);
        const QString name = m_folder.filePath(QStringLiteral("neighbour.ts"));
        auto good = std::make_unique<Watched>(OutputKind::Recording, name, programme);
        QVERIFY(good->waitFor(OutputState::Live));
        std::vector<std::unique_ptr<Watched>> bad;
        for (const quint16 port :
             {hangs.port(), silent.port(), resets.port(), drips.port(), garbage.port(), freePort()}) {
            bad.push_back(std::make_unique<Watched>(
                OutputKind::Rtmp, QStringLiteral("rtmp://127.0.0.1:%1/live/key").arg(port), programme));
        }
        const int64_t pictures = programme.pictures();
        QVERIFY(waitUntil([&] { return programme.pictures() > pictures + 180; }, 30s, "six seconds"));
        for (const auto &output : bad)
            QVERIFY(output->output.status().state != OutputState::Live);
        QVERIFY(resets.connections() >= 2); // is tried again
        const OutputStatus status = good->output.status();
        QCOMPARE(status.state, OutputState::Live);
        QCOMPARE(status.droppedPictures, qint64(0));
        QCOMPARE(status.reconnects, 0);
        QVERIFY(endsQuickly(good));
        const ReadBack read = readBack(contentsOf(name));
        QCOMPARE(read.complaints.join(QLatin1Char('\n')), QString());
        QVERIFY(risesStrictly(read.videoDts));
        QVERIFY2(read.pictures >= 180, qPrintable(QString::number(read.pictures)));
        for (size_t i = 1; i < read.videoDts.size(); ++i)
            QVERIFY(read.videoDts[i] - read.videoDts[i - 1] < 50'000);
    }

    void aFolderThatIsNoneIsSaidAndForgiven()
    {
        const Programme programme(plain);
        const QString folder = m_folder.filePath(QStringLiteral("hls"));
        QFile inTheWay(folder);
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        const Watched output(OutputKind::Hls, folder, programme);
        QVERIFY(output.waitFor(OutputState::Failed));
        QVERIFY(output.output.status().reason.contains(folder));
        QVERIFY(inTheWay.remove());
        QVERIFY(output.waitFor(OutputState::Live));
        QVERIFY(waitUntil([&] { return QFile::exists(folder + QStringLiteral("/index.m3u8")); }, 20s,
                          "a playlist"));
    }

    void anotherAtTheSamePlaceWaits()
    {
        const Programme programme(plain);
        std::atomic<bool> free = false;
        const QString name = m_folder.filePath(QStringLiteral("place.ts"));
        SystemClock clock;
        Output::Callbacks callbacks;
        callbacks.placeIsFree = [&] { return free.load(); };
        const Output output({.id = QStringLiteral("test"), .kind = OutputKind::Recording, .url = name},
                            programme.buffer(), clock, callbacks);
        const int64_t pictures = programme.pictures();
        QVERIFY(waitUntil([&] { return programme.pictures() > pictures + 30; }, 20s, "a second"));
        QVERIFY(!QFile::exists(name));
        QCOMPARE(output.status().state, OutputState::Connecting);
        free = true;
        QVERIFY(waitUntil([&] { return output.status().state == OutputState::Live; }, 20s, "live"));
        QCOMPARE(output.status().file, name);
    }
};

QTEST_GUILESS_MAIN(FileOutputTest)
#include "tst_fileoutput.moc"
