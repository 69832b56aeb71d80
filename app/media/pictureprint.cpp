// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/pictureprint.h"

#include "app/media/thumbdecoder.h"

#include <algorithm>

namespace twinfeed::media {

PicturePrint picturePrint(const std::vector<Packet> &packets, PicturesOf which, const std::stop_token &stop)
{
    ThumbDecoder decoder;
    for (const Packet &packet : packets) {
        if (stop.stop_requested())
            break;
        if (packet.track == Track::Video && (which == PicturesOf::All || packet.keyframe))
            decoder.add(packet);
    }
    decoder.flush();
    PicturePrint print;
    print.thumbs = decoder.take();
    std::ranges::sort(print.thumbs, {}, &PicturePrint::Thumb::pts);
    return print;
}

} // namespace twinfeed::media
