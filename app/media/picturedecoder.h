// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/preview.h"
#include "models/domain/result.h"

#include <memory>

struct AVCodecParameters;
struct AVPacket;

namespace twinfeed::media {

/// Compressed pictures in, one BGRA picture of the tile's size out. Decodes with one thread in the caller's (frame threads
/// would hold pictures back) and scales while it converts. One thread.
class PictureDecoder final
{
public:
    /// What may be left out to keep up. `NonReference`: pictures that no other refers to; costs nothing but themselves.
    /// `LoopFilter`: deblocking of all pictures besides; blocky until the next keyframe, 20 % cheaper.
    enum class Economy { None, NonReference, LoopFilter };

    PictureDecoder();
    ~PictureDecoder();

    /// From now on for this codec. Codes: "not-decodable".
    Result<void> open(const AVCodecParameters &parameters);
    bool isOpen() const;
    void setEconomy(Economy economy);
    /// Before going on at another keyframe than the next one.
    void flush();

    /// Decodes one packet; true when a newer picture stands ready for show(). Damaged data makes no picture and is counted.
    bool decode(const AVPacket &packet);
    /// A keyframe whose picture is wanted at once, though a decoder with B-frames would hold it back: costs this picture
    /// twice. True as decode().
    bool decodeAtOnce(const AVPacket &keyframe);

    /// Scales the newest picture into the box, keeping its shape; uses the memory of `picture` again. Sets width, height,
    /// pixels and pts (in the packets' units). False when the picture cannot be converted.
    bool show(PreviewPicture &picture, int boxWidth, int boxHeight);

    int width() const; ///< of the newest picture
    int height() const;
    uint64_t decoded() const;
    /// Packets in a row that could not be decoded.
    int damagedInARow() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// The largest size of the shape width x height inside the box, its width a multiple of 8 (swscale writes rows in blocks
/// of 8 pixels); at least 8 x 2.
struct FittedSize
{
    int width = 0;
    int height = 0;
    bool operator==(const FittedSize &) const = default;
};
FittedSize fittedSize(double aspect, int boxWidth, int boxHeight);

} // namespace twinfeed::media
