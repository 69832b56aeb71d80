// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/process.h"
#include "tests/support/wait.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace twinfeed::test;
using namespace std::chrono_literals;

/// The program itself: command line, configuration, files, signals, supervisor. No streams.
class tst_Twinfeedd : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void helpReadsWell();
    void wrongCommandLines_data();
    void wrongCommandLines();
    void checkSaysWhere();
    void tokenFitsTheConfiguration();
    void signsAddresses();
    void wrongConfigurationChangesNothing();
    void runtimeFileIsThereWhileItListens();
    void logsAreJsonLines();
    void oneDaemonPerDataFolder();
    void portInUse();
    void newerStore();
    void killedChildComesBack();
    void configBrokenMeanwhile();
    void supervisorEndsWithItsChild();
    void killedSupervisorTakesTheChildAlong();

private:
    static QString program() { return QStringLiteral(TWINFEED_BIN_DIR "/twinfeedd"); }
    QString path(const QString &name) const { return m_folder->filePath(name); }
    QString write(const QString &name, const QByteArray &content)
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("the test's file cannot be written");
        return file.fileName();
    }
    QStringList arguments(const QStringList &more = {}) const
    {
        return QStringList{QStringLiteral("--data"), path(QStringLiteral("data"))} + more;
    }
    QJsonObject runtime() const
    {
        QFile file(path(QStringLiteral("data/runtime.json")));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                              : QJsonObject();
    }
    qint64 daemonPid() const { return qint64(runtime().value(QLatin1String("pid")).toDouble()); }
    bool waitForDaemon(Process &process, qint64 notPid = 0)
    {
        return waitUntil([&] { return (daemonPid() != 0 && daemonPid() != notPid) || !process.isRunning(); },
                         20s, "twinfeedd to listen")
            && process.isRunning();
    }
    /// Runs it to its end.
    struct Ended
    {
        int code;
        QByteArray out;
        QByteArray err;
    };
    Ended run(const QStringList &arguments)
    {
        Process process(program(), arguments);
        if (!process.start() || !process.waitForEnd(20s))
            return {-1, {}, process.report().toUtf8()};
        return {process.exitCode(), process.out(), process.err()};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_Twinfeedd::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_Twinfeedd::helpReadsWell()
{
    const Ended ended = run({QStringLiteral("--help")});
    QCOMPARE(ended.code, 0);
    for (const char *word : {"twinfeedd check FILE", "twinfeedd token --name NAME --role ROLE",
                             "twinfeedd sign", "--supervise", "--config", "Exit codes"})
        QVERIFY2(ended.out.contains(word), word);
    QCOMPARE(ended.err, QByteArray());
    const Ended version = run({QStringLiteral("--version")});
    QCOMPARE(version.code, 0);
    QVERIFY(version.out.startsWith("twinfeedd 0."));
}

void tst_Twinfeedd::wrongCommandLines_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown option") << QStringList{QStringLiteral("--confg"), QStringLiteral("x")};
    QTest::newRow("unknown command") << QStringList{QStringLiteral("start")};
    QTest::newRow("check without file") << QStringList{QStringLiteral("check")};
    QTest::newRow("token without role")
        << QStringList{QStringLiteral("token"), QStringLiteral("--name"), QStringLiteral("anna")};
    QTest::newRow("token with wrong role")
        << QStringList{QStringLiteral("token"), QStringLiteral("--name"), QStringLiteral("anna"),
                       QStringLiteral("--role"), QStringLiteral("boss")};
    QTest::newRow("token without name")
        << QStringList{QStringLiteral("token"), QStringLiteral("--role"), QStringLiteral("viewer")};
    QTest::newRow("sign without address") << QStringList{QStringLiteral("sign")};
    QTest::newRow("sign without secret") << QStringList{QStringLiteral("sign"), QStringLiteral("/x")};
    QTest::newRow("sign with a wrong scheme") << QStringList{
        QStringLiteral("sign"),      QStringLiteral("/x"),       QStringLiteral("--secret-file"),
        QStringLiteral("/dev/null"), QStringLiteral("--scheme"), QStringLiteral("md5")};
    QTest::newRow("sign for no time") << QStringList{
        QStringLiteral("sign"),      QStringLiteral("/x"),      QStringLiteral("--secret-file"),
        QStringLiteral("/dev/null"), QStringLiteral("--valid"), QStringLiteral("0")};
    QTest::newRow("log") << QStringList{QStringLiteral("--log"), QStringLiteral("xml")};
}

void tst_Twinfeedd::wrongCommandLines()
{
    QFETCH(QStringList, arguments);
    const Ended ended = run(arguments);
    QCOMPARE(ended.code, 64);
    QVERIFY(ended.err.startsWith("twinfeedd: "));
    QVERIFY(ended.err.contains("--help"));
}

void tst_Twinfeedd::checkSaysWhere()
{
    const QString good = write(QStringLiteral("good.yaml"), "listen: {port: 0}\n");
    const Ended fine = run({QStringLiteral("check"), good});
    QCOMPARE(fine.code, 0);
    QCOMPARE(fine.out.trimmed(), (good + QStringLiteral(": ok")).toUtf8());
    const QString bad = write(QStringLiteral("bad.yaml"), "listen:\n  prot: 0\n");
    const Ended wrong = run({QStringLiteral("check"), bad});
    QCOMPARE(wrong.code, 78);
    QVERIFY(
        wrong.err.startsWith((bad + QStringLiteral(":2:3: error: \"prot\" is not a field here.")).toUtf8()));
    const Ended example =
        run({QStringLiteral("check"),
             QStringLiteral(TWINFEED_SOURCE_DIR "/resources/config/twinfeedd.example.yaml")});
    QCOMPARE(example.code, 0);
}

void tst_Twinfeedd::tokenFitsTheConfiguration()
{
    const Ended ended =
        run({QStringLiteral("token"), QStringLiteral("--name"), QStringLiteral("anna \"a\" b\\c"),
             QStringLiteral("--role"), QStringLiteral("director")});
    QCOMPARE(ended.code, 0);
    const QString said = QString::fromUtf8(ended.out);
    const auto token = QRegularExpression(QStringLiteral("(tf_[A-Za-z0-9_-]{43})")).match(said);
    const auto line =
        QRegularExpression(QStringLiteral("^( *- \\{.*\\})$"), QRegularExpression::MultilineOption)
            .match(said);
    QVERIFY2(token.hasMatch() && line.hasMatch(), ended.out.constData());
    const QByteArray digest =
        QCryptographicHash::hash(token.captured(1).toLatin1(), QCryptographicHash::Sha256).toHex();
    QVERIFY(line.captured(1).contains(QString::fromLatin1(digest)));
    QCOMPARE(said.count(token.captured(1)), 1);
    const QString file = write(QStringLiteral("x.yaml"), "tokens:\n" + line.captured(1).toUtf8() + "\n");
    QCOMPARE(run({QStringLiteral("check"), file}).code, 0);
}

void tst_Twinfeedd::signsAddresses()
{
    const QString secret = write(QStringLiteral("secret"), "a long secret\n");
    const auto sign = [&](const QString &scheme, const QString &address) {
        const Ended ended = run({QStringLiteral("sign"), QStringLiteral("--secret-file"), secret,
                                 QStringLiteral("--scheme"), scheme, address});
        return ended.code == 0 ? QString::fromLatin1(ended.out.trimmed()) : QString();
    };
    const auto md5Of = [](const QString &text) {
        return QString::fromLatin1(
            QCryptographicHash::hash(text.toLatin1(), QCryptographicHash::Md5).toHex());
    };
    const QString address = QStringLiteral("https://cdn.example:8443/live/a%20b/index.m3u8?quality=1");
    const QString inQuery = sign(QStringLiteral("tencent-d"), address);
    const auto query =
        QRegularExpression(QStringLiteral("^(.*)&sign=([0-9a-f]{32})&t=([0-9]+)$")).match(inQuery);
    QVERIFY2(query.hasMatch(), qPrintable(inQuery));
    QCOMPARE(query.captured(1), address);
    QCOMPARE(query.captured(2),
             md5Of(QLatin1String("a long secret/live/a%20b/index.m3u8") + query.captured(3)));
    const QString inPath = sign(QStringLiteral("alibaba-c"), address);
    const auto path =
        QRegularExpression(QStringLiteral("^https://cdn.example:8443/([0-9a-f]{32})/([0-9a-f]+)(/live/.*)$"))
            .match(inPath);
    QVERIFY2(path.hasMatch(), qPrintable(inPath));
    QCOMPARE(path.captured(1),
             md5Of(QLatin1String("a long secret/live/a%20b/index.m3u8") + path.captured(2)));
    QCOMPARE(path.captured(3), QStringLiteral("/live/a%20b/index.m3u8?quality=1"));
    QVERIFY(sign(QStringLiteral("hmac"), QStringLiteral("/v1/keys/7/hls"))
                .startsWith(QLatin1String("/v1/keys/7/hls?sign=")));
    QCOMPARE(
        run({QStringLiteral("sign"), QStringLiteral("--secret-file"), secret, QStringLiteral("index.m3u8")})
            .code,
        64);
    QCOMPARE(run({QStringLiteral("sign"), QStringLiteral("--secret-file"), QStringLiteral("/nowhere"),
                  QStringLiteral("/x")})
                 .code,
             64);
}

void tst_Twinfeedd::wrongConfigurationChangesNothing()
{
    const QString bad = write(QStringLiteral("bad.yaml"), "channels: none\n");
    for (const QString &supervise : {QString(), QStringLiteral("--supervise")}) {
        QStringList all = arguments({QStringLiteral("--config"), bad});
        if (!supervise.isEmpty())
            all << supervise;
        const Ended ended = run(all);
        QCOMPARE(ended.code, 78);
        QVERIFY(ended.err.contains(":1:11: error: "));
        QVERIFY(!QFileInfo::exists(path(QStringLiteral("data"))));
    }
}

void tst_Twinfeedd::runtimeFileIsThereWhileItListens()
{
    Process process(program(), arguments());
    QVERIFY(process.start());
    QVERIFY2(waitForDaemon(process), qPrintable(process.report()));
    const QJsonObject said = runtime();
    QCOMPARE(daemonPid(), process.pid());
    QVERIFY(said.value(QLatin1String("port")).toInt() > 0);
    QCOMPARE(said.value(QLatin1String("scheme")).toString(), QStringLiteral("http"));
    QVERIFY(said.value(QLatin1String("token")).toString().size() >= 43);
    for (const char *file : {"data/runtime.json", "data/twinfeed.db", "data/lock"}) {
        const auto rights = QFile::permissions(path(QString::fromLatin1(file)));
        QVERIFY2(!(rights & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)),
                 file);
    }
    QVERIFY(process.terminate());
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(!QFileInfo::exists(path(QStringLiteral("data/runtime.json"))));
    // Neither file nor log tells the token to others.
    QVERIFY(!process.err().contains(said.value(QLatin1String("token")).toString().toLatin1()));
}

void tst_Twinfeedd::logsAreJsonLines()
{
    Process process(program(), arguments({QStringLiteral("--log"), QStringLiteral("json")}));
    QVERIFY(process.start());
    QVERIFY2(waitForDaemon(process), qPrintable(process.report()));
    QVERIFY(process.terminate());
    int lines = 0;
    for (const QByteArray &line : process.err().split('\n')) {
        if (line.isEmpty())
            continue;
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        for (const char *key : {"at", "level", "category", "message"})
            QVERIFY2(!object.value(QLatin1String(key)).toString().isEmpty(), line.constData());
        ++lines;
    }
    QVERIFY(lines >= 3);
}

void tst_Twinfeedd::oneDaemonPerDataFolder()
{
    Process first(program(), arguments());
    QVERIFY(first.start());
    QVERIFY(waitForDaemon(first));
    const Ended second = run(arguments());
    QCOMPARE(second.code, 69);
    QVERIFY2(second.err.contains("Another twinfeedd works in the data folder"), second.err.constData());
    QVERIFY(first.isRunning());
    QCOMPARE(daemonPid(), first.pid());
    // A lock is gone with its process, however that ends.
    first.kill();
    Process third(program(), arguments());
    QVERIFY(third.start());
    QVERIFY2(waitForDaemon(third, first.pid()), qPrintable(third.report()));
}

void tst_Twinfeedd::portInUse()
{
    Process first(program(), arguments());
    QVERIFY(first.start());
    QVERIFY(waitForDaemon(first));
    const QByteArray port = QByteArray::number(runtime().value(QLatin1String("port")).toInt());
    const QString config = write(QStringLiteral("x.yaml"), "listen: {port: " + port + "}\n");
    const Ended second =
        run({QStringLiteral("--data"), path(QStringLiteral("other")), QStringLiteral("--config"), config});
    QCOMPARE(second.code, 69);
    QVERIFY2(second.err.contains(port), second.err.constData());
}

void tst_Twinfeedd::newerStore()
{
    QDir(m_folder->path()).mkdir(QStringLiteral("data"));
    // The header of an SQLite file with user_version 99, as SQLite's own tool makes it.
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("newer"));
        database.setDatabaseName(path(QStringLiteral("data/twinfeed.db")));
        QVERIFY(database.open());
        QVERIFY(QSqlQuery(database).exec(QStringLiteral("PRAGMA user_version=99")));
        database.close();
    }
    QSqlDatabase::removeDatabase(QStringLiteral("newer"));
    const Ended ended = run(arguments());
    QCOMPARE(ended.code, 65);
    QVERIFY2(ended.err.contains("newer Twinfeed"), ended.err.constData());
}

void tst_Twinfeedd::killedChildComesBack()
{
    Process supervisor(program(), arguments({QStringLiteral("--supervise")}));
    QVERIFY(supervisor.start());
    QVERIFY(waitForDaemon(supervisor));
    QVERIFY(daemonPid() != supervisor.pid());
    const QJsonObject before = runtime();
    for (int i = 0; i < 3; ++i) {
        const qint64 pid = daemonPid();
        QCOMPARE(::kill(pid_t(pid), SIGKILL), 0);
        QVERIFY2(waitForDaemon(supervisor, pid), qPrintable(supervisor.report()));
        // A console goes on with what it knows.
        QCOMPARE(runtime().value(QLatin1String("port")), before.value(QLatin1String("port")));
        QCOMPARE(runtime().value(QLatin1String("token")), before.value(QLatin1String("token")));
    }
    QVERIFY(supervisor.err().contains("was ended by signal 9"));
    QVERIFY(supervisor.terminate());
    QCOMPARE(supervisor.exitCode(), 0);
}

void tst_Twinfeedd::configBrokenMeanwhile()
{
    const QString config = write(QStringLiteral("x.yaml"), "listen: {port: 0}\n");
    Process supervisor(program(),
                       arguments({QStringLiteral("--supervise"), QStringLiteral("--config"), config}));
    QVERIFY(supervisor.start());
    QVERIFY(waitForDaemon(supervisor));
    write(QStringLiteral("x.yaml"), "listen: [\n");
    const qint64 pid = daemonPid();
    QCOMPARE(::kill(pid_t(pid), SIGKILL), 0);
    QVERIFY2(waitForDaemon(supervisor, pid), qPrintable(supervisor.report()));
    QVERIFY(supervisor.err().contains("the one used last stays in use"));
}

void tst_Twinfeedd::supervisorEndsWithItsChild()
{
    Process supervisor(program(), arguments({QStringLiteral("--supervise")}));
    QVERIFY(supervisor.start());
    QVERIFY(waitForDaemon(supervisor));
    const qint64 pid = daemonPid();
    // Ended on request by somebody else: that was meant.
    QCOMPARE(::kill(pid_t(pid), SIGTERM), 0);
    QVERIFY(supervisor.waitForEnd(20s));
    QCOMPARE(supervisor.exitCode(), 0);
    QCOMPARE(::kill(pid_t(pid), 0), -1);
}

void tst_Twinfeedd::killedSupervisorTakesTheChildAlong()
{
    Process supervisor(program(), arguments({QStringLiteral("--supervise")}));
    QVERIFY(supervisor.start());
    QVERIFY(waitForDaemon(supervisor));
    supervisor.kill();
    // Cleanly: it takes its runtime file away.
    QVERIFY(waitUntil([&] { return !QFileInfo::exists(path(QStringLiteral("data/runtime.json"))); }, 20s,
                      "the child to end"));
}

QTEST_GUILESS_MAIN(tst_Twinfeedd)
#include "tst_twinfeedd.moc"
