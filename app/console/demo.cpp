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

const QString daemonName = QStringLiteral("twinfeedd");
const QString feedName = QStringLiteral("twinfeed-feed");

QString feedUrl(quint16 port, int feed)
{
    const QLatin1String name(feed == 1 ? "primary" : "backup");
    return QStringLiteral("rtmp://127.0.0.1:%1/live/%2").arg(port).arg(name);
}

/// 720p and a loop of 20 s: the first demo on a machine encodes it twice, which 1080p and a minute make wait for minutes
/// on two cores that do something else besides.
QStringList feedFormat()
{
    return {QStringLiteral("--size"), QStringLiteral("1280x720"),       QStringLiteral("--bitrate"),
            QStringLiteral("2500k"),  QStringLiteral("--loop-seconds"), QStringLiteral("20")};
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
    const QString daemon = programBeside(daemonName);
    for (const QString &program : {daemon, programBeside(feedName)}) {
        if (!QFileInfo(program).isExecutable())
            return failure(QStringLiteral("A program of the demo is not there: %1.").arg(program));
    }
    if (auto taken = takeFolder(); !taken)
        return taken;
    for (quint16 &port : m_ports)
        port = freeLoopbackPort();
    if (auto written = writeConfig(); !written)
        return written;
    startChild(daemon,
               {QStringLiteral("--config"), m_folder + QLatin1String("/twinfeedd.yaml"),
                QStringLiteral("--data"), dataFolder(), QStringLiteral("--runtime-file"), runtimeFile(),
                QStringLiteral("--supervise")},
               {m_folder + QLatin1String("/twinfeedd.log")});
    return {};
}

void Demo::startFeeds()
{
    if (m_children.size() > 1)
        return;
    for (int feed = 1; feed <= 2; ++feed) {
        QStringList arguments{QStringLiteral("push"), QStringLiteral("--source"), QString::number(feed)};
        arguments += feedFormat();
        arguments += feedUrl(m_ports[feed - 1], feed);
        startChild(programBeside(feedName), arguments, {});
    }
}

void Demo::tellFeed(int feed, const QString &command)
{
    if (size_t(feed) < m_children.size())
        m_children[size_t(feed)]->writeLine(command);
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
Result<void> Demo::writeConfig() const
{
    const auto listening = [](const QString &url) {
        return QJsonObject{{QStringLiteral("url"), url}, {QStringLiteral("mode"), QStringLiteral("listen")}};
    };
    const QJsonObject output{{QStringLiteral("id"), QStringLiteral("web")},
                             {QStringLiteral("kind"), QStringLiteral("hls")},
                             {QStringLiteral("url"), QString(m_folder + QLatin1String("/hls"))}};
    const QJsonObject main{{QStringLiteral("id"), channel()},
                           {QStringLiteral("name"), QStringLiteral("Main stage")},
                           {QStringLiteral("primary"), listening(feedUrl(m_ports[0], 1))},
                           {QStringLiteral("backup"), listening(feedUrl(m_ports[1], 2))},
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

void Demo::startChild(const QString &program, const QStringList &arguments, DemoChild::Output output)
{
    m_children.push_back(std::make_unique<DemoChild>(program, arguments, std::move(output)));
    connect(m_children.back().get(), &DemoChild::trouble, this, &Demo::trouble);
    m_children.back()->start();
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
