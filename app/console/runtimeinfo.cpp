// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/runtimeinfo.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <cerrno>

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

namespace twinfeed {

namespace {

constexpr qint64 mostBytes = 64 * 1024;

Error unreadable(const QString &message)
{
    return Error{QStringLiteral("runtime-file"), message, {}, {}, {}};
}

} // namespace

Result<RuntimeInfo> runtimeInfoFrom(const QByteArray &text)
{
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    const int port = object.value(QLatin1String("port")).toInt();
    const QString scheme = object.value(QLatin1String("scheme")).toString();
    const qint64 pid = object.value(QLatin1String("pid")).toInteger();
    if (port <= 0 || port > 65535 || pid <= 0)
        return unreadable(QStringLiteral("The runtime file holds no port and process."));
    const QString base = QStringLiteral("%1://127.0.0.1:%2").arg(scheme).arg(port);
    auto endpoint = client::Endpoint::parse(base, object.value(QLatin1String("token")).toString().toLatin1());
    if (!endpoint)
        return endpoint.error();
    return RuntimeInfo{*endpoint, pid};
}

Result<RuntimeInfo> readRuntimeFile(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(QStringLiteral("There is no runtime file %1.").arg(name));
    struct stat facts = {};
    // Of the opened file, so that nobody can exchange it in between.
    if (fstat(file.handle(), &facts) != 0 || facts.st_uid != geteuid() || (facts.st_mode & 077) != 0)
        return unreadable(QStringLiteral("The runtime file %1 is not this user's alone.").arg(name));
    return runtimeInfoFrom(file.read(mostBytes));
}

bool isAlive(qint64 pid)
{
    return kill(pid_t(pid), 0) == 0 || errno == EPERM;
}

} // namespace twinfeed
