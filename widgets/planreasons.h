// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/error.h"

#include <QCoreApplication>

namespace twinfeed {

/// Why a plan cannot be fired, was refused, failed or is not restored: sentences in the language that is set, made of the code and the
/// details that the backend gives. UI thread.
class PlanReasons final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::PlanReasons)

public:
    /// The backend's own English where there are no words for it here.
    static QString sentence(const Error &error);
    /// Of the code alone; empty where there are no words for it here.
    static QString plain(const QString &code);

private:
    /// Each: empty where it is about something else, or the details are missing.
    static QString disabled(const QString &cause, const QJsonObject &details);
    static QString ofStep(const Error &error, const QString &cause);
    static QString unfit(const QString &cause, const QJsonObject &details);
    static QString ofHost(const QString &cause, const QJsonObject &details);
    static QString ofPeople(const Error &error);
    static QString numbers(const QJsonObject &details);
};

} // namespace twinfeed
