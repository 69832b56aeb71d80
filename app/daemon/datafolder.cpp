// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/datafolder.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace twinfeed::daemon {

DataFolder::~DataFolder()
{
    if (m_lock >= 0)
        close(m_lock);
}

Result<void> DataFolder::take(const QString &folder)
{
    const auto failure = [&](const QString &why) {
        return Error{QStringLiteral("folder-failed"),
                     QStringLiteral("The data folder %1 cannot be used: %2.").arg(folder, why),
                     {},
                     QStringLiteral("Check its place and its rights, or choose another with --data."),
                     {}};
    };
    if (!QDir().mkpath(folder))
        return failure(QString::fromLocal8Bit(std::strerror(errno)));
    const QByteArray file = QFile::encodeName(folder + QLatin1String("/lock"));
    m_lock = open(file.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_lock < 0)
        return failure(QString::fromLocal8Bit(std::strerror(errno)));
    if (flock(m_lock, LOCK_EX | LOCK_NB) == 0)
        return {};
    if (errno != EWOULDBLOCK)
        return failure(QString::fromLocal8Bit(std::strerror(errno)));
    return Error{QStringLiteral("folder-in-use"),
                 QStringLiteral("Another twinfeedd works in the data folder %1.").arg(folder),
                 {},
                 QStringLiteral("Stop it, or choose another folder with --data."),
                 {}};
}

} // namespace twinfeed::daemon
