// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/slate.h"

namespace twinfeed::media {

/// A running time goes by whole seconds: of the time of day, or until the end of the countdown. Which second holds at a time of
/// the wall clock, in milliseconds since 1970; it changes where the text does.
int64_t slateSecond(const SlateText &text, int64_t wallMs);
/// What is written in that second: "14:05:09" in the machine's time zone; "1:05:09" or "04:59" of a countdown, which stays at
/// "00:00".
QString slateTime(const SlateText &text, int64_t second);

/// The clip with a running time in its pictures from now on. Tries it out: takes some 0.1 s. Errors: "slate-refused" where the
/// clip is no still, or no font has the label's characters; "slate-format" for what is not H.264.
Result<std::shared_ptr<const SlateClip>> withSlateText(std::shared_ptr<const SlateClip> clip,
                                                       const SlateText &text);

} // namespace twinfeed::media
