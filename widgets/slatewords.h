// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/record.h"

#include <QCoreApplication>
#include <QStringList>

namespace twinfeed {

/// Puts into words how a slate lies to what is live in a channel. UI thread.
class SlateWords final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::SlateWords)

public:
    /// What is not in order, a sentence each, worst first; empty where all is. `channel` empty: of every channel.
    static QStringList troubles(const std::vector<SlateCheck> &checks, const QString &channel);
    /// The same of a refusal's details ("checks"), only what breaks.
    static QStringList troubles(const QJsonObject &details);

private:
    static QString what(const QString &name);
    static QString sentence(const SlateCheck &check);
};

} // namespace twinfeed
