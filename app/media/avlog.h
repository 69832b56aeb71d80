// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace twinfeed::media {

/// Takes FFmpeg's log messages into Qt's logging category "twinfeed.ffmpeg" (warnings and worse), without addresses'
/// secrets; a line that comes again and again is said now and then only, with its count (see LogThrottle). Call once in main().
void installAvLog();

} // namespace twinfeed::media
