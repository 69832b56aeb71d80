// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/drills/childprocess.h"
#include "tests/support/wait.h"

#include <QTest>

#include <csignal>
#include <thread>

using namespace twinfeed;
using namespace twinfeed::drills;
using namespace twinfeed::test;
using namespace std::chrono_literals;

class tst_ChildProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void talksBothWays();
    void endsWithItsOwner();
    void endsWithItsThread();
    void stubbornOnesEndToo();
    void missingProgramsEndAtOnce();

private:
    static bool lives(int pid) { return ::kill(pid, 0) == 0; }
};

void tst_ChildProcess::talksBothWays()
{
    ChildProcess cat;
    QVERIFY(cat.start(QStringLiteral("/bin/cat"), {}).ok());
    cat.writeLine("one");
    cat.writeLine("two");
    std::vector<QByteArray> lines;
    QVERIFY(waitUntil(
        [&] {
            for (const QByteArray &line : cat.readLines())
                lines.push_back(line);
            return lines.size() == 2;
        },
        5s, "both lines"));
    QCOMPARE(lines[1], QByteArray("two"));
    QVERIFY(cat.isRunning());
    cat.end();
    QVERIFY(!cat.isRunning());
    cat.writeLine("three"); // to nobody: no signal ends us
}

void tst_ChildProcess::endsWithItsOwner()
{
    int pid = 0;
    {
        ChildProcess cat;
        QVERIFY(cat.start(QStringLiteral("/bin/cat"), {}).ok());
        pid = cat.pid();
        QVERIFY(lives(pid));
    }
    QVERIFY(!lives(pid));
}

void tst_ChildProcess::endsWithItsThread()
{
    // As the kernel does it when the whole program is killed.
    ChildProcess cat;
    std::thread([&cat] {
        QVERIFY(cat.start(QStringLiteral("/bin/cat"), {}).ok());
        cat.writeLine("there"); // until it answers it may not have told the kernel yet
        while (cat.readLines().empty())
            std::this_thread::yield();
    }).join();
    QVERIFY(waitUntil([&cat] { return !cat.isRunning(); }, 5s, "the kernel to end it"));
}

void tst_ChildProcess::stubbornOnesEndToo()
{
    ChildProcess stubborn;
    QVERIFY(stubborn
                .start(QStringLiteral("/bin/sh"),
                       {QStringLiteral("-c"),
                        QStringLiteral("trap '' TERM; echo ready; while :; do read x || :; done")})
                .ok());
    QVERIFY(waitUntil([&] { return !stubborn.readLines().empty(); }, 5s, "the trap"));
    const int pid = stubborn.pid();
    stubborn.end();
    QVERIFY(!lives(pid));
}

void tst_ChildProcess::missingProgramsEndAtOnce()
{
    ChildProcess none;
    QVERIFY(none.start(QStringLiteral("/nowhere/program"), {}).ok());
    QVERIFY(waitUntil([&none] { return !none.isRunning(); }, 5s, "it to end"));
}

QTEST_GUILESS_MAIN(tst_ChildProcess)
#include "tst_childprocess.moc"
