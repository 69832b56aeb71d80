// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/pictureset.h"

#include "app/media/bitreader.h"

namespace twinfeed::media {

std::optional<PictureSet> parsePictureSet(Bytes nal)
{
    const auto payload = unescaped(nal);
    BitReader reader(payload);
    reader.skip(8);
    PictureSet set;
    reader.ue(255);
    set.sps = reader.ue(31);
    set.cabac = reader.bit();
    set.bottomFieldOrder = reader.bit();
    if (reader.ue() != 0) // slice groups
        return std::nullopt;
    reader.ue();
    reader.ue();
    set.weighted = reader.bit();
    reader.skip(2);
    reader.se();
    reader.se();
    reader.se();
    set.deblockingControl = reader.bit();
    reader.skip(1);
    set.redundantPictures = reader.bit();
    return reader.ok() ? std::optional(set) : std::nullopt;
}

} // namespace twinfeed::media
