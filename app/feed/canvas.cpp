// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/canvas.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace twinfeed::feed {

Ink inkOfRgb(double red, double green, double blue)
{
    const double y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    const auto limited = [](double value, double range, double zero) {
        return uint8_t(std::lround(std::clamp(zero + value * range / 255, 16.0, 240.0)));
    };
    return {limited(y, 219, 16), limited((blue - y) / 1.8556, 224, 128),
            limited((red - y) / 1.5748, 224, 128)};
}

Canvas::Canvas(int width, int height)
    : m_width(width)
    , m_height(height)
    , m_scaleX(width / 1920.0)
    , m_scaleY(height / 1080.0)
{
}

void Canvas::fill(Ink ink)
{
    for (int y = 0; y < m_height; ++y)
        std::memset(m_planes.data[0] + y * m_planes.stride[0], ink.y, size_t(m_width));
    for (int y = 0; m_planes.data[1] && y < m_height / 2; ++y) {
        std::memset(m_planes.data[1] + y * m_planes.stride[1], ink.u, size_t(m_width / 2));
        std::memset(m_planes.data[2] + y * m_planes.stride[2], ink.v, size_t(m_width / 2));
    }
}

void Canvas::blend(int x, int y, Ink ink, int alpha)
{
    const auto mix = [alpha](uint8_t &old, int to) { old = uint8_t(old + ((to - old) * alpha >> 8)); };
    mix(m_planes.data[0][y * m_planes.stride[0] + x], ink.y);
    if (!m_planes.data[1] || ((x | y) & 1))
        return;
    mix(m_planes.data[1][y / 2 * m_planes.stride[1] + x / 2], ink.u);
    mix(m_planes.data[2][y / 2 * m_planes.stride[2] + x / 2], ink.v);
}

template <typename Cover>
void Canvas::shape(double left, double top, double right, double bottom, Ink ink, Cover cover)
{
    const int x0 = std::max(0, int(left * m_scaleX) - 1);
    const int x1 = std::min(m_width, int(right * m_scaleX) + 2);
    const int y0 = std::max(0, int(top * m_scaleY) - 1);
    const int y1 = std::min(m_height, int(bottom * m_scaleY) + 2);
    for (int y = y0; y < y1; ++y) {
        for (int x = x0; x < x1; ++x) {
            const int alpha = int(256 * cover((x + 0.5) / m_scaleX, (y + 0.5) / m_scaleY));
            if (alpha > 0)
                blend(x, y, ink, alpha);
        }
    }
}

void Canvas::rectangle(double x, double y, double w, double h, Ink ink, double alpha)
{
    const auto overlap = [](double centre, double scale, double from, double to) {
        const double at = centre * scale;
        return std::clamp(std::min(at + 0.5, to * scale) - std::max(at - 0.5, from * scale), 0.0, 1.0);
    };
    shape(x, y, x + w, y + h, ink, [&](double px, double py) {
        return alpha * overlap(px, m_scaleX, x, x + w) * overlap(py, m_scaleY, y, y + h);
    });
}

void Canvas::disc(double x, double y, double radius, Ink ink, double alpha)
{
    const double scale = std::sqrt(m_scaleX * m_scaleY);
    shape(x - radius, y - radius, x + radius, y + radius, ink, [&](double px, double py) {
        return alpha * std::clamp(0.5 + (radius - std::hypot(px - x, py - y)) * scale, 0.0, 1.0);
    });
}

void Canvas::ring(double x, double y, double radius, double stroke, Ink ink, double alpha)
{
    const double scale = std::sqrt(m_scaleX * m_scaleY);
    const double outer = radius + stroke / 2;
    shape(x - outer, y - outer, x + outer, y + outer, ink, [&](double px, double py) {
        const double off = std::abs(std::hypot(px - x, py - y) - radius);
        // A line thinner than a pixel gets fainter, not thicker.
        return alpha * std::min(1.0, stroke * scale)
            * std::clamp(0.5 + (std::max(stroke, 1 / scale) / 2 - off) * scale, 0.0, 1.0);
    });
}

void Canvas::blendMask(const strokefont::Mask &mask, int x, int y, Ink ink, double alpha)
{
    const int strength = int(alpha * 258); // 255 of coverage becomes 256 of alpha
    const int x0 = std::max(0, -x);
    const int x1 = std::min(mask.width, m_width - x);
    const int y1 = std::min(mask.height, m_height - y);
    for (int row = std::max(0, -y); row < y1; ++row) {
        const uint8_t *coverage = mask.coverage.data() + size_t(row) * size_t(mask.width);
        for (int column = x0; column < x1; ++column) {
            if (coverage[column])
                blend(x + column, y + row, ink, coverage[column] * strength >> 8);
        }
    }
}

void Canvas::text(std::string_view text, double x, double y, double unit, double weight, Ink ink,
                  double alpha)
{
    for (const char letter : text) {
        auto found = m_glyphs.find({letter, unit, weight});
        if (found == m_glyphs.end()) {
            auto mask = strokefont::glyph(letter, unit * m_scaleX, unit * m_scaleY, weight);
            found = m_glyphs.emplace(std::tuple(letter, unit, weight), std::move(mask)).first;
        }
        const int left = int(std::lround(x * m_scaleX)) + found->second.left;
        blendMask(found->second, left, int(std::lround(y * m_scaleY)) + found->second.top, ink, alpha);
        x += strokefont::advance * unit;
    }
}

double Canvas::textWidth(std::string_view text, double unit)
{
    return text.empty() ? 0 : (double(text.size() - 1) * strokefont::advance + 4) * unit;
}

} // namespace twinfeed::feed
