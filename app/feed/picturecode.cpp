// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/picturecode.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace twinfeed::feed {

namespace {

constexpr int finderColumns = 2;
constexpr int dataColumns = strip::columns - 2 * finderColumns;
constexpr std::array rates{25, 30, 50, 60};
/// Below this difference of luma there are no blocks, only noise (dim white is 20 above black).
constexpr double leastContrast = 10;

bool finderWhite(int row, int column)
{
    // White black / black white at the left; mirrored at the right.
    const int fromEdge = column < finderColumns ? column : strip::columns - 1 - column;
    return (row + fromEdge) % 2 == 0;
}

bool isFinder(int column)
{
    return column < finderColumns || column >= strip::columns - finderColumns;
}

uint64_t pack(const PictureCode &code)
{
    const auto rate = std::find(rates.begin(), rates.end(), code.rate) - rates.begin();
    uint64_t bits = uint64_t(code.source & 0x3f);
    bits = bits << 3 | uint64_t(code.variant);
    bits = bits << 3 | uint64_t(rate);
    bits = bits << 18 | uint64_t(code.counter & 0x3ffff);
    bits = bits << 18 | uint64_t(code.loopPictures & 0x3ffff);
    return bits; // 48 bits
}

std::array<uint8_t, 6> bytesOf(uint64_t bits)
{
    std::array<uint8_t, 6> bytes{};
    for (size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = uint8_t(bits >> (40 - 8 * i));
    return bytes;
}

std::optional<PictureCode> unpack(uint64_t word)
{
    const uint64_t bits = word >> 16;
    if (crc16(bytesOf(bits)) != uint16_t(word))
        return std::nullopt;
    PictureCode code;
    code.loopPictures = int(bits & 0x3ffff);
    code.counter = int(bits >> 18 & 0x3ffff);
    const auto rate = size_t(bits >> 36 & 7);
    const auto variant = int(bits >> 39 & 7);
    code.source = int(bits >> 42 & 0x3f);
    if (rate >= rates.size() || variant >= variantCount || code.source == 0
        || code.counter >= code.loopPictures)
        return std::nullopt;
    code.rate = rates[rate];
    code.variant = Variant(variant);
    return code;
}

struct Means
{
    double of[strip::rows][strip::columns] = {};
};

/// Mean of the middle half of each block.
Means measure(const uint8_t *luma, int stride, int width, int height)
{
    Means means;
    const double top = height * (1 - strip::height);
    const double blockHeight = height * strip::height / strip::rows;
    const double blockWidth = double(width) / strip::columns;
    for (int row = 0; row < strip::rows; ++row) {
        const int y0 = int(std::ceil(top + (row + 0.25) * blockHeight));
        const int y1 = std::clamp(int(top + (row + 0.75) * blockHeight), y0 + 1, height);
        for (int column = 0; column < strip::columns; ++column) {
            const int x0 = int(std::ceil((column + 0.25) * blockWidth));
            const int x1 = std::clamp(int((column + 0.75) * blockWidth), x0 + 1, width);
            int sum = 0;
            for (int y = y0; y < y1; ++y) {
                for (int x = x0; x < x1; ++x)
                    sum += luma[y * stride + x];
            }
            means.of[row][column] = double(sum) / ((y1 - y0) * (x1 - x0));
        }
    }
    return means;
}

/// Level between black and white as the finder shows them; nothing where there is no finder.
std::optional<double> finderThreshold(const Means &means)
{
    double darkestWhite = 255;
    double brightestBlack = 0;
    for (int row = 0; row < strip::rows; ++row) {
        for (int column = 0; column < strip::columns; ++column) {
            if (!isFinder(column))
                continue;
            if (finderWhite(row, column))
                darkestWhite = std::min(darkestWhite, means.of[row][column]);
            else
                brightestBlack = std::max(brightestBlack, means.of[row][column]);
        }
    }
    if (darkestWhite - brightestBlack < leastContrast)
        return std::nullopt;
    return (darkestWhite + brightestBlack) / 2;
}

} // namespace

uint16_t crc16(std::span<const uint8_t> bytes)
{
    uint16_t crc = 0xffff;
    for (const uint8_t byte : bytes) {
        crc = uint16_t(crc ^ byte << 8);
        for (int bit = 0; bit < 8; ++bit)
            crc = uint16_t(crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1);
    }
    return crc;
}

strip::Blocks strip::blocksOf(const PictureCode &code)
{
    const uint64_t bits = pack(code);
    const uint64_t word = bits << 16 | crc16(bytesOf(bits));
    Blocks blocks;
    int bit = 63;
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column)
            blocks.white[row][column] =
                isFinder(column) ? finderWhite(row, column) : (word >> bit-- & 1) != 0;
    }
    static_assert(rows * dataColumns == 64);
    return blocks;
}

void strip::draw(const PictureCode &code, uint8_t *luma, int stride, int width, int height)
{
    const Blocks blocks = blocksOf(code);
    const uint8_t bright = code.variant == Variant::Black ? dimWhite : white;
    const double top = height * (1 - strip::height);
    for (int row = 0; row < rows; ++row) {
        const int y0 = int(std::lround(top + row * (height - top) / rows));
        const int y1 = int(std::lround(top + (row + 1) * (height - top) / rows));
        for (int column = 0; column < columns; ++column) {
            const int x0 = int(std::lround(double(width) * column / columns));
            const int x1 = int(std::lround(double(width) * (column + 1) / columns));
            for (int y = y0; y < y1; ++y)
                std::memset(luma + y * stride + x0, blocks.white[row][column] ? bright : black,
                            size_t(x1 - x0));
        }
    }
}

PictureReading readPictureCode(const uint8_t *luma, int stride, int width, int height)
{
    const Means means = measure(luma, stride, width, height);
    const auto threshold = finderThreshold(means);
    if (!threshold)
        return {};
    uint64_t word = 0;
    for (const auto &row : means.of) {
        for (int column = finderColumns; column < strip::columns - finderColumns; ++column)
            word = word << 1 | (row[column] > *threshold ? 1 : 0);
    }
    if (const auto code = unpack(word))
        return {PictureReading::Found::Code, *code};
    return {PictureReading::Found::Unreadable, {}};
}

} // namespace twinfeed::feed
