// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/slate.h"
#include "models/domain/record.h"

#include <vector>

/// The pre-flight of a slate: what a player will see change when it is cut to it. Pure functions; texts are English
/// sentences, `channel` is left empty.
namespace twinfeed::media {

/// Pictures and kind of sound, against what is live; where nothing is, there is nothing to compare. `breaks` where most players
/// freeze, or show nothing: another codec, size or layout of pixels, or another kind of sound.
std::vector<SlateCheck> checkSlateFormat(const SlateFormat &slate, const CodecConfigPtr &video,
                                         const CodecConfigPtr &sound);
/// Against the programme's own loudness, where that is known, else against EBU R 128's -23 LUFS: more than 6 LU apart makes
/// people reach for the knob. And a true peak above -1 dBTP. Never breaks anything.
std::vector<SlateCheck> checkSlateSound(const SlateClip &clip, std::optional<double> liveLufs);

} // namespace twinfeed::media
