// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/strokefont.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>

namespace twinfeed::feed::strokefont {

namespace {

/// Paths in a box of 4 by 6, y downwards: M moves, L draws a line, Q a quadratic curve (control point, end).
const char *pathOf(char letter)
{
    switch (letter) {
    case '0':
        return "M2 0 Q4 0 4 2 L4 4 Q4 6 2 6 Q0 6 0 4 L0 2 Q0 0 2 0";
    case '1':
        return "M0.7 1.3 L2.3 0 L2.3 6";
    case '2':
        return "M0.1 1.7 Q0.2 0 2 0 Q3.9 0 3.9 1.7 Q3.9 2.8 2.7 3.8 L0 6 L4 6";
    case '3':
        return "M0.2 1.2 Q0.5 0 2 0 Q3.7 0 3.7 1.45 Q3.7 2.8 1.7 2.8 Q4 2.8 4 4.4 Q4 6 2 6 Q0.3 6 0 4.6";
    case '4':
        return "M3 6 L3 0 L0 4.2 L4 4.2";
    case '5':
        return "M3.6 0 L0.6 0 L0.3 2.8 Q1 2.2 2 2.2 Q4 2.2 4 4.1 Q4 6 2 6 Q0.4 6 0 4.9";
    case '6':
        return "M3.6 0.9 Q3.1 0 2.1 0 Q0 0 0 3 L0 4.1 Q0 6 2 6 Q4 6 4 4.2 Q4 2.5 2.1 2.5 Q0.3 2.5 0 4";
    case '7':
        return "M0 0 L4 0 L1.5 6";
    case '8':
        return "M2 2.8 Q0.3 2.8 0.3 1.4 Q0.3 0 2 0 Q3.7 0 3.7 1.4 Q3.7 2.8 2 2.8 Q4 2.8 4 4.4 Q4 6 2 6 "
               "Q0 6 0 4.4 Q0 2.8 2 2.8";
    case '9':
        return "M0.4 5.1 Q0.9 6 1.9 6 Q4 6 4 3 L4 1.9 Q4 0 2 0 Q0 0 0 1.8 Q0 3.5 1.9 3.5 Q3.7 3.5 4 2";
    case 'A':
        return "M0 6 L2 0 L4 6 M0.7 4 L3.3 4";
    case 'B':
        return "M0.2 0 L2.2 0 Q3.7 0 3.7 1.4 Q3.7 2.8 2.2 2.8 L0.2 2.8 M2.2 2.8 Q4 2.8 4 4.4 Q4 6 2.2 6 L0.2 "
               "6 "
               "L0.2 0";
    case 'C':
        return "M3.9 1.5 Q3.5 0 2 0 Q0 0 0 2.2 L0 3.8 Q0 6 2 6 Q3.5 6 3.9 4.5";
    case 'D':
        return "M0.2 0 L1.8 0 Q4 0 4 2.2 L4 3.8 Q4 6 1.8 6 L0.2 6 L0.2 0";
    case 'E':
        return "M3.8 0 L0.3 0 L0.3 6 L3.8 6 M0.3 2.9 L3.2 2.9";
    case 'F':
        return "M3.8 0 L0.3 0 L0.3 6 M0.3 2.9 L3.2 2.9";
    case 'G':
        return "M3.9 1.4 Q3.5 0 2 0 Q0 0 0 2.2 L0 3.8 Q0 6 2 6 Q4 6 4 3.9 L4 3.3 L2.3 3.3";
    case 'H':
        return "M0.2 0 L0.2 6 M3.8 0 L3.8 6 M0.2 2.9 L3.8 2.9";
    case 'I':
        return "M2 0 L2 6 M1 0 L3 0 M1 6 L3 6";
    case 'J':
        return "M3.6 0 L3.6 4 Q3.6 6 1.9 6 Q0.3 6 0.1 4.5";
    case 'K':
        return "M0.3 0 L0.3 6 M3.8 0 L0.3 3.6 M1.5 2.5 L3.9 6";
    case 'L':
        return "M0.4 0 L0.4 6 L3.8 6";
    case 'M':
        return "M0 6 L0 0 L2 3.4 L4 0 L4 6";
    case 'N':
        return "M0.2 6 L0.2 0 L3.8 6 L3.8 0";
    case 'O':
        return "M2 0 Q4 0 4 2.2 L4 3.8 Q4 6 2 6 Q0 6 0 3.8 L0 2.2 Q0 0 2 0";
    case 'P':
        return "M0.3 6 L0.3 0 L2.2 0 Q4 0 4 1.7 Q4 3.4 2.2 3.4 L0.3 3.4";
    case 'Q':
        return "M2 0 Q4 0 4 2.2 L4 3.8 Q4 6 2 6 Q0 6 0 3.8 L0 2.2 Q0 0 2 0 M2.6 4.5 L4.1 6.2";
    case 'R':
        return "M0.3 6 L0.3 0 L2.2 0 Q4 0 4 1.65 Q4 3.3 2.2 3.3 L0.3 3.3 M2.2 3.3 L4 6";
    case 'S':
        return "M3.8 1.2 Q3.3 0 2 0 Q0.2 0 0.2 1.5 Q0.2 2.6 2 2.9 Q4 3.3 4 4.5 Q4 6 2 6 Q0.4 6 0 4.7";
    case 'T':
        return "M0 0 L4 0 M2 0 L2 6";
    case 'U':
        return "M0.2 0 L0.2 4 Q0.2 6 2 6 Q3.8 6 3.8 4 L3.8 0";
    case 'V':
        return "M0 0 L2 6 L4 0";
    case 'W':
        return "M-0.1 0 L0.9 6 L2 2.4 L3.1 6 L4.1 0";
    case 'X':
        return "M0.1 0 L3.9 6 M3.9 0 L0.1 6";
    case 'Y':
        return "M0 0 L2 3 L4 0 M2 3 L2 6";
    case 'Z':
        return "M0.1 0 L3.9 0 L0.1 6 L3.9 6";
    case ':':
        return "M2 1.7 L2 1.7 M2 4.3 L2 4.3";
    case '.':
        return "M2 6 L2 6";
    case '-':
        return "M0.8 3 L3.2 3";
    case '/':
        return "M0.4 6 L3.6 0";
    default:
        return "";
    }
}

struct Point
{
    double x = 0;
    double y = 0;
};
struct Segment
{
    Point a;
    Point b;
};

std::vector<Segment> segmentsOf(char letter)
{
    constexpr int pieces = 10; // of a curve: smooth at a letter as high as the picture
    std::vector<Segment> segments;
    std::istringstream path{std::string(pathOf(letter))};
    Point pen;
    char verb = 0;
    while (path >> verb) {
        Point to;
        Point control;
        if (verb == 'Q')
            path >> control.x >> control.y;
        path >> to.x >> to.y;
        if (verb == 'L')
            segments.push_back({pen, to});
        for (int i = 1; verb == 'Q' && i <= pieces; ++i) {
            const auto at = [&](double t) {
                const double u = 1 - t;
                return Point{u * u * pen.x + 2 * u * t * control.x + t * t * to.x,
                             u * u * pen.y + 2 * u * t * control.y + t * t * to.y};
            };
            segments.push_back({at(double(i - 1) / pieces), at(double(i) / pieces)});
        }
        pen = to;
    }
    return segments;
}

double distance(const Segment &s, Point p)
{
    const double dx = s.b.x - s.a.x;
    const double dy = s.b.y - s.a.y;
    const double length = dx * dx + dy * dy;
    const double t =
        length > 0 ? std::clamp(((p.x - s.a.x) * dx + (p.y - s.a.y) * dy) / length, 0.0, 1.0) : 0.0;
    return std::hypot(p.x - s.a.x - t * dx, p.y - s.a.y - t * dy);
}

} // namespace

Mask glyph(char letter, double unitX, double unitY, double weight)
{
    const std::vector<Segment> segments = segmentsOf(letter);
    Mask mask;
    if (segments.empty())
        return mask;
    const double margin = weight / 2 + 0.3; // units; W and Q reach a little out of the box
    mask.left = int(std::floor(-margin * unitX)) - 1;
    mask.top = int(std::floor(-margin * unitY)) - 1;
    mask.width = int(std::ceil((4 + margin) * unitX)) + 1 - mask.left;
    mask.height = int(std::ceil((6 + margin) * unitY)) + 1 - mask.top;
    mask.coverage.resize(size_t(mask.width) * size_t(mask.height));
    const double pixels = std::sqrt(unitX * unitY); // to a unit; the edge is one pixel wide
    for (int y = 0; y < mask.height; ++y) {
        for (int x = 0; x < mask.width; ++x) {
            const Point p{(x + mask.left + 0.5) / unitX, (y + mask.top + 0.5) / unitY};
            double nearest = 1e9;
            for (const Segment &segment : segments)
                nearest = std::min(nearest, distance(segment, p));
            const double cover = std::clamp(0.5 + (weight / 2 - nearest) * pixels, 0.0, 1.0);
            mask.coverage[size_t(y) * size_t(mask.width) + size_t(x)] = uint8_t(std::lround(cover * 255));
        }
    }
    return mask;
}

} // namespace twinfeed::feed::strokefont
