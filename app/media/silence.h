// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/silentsound.h"
#include "models/domain/channel.h"
#include "models/domain/result.h"

namespace twinfeed::media {

/// Silence in the channel's format, made by the encoder that adapts paths too. Takes a millisecond: once per format. Errors:
/// "sound-refused".
Result<SilentSound> makeSilence(const SoundFormat &format);

} // namespace twinfeed::media
