// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/picturecode.h"

#include <cstdint>
#include <map>
#include <optional>

/// What goes into an Analyser, and what comes out.
namespace twinfeed::feed {

/// One packet as it came. Times in microseconds.
struct PacketFact
{
    bool video = true;
    std::optional<int64_t> dtsUs;
    int64_t arrivedUs = 0; ///< unit clock
    int size = 0;
};

/// One decoded picture, looked at.
struct PictureFact
{
    int64_t ptsUs = 0;
    int64_t arrivedUs = 0; ///< of its packet
    int width = 0;
    int height = 0;
    PictureReading reading;
    bool lampLit = false;
    bool damaged = false; ///< does not look as its code says
    bool corrupt = false; ///< so marked by the decoder
};

/// Something worth telling at once.
struct ReadEvent
{
    enum class Kind { FirstPicture, Change, Jump, Variant, Size, Damage };
    Kind kind = Kind::Change;
    int64_t ptsUs = 0;
    int64_t arrivedUs = 0;
    int from = 0; ///< sources; 0: none of ours
    int to = 0;
    std::optional<int> counterBefore; ///< of the loop, as shown
    std::optional<int> counterAfter;
    /// Unwrapped counter after less before, where both have the same loop: 1 is seamless for feeds of one base.
    std::optional<int64_t> step;
    int64_t lost = 0;
    int64_t repeated = 0; ///< of a Jump: up to now
    Variant variant = Variant::Normal;
    int width = 0;
    int height = 0;
    int64_t pictures = 0; ///< Damage: in a row
};

struct ReadTotals
{
    int64_t pictures = 0;
    int64_t unreadable = 0;
    int64_t none = 0;
    int64_t damaged = 0;
    int64_t corrupt = 0;
    int64_t lost = 0; ///< within the sources
    int64_t repeated = 0;
    int64_t frozen = 0; ///< pictures that show the same again because the feed was told to freeze
    int64_t lostAtChanges = 0; ///< by the counters of both sides, right where both feeds have one base
    int64_t repeatedAtChanges = 0;
    int64_t ptsNotRising = 0;
    int64_t videoDtsNotRising = 0;
    int64_t soundDtsNotRising = 0;
    int64_t videoPackets = 0;
    int64_t soundPackets = 0;
    int64_t bytes = 0;
    double largestGapMs = 0; ///< from picture to picture, by timestamps
    double largestSoundGapMs = 0; ///< from sound frame to sound frame
    double largestWallGapMs = 0; ///< between arrivals of video, after the first second
    double largestSoundWallGapMs = 0;
    std::optional<int64_t> firstPictureUs; ///< arrival
    std::optional<int64_t> firstPts;
    std::optional<int64_t> lastPts;
    std::map<int, int64_t> picturesOf; ///< source (0: none) to pictures
    std::map<Variant, int64_t> variants;
};

} // namespace twinfeed::feed
