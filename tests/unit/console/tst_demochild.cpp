// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/demochild.h"

#include "app/console/runtimeinfo.h"
#include "tests/support/wait.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

using namespace twinfeed;
using namespace std::chrono_literals;
using test::waitUntil;

class TestDemoChild : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QStringList script(const QString &text) const { return {QStringLiteral("-c"), text}; }
    QByteArray read(const QString &name) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void runsAndEndsWithItsOwner()
    {
        qint64 pid = 0;
        {
            DemoChild child(QStringLiteral("/bin/sh"), script(QStringLiteral("exec sleep 600")), {});
            child.start();
            QVERIFY(waitUntil([&] { return child.pid() > 0; }, 20s, "the child"));
            pid = child.pid();
            QVERIFY(isAlive(pid));
        }
        QVERIFY(!isAlive(pid));
    }

    void isStartedAgain()
    {
        DemoChild child(QStringLiteral("/bin/sh"), script(QStringLiteral("exec sleep 600")), {});
        QSignalSpy trouble(&child, &DemoChild::trouble);
        child.start();
        QVERIFY(waitUntil([&] { return child.pid() > 0; }, 20s, "the child"));
        const qint64 first = child.pid();
        kill(pid_t(first), SIGKILL);
        QVERIFY(waitUntil([&] { return child.pid() > 0 && child.pid() != first; }, 20s, "another child"));
        QCOMPARE(trouble.size(), 1);
    }

    void whatIsNotThereIsTroubleAndTriedAgain()
    {
        DemoChild child(m_folder.filePath(QStringLiteral("nothing")), {}, {});
        QSignalSpy trouble(&child, &DemoChild::trouble);
        child.start();
        QVERIFY(waitUntil([&] { return trouble.size() >= 2; }, 20s, "two tries"));
    }

    void hearsLinesAndWritesItsErrors()
    {
        const QString log = m_folder.filePath(QStringLiteral("log"));
        DemoChild child(QStringLiteral("/bin/sh"),
                        script(QStringLiteral("read line; echo \"$line\" >&2; exec sleep 600")), {log});
        child.start();
        QVERIFY(waitUntil([&] { return child.pid() > 0; }, 20s, "the child"));
        child.writeLine(QStringLiteral("stop"));
        QVERIFY(waitUntil([&] { return read(QStringLiteral("log")) == "stop\n"; }, 20s, "its answer"));
    }
};

QTEST_GUILESS_MAIN(TestDemoChild)
#include "tst_demochild.moc"
