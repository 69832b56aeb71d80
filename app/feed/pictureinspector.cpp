// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/pictureinspector.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace twinfeed::feed {

namespace {

constexpr int cellSize = 5;

} // namespace

/// Box average. Sums whole rows first, which the compiler does many pixels at a time; of a picture higher than 720 lines
/// every second line is enough.
void PictureInspector::reduce(const LumaView &luma)
{
    m_columns.resize(size_t(luma.width));
    const int lineStep = luma.height > 720 ? 2 : 1;
    for (int y = 0; y < height; ++y) {
        const int y0 = y * luma.height / height;
        const int y1 = std::max(y0 + 1, (y + 1) * luma.height / height);
        std::fill(m_columns.begin(), m_columns.end(), 0u);
        uint32_t lines = 0;
        for (int line = y0; line < y1; line += lineStep, ++lines) {
            const uint8_t *row = luma.data + line * luma.stride;
            for (int x = 0; x < luma.width; ++x)
                m_columns[size_t(x)] += row[x];
        }
        for (int x = 0; x < width; ++x) {
            const int x0 = x * luma.width / width;
            const int x1 = std::max(x0 + 1, (x + 1) * luma.width / width);
            const uint32_t sum = std::accumulate(m_columns.begin() + x0, m_columns.begin() + x1, 0u);
            m_small[size_t(y) * width + size_t(x)] = uint8_t(sum / (lines * uint32_t(x1 - x0)));
        }
    }
}

PictureInspector::Cells PictureInspector::cellsOf(const std::vector<uint8_t> &small) const
{
    Cells cells{};
    for (int y = 0; y < cellRows * cellSize; ++y) {
        for (int x = 0; x < width; ++x)
            cells[size_t(y / cellSize) * cellColumns + size_t(x / cellSize)] +=
                small[size_t(y) * width + size_t(x)];
    }
    for (double &cell : cells)
        cell /= cellSize * cellSize;
    return cells;
}

double PictureInspector::compare(const PictureCode &code)
{
    auto &painter = m_painters[{code.source, code.rate}];
    if (!painter)
        painter = std::make_unique<TestPicture>(width, height, code.source, code.rate, false);
    painter->render(code, {{m_expected.data(), nullptr, nullptr}, {width, 0, 0}});
    Cells differences = cellsOf(m_small);
    const Cells expected = cellsOf(m_expected);
    for (size_t i = 0; i < differences.size(); ++i)
        differences[i] = std::abs(differences[i] - expected[i]);
    constexpr auto worstCells = differences.size() / 100;
    std::nth_element(differences.begin(), differences.begin() + worstCells, differences.end(),
                     std::greater<>());
    return std::accumulate(differences.begin(), differences.begin() + worstCells, 0.0) / double(worstCells);
}

PictureInspector::Look PictureInspector::look(const LumaView &luma)
{
    reduce(luma);
    Look look;
    look.reading = readPictureCode(m_small.data(), width, width, height);
    if (look.reading.found != PictureReading::Found::Code)
        return look;
    // The middle of the lamp, half its radius to each side.
    const int reach = int(TestPicture::lampRadius * height / 2);
    int sum = 0;
    int count = 0;
    for (int y = -reach; y <= reach; ++y) {
        for (int x = -reach; x <= reach; ++x, ++count)
            sum += m_small[size_t(int(TestPicture::lampY * height) + y) * width
                           + size_t(int(TestPicture::lampX * width) + x)];
    }
    look.lampLit = sum / count > 140;
    look.worst = compare(look.reading.code);
    look.damaged = look.worst >= damage;
    return look;
}

} // namespace twinfeed::feed
