// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/preview.h"
#include "models/domain/result.h"

#include <memory>

struct AVCodecParameters;
struct AVPacket;

namespace twinfeed::media {

/// AAC in, levels out: momentary loudness (EBU R 128, ITU-R BS.1770, 400 ms) and the sample peaks of the newest 50 ms.
/// One thread.
class SoundMeter final
{
public:
    SoundMeter();
    ~SoundMeter();

    Result<void> open(const AVCodecParameters &parameters);
    bool isOpen() const;
    /// True when levels() is newer.
    bool decode(const AVPacket &packet);
    PreviewSound levels() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace twinfeed::media
