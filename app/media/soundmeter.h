// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/preview.h"
#include "models/domain/result.h"

#include <memory>

struct AVCodecParameters;
struct AVPacket;

namespace twinfeed::media {

class SoundTap;

/// AAC in, levels out: momentary loudness (EBU R 128, ITU-R BS.1770, 400 ms) and the sample peaks of the newest 50 ms; where
/// asked for, what takes longer to measure or to read besides. One thread.
class SoundMeter final
{
public:
    enum class Depth { Levels, Programme };

    explicit SoundMeter(Depth depth = Depth::Levels);
    ~SoundMeter();

    Result<void> open(const AVCodecParameters &parameters);
    bool isOpen() const;
    /// What is decoded from now on is given to it as well; null: to nobody.
    void setTap(std::shared_ptr<SoundTap> tap);
    /// True when levels() is newer.
    bool decode(const AVPacket &packet);
    PreviewSound levels() const;
    /// Depth::Programme: over the newest 3 s, -200 for silence.
    struct Programme
    {
        double shortTermLufs = -200; ///< EBU Tech 3341
        double truePeakDbtp = -200; ///< ITU-R BS.1770-4, annex 2; the loudest channel
    };
    Programme programme() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace twinfeed::media
