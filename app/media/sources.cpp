// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/sources.h"

#include "app/media/sourcereader.h"

#include <algorithm>

namespace twinfeed::media {

int64_t lossOf(int64_t lossUs, const CodecConfig *video)
{
    return video ? std::max(lossUs, declaredPictureUs(video) * 5 / 2) : lossUs;
}

std::optional<int64_t> Sources::newest(Source source) const
{
    const GopBuffer &of = *buffer(source);
    return of.config(Track::Video) ? of.newestArrival(Track::Video) : of.newestArrival();
}

int64_t Sources::lossOf(Source source) const
{
    return media::lossOf(lossUs, buffer(source)->config(Track::Video).get());
}

bool Sources::fresh(Source source, int64_t now) const
{
    const auto arrival = newest(source);
    return arrival && now - *arrival <= lossOf(source);
}

} // namespace twinfeed::media
