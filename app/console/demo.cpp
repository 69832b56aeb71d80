// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/demo.h"

#include "app/console/embeddeddaemon.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QSaveFile>
#include <QStandardPaths>
#include <QTcpServer>

namespace twinfeed {

namespace {

constexpr int mostDemos = 16;

Error failure(const QString &message)
{
    return Error{QStringLiteral("demo-failed"), message, {}, {}, {}};
}

QString feedUrl(quint16 port, const QString &name)
{
    return QStringLiteral("rtmp://127.0.0.1:%1/live/%2").arg(port).arg(name);
}

} // namespace

Demo::Demo(QObject *parent)
    : QObject(parent)
{
}

Demo::~Demo()
{
    while (!m_children.empty())
        m_children.pop_back();
}

Result<void> Demo::start()
{
    const QString daemon = programBeside(QStringLiteral("twinfeedd"));
    const QString feed = programBeside(QStringLiteral("twinfeed-feed"));
    for (const QString &program : {daemon, feed}) {
        if (!QFileInfo(program).isExecutable())
            return failure(QStringLiteral("A program of the demo is not there: %1.").arg(program));
    }
    if (auto taken = takeFolder(); !taken)
        return taken;
    const quint16 primaryPort = freeLoopbackPort();
    const quint16 backupPort = freeLoopbackPort();
    if (auto written = writeConfig(primaryPort, backupPort); !written)
        return written;

    addChild(daemon,
             {QStringLiteral("--config"), m_folder + QLatin1String("/twinfeedd.yaml"),
              QStringLiteral("--data"), m_folder + QLatin1String("/data"), QStringLiteral("--runtime-file"),
              runtimeFile(), QStringLiteral("--supervise")},
             {m_folder + QLatin1String("/twinfeedd.log")});
    const auto push = [&](const char *source, const QString &url) {
        addChild(feed, {QStringLiteral("push"), QStringLiteral("--source"), QLatin1String(source), url}, {});
    };
    push("1", feedUrl(primaryPort, QStringLiteral("primary")));
    push("2", feedUrl(backupPort, QStringLiteral("backup")));
    for (const auto &child : m_children)
        child->start();
    return {};
}

void Demo::tellFeed(int feed, const QString &command)
{
    m_children.at(size_t(feed))->writeLine(command);
}

Result<void> Demo::takeFolder()
{
    const QString base = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
        + QLatin1String("/twinfeed/demo");
    for (int number = 1; number <= mostDemos; ++number) {
        const QString folder =
            number == 1 ? base : QString(base + QLatin1Char('-') + QString::number(number));
        if (!QDir().mkpath(folder))
            return failure(QStringLiteral("The folder %1 cannot be made.").arg(folder));
        auto lock = std::make_unique<QLockFile>(folder + QLatin1String("/lock"));
        lock->setStaleLockTime(0); // held as long as its process lives
        if (!lock->tryLock(0))
            continue;
        m_folder = folder;
        m_lock = std::move(lock);
        // The event begins anew. Only what the demo itself made is removed.
        for (const char *made : {"/data", "/hls"})
            QDir(folder + QLatin1String(made)).removeRecursively();
        for (const char *made : {"/runtime.json", "/twinfeedd.log"})
            QFile::remove(folder + QLatin1String(made));
        return {};
    }
    return failure(QStringLiteral("Too many demos run already."));
}

/// YAML reads JSON.
Result<void> Demo::writeConfig(quint16 primaryPort, quint16 backupPort) const
{
    const auto listening = [](const QString &url) {
        return QJsonObject{{QStringLiteral("url"), url}, {QStringLiteral("mode"), QStringLiteral("listen")}};
    };
    const QJsonObject output{{QStringLiteral("id"), QStringLiteral("web")},
                             {QStringLiteral("kind"), QStringLiteral("hls")},
                             {QStringLiteral("url"), QString(m_folder + QLatin1String("/hls"))}};
    const QJsonObject main{
        {QStringLiteral("id"), channel()},
        {QStringLiteral("name"), QStringLiteral("Main stage")},
        {QStringLiteral("primary"), listening(feedUrl(primaryPort, QStringLiteral("primary")))},
        {QStringLiteral("backup"), listening(feedUrl(backupPort, QStringLiteral("backup")))},
        {QStringLiteral("outputs"), QJsonArray{output}}};
    const QJsonObject config{
        {QStringLiteral("listen"),
         QJsonObject{{QStringLiteral("address"), QStringLiteral("127.0.0.1")}, {QStringLiteral("port"), 0}}},
        {QStringLiteral("channels"), QJsonArray{main}}};
    QSaveFile file(m_folder + QLatin1String("/twinfeedd.yaml"));
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(config).toJson()) < 0 || !file.commit())
        return failure(QStringLiteral("The configuration %1 cannot be written: %2.")
                           .arg(file.fileName(), file.errorString()));
    return {};
}

DemoChild *Demo::addChild(const QString &program, const QStringList &arguments, DemoChild::Output output)
{
    m_children.push_back(std::make_unique<DemoChild>(program, arguments, std::move(output)));
    connect(m_children.back().get(), &DemoChild::trouble, this, &Demo::trouble);
    return m_children.back().get();
}

quint16 freeLoopbackPort()
{
    constexpr int tries = 200;
    for (int i = 0; i < tries; ++i) {
        QTcpServer server;
        if (server.listen(QHostAddress::LocalHost,
                          quint16(QRandomGenerator::global()->bounded(20'000, 32'000))))
            return server.serverPort();
    }
    return 0;
}

} // namespace twinfeed
