// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/cutevidence.h"

#include <algorithm>
#include <cmath>

namespace twinfeed::media {

namespace {

TakeEvidence kindOf(const CutPlan &plan, Source onAir)
{
    TakeEvidence evidence;
    evidence.cut = plan.made();
    evidence.from = onAir;
    evidence.to = plan.order().target;
    if (plan.instead()) {
        evidence.insteadBecause = plan.instead()->message;
        evidence.insteadCode = plan.instead()->code;
    }
    return evidence;
}

} // namespace

TakeEvidence alignedEvidence(const CutPlan &plan, Source onAir, const PictureLane &pictures)
{
    TakeEvidence evidence = kindOf(plan, onAir);
    evidence.gapMs = double(pictures.pictureUs()) / 1000;
    return evidence;
}

TakeEvidence evidenceOf(const CutPlan &plan, Source onAir, const PictureLane &pictures,
                        const Sources &sources, int64_t cutPts)
{
    TakeEvidence evidence = kindOf(plan, onAir);
    if (!pictures.started())
        return evidence;
    const int64_t pictureUs = pictures.pictureUs();
    const int64_t distance = cutPts - pictures.newestPts();
    evidence.gapMs = double(distance) / 1000;
    if (evidence.from == Source::Slate || evidence.to == Source::Slate) {
        // A slate shows nothing that could be missed or seen twice: only holes count.
        evidence.picturesLost = std::max(0, int(std::llround(double(distance) / double(pictureUs))) - 1);
        return evidence;
    }
    // In the unit's time, trimmed: what the old source would have shown next, against what the new one begins with.
    const EntryPoint &entry = plan.entry();
    const int64_t next = pictures.end() - pictures.shift() + sources.trim(evidence.from);
    const int64_t skipped = entry.decodeTime + sources.trim(evidence.to) - next;
    if (skipped > 0)
        evidence.picturesLost = int(std::llround(double(skipped) / double(pictureUs)));
    else
        evidence.picturesRepeated = int(std::llround(double(-skipped) / double(entry.pictureUs)));
    return evidence;
}

} // namespace twinfeed::media
