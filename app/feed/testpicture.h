// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/canvas.h"
#include "app/feed/picturecode.h"

#include <array>
#include <vector>

namespace twinfeed::feed {

/// The test picture of one source: what people see in every multiview, and what the reader expects. It is a function of
/// the picture code alone. Everywhere in it something moves or differs in luma from the other sources (the direction of
/// the gradient, a beam of light that crosses it in 4 s), so that a picture predicted from a wrong one is seen.
/// One thread at a time.
class TestPicture final
{
public:
    /// The lamp that flashes for a fifteenth of a second at each full second, in parts of width and height.
    static constexpr double lampX = 1640.0 / 1920;
    static constexpr double lampY = 190.0 / 1080;
    static constexpr double lampRadius = 84.0 / 1080; ///< of the height

    /// `grain`: fine noise as a camera has it, so that an encoder needs its bitrate; left out of what is expected.
    TestPicture(int width, int height, int source, int rate, bool grain);

    /// Draws the picture of a code of this source and rate; luma only where there are no chroma planes.
    void render(const PictureCode &code, const Planes &planes);

    static bool flashes(const PictureCode &code)
    {
        return code.counter % code.rate < code.rate / 15 + (code.rate < 30);
    }

private:
    void paintBackground();
    void paintGradient();
    void paintFurniture();
    void paintStill();
    void addBeam(const Planes &planes, double seconds) const;
    void addGrain(const Planes &planes, int counter) const;
    void drawMoving(const PictureCode &code);

    const int m_source;
    const int m_rate;
    Canvas m_canvas;
    std::array<std::vector<uint8_t>, 3> m_background;
    std::array<std::vector<uint8_t>, 3>
        m_still; // what stands in Variant::PartFreeze; made when it is first needed
    std::vector<uint8_t> m_noise; // around grainZero; empty without grain
};

} // namespace twinfeed::feed
