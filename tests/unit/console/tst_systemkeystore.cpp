// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/systemkeystore.h"

#include "tests/support/wait.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace twinfeed;
using namespace std::chrono_literals;
using test::waitUntil;

namespace {

// The test runs itself once more inside a session with a real key store, or without any.
const char inside[] = "TWINFEED_TEST_KEYRING";

template <typename T>
Result<T> answered(const std::function<void(std::function<void(const Result<T> &)>)> &ask)
{
    auto answer = std::make_shared<std::optional<Result<T>>>();
    ask([answer](const Result<T> &one) { *answer = one; });
    if (!waitUntil([&] { return answer->has_value(); }, 20s, "an answer of the key store"))
        return Error{QStringLiteral("no-answer"), {}, {}, {}, {}};
    return **answer;
}

Result<void> write(KeyStore &store, const char *key, const QByteArray &secret)
{
    return answered<void>([&](auto done) { store.write(QLatin1String(key), secret, done); });
}

Result<QByteArray> read(KeyStore &store, const char *key)
{
    return answered<QByteArray>([&](auto done) { store.read(QLatin1String(key), done); });
}

Result<void> remove(KeyStore &store, const char *key)
{
    return answered<void>([&](auto done) { store.remove(QLatin1String(key), done); });
}

} // namespace

/// What runs inside, one function at a time.
class InsideSession final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void insideASession()
    {
        const QByteArray token("tf_\x01 secret", 10);
        {
            SystemKeyStore store(QStringLiteral("twinfeed-test"));
            QVERIFY(!read(store, "token/a").ok());
            QCOMPARE(read(store, "token/a").error().code, QStringLiteral("no-such-key"));
            QVERIFY(write(store, "token/a", token).ok());
            QVERIFY(write(store, "token/b", "other").ok());
            QVERIFY(write(store, "token/b", "newer").ok());
        }
        SystemKeyStore store(QStringLiteral("twinfeed-test"));
        const auto found = read(store, "token/a");
        QVERIFY(found.ok());
        QCOMPARE(*found, token);
        QCOMPARE(*read(store, "token/b"), QByteArray("newer"));
        SystemKeyStore other(QStringLiteral("twinfeed-other"));
        QVERIFY(!read(other, "token/a").ok());
        QVERIFY(remove(store, "token/a").ok());
        QVERIFY(remove(store, "token/a").ok());
        QCOMPARE(read(store, "token/a").error().code, QStringLiteral("no-such-key"));
    }

    void withoutASession()
    {
        SystemKeyStore store;
        QCOMPARE(write(store, "token/a", "secret").error().code, QStringLiteral("no-key-store"));
        QCOMPARE(read(store, "token/a").error().code, QStringLiteral("no-key-store"));
    }
};

/// Against gnome-keyring on a session bus of its own, and with no session bus at all.
class TestSystemKeyStore final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    /// One test function of this program by itself; `with` starts what it runs in.
    int runAgain(const char *function, const QString &program, const QStringList &with,
                 const QByteArray &input = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"})
            environment.remove(QLatin1String(name));
        for (const char *name :
             {"HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
            environment.insert(QLatin1String(name), m_home.path());
        environment.insert(QLatin1String(inside), QStringLiteral("1"));
        QProcess again;
        again.setProcessEnvironment(environment);
        again.setProcessChannelMode(QProcess::MergedChannels);
        again.start(program, with + QStringList{QLatin1String(function)});
        again.write(input);
        again.closeWriteChannel();
        const bool ended = again.waitForFinished(60'000);
        if (!ended || again.exitCode() != 0)
            qInfo().noquote() << again.readAll();
        return ended ? again.exitCode() : -1;
    }

private Q_SLOTS:
    void keepsSecretsInARealKeyring()
    {
        QVERIFY(m_home.isValid());
        // --unlock takes the password of the key ring that it makes from its input, without a line end.
        const QString script = QStringLiteral(
            "gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec \"$0\" \"$@\"");
        QCOMPARE(runAgain("insideASession", QStringLiteral("dbus-run-session"),
                          {QStringLiteral("--"), QStringLiteral("sh"), QStringLiteral("-c"), script,
                           QCoreApplication::applicationFilePath()},
                          "a-password"),
                 0);
    }

    void saysThatThereIsNone()
    {
        QCOMPARE(runAgain("withoutASession", QCoreApplication::applicationFilePath(), {}), 0);
    }

    void anAnswerAfterItsEndIsNobodys()
    {
        bool called = false;
        {
            SystemKeyStore store;
            store.read(QStringLiteral("token/a"), [&called](const auto &) { called = true; });
        }
        QCoreApplication::processEvents();
        QVERIFY(!called);
    }
};

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (qEnvironmentVariableIsSet(inside)) {
        InsideSession within;
        return QTest::qExec(&within, argc, argv);
    }
    TestSystemKeyStore test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_systemkeystore.moc"
