// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/tilelayout.h"

#include "widgets/videotile.h"

#include <functional>

namespace twinfeed {

namespace {

/// The largest value up to `most` that `fits`; what fits at one value fits at all below it.
int largest(int most, const std::function<bool(int)> &fits)
{
    int low = 0;
    int high = most + 1;
    while (high - low > 1) {
        const int middle = (low + high) / 2;
        (fits(middle) ? low : high) = middle;
    }
    return low;
}

int besideWidth(int height, int gap)
{
    return VideoTile::widthFor(height, true) + 2 * (gap + VideoTile::widthFor((height - gap) / 2, false));
}

TileLayout beside(const QSize &room, int gap)
{
    const int height = largest(room.height(), [&](int h) { return besideWidth(h, gap) <= room.width(); });
    const int side = (height - gap) / 2;
    const int smallWidth = VideoTile::widthFor(side, false);
    const int largeWidth = VideoTile::widthFor(height, true);
    const int left = (room.width() - besideWidth(height, gap)) / 2;
    const int top = (room.height() - height) / 2;
    TileLayout layout;
    layout.large = QRect(left, top, largeWidth, height);
    for (int i = 0; i < 4; ++i) {
        const int x = left + largeWidth + gap + (i % 2) * (smallWidth + gap);
        const int y = i < 2 ? top : top + height - side;
        layout.small[size_t(i)] = QRect(x, y, smallWidth, side);
    }
    return layout;
}

/// The large tile over `columns` small ones in each row.
TileLayout below(const QSize &room, int gap, int columns)
{
    const int rows = 4 / columns;
    const auto smallHeight = [&](int width) {
        return VideoTile::heightFor((width - (columns - 1) * gap) / columns, false);
    };
    const int width = largest(room.width(), [&](int w) {
        return VideoTile::heightFor(w, true) + rows * (gap + smallHeight(w)) <= room.height();
    });
    const int largeHeight = VideoTile::heightFor(width, true);
    const int smallWidth = (width - (columns - 1) * gap) / columns;
    const int left = (room.width() - width) / 2;
    const int top = (room.height() - largeHeight - rows * (gap + smallHeight(width))) / 2;
    TileLayout layout;
    layout.large = QRect(left, top, width, largeHeight);
    for (int i = 0; i < 4; ++i) {
        const int x = left + (i % columns) * (smallWidth + gap);
        const int y = top + largeHeight + gap + (i / columns) * (smallHeight(width) + gap);
        layout.small[size_t(i)] = QRect(x, y, smallWidth, smallHeight(width));
    }
    return layout;
}

/// The programme's picture counts twice: it is what is watched.
double worth(const TileLayout &layout)
{
    const auto area = [](const QRect &rect) { return double(rect.width()) * rect.height(); };
    double sum = 2 * area(layout.large);
    for (const QRect &rect : layout.small)
        sum += area(rect);
    return sum;
}

} // namespace

int tilesHeightFor(int width, int gap)
{
    return largest(width, [&](int h) { return besideWidth(h, gap) <= width; });
}

TileLayout tileLayout(const QSize &room, int gap)
{
    TileLayout best = beside(room, gap);
    for (const int columns : {4, 2}) {
        const TileLayout other = below(room, gap, columns);
        if (worth(other) > worth(best))
            best = other;
    }
    return best;
}

} // namespace twinfeed
