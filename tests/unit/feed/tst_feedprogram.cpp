// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/ports.h"
#include "tests/support/process.h"
#include "tests/support/wait.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

using namespace twinfeed;
using namespace std::chrono_literals;

/// The program as others run it.
class TestFeedProgram final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    test::Process feed(const QString &line) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CACHE_HOME"), m_folder.path());
        return test::Process(QStringLiteral(TWINFEED_BIN_DIR "/twinfeed-feed"),
                             line.split(QLatin1Char(' '), Qt::SkipEmptyParts), environment);
    }
    /// A small feed, quickly encoded.
    static QString push(const QString &more)
    {
        return QStringLiteral("push --size 320x180 --bitrate 300k --gop 15 --loop-seconds 4 ") + more;
    }
    static QJsonObject lastLine(const test::Process &process)
    {
        return QJsonDocument::fromJson(process.out().trimmed().split('\n').last()).object();
    }

private Q_SLOTS:
    void helpsAndRefuses_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("help") << QStringLiteral("--help") << 0 << QStringLiteral("push");
        QTest::newRow("push help") << QStringLiteral("push --help") << 0 << QStringLiteral("--aligned");
        QTest::newRow("read help") << QStringLiteral("read --help") << 0 << QStringLiteral("sound_ahead_ms");
        QTest::newRow("version") << QStringLiteral("--version") << 0 << QStringLiteral("twinfeed-feed");
        QTest::newRow("nothing") << QString() << 1 << QStringLiteral("push, read or open");
        QTest::newRow("unknown") << QStringLiteral("pull x") << 1 << QStringLiteral("pull");
        QTest::newRow("option") << QStringLiteral("push --size 3 udp://h:1") << 1 << QStringLiteral("--size");
        QTest::newRow("file") << QStringLiteral("read /no/such/file.ts") << 2
                              << QStringLiteral("No such file");
    }
    void helpsAndRefuses()
    {
        QFETCH(QString, line);
        QFETCH(int, code);
        QFETCH(QString, says);
        test::Process process = feed(line);
        QVERIFY(process.start() && process.waitForEnd(10s));
        QCOMPARE(process.exitCode(), code);
        const QByteArray said = process.out() + process.err();
        QVERIFY2(said.contains(says.toUtf8()), qPrintable(process.report()));
    }

    void pushesToAFileAndReadsIt()
    {
        const QString path = m_folder.filePath(QStringLiteral("a.flv"));
        test::Process pushing = feed(push(QStringLiteral("--unpaced --duration 9 --bframes 2 ") + path));
        QVERIFY(pushing.start() && pushing.waitForEnd(60s));
        QVERIFY2(pushing.exitCode() == 0, qPrintable(pushing.report()));
        test::Process reading = feed(QStringLiteral("read --json --live ") + path);
        QVERIFY(reading.start() && reading.waitForEnd(60s));
        QVERIFY2(reading.exitCode() == 0, qPrintable(reading.report()));
        const QJsonObject report = lastLine(reading);
        QCOMPARE(report[QStringLiteral("event")].toString(), QStringLiteral("summary"));
        QCOMPARE(report[QStringLiteral("lost")].toInt(-1), 0);
        QCOMPARE(report[QStringLiteral("damaged")].toInt(-1), 0);
        QVERIFY(report[QStringLiteral("pictures")].toInt() >= 270);
        QVERIFY(reading.out().startsWith("{\"after_ms\""));
    }

    /// Over real RTMP: the feed waits for its server, a reader sees the source, and lines and signals end both.
    void pushesOverRtmp()
    {
        const QString url = QStringLiteral("rtmp://127.0.0.1:%1/live/x").arg(test::freePort());
        test::Process pushing = feed(push(QStringLiteral("--source 7 ") + url));
        QVERIFY(pushing.start());
        QVERIFY2(pushing.waitForLine(QStringLiteral("trying again"), 60s), qPrintable(pushing.report()));
        test::Process reading =
            feed(QStringLiteral("read --listen --json --live --until-source 7 --pictures 20 ") + url);
        QVERIFY(reading.start());
        QVERIFY2(reading.waitForLine(QStringLiteral("first_picture"), 30s), qPrintable(reading.report()));
        QVERIFY(pushing.waitForLine(QStringLiteral("\"did\":\"connected\""), 10s));
        QVERIFY2(reading.waitForEnd(30s), qPrintable(reading.report()));
        QCOMPARE(reading.exitCode(), 0);
        QCOMPARE(lastLine(reading)[QStringLiteral("ended")].toString(), QStringLiteral("until-source"));
        QVERIFY(pushing.isRunning()); // its reader went, it goes on
        pushing.writeLine(QStringLiteral("end"));
        QVERIFY2(pushing.waitForEnd(10s), qPrintable(pushing.report()));
        QCOMPARE(pushing.exitCode(), 0);
    }

    void goesOnWithoutInputAndEndsOnASignal()
    {
        for (const int number : {SIGTERM, SIGINT}) {
            test::Process pushing = feed(push(QStringLiteral("udp://127.0.0.1:%1").arg(test::freePort())));
            QVERIFY(pushing.start());
            QVERIFY2(pushing.waitForLine(QStringLiteral("connected"), 60s), qPrintable(pushing.report()));
            pushing.closeInput();
            QVERIFY(!pushing.waitForEnd(300ms));
            pushing.signal(number);
            QVERIFY2(pushing.waitForEnd(10s), qPrintable(pushing.report()));
            QCOMPARE(pushing.exitCode(), 0);
        }
    }

    void preparesAFaultWhenAsked()
    {
        test::Process pushing = feed(push(QStringLiteral("--source 9 udp://127.0.0.1:%1 udp://127.0.0.1:%2")
                                              .arg(test::freePort())
                                              .arg(test::freePort())));
        QVERIFY(pushing.start());
        QVERIFY2(pushing.waitForLine(QStringLiteral("connected"), 60s), qPrintable(pushing.report()));
        pushing.writeLine(QStringLiteral("2 freeze"));
        QVERIFY2(pushing.waitForLine(QStringLiteral("\"did\":\"preparing\",\"feed\":2"), 10s),
                 qPrintable(pushing.report()));
        QVERIFY2(pushing.waitForLine(QStringLiteral("\"did\":\"freeze\",\"feed\":2"), 60s),
                 qPrintable(pushing.report()));
        pushing.writeLine(QStringLiteral("dance"));
        QVERIFY2(pushing.waitForLine(QStringLiteral("\"did\":\"refused\""), 10s),
                 qPrintable(pushing.report()));
        pushing.writeLine(QStringLiteral("3 stop"));
        QVERIFY2(pushing.waitForLine(QStringLiteral("no feed 3"), 10s), qPrintable(pushing.report()));
        QVERIFY(pushing.terminate());
        QVERIFY(!pushing.out().contains("\"did\":\"freeze\",\"feed\":1"));
    }

    void readEndsOnALine()
    {
        const QString url = QStringLiteral("udp://127.0.0.1:%1").arg(test::freePort());
        test::Process reading = feed(QStringLiteral("read --json --live --until-line ") + url);
        QVERIFY(reading.start());
        test::Process pushing = feed(push(url));
        QVERIFY(pushing.start());
        QVERIFY2(reading.waitForLine(QStringLiteral("first_picture"), 60s), qPrintable(reading.report()));
        reading.writeLine(QStringLiteral("end"));
        QVERIFY2(reading.waitForEnd(10s), qPrintable(reading.report()));
        QCOMPARE(lastLine(reading)[QStringLiteral("ended")].toString(), QStringLiteral("line"));
        QVERIFY(pushing.terminate());
    }
};

QTEST_GUILESS_MAIN(TestFeedProgram)
#include "tst_feedprogram.moc"
