// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/testpicture.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <numbers>
#include <random>

namespace twinfeed::feed {

namespace {

struct Rgb
{
    double r, g, b;
};
struct Look
{
    Rgb dark;
    Rgb light;
};
// Neighbours differ in colour, and in where the light comes from (see paintGradient).
constexpr std::array<Look, 6> looks{{
    {{8, 20, 58}, {52, 142, 214}}, // blue
    {{62, 18, 12}, {232, 140, 44}}, // amber
    {{6, 46, 36}, {70, 180, 126}}, // green
    {{42, 12, 58}, {182, 98, 200}}, // purple
    {{8, 44, 54}, {74, 190, 200}}, // teal
    {{58, 10, 34}, {220, 92, 120}}, // rose
}};

// The letter's disc, the column of text at the right, and the track of the ball.
constexpr double discX = 480;
constexpr double discY = 490;
constexpr double discRadius = 330;
constexpr double columnX = 930;
constexpr double columnWidth = 836;
constexpr double trackY = 800;
constexpr double beamWidth = 210; // from the middle to where it is a tenth
constexpr int beamLuma = 44;

constexpr int noiseExtra = 4'096; // places in the noise at which a line may begin
constexpr uint8_t grainZero = 8;

constexpr int darkNumerator = 2; // of what is above black (or beside grey)
constexpr int darkDenominator = 5;

void darken(int width, int height, const Planes &planes)
{
    for (int plane = 0; plane < 3 && planes.data[plane]; ++plane) {
        const int zero = plane == 0 ? 16 : 128;
        const int w = plane == 0 ? width : width / 2;
        const int h = plane == 0 ? height : height / 2;
        for (int y = 0; y < h; ++y) {
            uint8_t *row = planes.data[plane] + y * planes.stride[plane];
            for (int x = 0; x < w; ++x)
                row[x] = uint8_t(zero + (row[x] - zero) * darkNumerator / darkDenominator);
        }
    }
}

/// The left two thirds of another picture of this size.
void copyLeft(const std::array<std::vector<uint8_t>, 3> &from, int width, int height, const Planes &planes)
{
    for (int plane = 0; plane < 3 && planes.data[plane]; ++plane) {
        const int w = plane == 0 ? width : width / 2;
        const int h = plane == 0 ? height : height / 2;
        for (int y = 0; y < h; ++y)
            std::memcpy(planes.data[plane] + y * planes.stride[plane],
                        from[size_t(plane)].data() + size_t(y) * size_t(w), size_t(w) * 2 / 3);
    }
}

double smooth(double t)
{
    t = std::clamp(t, 0.0, 1.0);
    return t * t * (3 - 2 * t);
}

} // namespace

TestPicture::TestPicture(int width, int height, int source, int rate, bool grain)
    : m_source(source)
    , m_rate(rate)
    , m_canvas(width, height)
{
    m_background[0].resize(size_t(width) * size_t(height));
    m_background[1].resize(size_t(width / 2) * size_t(height / 2));
    m_background[2].resize(m_background[1].size());
    paintBackground();
    if (!grain)
        return;
    std::mt19937 random{uint32_t(source)}; // the same picture on every machine: the sequence is standard
    m_noise.resize(size_t(width) + noiseExtra);
    for (uint8_t &noise : m_noise) {
        int sum = 0; // of four dice, near enough to a normal distribution; standard deviation 1.6
        for (int die = 0; die < 4; ++die)
            sum += int(random() % 4);
        noise = uint8_t(grainZero + (sum - 6) * 3 / 4);
    }
}

void TestPicture::paintBackground()
{
    const int width = m_canvas.width();
    const Planes planes{{m_background[0].data(), m_background[1].data(), m_background[2].data()},
                        {width, width / 2, width / 2}};
    m_canvas.setPlanes(planes);
    paintGradient();
    paintFurniture();
}

void TestPicture::paintGradient()
{
    const Look &look = looks[size_t(m_source - 1) % looks.size()];
    // Light from the upper left for A, upper right for B, then on around in steps of 100 degrees.
    const double angle = (225 + 100.0 * (m_source - 1)) * std::numbers::pi / 180;
    const double dx = std::cos(angle);
    const double dy = std::sin(angle);
    std::mt19937 random(7);
    const Planes &planes = m_canvas.planes();
    for (int y = 0; y < m_canvas.height(); ++y) {
        for (int x = 0; x < m_canvas.width(); ++x) {
            const double nx = (x + 0.5) / m_canvas.width() - 0.5;
            const double ny = (y + 0.5) / m_canvas.height() - 0.5;
            const double t = smooth(0.5 + 0.85 * (nx * dx + ny * dy));
            const double shade = 1 - 0.35 * (nx * nx + ny * ny) * 2; // a little darker towards the corners
            const auto mix = [&](double a, double b) { return (a + (b - a) * t) * shade; };
            const double dither = double(random() & 0xff) / 256 - 0.5; // no bands
            const Rgb rgb{mix(look.dark.r, look.light.r), mix(look.dark.g, look.light.g),
                          mix(look.dark.b, look.light.b)};
            const Ink ink = inkOfRgb(rgb.r + dither, rgb.g + dither, rgb.b + dither);
            planes.data[0][y * planes.stride[0] + x] = ink.y;
            if ((x | y) & 1 || x / 2 >= m_canvas.width() / 2 || y / 2 >= m_canvas.height() / 2)
                continue;
            planes.data[1][y / 2 * planes.stride[1] + x / 2] = ink.u;
            planes.data[2][y / 2 * planes.stride[2] + x / 2] = ink.v;
        }
    }
}

void TestPicture::paintFurniture()
{
    for (int i = 1; i < 16; ++i)
        m_canvas.rectangle(i * 120 - 1, 0, 2, 1'000, whiteInk, 0.07);
    for (int i = 1; i < 9; ++i)
        m_canvas.rectangle(0, i * 120 - 1, 1'920, 2, whiteInk, 0.07);
    m_canvas.ring(960, 500, 470, 3, whiteInk, 0.16);

    m_canvas.disc(discX, discY, discRadius, blackInk, 0.34);
    m_canvas.ring(discX, discY, discRadius, 8, whiteInk, 0.55);
    for (int tick = 0; tick < 60; ++tick) {
        const double angle = tick * std::numbers::pi / 30;
        m_canvas.disc(discX + 292 * std::sin(angle), discY - 292 * std::cos(angle), tick % 5 ? 3.5 : 7,
                      whiteInk, 0.6);
    }
    const std::string letter = sourceLetter(m_source).toStdString();
    const double unit = letter.size() == 1 ? 62 : 36;
    m_canvas.text(letter, discX - Canvas::textWidth(letter, unit) / 2, discY - 3 * unit, unit, 1.05, whiteInk,
                  0.96);

    m_canvas.ring(lampX * 1'920, lampY * 1'080, lampRadius * 1'080 + 12, 6, whiteInk, 0.5);
    m_canvas.text("TWINFEED", columnX, 120, 9, 0.95, whiteInk, 0.9);
    m_canvas.text("TEST FEED", columnX, 200, 6, 0.8, whiteInk, 0.6);
    m_canvas.text("ENCODER " + letter, columnX, 590, 12, 1, whiteInk, 0.95);
    m_canvas.rectangle(columnX, trackY - 2, columnWidth, 4, whiteInk, 0.35);
    constexpr std::array<Rgb, 8> bars{{{191, 191, 191},
                                       {191, 191, 0},
                                       {0, 191, 191},
                                       {0, 191, 0},
                                       {191, 0, 191},
                                       {191, 0, 0},
                                       {0, 0, 191},
                                       {0, 0, 0}}};
    for (size_t i = 0; i < bars.size(); ++i) {
        const double barWidth = columnWidth / bars.size();
        m_canvas.rectangle(columnX + double(i) * barWidth, 880, barWidth, 44,
                           inkOfRgb(bars[i].r, bars[i].g, bars[i].b), 1);
    }
}

void TestPicture::paintStill()
{
    for (size_t i = 0; i < m_still.size(); ++i)
        m_still[i].resize(m_background[i].size());
    const int width = m_canvas.width();
    render({m_source, Variant::Normal, m_rate, 0, 1},
           {{m_still[0].data(), m_still[1].data(), m_still[2].data()}, {width, width / 2, width / 2}});
}

void TestPicture::render(const PictureCode &code, const Planes &planes)
{
    const int width = m_canvas.width();
    const int height = m_canvas.height();
    if (code.variant == Variant::PartFreeze && m_still[0].empty())
        paintStill();
    m_canvas.setPlanes(planes);
    if (code.variant == Variant::Black) {
        m_canvas.fill(blackInk);
    } else {
        const auto copy = [&](int plane, int w, int h) {
            for (int y = 0; y < h; ++y)
                std::memcpy(planes.data[plane] + y * planes.stride[plane],
                            m_background[size_t(plane)].data() + size_t(y) * size_t(w), size_t(w));
        };
        copy(0, width, height);
        if (planes.data[1]) {
            copy(1, width / 2, height / 2);
            copy(2, width / 2, height / 2);
        }
        addBeam(planes, double(code.counter) / m_rate);
        drawMoving(code);
        if (!m_noise.empty())
            addGrain(planes, code.counter);
        if (code.variant == Variant::PartFreeze)
            copyLeft(m_still, width, height, planes);
        if (code.variant == Variant::Dark)
            darken(width, height, planes);
        m_canvas.rectangle(0, 1'000, 1'920, 80, blackInk, 1);
    }
    strip::draw(code, planes.data[0], planes.stride[0], width, height);
}

void TestPicture::addBeam(const Planes &planes, double seconds) const
{
    constexpr double reach = 2 * beamWidth;
    const double phase = std::fmod(seconds, 4) / 4;
    const double along = phase * (1'920 + 2 * reach) - reach;
    const double middle = m_source % 2 ? along : 1'920 - along; // A's goes right, B's left
    const double scale = m_canvas.width() / 1'920.0;
    const int x0 = std::clamp(int((middle - reach) * scale), 0, m_canvas.width());
    const int x1 = std::clamp(int((middle + reach) * scale), 0, m_canvas.width());
    std::vector<uint8_t> light(size_t(x1 - x0));
    for (int x = x0; x < x1; ++x) {
        const double off = ((x + 0.5) / scale - middle) / beamWidth;
        light[size_t(x - x0)] = uint8_t(std::lround(beamLuma * std::exp(-2.3 * off * off)));
    }
    for (int y = 0; y < m_canvas.height(); ++y) {
        uint8_t *row = planes.data[0] + y * planes.stride[0] + x0;
        for (size_t i = 0; i < light.size(); ++i)
            row[i] = uint8_t(std::min(235, row[i] + light[i]));
    }
}

void TestPicture::addGrain(const Planes &planes, int counter) const
{
    const int rows = int(m_canvas.height() * (1 - strip::height));
    uint32_t place = uint32_t(counter) * 2'654'435'761u + 1;
    for (int y = 0; y < rows; ++y) {
        place = place * 1'664'525u + 1'013'904'223u;
        const uint8_t *noise = m_noise.data() + (place >> 20); // the upper 12 bits: below noiseExtra
        uint8_t *row = planes.data[0] + y * planes.stride[0];
        for (int x = 0; x < m_canvas.width(); ++x)
            row[x] = uint8_t(row[x] + noise[x] - grainZero);
    }
}

void TestPicture::drawMoving(const PictureCode &code)
{
    const double seconds = double(code.counter) / m_rate;
    const int whole = code.counter / m_rate;
    char text[40];
    std::snprintf(text, sizeof text, "%02d:%02d:%02d", whole / 60 % 100, whole % 60, code.counter % m_rate);
    m_canvas.text(text, columnX, 390, 20.2, 1, whiteInk);
    std::snprintf(text, sizeof text, "PICTURE %06d", code.counter);
    m_canvas.text(text, columnX, 695, 7, 0.9, whiteInk, 0.85);
    std::snprintf(text, sizeof text, "%d FPS", m_rate);
    m_canvas.text(text, columnX + columnWidth - Canvas::textWidth(text, 7), 695, 7, 0.9, whiteInk, 0.85);
    if (code.variant == Variant::LowBitrate)
        m_canvas.text("LOW BITRATE", columnX, 270, 6, 0.9, whiteInk, 0.8);
    if (code.variant == Variant::HalfRate)
        m_canvas.text("HALF RATE", columnX, 270, 6, 0.9, whiteInk, 0.8);

    const double hand = seconds * std::numbers::pi; // a turn in two seconds
    m_canvas.disc(discX + discRadius * std::sin(hand), discY - discRadius * std::cos(hand), 30, whiteInk, 1);
    const double ball = 0.5 - 0.5 * std::cos(seconds * std::numbers::pi);
    m_canvas.disc(columnX + ball * columnWidth, trackY, 24, whiteInk, 1);
    const bool flash = flashes(code);
    m_canvas.disc(lampX * 1'920, lampY * 1'080, lampRadius * 1'080, flash ? whiteInk : blackInk,
                  flash ? 1 : 0.75);
}

} // namespace twinfeed::feed
