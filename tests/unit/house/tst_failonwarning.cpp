// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/failonwarning.h"
#include "tests/support/process.h"

#include <QTest>

#include <optional>
#include <thread>

using namespace std::chrono_literals;
using twinfeed::test::FailOnWarning;
using twinfeed::test::Process;

/// The guard in this very program, where it must stay silent.
class TestFailOnWarning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void letsPassWhatIsAnnounced();
    void failsWhatMustFail_data();
    void failsWhatMustFail();
};

void TestFailOnWarning::letsPassWhatIsAnnounced()
{
    FailOnWarning guard;
    guard.expect(QStringLiteral("disk .* full"));
    guard.allow(QStringLiteral("slow"));
    guard.allow(QStringLiteral("never said"));
    QCOMPARE(guard.missing(), QStringList{QStringLiteral("disk .* full")});
    qWarning("disk 3 full");
    qCritical("slow");
    qInfo("no warning");
    QCOMPARE(guard.missing(), QStringList());
    QCOMPARE(guard.unexpected(), QStringList());
}

void TestFailOnWarning::failsWhatMustFail_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("message");
    QTest::newRow("warning") << QStringLiteral("warning") << QStringLiteral("unexpected warning: surprise");
    QTest::newRow("critical") << QStringLiteral("critical") << QStringLiteral("unexpected warning: surprise");
    QTest::newRow("thread") << QStringLiteral("thread") << QStringLiteral("unexpected warning: surprise");
    QTest::newRow("other") << QStringLiteral("other") << QStringLiteral("unexpected warning: surprise");
    QTest::newRow("missing") << QStringLiteral("missing") << QStringLiteral("no warning like: announced");
}

void TestFailOnWarning::failsWhatMustFail()
{
    QFETCH(const QString, how);
    QFETCH(const QString, message);
    // A failing test is needed to see one fail: this program again, with the class below.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TWINFEED_FAILING"), how);
    Process failing(QCoreApplication::applicationFilePath(), {}, environment);
    QVERIFY(failing.start());
    QVERIFY(failing.waitForEnd(30s));
    QVERIFY2(failing.exitCode() == 1, qPrintable(failing.report()));
    const QString wanted = QLatin1String("FAIL!  : FailingTest::fails() ") % message;
    QVERIFY2(failing.out().contains(wanted.toUtf8()), qPrintable(failing.report()));
}

class FailingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_warnings.emplace(); }
    void cleanup() { m_warnings.reset(); }
    void fails()
    {
        const QByteArray how = qgetenv("TWINFEED_FAILING");
        if (how == "warning")
            qWarning("surprise");
        else if (how == "critical")
            qCritical("surprise");
        else if (how == "thread")
            std::jthread([] { qWarning("surprise"); }).join();
        else
            m_warnings->expect(QStringLiteral("announced"));
        if (how == "other") {
            qWarning("announced");
            qWarning("surprise");
        }
    }

private:
    std::optional<FailOnWarning> m_warnings;
};

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    if (qEnvironmentVariableIsSet("TWINFEED_FAILING")) {
        FailingTest test;
        return QTest::qExec(&test, argc, argv);
    }
    TestFailOnWarning test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_failonwarning.moc"
