// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/testpicture.h"

#include <QtTest>

#include <numeric>

using namespace twinfeed::feed;

class TestTestPicture final : public QObject
{
    Q_OBJECT

private:
    static constexpr int width = 480;
    static constexpr int height = 270;

    static std::vector<uint8_t> draw(const PictureCode &code, bool grain = false)
    {
        std::vector<uint8_t> luma(size_t(width) * height);
        TestPicture(width, height, code.source, code.rate, grain)
            .render(code, {{luma.data(), nullptr, nullptr}, {width, 0, 0}});
        return luma;
    }
    static double difference(const std::vector<uint8_t> &a, const std::vector<uint8_t> &b)
    {
        double sum = 0;
        for (size_t i = 0; i < a.size(); ++i)
            sum += std::abs(int(a[i]) - int(b[i]));
        return sum / double(a.size());
    }
    static PictureCode code(int source, int counter, Variant variant = Variant::Normal)
    {
        return {source, variant, 30, counter, 1'800};
    }

private Q_SLOTS:
    void isAFunctionOfItsCode()
    {
        QVERIFY(draw(code(1, 40), true) == draw(code(1, 40), true));
        QVERIFY(draw(code(1, 40)) != draw(code(1, 41)));
    }

    void sourcesDifferAllOver()
    {
        // A picture of one source predicted from another's must be seen.
        QVERIFY(difference(draw(code(1, 40)), draw(code(2, 40))) > 20);
        QVERIFY(difference(draw(code(2, 40)), draw(code(3, 40))) > 20);
    }

    void halfASecondShows() { QVERIFY(difference(draw(code(1, 40)), draw(code(1, 55))) > 3); }

    void blackIsBlackForDetectors()
    {
        const auto luma = draw(code(1, 40, Variant::Black));
        const auto black =
            std::count_if(luma.begin(), luma.end(), [](uint8_t y) { return y < 16 + 0.10 * 219; });
        QCOMPARE(size_t(black), luma.size());
    }

    /// Two fifths of the brightness, but for the code; and not what a detector takes for black.
    void darkIsDarkAndNotBlack()
    {
        const auto bright = draw(code(1, 40));
        const auto dark = draw(code(1, 40, Variant::Dark));
        const size_t rows = size_t(width) * (height - size_t(strip::height * height) - 2);
        const auto light = [&](const std::vector<uint8_t> &luma) {
            return std::accumulate(luma.begin(), luma.begin() + ptrdiff_t(rows), 0.0) / double(rows) - 16;
        };
        QVERIFY2(std::abs(light(dark) / light(bright) - 0.4) < 0.02,
                 qPrintable(QString::number(light(dark))));
        const auto black =
            std::count_if(dark.begin(), dark.end(), [](uint8_t y) { return y < 16 + 0.10 * 219; });
        QVERIFY(double(black) < 0.9 * double(dark.size()));
    }

    /// The left two thirds stand as they were at the beginning; the rest goes on as ever.
    void aPartStandsStill()
    {
        const auto one = draw(code(1, 100, Variant::PartFreeze), true);
        const auto other = draw(code(1, 130, Variant::PartFreeze), true);
        const auto normal = draw(code(1, 130), true);
        const int rows = height - int(strip::height * height) - 2;
        int moved = 0;
        for (int y = 0; y < rows; ++y) {
            const size_t row = size_t(y) * width;
            for (size_t x = 0; x < width; ++x) {
                if (x < width * 2 / 3)
                    QCOMPARE(one[row + x], other[row + x]);
                else
                    QCOMPARE(other[row + x], normal[row + x]);
                moved += x >= width * 2 / 3 && one[row + x] != other[row + x];
            }
        }
        QVERIFY(moved > rows * width / 10);
    }

    void codeIsInEveryVariant()
    {
        for (int i = 0; i < variantCount; ++i) {
            const auto luma = draw(code(5, 1'234, Variant(i)));
            const PictureReading reading = readPictureCode(luma.data(), width, width, height);
            QCOMPARE(int(reading.found), int(PictureReading::Found::Code));
            QVERIFY(reading.code == code(5, 1'234, Variant(i)));
        }
    }

    void lampFlashesAtFullSeconds()
    {
        const auto lamp = [](int counter) {
            return draw(code(
                1,
                counter))[size_t(TestPicture::lampY * height) * width + size_t(TestPicture::lampX * width)];
        };
        QVERIFY(lamp(29) < 60);
        QCOMPARE(int(lamp(30)), 235);
        QCOMPARE(int(lamp(31)), 235);
        QVERIFY(lamp(32) < 60);
    }

    void flashLastsAFifteenthOfASecondAtEveryRate()
    {
        for (const int rate : {25, 30, 50, 60}) {
            int lit = 0;
            for (int counter = 0; counter < rate; ++counter)
                lit += TestPicture::flashes({1, Variant::Normal, rate, counter, rate * 60}) ? 1 : 0;
            const double ms = 1'000.0 * lit / rate;
            QVERIFY2(ms >= 60 && ms <= 80, qPrintable(QString::number(ms)));
        }
    }

    void chromaIsDrawnToo()
    {
        std::vector<uint8_t> y(size_t(width) * height);
        std::vector<uint8_t> u(size_t(width / 2) * (height / 2), 1);
        std::vector<uint8_t> v = u;
        TestPicture(width, height, 1, 30, true)
            .render(code(1, 0), {{y.data(), u.data(), v.data()}, {width, width / 2, width / 2}});
        QVERIFY(u.front() > 140); // blue
        QCOMPARE(int(u.back()), 128); // the strip has no colour
        QCOMPARE(int(v.back()), 128);
    }
};

QTEST_GUILESS_MAIN(TestTestPicture)
#include "tst_testpicture.moc"
