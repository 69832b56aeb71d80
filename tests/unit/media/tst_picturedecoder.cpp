// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/picturedecoder.h"

#include <QTest>

using namespace twinfeed::media;

class TestPictureDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fits_data()
    {
        QTest::addColumn<double>("aspect");
        QTest::addColumn<int>("boxWidth");
        QTest::addColumn<int>("boxHeight");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        const double wide = 16.0 / 9;
        QTest::newRow("same shape") << wide << 640 << 360 << 640 << 360;
        QTest::newRow("box too high") << wide << 640 << 1000 << 640 << 360;
        QTest::newRow("box too wide") << wide << 1000 << 360 << 640 << 360;
        QTest::newRow("rows of 8 pixels") << wide << 637 << 358 << 632 << 356;
        QTest::newRow("upright") << 9.0 / 16 << 640 << 360 << 200 << 356;
        QTest::newRow("tiny") << wide << 3 << 3 << 8 << 3;
        QTest::newRow("no height") << wide << 100 << 0 << 8 << 2;
    }

    void fits()
    {
        QFETCH(double, aspect);
        QFETCH(int, boxWidth);
        QFETCH(int, boxHeight);
        QFETCH(int, width);
        QFETCH(int, height);
        QCOMPARE(fittedSize(aspect, boxWidth, boxHeight), (FittedSize{width, height}));
    }

    void withoutADecoderNothingIsShown()
    {
        PictureDecoder decoder;
        QVERIFY(!decoder.isOpen());
        decoder.setEconomy(PictureDecoder::Economy::LoopFilter);
        decoder.flush();
        PreviewPicture picture;
        QVERIFY(!decoder.show(picture, 100, 100));
        QCOMPARE(decoder.decoded(), 0u);
    }
};

QTEST_GUILESS_MAIN(TestPictureDecoder)
#include "tst_picturedecoder.moc"
