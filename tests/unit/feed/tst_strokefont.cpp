// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/strokefont.h"

#include <QtTest>

#include <numeric>
#include <set>

using namespace twinfeed::feed;

class TestStrokeFont final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyGlyphIsThereAndItsOwn()
    {
        std::set<std::vector<uint8_t>> seen;
        for (const char letter : std::string("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:.-/")) {
            const auto mask = strokefont::glyph(letter, 8, 8, 1);
            QCOMPARE(mask.coverage.size(), size_t(mask.width) * size_t(mask.height));
            QVERIFY2(std::accumulate(mask.coverage.begin(), mask.coverage.end(), 0) > 255 * 20, &letter);
            seen.insert(mask.coverage);
        }
        QCOMPARE(seen.size(), size_t(40));
    }

    void whatIsNotThereIsEmpty()
    {
        QVERIFY(strokefont::glyph(' ', 8, 8, 1).coverage.empty());
        QVERIFY(strokefont::glyph('\n', 8, 8, 1).coverage.empty());
    }

    void inkGrowsWithTheSquareOfTheSize()
    {
        const auto ink = [](double unit) {
            const auto mask = strokefont::glyph('A', unit, unit, 1);
            return double(std::accumulate(mask.coverage.begin(), mask.coverage.end(), 0));
        };
        QVERIFY(qAbs(ink(20) / ink(10) - 4) < 0.1);
    }
};

QTEST_GUILESS_MAIN(TestStrokeFont)
#include "tst_strokefont.moc"
