// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QRect>

#include <array>

namespace twinfeed {

/// Where the tiles of a multiview stand: one large, four small.
struct TileLayout
{
    QRect large;
    std::array<QRect, 4> small;
};

/// The arrangement whose pictures are largest in `room`: the small tiles in a square at the right, in a row below, or in a
/// square below. All pictures are 16:9 to the pixel's rounding, so that no tile has bars.
TileLayout tileLayout(const QSize &room, int gap);
/// The height at which the square at the right fills this width.
int tilesHeightFor(int width, int gap);

} // namespace twinfeed
