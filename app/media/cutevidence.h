// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/cutplan.h"

namespace twinfeed::media {

/// What is to be said of a cut that is about to be made as planned: how, and what it costs the programme, counted in pictures.
/// Without firstPictureMs and measuredAt. `cutPts`: where the target's first picture will be shown, unit clock.
TakeEvidence evidenceOf(const CutPlan &plan, Source onAir, const PictureLane &pictures,
                        const Sources &sources, int64_t cutPts);
/// Of aligned paths, which go on with the next picture.
TakeEvidence alignedEvidence(const CutPlan &plan, Source onAir, const PictureLane &pictures);

} // namespace twinfeed::media
