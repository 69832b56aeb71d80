// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/process.h"
#include "tests/support/wait.h"

#include <QFile>
#include <QTest>

#include <cstdio>

using namespace std::chrono_literals;
using twinfeed::test::Process;
using twinfeed::test::waitUntil;

namespace {

QStringList script(const char *text)
{
    return {QStringLiteral("-c"), QString::fromLatin1(text)};
}

const QString shell = QStringLiteral("/bin/sh");

/// Runs, and is not a zombie that waits for somebody to ask how it ended.
bool isAlive(const QString &pid)
{
    QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!stat.open(QIODevice::ReadOnly))
        return false;
    const QByteArray text = stat.readAll();
    return text.mid(text.lastIndexOf(')') + 2, 1) != "Z";
}

} // namespace

class TestProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsLinesInOrder();
    void takesTheLastLineWithoutLineEnd();
    void givesUpWhenTheProgramEnds();
    void talksToTheProgram();
    void tellsHowItEnded();
    void saysWhyItDidNotStart();
    void startsAgain();
    void endsWhatItStarted();
    void endsWhenTheTestDies();
};

void TestProcess::findsLinesInOrder()
{
    Process process(shell, script("echo one; echo two; echo one; exec sleep 60"));
    QVERIFY(process.start());
    QVERIFY(process.waitForLine(QStringLiteral("one"), 10s));
    const auto second = process.waitForLine(QStringLiteral("o(.)e"), 10s);
    QVERIFY(second);
    QCOMPARE(second->captured(1), QStringLiteral("n"));
    QCOMPARE(process.lines().size(), 3U);
    QVERIFY(!process.waitForLine(QStringLiteral("one"), 50ms));
}

void TestProcess::takesTheLastLineWithoutLineEnd()
{
    Process process(shell, script("echo out; printf unfinished >&2"));
    QVERIFY(process.start());
    QVERIFY(process.waitForLine(QStringLiteral("^unfinished$"), 10s));
    QVERIFY(process.waitForEnd(10s));
    QCOMPARE(process.out(), "out\n");
    QCOMPARE(process.err(), "unfinished");
}

void TestProcess::givesUpWhenTheProgramEnds()
{
    Process process(shell, script("echo no"));
    QVERIFY(process.start());
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!process.waitForLine(QStringLiteral("yes"), 60s));
    QVERIFY(timer.elapsed() < 30'000);
}

void TestProcess::talksToTheProgram()
{
    Process process(shell, script("while read -r line; do echo \"got $line\"; done; echo closed"));
    QVERIFY(process.start());
    process.writeLine(QStringLiteral("take backup"));
    QVERIFY(process.waitForLine(QStringLiteral("^got take backup$"), 10s));
    process.closeInput();
    QVERIFY(process.waitForLine(QStringLiteral("^closed$"), 10s));
}

void TestProcess::tellsHowItEnded()
{
    Process process(shell, script("exit 3"));
    QVERIFY(process.start());
    QVERIFY(process.waitForEnd(10s));
    QCOMPARE(process.exitCode(), 3);
    QVERIFY(!process.crashed());

    Process patient(shell, script("trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done"));
    QVERIFY(patient.start());
    QVERIFY(patient.waitForLine(QStringLiteral("ready"), 10s));
    QCOMPARE(patient.exitCode(), -1);
    QVERIFY(patient.terminate(10s));
    QCOMPARE(patient.exitCode(), 5);

    Process killed(shell, script("exec sleep 60"));
    QVERIFY(killed.start());
    killed.kill();
    QVERIFY(killed.crashed());
    QCOMPARE(killed.exitCode(), -1);
    QVERIFY2(killed.report().contains(QLatin1String("signal 9")), qPrintable(killed.report()));
}

void TestProcess::saysWhyItDidNotStart()
{
    Process process(QStringLiteral("/nowhere/program"), {QStringLiteral("--option")});
    QVERIFY(!process.start());
    QVERIFY2(process.report().contains(QLatin1String("not started")), qPrintable(process.report()));
    QVERIFY(process.report().contains(QLatin1String("/nowhere/program --option")));
}

void TestProcess::startsAgain()
{
    Process process(shell, script("echo hello"));
    for (int time = 0; time < 2; ++time) {
        QVERIFY(process.start());
        QVERIFY(process.waitForLine(QStringLiteral("hello"), 10s));
        QVERIFY(process.waitForEnd(10s));
        QCOMPARE(process.out(), "hello\n");
    }
}

void TestProcess::endsWhatItStarted()
{
    QString parent;
    QString child;
    {
        Process process(shell, script("sleep 60 & echo $! $$; trap '' TERM; wait; wait"));
        QVERIFY(process.start());
        const auto line = process.waitForLine(QStringLiteral("^(\\d+) (\\d+)$"), 10s);
        QVERIFY(line);
        child = line->captured(1);
        parent = line->captured(2);
        QVERIFY(isAlive(child));
        QVERIFY(isAlive(parent));
    }
    QVERIFY(!isAlive(parent));
    QVERIFY(waitUntil([&] { return !isAlive(child); }, 10s, "the end of the child"));
}

void TestProcess::endsWhenTheTestDies()
{
    // This program again, as a test that dies with a process of its own.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TWINFEED_DIE_WITH_A_CHILD"), QStringLiteral("1"));
    Process dying(QCoreApplication::applicationFilePath(), {}, environment);
    QVERIFY(dying.start());
    const auto line = dying.waitForLine(QStringLiteral("^child (\\d+)$"), 10s);
    QVERIFY2(line, qPrintable(dying.report()));
    const QString child = line->captured(1);
    QVERIFY(isAlive(child));
    dying.kill();
    QVERIFY(waitUntil([&] { return !isAlive(child); }, 10s, "the end of the child"));
}

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    if (qEnvironmentVariableIsSet("TWINFEED_DIE_WITH_A_CHILD")) {
        Process child(QStringLiteral("/bin/sleep"), {QStringLiteral("60")});
        if (!child.start())
            return 1;
        std::fprintf(stdout, "child %lld\n", static_cast<long long>(child.pid()));
        std::fflush(stdout);
        return app.exec();
    }
    TestProcess test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_process.moc"
