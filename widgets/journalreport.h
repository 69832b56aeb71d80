// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/record.h"

#include <QCoreApplication>
#include <QImage>

#include <vector>

namespace twinfeed {

/// A journal as a PDF on A4 for those who were not there: the pictures of the moment, then all entries. UI thread.
class JournalReport final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::JournalReport)

public:
    struct Picture
    {
        QString title;
        QImage image;
    };

    /// `entries` newest first, as they are shown; written oldest first, as they happened.
    static QByteArray pdf(const QString &title, const std::vector<JournalEntry> &entries,
                          const std::vector<Picture> &pictures, const QDateTime &now);
};

} // namespace twinfeed
