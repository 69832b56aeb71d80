// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/runtimeinfo.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace twinfeed;

namespace {

/// JSON in single quotes.
QByteArray quoted(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

} // namespace

class TestRuntimeInfo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads()
    {
        const auto info =
            runtimeInfoFrom(quoted("{'port':40123,'scheme':'http','token':'abc','pid':77,'version':'1'}"));
        QVERIFY(info.ok());
        QCOMPARE(info->pid, 77);
        QCOMPARE(info->endpoint.base, QUrl(QStringLiteral("http://127.0.0.1:40123")));
        QCOMPARE(info->endpoint.token, QByteArray("abc"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("half") << (quoted("{'port':40123,'scheme':'htt"));
        QTest::newRow("no port") << (quoted("{'scheme':'http','token':'abc','pid':77}"));
        QTest::newRow("port") << (quoted("{'port':70000,'scheme':'http','token':'abc','pid':77}"));
        QTest::newRow("no process") << (quoted("{'port':1,'scheme':'http','token':'abc'}"));
        QTest::newRow("everybody") << (quoted("{'port':1,'scheme':'http','token':'abc','pid':-1}"));
        QTest::newRow("scheme") << (quoted("{'port':1,'scheme':'file','token':'abc','pid':77}"));
        QTest::newRow("token") << (quoted("{'port':1,'scheme':'http','token':'','pid':77}"));
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!runtimeInfoFrom(text).ok());
    }

    void believesOnlyWhatIsOursAlone()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("runtime.json")));
        QVERIFY(!readRuntimeFile(file.fileName()).ok());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(quoted("{'port':40123,'scheme':'http','token':'abc','pid':77}"));
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY(readRuntimeFile(file.fileName()).ok());
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        QVERIFY(!readRuntimeFile(file.fileName()).ok());
    }

    void knowsWhoLives()
    {
        QVERIFY(isAlive(QCoreApplication::applicationPid()));
        QVERIFY(!isAlive(0x7ffffffe)); // above the kernel's largest process id
    }
};

QTEST_GUILESS_MAIN(TestRuntimeInfo)
#include "tst_runtimeinfo.moc"
