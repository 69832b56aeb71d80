// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/picturecode.h"

#include <QtTest>

#include <random>

using namespace twinfeed::feed;

class TestPictureCode final : public QObject
{
    Q_OBJECT

private:
    std::vector<uint8_t> m_luma;
    void blank(int width, int height, uint8_t level) { m_luma.assign(size_t(width) * size_t(height), level); }

private Q_SLOTS:
    void readsWhatWasDrawn_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("counter");
        QTest::addColumn<int>("variant");
        QTest::newRow("1080p") << 1920 << 1080 << 0 << 0;
        QTest::newRow("720p") << 1280 << 720 << 1799 << 2;
        QTest::newRow("small") << 320 << 180 << 262'142 << 4;
        QTest::newRow("dim") << 320 << 180 << 77 << 1;
        QTest::newRow("square") << 640 << 640 << 1234 << 3;
        QTest::newRow("least") << 160 << 90 << 4321 << 0;
    }
    void readsWhatWasDrawn()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, counter);
        QFETCH(int, variant);
        const PictureCode code{63, Variant(variant), 60, counter, 262'143};
        blank(width, height, variant == int(Variant::Black) ? 16 : 90);
        strip::draw(code, m_luma.data(), width, width, height);
        const PictureReading reading = readPictureCode(m_luma.data(), width, width, height);
        QCOMPARE(int(reading.found), int(PictureReading::Found::Code));
        QVERIFY(reading.code == code);
    }

    void noticesDamage()
    {
        // One wrong block of the 64 that carry the code, whichever it is, is noticed.
        const PictureCode code{2, Variant::Normal, 30, 615, 1'800};
        for (int block = 0; block < 64; ++block) {
            blank(360, 180, 90);
            strip::draw(code, m_luma.data(), 360, 360, 180);
            const int column = 2 + block % 32;
            const int top = 180 - (block < 32 ? 13 : 6);
            for (int y = top; y < top + 6; ++y) {
                for (int x = column * 10; x < column * 10 + 10; ++x) {
                    uint8_t &luma = m_luma[size_t(y * 360 + x)];
                    luma = uint8_t(251 - luma);
                }
            }
            const PictureReading reading = readPictureCode(m_luma.data(), 360, 360, 180);
            QCOMPARE(int(reading.found), int(PictureReading::Found::Unreadable));
        }
    }

    void seesNothingWhereNothingIs()
    {
        std::mt19937 random{1};
        for (int kind = 0; kind < 4; ++kind) {
            blank(320, 180, kind == 1 ? 235 : 16);
            for (size_t i = 0; kind >= 2 && i < m_luma.size(); ++i)
                m_luma[i] = uint8_t(kind == 2 ? random() & 0xff : i % 320 * 255 / 320);
            const PictureReading reading = readPictureCode(m_luma.data(), 320, 320, 180);
            QCOMPARE(int(reading.found), int(PictureReading::Found::None));
        }
    }

    void dimBlocksCountAsBlack()
    {
        // Black detectors take luma up to 10 % of the range as black.
        QVERIFY(strip::dimWhite < 16 + 0.10 * 219);
    }

    void checkIsTheStandardOne()
    {
        const char digits[] = "123456789";
        QCOMPARE(crc16({reinterpret_cast<const uint8_t *>(digits), 9}), uint16_t(0x29b1));
    }
};

QTEST_GUILESS_MAIN(TestPictureCode)
#include "tst_picturecode.moc"
