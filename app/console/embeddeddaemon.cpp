// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/embeddeddaemon.h"

#include "app/console/runtimeinfo.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <csignal>

namespace twinfeed {

namespace {

/// One log of a start that is kept besides the newest.
constexpr qint64 largestLog = 10 * 1024 * 1024;

/// The log goes on over many starts; where it has become large it begins anew, with the old one kept beside it.
QString logFile(const QString &folder)
{
    QString file = folder + QLatin1String("/twinfeedd.log");
    if (QFileInfo(file).size() > largestLog) {
        const QString old = file + QLatin1String(".1");
        QFile::remove(old);
        QFile::rename(file, old);
    }
    return file;
}

} // namespace

EmbeddedDaemon EmbeddedDaemon::ofUser()
{
    QString folder =
        QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QLatin1String("/twinfeed");
    return {programBeside(QStringLiteral("twinfeedd")), folder, folder + QLatin1String("/runtime.json"), {}};
}

Result<void> EmbeddedDaemon::launch() const
{
    if (!QFileInfo(program).isExecutable()) {
        return Error{QStringLiteral("backend-missing"),
                     tr("The backend program is not there: %1.").arg(program),
                     {},
                     tr("Install Twinfeed again."),
                     {}};
    }
    QDir().mkpath(dataFolder);
    QStringList arguments{QStringLiteral("--data"), dataFolder, QStringLiteral("--runtime-file"), runtimeFile,
                          QStringLiteral("--supervise")};
    if (!eventFolder.isEmpty())
        arguments << QStringLiteral("--rehearsal") << QStringLiteral("--event") << eventFolder;
    const QString config =
        (eventFolder.isEmpty() ? dataFolder : eventFolder) + QLatin1String("/twinfeedd.yaml");
    if (QFileInfo::exists(config))
        arguments << QStringLiteral("--config") << config;
    QProcess process;
    process.setProgram(program);
    process.setArguments(arguments);
    process.setWorkingDirectory(dataFolder);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(logFile(dataFolder), QIODevice::Append);
    // Qt forks twice and calls setsid() between: neither our end nor a Ctrl-C in our terminal reaches it.
    if (!process.startDetached()) {
        return Error{QStringLiteral("backend-not-started"),
                     tr("The backend could not be started: %1.").arg(process.errorString()),
                     {},
                     {},
                     {}};
    }
    return {};
}

void EmbeddedDaemon::end() const
{
    const auto info = readRuntimeFile(runtimeFile);
    if (info && isAlive(info->pid))
        kill(pid_t(info->pid), SIGTERM);
}

QString programBeside(const QString &name)
{
    return QDir(QCoreApplication::applicationDirPath()).absoluteFilePath(name);
}

} // namespace twinfeed
