// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/strokefont.h"

#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>

namespace twinfeed::feed {

/// A picture in memory as YUV 4:2:0 of limited range. Without chroma (null), only luma is drawn.
struct Planes
{
    uint8_t *data[3] = {};
    int stride[3] = {};
};

/// A colour as it is stored (BT.709, limited range).
struct Ink
{
    uint8_t y = 16;
    uint8_t u = 128;
    uint8_t v = 128;
};
Ink inkOfRgb(double red, double green, double blue);
constexpr Ink whiteInk{235, 128, 128};
constexpr Ink blackInk{16, 128, 128};

/// Draws shapes and text in the coordinates of a 1920x1080 design into planes of any size, so that a picture of another
/// size is the same picture stretched: the reader compares what came with a small drawing of its own. Not thread-safe.
class Canvas final
{
public:
    Canvas(int width, int height);

    void setPlanes(const Planes &planes) { m_planes = planes; }
    int width() const { return m_width; }
    int height() const { return m_height; }
    const Planes &planes() const { return m_planes; }

    void fill(Ink ink);
    void rectangle(double x, double y, double w, double h, Ink ink, double alpha);
    void disc(double x, double y, double radius, Ink ink, double alpha);
    void ring(double x, double y, double radius, double stroke, Ink ink, double alpha);
    /// Upper left corner at x, y; one unit of the font is `unit` design pixels.
    void text(std::string_view text, double x, double y, double unit, double weight, Ink ink,
              double alpha = 1);
    static double textWidth(std::string_view text, double unit);

private:
    /// Blends where cover(x, y) of a pixel's middle in design coordinates says, 0 to 1.
    template <typename Cover>
    void shape(double left, double top, double right, double bottom, Ink ink, Cover cover);
    void blendMask(const strokefont::Mask &mask, int x, int y, Ink ink, double alpha);
    void blend(int x, int y, Ink ink, int alpha); // alpha 0 to 256

    const int m_width;
    const int m_height;
    const double m_scaleX;
    const double m_scaleY;
    Planes m_planes;
    std::map<std::tuple<char, double, double>, strokefont::Mask> m_glyphs; // letter, unit, weight
};

} // namespace twinfeed::feed
