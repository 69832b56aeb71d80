// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/configsource.h"

#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QSaveFile>

namespace twinfeed::daemon {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.daemon")

QString lastUsed(const CommandLine &line)
{
    QString file = line.dataFolder + QLatin1String("/config.last.yaml");
    return file;
}

} // namespace

backend::ConfigReading readConfigOf(const CommandLine &line, bool restarted)
{
    if (line.configFile.isEmpty())
        return {};
    backend::ConfigReading reading = backend::readConfig(line.configFile);
    if (reading.errors.empty() || !restarted)
        return reading;
    backend::ConfigReading last =
        backend::readConfig(lastUsed(line), QFileInfo(line.configFile).absolutePath());
    if (!last.errors.empty())
        return reading;
    for (const Error &error : reading.errors)
        qCCritical(log, "%ls", qUtf16Printable(backend::toText(error)));
    qCCritical(log, "The configuration is wrong; the one used last stays in use.");
    return last;
}

void keepConfigOf(const CommandLine &line)
{
    QFile source(line.configFile);
    if (line.configFile.isEmpty() || !source.open(QIODevice::ReadOnly))
        return;
    QSaveFile copy(lastUsed(line));
    if (!copy.open(QIODevice::WriteOnly) || copy.write(source.readAll()) < 0 || !copy.commit())
        qCWarning(log, "The configuration cannot be kept: %ls", qUtf16Printable(copy.errorString()));
}

} // namespace twinfeed::daemon
