// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/canvas.h"

#include <QtTest>

#include <numeric>

using namespace twinfeed::feed;

class TestCanvas final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void coloursAreBt709()
    {
        QCOMPARE(int(inkOfRgb(255, 255, 255).y), 235);
        QCOMPARE(int(inkOfRgb(0, 0, 0).y), 16);
        QCOMPARE(int(inkOfRgb(255, 0, 0).y), 63);
        QCOMPARE(int(inkOfRgb(255, 0, 0).v), 240);
        QCOMPARE(int(inkOfRgb(0, 0, 255).u), 240);
    }

    void anotherSizeIsTheSamePictureStretched_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("half") << 960 << 540;
        QTest::newRow("small") << 320 << 180;
        QTest::newRow("square") << 640 << 640;
    }
    void anotherSizeIsTheSamePictureStretched()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        const auto brightness = [](int w, int h) {
            std::vector<uint8_t> luma(size_t(w) * size_t(h), 16);
            Canvas canvas(w, h);
            canvas.setPlanes({{luma.data(), nullptr, nullptr}, {w, 0, 0}});
            canvas.disc(600, 500, 300, whiteInk, 0.5);
            canvas.ring(1'300, 500, 200, 9, whiteInk, 1);
            canvas.rectangle(100.5, 900.25, 1'700, 33, whiteInk, 1);
            canvas.text("8B", 1'200, 400, 30, 1, whiteInk);
            return std::accumulate(luma.begin(), luma.end(), 0.0) / double(luma.size());
        };
        QVERIFY(qAbs(brightness(width, height) - brightness(1'920, 1'080)) < 0.4);
    }

    void staysInsideThePicture()
    {
        // Under the sanitizers this is what the test is for.
        std::vector<uint8_t> luma(size_t(160) * 90, 16);
        Canvas canvas(160, 90);
        canvas.setPlanes({{luma.data(), nullptr, nullptr}, {160, 0, 0}});
        canvas.disc(0, 0, 500, whiteInk, 1);
        canvas.disc(1'920, 1'080, 500, whiteInk, 1);
        canvas.rectangle(-50, -50, 3'000, 3'000, whiteInk, 1);
        canvas.text("WWWWWWWWWW", -100, -100, 90, 1, whiteInk);
        canvas.text("WWWWWWWWWW", 1'000, 800, 90, 1, whiteInk);
        QCOMPARE(int(luma.front()), 235);
        QCOMPARE(int(luma.back()), 235);
    }

    void textHasTheWidthItSays()
    {
        QCOMPARE(Canvas::textWidth("", 10), 0.0);
        QCOMPARE(Canvas::textWidth("A", 10), 40.0);
        QCOMPARE(Canvas::textWidth("AB", 10), 94.0);
    }
};

QTEST_GUILESS_MAIN(TestCanvas)
#include "tst_canvas.moc"
