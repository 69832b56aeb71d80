// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/analyser.h"
#include "app/feed/testpicture.h"

#include <array>
#include <map>
#include <memory>
#include <vector>

namespace twinfeed::feed {

/// Luma of any size, 8 bits.
struct LumaView
{
    const uint8_t *data = nullptr;
    int stride = 0;
    int width = 0;
    int height = 0;
};

/// Looks at decoded pictures: reads the code, sees the lamp, and compares the whole picture, coarsely, with the one that
/// its code says was sent. One thread.
class PictureInspector final
{
public:
    /// All is done on a picture of this size, whatever size came.
    static constexpr int width = 320;
    static constexpr int height = 180;
    /// Cells of 5 by 5 pixels of it; the rows of the code strip are left out.
    static constexpr int cellColumns = 64;
    static constexpr int cellRows = 33;

    struct Look
    {
        PictureReading reading;
        bool lampLit = false;
        bool damaged = false;
        /// Mean difference of luma over the worst hundredth of the cells.
        double worst = 0;
    };
    Look look(const LumaView &luma);

    /// From this `worst` on a picture is damaged. Measured: as sent 6, re-encoded at 300 kb/s in 320x180 8, in 640x360 13,
    /// 1080p squeezed into 500 kb/s by the fastest preset 23; predicted from a wrong picture 75 and more.
    static constexpr double damage = 28;

private:
    using Cells = std::array<double, size_t(cellColumns) * cellRows>;

    // What is expected is drawn larger and scaled down as what came is: so thin lines come out the same.
    static constexpr int drawnWidth = 960;
    static constexpr int drawnHeight = 540;

    void reduce(const LumaView &luma, std::vector<uint8_t> &small);
    Cells cellsOf(const std::vector<uint8_t> &small) const;
    double compare(const PictureCode &code);

    std::vector<uint8_t> m_small = std::vector<uint8_t>(size_t(width) * height);
    std::vector<uint8_t> m_expected = std::vector<uint8_t>(size_t(width) * height);
    std::vector<uint8_t> m_drawn = std::vector<uint8_t>(size_t(drawnWidth) * drawnHeight);
    std::vector<uint32_t> m_sums; // of the lines of one row, up to each pixel
    std::map<std::pair<int, int>, std::unique_ptr<TestPicture>> m_painters; // source, rate
};

} // namespace twinfeed::feed
