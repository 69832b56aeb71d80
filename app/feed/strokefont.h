// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace twinfeed::feed {

/// A small round-ended stroke font of our own: capitals, digits and a little punctuation, smooth at any size without
/// any font library. A glyph is drawn as the distance to its strokes.
namespace strokefont {

/// Coverage (0 to 255) of one glyph, rows of `width` bytes.
struct Mask
{
    int width = 0;
    int height = 0;
    int left =
        0; ///< of the mask against the pen position, pixels (negative: strokes are wider than their line)
    int top = 0;
    std::vector<uint8_t> coverage;
};

/// The glyph box is 4 wide and 6 high in units; one unit is `unitX` by `unitY` pixels, the pen `weight` units wide.
Mask glyph(char letter, double unitX, double unitY, double weight);

/// Units from one pen position to the next: every glyph is as wide as every other, so that clocks do not dance.
constexpr double advance = 5.4;
constexpr double height = 6;

} // namespace strokefont

} // namespace twinfeed::feed
