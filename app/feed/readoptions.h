// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/keysource.h"

namespace twinfeed::feed {

/// What `read` was asked to do.
struct ReadOptions
{
    QString url;
    QStringList headers;
    bool listen = false;
    double waitSeconds = 10;
    double seconds = 0; ///< after the first picture; 0: until the end
    std::optional<int> untilSource; ///< 0: none of ours
    int pictures = 30; ///< of it in a row
    bool untilLine = false;
    bool json = false;
    bool live = false;
    bool everyPicture = false; ///< with live: a line for each too
    KeyOptions keys; ///< for what is encrypted
};

Result<ReadOptions> parseReadOptions(const QStringList &words);
QString readHelp();

} // namespace twinfeed::feed
