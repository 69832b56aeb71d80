// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/system/daemon.h"

#include "tests/support/wait.h"

#include <QFile>
#include <QJsonDocument>

using namespace std::chrono_literals;

namespace twinfeed::test {

QJsonObject outputJson(const QString &id, const QString &kind, const QString &url)
{
    return {{QStringLiteral("id"), id}, {QStringLiteral("kind"), kind}, {QStringLiteral("url"), url}};
}

QJsonObject channelJson(const QString &id, const QString &primary, const QString &primaryMode,
                        const QString &backup, const QString &backupMode, const QJsonArray &outputs)
{
    const auto input = [](const QString &url, const QString &mode) {
        return QJsonObject{{QStringLiteral("url"), url}, {QStringLiteral("mode"), mode}};
    };
    return {{QStringLiteral("id"), id},
            {QStringLiteral("name"), QStringLiteral("Main stage")},
            {QStringLiteral("primary"), input(primary, primaryMode)},
            {QStringLiteral("backup"), input(backup, backupMode)},
            {QStringLiteral("outputs"), outputs},
            // What a test does not ask for must not change what it looks at.
            {QStringLiteral("failover"), QJsonObject{{QStringLiteral("mode"), QStringLiteral("off")}}}};
}

Daemon::Daemon(const QJsonArray &channels, QJsonObject extra, QStringList arguments)
    : m_runtimeFile(m_folder.filePath(QStringLiteral("runtime.json")))
    , m_process(QStringLiteral(TWINFEED_BIN_DIR "/twinfeedd"),
                QStringList{QStringLiteral("--config"), m_folder.filePath(QStringLiteral("twinfeedd.yaml")),
                            QStringLiteral("--data"), m_folder.filePath(QStringLiteral("data")),
                            QStringLiteral("--runtime-file"), m_runtimeFile}
                    + arguments)
{
    // JSON is YAML: the strict reader of the configuration takes it as it is.
    extra.insert(QStringLiteral("channels"), channels);
    if (!extra.contains(QStringLiteral("listen"))) {
        extra.insert(QStringLiteral("listen"),
                     QJsonObject{{QStringLiteral("address"), QStringLiteral("127.0.0.1")},
                                 {QStringLiteral("port"), 0}});
    }
    QFile file(m_folder.filePath(QStringLiteral("twinfeedd.yaml")));
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(extra).toJson()) < 0)
        qFatal("the test's configuration cannot be written");
}

bool Daemon::start()
{
    const qint64 before = m_pid;
    return m_process.start()
        && waitUntil([&] { return readRuntimeFile(before) || !m_process.isRunning(); }, 20s,
                     "twinfeedd to listen")
        && m_process.isRunning();
}

bool Daemon::waitForSuccessor(std::chrono::milliseconds timeout)
{
    const qint64 before = m_pid;
    return waitUntil([&] { return readRuntimeFile(before); }, timeout, "twinfeedd to be started again");
}

bool Daemon::readRuntimeFile(qint64 notPid)
{
    QFile file(m_runtimeFile);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QJsonObject runtime = QJsonDocument::fromJson(file.readAll()).object();
    const auto pid = qint64(runtime.value(QLatin1String("pid")).toDouble());
    if (pid == 0 || pid == notPid)
        return false;
    m_pid = pid;
    const QUrl base(QStringLiteral("http://127.0.0.1:%1").arg(runtime.value(QLatin1String("port")).toInt()));
    m_api = std::make_unique<Api>(base, runtime.value(QLatin1String("token")).toString().toLatin1());
    return m_api->get(QStringLiteral("/v1/health")).status == 200;
}

} // namespace twinfeed::test
