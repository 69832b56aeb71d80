// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/previewtap.h"

#include "tests/unit/media/madepackets.h"

#include <QTest>

#include <atomic>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;

namespace {

/// A picture with a payload: one NAL unit behind its length.
media::Packet pictureWith(int64_t dts, bool keyframe)
{
    media::Packet packet = picture(dts, keyframe);
    std::vector<uint8_t> bytes(104, 0x55);
    bytes[0] = bytes[1] = bytes[2] = 0;
    bytes[3] = 100;
    bytes[4] = keyframe ? 0x65 : 0x41;
    media::AvPacket av(av_packet_alloc());
    av_new_packet(av.get(), int(bytes.size()));
    std::memcpy(av->data, bytes.data(), bytes.size());
    packet.payload = std::shared_ptr<const AVPacket>(std::move(av));
    return packet;
}

} // namespace

class tst_PreviewTap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsWithTheBufferedKeyframe();
    void givesNoMoreThanAsked();
    void wakesUpAndEnds();
    void waitsForAStreamThatIsNotThere();
    void refusesWhatTheContainerCannotCarry();
};

void tst_PreviewTap::startsWithTheBufferedKeyframe()
{
    auto buffer = std::make_shared<media::GopBuffer>();
    for (int i = 0; i < 90; ++i)
        buffer->push(pictureWith(i * 33'333, i % 30 == 0));
    auto tap = PreviewTap::open(buffer, media::Container::Flv);
    QVERIFY(tap);
    const QByteArray first = (*tap)->read(1 << 20);
    QVERIFY(first.startsWith("FLV"));
    // From picture 60 on: thirty pictures, no more.
    QVERIFY(first.size() > 30 * 100);
    QVERIFY(first.size() < 40 * 140);
    QVERIFY((*tap)->read(1 << 20).isEmpty());
    QVERIFY(!(*tap)->ended());
    buffer->push(pictureWith(90 * 33'333, true));
    QVERIFY(!(*tap)->read(1 << 20).isEmpty());
}

void tst_PreviewTap::givesNoMoreThanAsked()
{
    auto buffer = std::make_shared<media::GopBuffer>();
    for (int i = 0; i < 30; ++i)
        buffer->push(pictureWith(i * 33'333, i == 0));
    auto whole = PreviewTap::open(buffer, media::Container::Ts);
    auto parts = PreviewTap::open(buffer, media::Container::Ts);
    QVERIFY(whole && parts);
    const QByteArray expected = (*whole)->read(1 << 20);
    QByteArray collected;
    while (true) {
        const QByteArray part = (*parts)->read(7);
        QVERIFY(part.size() <= 7);
        if (part.isEmpty())
            break;
        collected += part;
    }
    QCOMPARE(collected, expected);
}

void tst_PreviewTap::wakesUpAndEnds()
{
    auto buffer = std::make_shared<media::GopBuffer>();
    auto tap = PreviewTap::open(buffer, media::Container::Flv);
    QVERIFY(tap);
    std::atomic<int> woken = 0;
    (*tap)->setWakeUp([&] { ++woken; });
    buffer->push(pictureWith(0, true));
    QCOMPARE(woken.load(), 1);
    (*tap)->setWakeUp({});
    buffer->push(pictureWith(33'333, false));
    QCOMPARE(woken.load(), 1);
    (*tap)->setWakeUp([&] { ++woken; });
    buffer->close();
    QCOMPARE(woken.load(), 2);
    // What was buffered is still given.
    QVERIFY(!(*tap)->read(1 << 20).isEmpty());
    QVERIFY((*tap)->read(1 << 20).isEmpty());
    QVERIFY((*tap)->ended());
    (*tap)->setWakeUp([&] { ++woken; });
    tap->reset(); // takes its subscription along
}

void tst_PreviewTap::waitsForAStreamThatIsNotThere()
{
    auto buffer = std::make_shared<media::GopBuffer>();
    auto tap = PreviewTap::open(buffer, media::Container::Flv);
    QVERIFY(tap);
    QVERIFY((*tap)->read(1 << 20).isEmpty());
    // Sound that comes first does not make it a stream without pictures.
    media::Packet first = sound(0);
    first.payload = payloadOf(64, 0x21);
    buffer->push(first);
    QVERIFY((*tap)->read(1 << 20).isEmpty());
    QVERIFY(!(*tap)->ended());
    buffer->push(pictureWith(10'000, true));
    QVERIFY((*tap)->read(1 << 20).startsWith("FLV"));
}

void tst_PreviewTap::refusesWhatTheContainerCannotCarry()
{
    auto buffer = std::make_shared<media::GopBuffer>();
    media::Packet packet = pictureWith(0, true);
    auto hevc = std::make_shared<media::CodecConfig>(*packet.config);
    hevc->codecId = AV_CODEC_ID_HEVC;
    packet.config = hevc;
    buffer->push(packet);
    const auto refused = PreviewTap::open(buffer, media::Container::Flv);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("not-carried"));
    QVERIFY(PreviewTap::open(buffer, media::Container::Ts));
}

QTEST_GUILESS_MAIN(tst_PreviewTap)
#include "tst_previewtap.moc"
