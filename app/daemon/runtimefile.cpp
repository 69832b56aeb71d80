// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/runtimefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <unistd.h>

namespace twinfeed::daemon {

RuntimeFile::~RuntimeFile()
{
    if (m_written)
        QFile::remove(m_file);
}

Result<void> RuntimeFile::write(quint16 port, bool tls, const QByteArray &token)
{
    const QJsonObject content{
        {QStringLiteral("port"), port},
        {QStringLiteral("scheme"), tls ? QStringLiteral("https") : QStringLiteral("http")},
        {QStringLiteral("token"), QString::fromLatin1(token)},
        {QStringLiteral("pid"), qint64(getpid())},
        {QStringLiteral("version"), QStringLiteral(TWINFEED_VERSION)}};
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    QSaveFile file(m_file);
    // The rights before the content: the token is never in a file that others can open.
    const bool written = file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(QJsonDocument(content).toJson()) > 0 && file.commit();
    if (!written) {
        return Error{
            QStringLiteral("runtime-file-failed"),
            QStringLiteral("The runtime file %1 cannot be written: %2.").arg(m_file, file.errorString()),
            {},
            QStringLiteral("Choose another place with --runtime-file."),
            {}};
    }
    m_written = true;
    return {};
}

quint16 RuntimeFile::portBefore() const
{
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const int port = QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("port")).toInt();
    return port > 0 && port < 65536 ? quint16(port) : 0;
}

} // namespace twinfeed::daemon
