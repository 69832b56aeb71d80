// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/gopbuffer.h"
#include "app/media/input.h"
#include "app/media/slate.h"
#include "models/domain/channel.h"
#include "models/domain/live.h"

/// Is a source fit to be seen, and if not, why? Free functions over what is known of it; any thread.
namespace twinfeed::media {

/// Fit: live, fresh, a keyframe buffered, and carried by every enabled output.
SourceStatus judgePath(Source path, const Input::Status &input, const GopBuffer &buffer,
                       const ChannelConfig &config, int64_t now);
/// Fit: a clip stands ready (`clip` may be null) and is carried by every enabled output.
SourceStatus judgeSlate(const SlateClip *clip, const GopBuffer &buffer, const ChannelConfig &config,
                        int64_t now);

} // namespace twinfeed::media
