// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/process.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace std::chrono_literals;
using twinfeed::test::Process;

/// What `./dev test` and `.ci/run` say and return: continuous integration believes it. In a folder of their own, with a
/// made-up cmake, ctest and dpkg-query.
class TestDev : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void countsTests_data();
    void countsTests();
    void redTestsRunOnceMore_data();
    void redTestsRunOnceMore();
    void failedBuildRunsNoTest();
    void leavesSlowTestsOutUnlessAsked();
    void ciBoundsItsOutput();
    void installsNothingWithoutNeed();
    void fetchesPlayersOnce();
    void refusesUnknownCommands();

private:
    void write(const QString &path, const QByteArray &content) const;
    /// Runs a command of the made-up repository; its output is in m_out, its exit code is returned.
    int run(const QString &program, const QStringList &arguments);
    QString lastLine() const { return m_out.trimmed().section(QLatin1Char('\n'), -1); }

    std::unique_ptr<QTemporaryDir> m_dir;
    QProcessEnvironment m_fake; ///< what the made-up programs are told
    QString m_out;
};

void TestDev::write(const QString &path, const QByteArray &content) const
{
    const QString name = m_dir->filePath(path);
    QVERIFY(QDir().mkpath(QFileInfo(name).path()));
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

void TestDev::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    m_fake.clear();
    for (const char *path : {"dev", ".ci/run", "CMakePresets.json"}) {
        QFile file(QLatin1String(TWINFEED_SOURCE_DIR "/") + QLatin1String(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        write(QLatin1String(path), file.readAll());
    }
    write(QStringLiteral("fake/cmake"),
          "#!/bin/bash\n"
          "[ \"$1\" != --build ] || exit \"${BUILD_STATUS:-0}\"\n"
          "touch build/ci/build.ninja\n");
    write(QStringLiteral("fake/ctest"),
          "#!/bin/bash\n"
          "echo \"ctest $*\"\n"
          "for ((i = 0; i < ${CHATTER:-0}; i++)); do printf 'line %d %0500d\\n' \"$i\" 0; done\n"
          "echo \"$SUMMARY\"\n"
          "exit \"${TEST_STATUS:-0}\"\n");
    // Every word in dev is the name of a package that is there.
    write(QStringLiteral("fake/dpkg-query"),
          "#!/bin/bash\ngrep -oE '[a-z0-9.+-]+' dev | sed 's/^/installed /'\n");
    for (const char *file : {"package.json", "package-lock.json", ".npmrc"})
        write(QStringLiteral("tests/browser/") + QLatin1String(file), "{}\n");
    write(QStringLiteral("fake/npm"), "#!/bin/bash\necho \"npm $*\"\nexit \"${NPM_STATUS:-0}\"\n");
    write(QStringLiteral("fake/apt-get"), "#!/bin/bash\necho apt-get was called\nexit 1\n");
}

int TestDev::run(const QString &program, const QStringList &arguments)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(m_fake);
    environment.insert(QStringLiteral("PATH"),
                       QString(m_dir->filePath(QStringLiteral("fake:")) % qEnvironmentVariable("PATH")));
    Process process(m_dir->filePath(program), arguments, environment);
    if (!process.start() || !process.waitForEnd(60s)) {
        qWarning("%s", qPrintable(process.report()));
        return -1;
    }
    m_out = QString::fromUtf8(process.out() + process.err());
    return process.exitCode();
}

void TestDev::countsTests_data()
{
    QTest::addColumn<QString>("summary");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("line");
    const auto row = [](const char *name, const char *summary, int status, const char *line) {
        QTest::newRow(name) << QString::fromLatin1(summary) << status << QString::fromLatin1(line);
    };
    row("all pass", "100% tests passed, 0 tests failed out of 60", 0, "60 passed, 0 failed");
    row("one", "100% tests passed, 0 tests failed out of 1", 0, "1 passed, 0 failed");
    row("some fail", "97% tests passed, 2 tests failed out of 60\nThe following tests FAILED:\n 7 - tst_x", 8,
        "58 passed, 2 failed");
    row("all fail", "0% tests passed, 3 tests failed out of 3", 8, "0 passed, 3 failed");
    row("none", "No tests were found!!!", 1, "0 passed, 0 failed");
}

void TestDev::countsTests()
{
    QFETCH(const QString, summary);
    QFETCH(const int, status);
    QFETCH(const QString, line);
    m_fake.insert(QStringLiteral("SUMMARY"), summary);
    m_fake.insert(QStringLiteral("TEST_STATUS"), QString::number(status));
    QCOMPARE(run(QStringLiteral("dev"), {QStringLiteral("test")}), status);
    QCOMPARE(lastLine(), line);
    QCOMPARE(run(QStringLiteral(".ci/run"), {}), status);
    QCOMPARE(lastLine(), line);
}

void TestDev::redTestsRunOnceMore_data()
{
    QTest::addColumn<int>("again"); ///< red ones then
    QTest::addColumn<QString>("line");
    QTest::newRow("green alone") << 0 << "60 passed, 0 failed";
    QTest::newRow("one is red again") << 1 << "59 passed, 1 failed";
}

void TestDev::redTestsRunOnceMore()
{
    QFETCH(const int, again);
    QFETCH(const QString, line);
    write(QStringLiteral("fake/ctest"),
          "#!/bin/bash\n"
          "if [[ \" $* \" == *\" --rerun-failed \"* ]]; then\n"
          "    echo \"50% tests passed, $AGAIN tests failed out of 2\"\n"
          "    exit \"$AGAIN\"\n"
          "fi\n"
          "mkdir -p build/ci/Testing/Temporary\n"
          "printf '7:tst_x\\n9:tst_y\\n' > build/ci/Testing/Temporary/LastTestsFailed.log\n"
          "echo '97% tests passed, 2 tests failed out of 60'\n"
          "exit 8\n");
    m_fake.insert(QStringLiteral("AGAIN"), QString::number(again));
    QCOMPARE(run(QStringLiteral("dev"), {QStringLiteral("test")}), again);
    QCOMPARE(lastLine(), line);
    QVERIFY2(m_out.contains(QStringLiteral("beside other tests: tst_x tst_y")), qPrintable(m_out));
}

void TestDev::failedBuildRunsNoTest()
{
    m_fake.insert(QStringLiteral("BUILD_STATUS"), QStringLiteral("2"));
    QCOMPARE(run(QStringLiteral("dev"), {QStringLiteral("test")}), 2);
    QVERIFY2(!m_out.contains(QLatin1String("ctest")), qPrintable(m_out));
    QCOMPARE(lastLine(), QStringLiteral("0 passed, 0 failed"));
}

void TestDev::leavesSlowTestsOutUnlessAsked()
{
    QCOMPARE(
        run(QStringLiteral("dev"), {QStringLiteral("test"), QStringLiteral("-R"), QStringLiteral("take")}),
        0);
    QVERIFY2(m_out.contains(QLatin1String("-LE slow")), qPrintable(m_out));
    QVERIFY2(m_out.contains(QLatin1String("-R take")), qPrintable(m_out));
    QCOMPARE(
        run(QStringLiteral("dev"), {QStringLiteral("test"), QStringLiteral("-L"), QStringLiteral("slow")}),
        0);
    QVERIFY2(!m_out.contains(QLatin1String("-LE")), qPrintable(m_out));
}

void TestDev::ciBoundsItsOutput()
{
    m_fake.insert(QStringLiteral("CHATTER"), QStringLiteral("9000"));
    m_fake.insert(QStringLiteral("SUMMARY"), QStringLiteral("100% tests passed, 0 tests failed out of 60"));
    QCOMPARE(run(QStringLiteral(".ci/run"), {}), 0);
    const QStringList lines = m_out.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QVERIFY2(lines.size() <= 4061, qPrintable(QString::number(lines.size())));
    for (const QString &line : lines)
        QVERIFY(line.size() <= 400);
    QCOMPARE(lastLine(), QStringLiteral("60 passed, 0 failed"));
    QFile log(m_dir->filePath(QStringLiteral("build/ci-run.log")));
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY(log.readAll().count('\n') > 9000);
}

void TestDev::installsNothingWithoutNeed()
{
    QCOMPARE(run(QStringLiteral("dev"), {QStringLiteral("setup")}), 0);
    QVERIFY2(!m_out.contains(QLatin1String("apt-get")), qPrintable(m_out));
    QVERIFY(!QFile::exists(m_dir->filePath(QStringLiteral("build/packages.log"))));
}

void TestDev::fetchesPlayersOnce()
{
    const QString log = m_dir->filePath(QStringLiteral("build/browser/npm.log"));
    m_fake.insert(QStringLiteral("NPM_STATUS"), QStringLiteral("1"));
    QVERIFY(run(QStringLiteral("dev"), {QStringLiteral("setup")}) != 0);
    m_fake.insert(QStringLiteral("NPM_STATUS"), QStringLiteral("0"));
    QCOMPARE(run(QStringLiteral("dev"), {QStringLiteral("setup")}), 0);
    QVERIFY(QFile::remove(log));
    QCOMPARE(run(QStringLiteral("dev"), {QStringLiteral("test")}), 0);
    QVERIFY(!QFile::exists(log));
}

void TestDev::refusesUnknownCommands()
{
    QCOMPARE(run(QStringLiteral("dev"), {QStringLiteral("tests")}), 1);
    QVERIFY2(m_out.contains(QLatin1String("no command 'tests'")), qPrintable(m_out));
    QCOMPARE(run(QStringLiteral("dev"), {}), 0);
    for (const char *command : {"run", "test", "bench", "soak", "shots", "build", "format", "lint", "setup"})
        QVERIFY2(m_out.contains(QLatin1String("\n  ") + QLatin1String(command)), command);
}

QTEST_GUILESS_MAIN(TestDev)
#include "tst_dev.moc"
