// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/sources.h"

#include "app/media/sourcereader.h"

#include <algorithm>

namespace twinfeed::media {

std::optional<int64_t> Sources::newest(Source source) const
{
    const GopBuffer &of = *buffer(source);
    return of.config(Track::Video) ? of.newestArrival(Track::Video) : of.newestArrival();
}

int64_t Sources::lossOf(Source source) const
{
    const CodecConfigPtr video = buffer(source)->config(Track::Video);
    return video ? std::max(lossUs, declaredPictureUs(video.get()) * 5 / 2) : lossUs;
}

bool Sources::fresh(Source source, int64_t now) const
{
    const auto arrival = newest(source);
    return arrival && now - *arrival <= lossOf(source);
}

} // namespace twinfeed::media
