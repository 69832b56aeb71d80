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

/// Area average with parts of lines and pixels at the edges, so that sizes that are no multiple agree as well. Sums whole
/// lines first, which the compiler does many pixels at a time.
void PictureInspector::reduce(const LumaView &luma, std::vector<uint8_t> &small)
{
    constexpr double one = 256; // weight of a whole line
    const double linesPerRow = double(luma.height) / height;
    const double pixelsPerColumn = double(luma.width) / width;
    m_sums.resize(size_t(luma.width) + 1);
    for (int y = 0; y < height; ++y) {
        std::fill(m_sums.begin(), m_sums.end(), 0u);
        const double top = y * linesPerRow;
        const double bottom = std::min(double(luma.height), top + linesPerRow);
        for (int line = int(top); line < bottom; ++line) {
            const double part = std::min(line + 1.0, bottom) - std::max(double(line), top);
            const auto weight = uint32_t(std::lround(part * one));
            const uint8_t *row = luma.data + line * luma.stride;
            for (int x = 0; x < luma.width; ++x)
                m_sums[size_t(x) + 1] += row[x] * weight;
        }
        std::partial_sum(m_sums.begin(), m_sums.end(), m_sums.begin());
        const auto sumTo = [this](double x) {
            const auto whole = size_t(x);
            const double rest = x - double(whole);
            return double(m_sums[whole])
                + (rest > 0 ? rest * double(m_sums[whole + 1] - m_sums[whole]) : 0.0);
        };
        double before = 0;
        for (int x = 0; x < width; ++x) {
            const double upTo = sumTo(std::min(double(luma.width), (x + 1) * pixelsPerColumn));
            small[size_t(y) * width + size_t(x)] = uint8_t(
                std::clamp((upTo - before) / (pixelsPerColumn * linesPerRow * one) + 0.5, 0.0, 255.0));
            before = upTo;
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
        painter = std::make_unique<TestPicture>(drawnWidth, drawnHeight, code.source, code.rate, false);
    painter->render(code, {{m_drawn.data(), nullptr, nullptr}, {drawnWidth, 0, 0}});
    reduce({m_drawn.data(), drawnWidth, drawnWidth, drawnHeight}, m_expected);
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
    reduce(luma, m_small);
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
