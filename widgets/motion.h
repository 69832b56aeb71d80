// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace twinfeed {

/// How many of a stream's pictures a tile shows; each next one costs the machine less. Said on the tile.
enum class Motion {
    All,
    Fewer, ///< ten a second, not deblocked
    Keyframes, ///< each as it comes
    Stills, ///< a keyframe each five seconds at most
};

/// What has become of the wish to hear a tile.
enum class Hearing {
    Off,
    On,
    NoDevice, ///< there is nothing to play it on
};

} // namespace twinfeed
