// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/error.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QVariant>

/// What the stores' columns hold, in and out of them.
namespace twinfeed::backend {

inline QString text(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

inline QJsonObject object(const QVariant &column)
{
    return QJsonDocument::fromJson(column.toString().toUtf8()).object();
}

/// A null text would be NULL in the database, which no column allows.
inline QString filled(const QString &column)
{
    return column.isNull() ? QStringLiteral("") : column;
}

/// "store-damaged": `what` is in the store and cannot be read.
inline Error damaged(const QString &what, const Error &why)
{
    return Error{QStringLiteral("store-damaged"),
                 QStringLiteral("The store holds %1 that cannot be read: %2").arg(what, why.message),
                 why.where,
                 QStringLiteral("Restore the data folder from a copy, or start with an empty one."),
                 {}};
}

} // namespace twinfeed::backend
