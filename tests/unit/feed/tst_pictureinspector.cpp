// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/pictureinspector.h"

#include "tests/support/process.h"
#include "tests/unit/feed/feedtools.h"

#include <QtTest>

using namespace twinfeed;
using namespace twinfeed::feed;
using namespace std::chrono_literals;

class TestPictureInspector final : public QObject
{
    Q_OBJECT

private:
    FeedTools m_tools;

    static std::vector<uint8_t> draw(const PictureCode &code, int width, int height)
    {
        std::vector<uint8_t> luma(size_t(width) * size_t(height));
        TestPicture(width, height, code.source, code.rate, true)
            .render(code, {{luma.data(), nullptr, nullptr}, {width, 0, 0}});
        return luma;
    }

private Q_SLOTS:
    void whatIsSentIsWhatIsExpected_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("1080p") << 1'920 << 1'080;
        QTest::newRow("720p") << 1'280 << 720;
        QTest::newRow("odd ratio") << 854 << 480;
        QTest::newRow("small") << 320 << 180;
    }
    void whatIsSentIsWhatIsExpected()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        PictureInspector inspector;
        for (int i = 0; i < variantCount; ++i) {
            const PictureCode code{3, Variant(i), 50, 151, 3'000};
            const auto luma = draw(code, width, height);
            const auto look = inspector.look({luma.data(), width, width, height});
            QVERIFY(look.reading.code == code);
            QVERIFY2(look.worst < 20, qPrintable(QString::number(look.worst)));
            QVERIFY(!look.damaged);
            // Too dim to be told from one that is off: there nothing says how far sound is from its pictures.
            const bool dim = Variant(i) == Variant::Black || Variant(i) == Variant::Dark;
            QCOMPARE(look.lampLit, !dim);
        }
    }

    void aPictureOfAnotherTimeUnderTheCodeIsDamage()
    {
        // The strip of picture 600 over the rest of picture 575.
        auto luma = draw({1, Variant::Normal, 30, 575, 1'800}, 640, 360);
        strip::draw({1, Variant::Normal, 30, 600, 1'800}, luma.data(), 640, 640, 360);
        PictureInspector inspector;
        QVERIFY(inspector.look({luma.data(), 640, 640, 360}).damaged);
    }

    void aPictureOfAnotherSourceUnderTheCodeIsDamage()
    {
        auto luma = draw({1, Variant::Normal, 30, 600, 1'800}, 640, 360);
        strip::draw({2, Variant::Normal, 30, 600, 1'800}, luma.data(), 640, 640, 360);
        PictureInspector inspector;
        QVERIFY(inspector.look({luma.data(), 640, 640, 360}).damaged);
    }

    void damageInATenthOfThePictureIsSeen()
    {
        auto luma = draw({1, Variant::Normal, 30, 600, 1'800}, 640, 360);
        for (int y = 100; y < 220; ++y)
            std::fill_n(luma.begin() + y * 640 + 300, 190, uint8_t(128 + y));
        PictureInspector inspector;
        QVERIFY(inspector.look({luma.data(), 640, 640, 360}).damaged);
    }

    void aSlateIsNothingOfOurs()
    {
        std::vector<uint8_t> luma(size_t(640) * 360);
        for (size_t i = 0; i < luma.size(); ++i)
            luma[i] = uint8_t(i * 7 / 640);
        PictureInspector inspector;
        const auto look = inspector.look({luma.data(), 640, 640, 360});
        QCOMPARE(int(look.reading.found), int(PictureReading::Found::None));
        QVERIFY(!look.damaged);
    }

    /// From 720p through x264 at 300 kb/s in 320x180, fast and slow: each picture can be read, and none is called damaged.
    void survivesScalingAndReencoding_data()
    {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("size");
        QTest::newRow("320x180 ultrafast") << QStringLiteral("ultrafast") << QStringLiteral("320x180");
        QTest::newRow("320x180 veryfast") << QStringLiteral("veryfast") << QStringLiteral("320x180");
        QTest::newRow("640x360 ultrafast") << QStringLiteral("ultrafast") << QStringLiteral("640x360");
    }
    void survivesScalingAndReencoding()
    {
        QFETCH(QString, preset);
        QFETCH(QString, size);
        VideoFormat format = FeedTools::smallFormat(2);
        format.width = 1'280;
        format.height = 720;
        format.bitrate = 4'000'000;
        const QString sent = m_tools.path(QStringLiteral("sent.ts"));
        const QString seen = m_tools.path(QStringLiteral("seen.ts"));
        QVERIFY(m_tools.pushToFile(m_tools.loops(format), 30, sent, 4));
        test::Process ffmpeg(QStringLiteral("ffmpeg"),
                             {QStringLiteral("-v"),
                              QStringLiteral("error"),
                              QStringLiteral("-y"),
                              QStringLiteral("-i"),
                              sent,
                              QStringLiteral("-s"),
                              size,
                              QStringLiteral("-c:v"),
                              QStringLiteral("libx264"),
                              QStringLiteral("-preset"),
                              preset,
                              QStringLiteral("-tune"),
                              QStringLiteral("zerolatency"),
                              QStringLiteral("-b:v"),
                              QStringLiteral("300k"),
                              QStringLiteral("-maxrate"),
                              QStringLiteral("300k"),
                              QStringLiteral("-bufsize"),
                              QStringLiteral("300k"),
                              QStringLiteral("-c:a"),
                              QStringLiteral("copy"),
                              seen});
        QVERIFY(ffmpeg.start() && ffmpeg.waitForEnd(60s));
        const ReadReport report = FeedTools::read(seen);
        QCOMPARE(report.totals.pictures, int64_t(120));
        QCOMPARE(report.totals.picturesOf.at(2), int64_t(120));
        QCOMPARE(report.totals.damaged, int64_t(0));
        QCOMPARE(report.totals.lost, int64_t(0));
        QVERIFY(report.sync && qAbs(report.sync->median) < 5);
    }
};

QTEST_GUILESS_MAIN(TestPictureInspector)
#include "tst_pictureinspector.moc"
