// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/arguments.h"
#include "app/feed/feedformat.h"

#include <vector>

namespace twinfeed::feed {

/// What `push` was asked to do.
struct PushOptions
{
    VideoFormat video; ///< source is that of the first feed
    SoundFormat sound;
    bool withVideo = true;
    bool withSound = true;
    bool aligned = false;
    bool paced = true;
    bool prompt = false;
    std::optional<int64_t> epochUs;
    double startTime = 0; ///< seconds added to the timestamps
    double duration = 0; ///< seconds; 0: for ever
    std::vector<Variant> prepare;
    std::vector<SoundVariant> prepareSound;
    QStringList urls;

    int sourceOf(int feed) const { return aligned ? video.source : video.source + feed - 1; }
};

Result<PushOptions> parsePushOptions(const QStringList &words);
QString pushHelp();

} // namespace twinfeed::feed
