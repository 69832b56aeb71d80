// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/embeddeddaemon.h"

#include "app/console/runtimeinfo.h"
#include "tests/support/wait.h"
#include "tests/unit/console/fakedaemon.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace twinfeed;
using namespace std::chrono_literals;
using test::FakeDaemon;
using test::waitUntil;

class TestEmbeddedDaemon : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsItDetached()
    {
        const QTemporaryDir folder;
        const FakeDaemon fake(folder.path());
        const EmbeddedDaemon daemon{fake.program(), folder.path() + QLatin1String("/data"),
                                    fake.runtimeFile()};
        QVERIFY(daemon.launch().ok());
        QVERIFY(waitUntil([&] { return QFileInfo::exists(fake.runtimeFile()); }, 20s, "the runtime file"));
        const QByteArray expected = QByteArray("--data " + folder.path().toUtf8() + "/data --runtime-file "
                                               + fake.runtimeFile().toUtf8() + " --supervise");
        QCOMPARE(fake.read("arguments"), expected);
        // Another session: a Ctrl-C in our terminal, or its end, does not reach it.
        const QList<QByteArray> facts = fake.read("facts").simplified().split(' ');
        QCOMPARE(facts.size(), 2);
        QVERIFY(facts.at(1).toLongLong() != getsid(0));
        QVERIFY(
            waitUntil([&] { return fake.read("data/twinfeedd.log") == "words on stderr"; }, 20s, "its log"));
    }

    void givesTheUsersConfiguration()
    {
        const QTemporaryDir folder;
        const FakeDaemon fake(folder.path());
        QFile config(folder.filePath(QStringLiteral("twinfeedd.yaml")));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.close();
        QVERIFY((EmbeddedDaemon{fake.program(), folder.path(), fake.runtimeFile()}.launch().ok()));
        const QByteArray expected = "--config " + config.fileName().toUtf8();
        QVERIFY(waitUntil([&] { return fake.read("arguments").endsWith(expected); }, 20s, "its arguments"));
        QVERIFY(waitUntil([&] { return fake.pid() > 0; }, 20s, "its process"));
    }

    /// A rehearsal's: of the event that is kept elsewhere, with its configuration; and it ends when it is asked to.
    void startsARehearsalUnitAndEndsIt()
    {
        const QTemporaryDir folder;
        const FakeDaemon fake(folder.path());
        QFile config(folder.filePath(QStringLiteral("twinfeedd.yaml")));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.close();
        const EmbeddedDaemon unit{fake.program(), folder.path() + QLatin1String("/rehearsal"),
                                  fake.runtimeFile(), folder.path()};
        unit.end(); // there is none
        QVERIFY(unit.launch().ok());
        QVERIFY(waitUntil([&] { return QFileInfo::exists(fake.runtimeFile()); }, 20s, "the runtime file"));
        const QByteArray expected = "--data " + folder.path().toUtf8() + "/rehearsal --runtime-file "
            + fake.runtimeFile().toUtf8() + " --supervise --rehearsal --event " + folder.path().toUtf8()
            + " --config " + config.fileName().toUtf8();
        QCOMPARE(fake.read("arguments"), expected);
        const qint64 pid = fake.pid();
        unit.end();
        QVERIFY(waitUntil([&] { return !isAlive(pid); }, 20s, "its end"));
    }

    void saysWhatIsMissing()
    {
        const QTemporaryDir folder;
        const auto launched =
            EmbeddedDaemon{folder.filePath(QStringLiteral("nothing")), folder.path(), {}}.launch();
        QVERIFY(!launched.ok());
        QCOMPARE(launched.error().code, QStringLiteral("backend-missing"));
        QVERIFY(launched.error().message.contains(QLatin1String("nothing")));
    }

    void keepsTheLogShort()
    {
        const QTemporaryDir folder;
        const FakeDaemon fake(folder.path());
        QFile log(folder.filePath(QStringLiteral("twinfeedd.log")));
        QVERIFY(log.open(QIODevice::WriteOnly));
        QVERIFY(log.resize(11 * 1024 * 1024));
        log.close();
        QVERIFY((EmbeddedDaemon{fake.program(), folder.path(), fake.runtimeFile()}.launch().ok()));
        QVERIFY(waitUntil([&] { return QFileInfo::exists(fake.runtimeFile()); }, 20s, "the runtime file"));
        QVERIFY(QFileInfo(log.fileName()).size() < 1000);
        QCOMPARE(QFileInfo(log.fileName() + QLatin1String(".1")).size(), 11 * 1024 * 1024);
    }
};

QTEST_GUILESS_MAIN(TestEmbeddedDaemon)
#include "tst_embeddeddaemon.moc"
