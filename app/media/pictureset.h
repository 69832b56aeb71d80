// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/nal.h"

namespace twinfeed::media {

/// What of a picture parameter set slice headers depend on (H.264 7.3.2.2), beside its ids.
struct PictureSet
{
    unsigned sps = 0;
    bool cabac = false; ///< entropy_coding_mode_flag
    bool bottomFieldOrder = false;
    bool weighted = false; ///< weighted_pred_flag
    bool deblockingControl = false;
    bool redundantPictures = false;
};

/// Nothing for a damaged set, or one with slice groups.
std::optional<PictureSet> parsePictureSet(Bytes nal);

} // namespace twinfeed::media
