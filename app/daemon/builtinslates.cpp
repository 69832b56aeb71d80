// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/builtinslates.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace twinfeed::daemon {

namespace {

/// "be-right-back" is called "Be right back".
QString nameOf(QString id)
{
    id.replace(QLatin1Char('-'), QLatin1Char(' '));
    QString name = id.left(1).toUpper() + id.mid(1);
    return name;
}

bool keep(const QString &file, const QByteArray &content)
{
    if (QFile there(file); there.open(QIODevice::ReadOnly) && there.readAll() == content)
        return true;
    QSaveFile target(file);
    return target.open(QIODevice::WriteOnly) && target.write(content) == content.size() && target.commit();
}

} // namespace

Result<std::vector<backend::GivenSlate>> builtInSlates(const QString &folder)
{
    std::vector<backend::GivenSlate> slates;
    QDir().mkpath(folder);
    const QDir resources(QStringLiteral(":/slates"));
    for (const QFileInfo &info : resources.entryInfoList(QDir::Files, QDir::Name)) {
        QFile resource(info.filePath());
        const QString file = folder + QLatin1Char('/') + info.fileName();
        if (!resource.open(QIODevice::ReadOnly) || !keep(file, resource.readAll())) {
            return Error{QStringLiteral("folder-failed"),
                         QStringLiteral("The slate %1 cannot be written.").arg(file),
                         {},
                         QStringLiteral("Check the disk of the data folder: space, permissions, health."),
                         {}};
        }
        slates.push_back({info.completeBaseName(), nameOf(info.completeBaseName()), file, true});
    }
    return slates;
}

} // namespace twinfeed::daemon
