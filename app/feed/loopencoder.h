// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/feedformat.h"
#include "app/feed/loop.h"

#include <functional>
#include <stop_token>

namespace twinfeed::feed {

/// Called now and then while encoding, 0 to 1.
using Progress = std::function<void(double)>;

/// Encodes a loop of pictures into a file. Keyframes lie at whole multiples of the group length in every variant.
/// Errors: "encoder-missing", "encode-failed", "cache-failed", "stopped".
Result<void> encodeVideoLoop(const VideoFormat &format, Variant variant, const QString &path,
                             const Progress &progress, std::stop_token stop);

/// Encodes a period of sound (TestSound::framesOfPeriod) as it is in mid-stream, so without priming: the last frame is
/// followed by the first.
Result<void> encodeSoundLoop(const SoundFormat &format, SoundVariant variant, const QString &path,
                             std::stop_token stop);

} // namespace twinfeed::feed
