// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/feedformat.h"

#include <cstdint>
#include <optional>
#include <span>

namespace twinfeed::feed {

/// What each picture says about itself, as black and white blocks.
struct PictureCode
{
    int source = 1; ///< 1 to 63
    Variant variant = Variant::Normal;
    int rate = 30; ///< 25, 30, 50 or 60
    int counter = 0; ///< of the loop, 0 to loopPictures - 1
    int loopPictures = 1'800; ///< up to 262143, so a loop of 72 minutes at 60

    bool operator==(const PictureCode &) const = default;
};

/// A strip along the lower edge of the picture, two rows of 36 blocks. The outer two columns at each end never change
/// (white black over black white): they tell a strip with a damaged code from a picture that never had one. In between
/// are 48 bits of content and their CRC-16. Scaled down to 320x180 a block is 9 by 6 pixels, and only its middle is
/// looked at: it survives re-encoding at 300 kb/s.
namespace strip {
constexpr int columns = 36;
constexpr int rows = 2;
constexpr double height = 80.0 / 1080; ///< of the picture's height

/// Which of the blocks (row by row) are white.
struct Blocks
{
    bool white[rows][columns] = {};
};
Blocks blocksOf(const PictureCode &code);

/// Luma of white blocks; black ones are 16. In a black picture white is below the 10 % at which detectors draw the line
/// (luma 37.9), so that it counts as black.
constexpr uint8_t white = 235;
constexpr uint8_t dimWhite = 36;
constexpr uint8_t black = 16;

/// Draws into a plane of luma.
void draw(const PictureCode &code, uint8_t *luma, int stride, int width, int height);
} // namespace strip

/// What was found where the strip should be.
struct PictureReading
{
    enum class Found {
        Code,
        Unreadable, ///< a strip, but the check fails
        None, ///< no picture of ours
    };
    Found found = Found::None;
    PictureCode code; ///< only with Found::Code
};

/// Reads a plane of luma of any size from 160x90 up.
PictureReading readPictureCode(const uint8_t *luma, int stride, int width, int height);

/// CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xffff.
uint16_t crc16(std::span<const uint8_t> bytes);

} // namespace twinfeed::feed
