// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/packet.h"

#include "tests/unit/media/madepackets.h"

#include <QTest>

using namespace twinfeed::media;
using namespace twinfeed::test;

class TestPacket final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesItsPayload();
    void namesTheFormat();
    void configsAreEqualByContent();
};

void TestPacket::givesItsPayload()
{
    Packet packet;
    QCOMPARE(sizeOf(packet), 0);
    QVERIFY(!dataOf(packet));
    packet.payload = payloadOf(3, 7);
    QCOMPARE(sizeOf(packet), 3);
    QCOMPARE(dataOf(packet)[2], uint8_t(7));
}

void TestPacket::namesTheFormat()
{
    const twinfeed::StreamFormat format = formatOf(videoConfig(), soundConfig());
    QCOMPARE(format.videoCodec, QStringLiteral("h264"));
    QCOMPARE(format.profile, QStringLiteral("High"));
    QCOMPARE(format.width, 1920);
    QCOMPARE(format.frameRate, 30.0);
    QCOMPARE(format.soundCodec, QStringLiteral("aac"));
    QCOMPARE(format.sampleRate, 48'000);
    QCOMPARE(formatOf(nullptr, nullptr), twinfeed::StreamFormat{});
}

void TestPacket::configsAreEqualByContent()
{
    QVERIFY(*videoConfig() == *videoConfig());
    QVERIFY(!(*videoConfig() == *videoConfig(2)));
}

QTEST_GUILESS_MAIN(TestPacket)
#include "tst_packet.moc"
