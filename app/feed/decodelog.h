// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

#include <vector>

namespace twinfeed::feed {

/// While one lives, it collects what decoders write into FFmpeg's log as errors: the only word they have for most damage.
/// FFmpeg has one log for the program, so there can be one of these at a time; messages of others than the watched
/// decoders come out only when they are fatal. Watched decoders are not to outlive it.
class DecodeLog final
{
public:
    DecodeLog();
    ~DecodeLog();
    DecodeLog(const DecodeLog &) = delete;
    DecodeLog &operator=(const DecodeLog &) = delete;

    /// An AVCodecContext.
    void watch(const void *decoder);
    /// The messages since the last call, in order.
    QStringList take();
};

} // namespace twinfeed::feed
