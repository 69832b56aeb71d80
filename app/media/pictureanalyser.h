// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"
#include "app/media/pictureprint.h"

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace twinfeed::media {

class KeyframeThumbs;
class ThumbDecoder;

/// Whether one stream's pictures are black or stand still, and how bright they are. Cheap enough to run always: keyframes are
/// decoded, and all pictures only while there is a reason to look closer, which is that they have become tiny (an encoder needs
/// next to nothing for what does not change) or that two keyframes in a row are black or the same. What was buffered of the
/// group is then looked at too, so that the beginning is known to the picture.
///
/// Black as ffmpeg's detector has it: 98 % of the picture under 10 % of luma. Frozen: no part of a 32 by 18 grid has moved by
/// more than four steps of 255 since it began; stricter than a mean over the picture, which a talking head hardly moves. One
/// thread.
class PictureAnalyser final
{
public:
    struct Reading
    {
        /// Mean luma of the newest picture that was looked at, 0 (black) to 100 %; nothing before the first.
        std::optional<double> brightness;
        /// For how long now, in microseconds up to the newest picture that was looked at; 0 where it is not so.
        int64_t blackUs = 0;
        int64_t frozenUs = 0;
        int64_t at = 0; ///< pts of that picture
    };

    /// `shared`: what others of the same thread have decoded, and what this one leaves for them; may be null, outlives it.
    explicit PictureAnalyser(KeyframeThumbs *shared = nullptr);
    ~PictureAnalyser();
    PictureAnalyser(PictureAnalyser &&) noexcept;
    PictureAnalyser &operator=(PictureAnalyser &&) noexcept;

    void add(const Packet &picture);
    /// What comes now does not follow what came before.
    void forget();
    const Reading &reading() const { return m_reading; }
    /// Looks at every picture now.
    bool isClose() const { return m_close; }

private:
    using Thumb = PicturePrint::Thumb;

    bool tiny() const;
    bool suspicious() const;
    void noteSize(const Packet &picture);
    void addKeyframe(const Packet &picture);
    std::vector<Thumb> thumbsOf(const Packet &keyframe);
    void lookCloser();
    void judge(const std::vector<Thumb> &thumbs);
    void judge(const Thumb &thumb);

    KeyframeThumbs *m_shared;
    std::unique_ptr<ThumbDecoder> m_decoder;
    std::vector<Packet> m_group; // of the newest keyframe, itself first, while it is not decoded
    std::deque<double> m_sizes; // of the newest pictures that are no keyframes; 1 is tiny
    std::optional<Thumb> m_still; // what the picture has looked like since m_stillSince
    int64_t m_stillSince = 0;
    std::optional<int64_t> m_blackSince;
    bool m_close = false;
    Reading m_reading;
};

} // namespace twinfeed::media
