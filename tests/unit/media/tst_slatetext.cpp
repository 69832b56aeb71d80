// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/slatetext.h"

#include "app/media/ffmpeg.h"
#include "app/media/nal.h"
#include "app/media/slateloop.h"
#include "tests/support/fakeclock.h"

#include <QTemporaryDir>
#include <QTest>

#include <ctime>
#include <limits>
#include <thread>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

constexpr int64_t second = 1'000'000;
const SlateFormat small{.width = 640, .height = 360};

/// A grey picture with a slope, so that a picture which is not the one before shows.
QByteArray picturePpm(int width, int height)
{
    QByteArray file = "P6\n" + QByteArray::number(width) + ' ' + QByteArray::number(height) + "\n255\n";
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            file.append(3, char(60 + 120 * x / width));
    }
    return file;
}

/// Luma of a picture.
struct Seen
{
    int64_t pts = 0;
    bool keyframe = false;
    QByteArray luma; ///< rows without padding

    bool operator==(const Seen &other) const { return luma == other.luma; }
};

/// A decoder as a player has it: packets in, pictures out; it complains of nothing.
class Decoder
{
public:
    Decoder()
        : m_context(avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_H264)))
    {
        m_context->thread_count = 1;
        m_context->flags |= AV_CODEC_FLAG_LOW_DELAY;
        m_context->err_recognition = AV_EF_EXPLODE | AV_EF_CRCCHECK;
        m_good = avcodec_open2(m_context.get(), nullptr, nullptr) >= 0;
    }

    void decode(const Packet &packet)
    {
        const auto stream = toAnnexB(packet, packet.keyframe);
        const AvPacket sent(av_packet_alloc());
        av_new_packet(sent.get(), int(stream.size()));
        std::ranges::copy(stream, sent->data);
        sent->pts = packet.pts;
        m_good = m_good && avcodec_send_packet(m_context.get(), sent.get()) >= 0;
        m_keyframe = packet.keyframe;
        drain();
    }

    bool good() const { return m_good; }
    const std::vector<Seen> &seen() const { return m_seen; }

private:
    void drain()
    {
        const AvFrame frame(av_frame_alloc());
        while (avcodec_receive_frame(m_context.get(), frame.get()) >= 0) {
            m_good = m_good && frame->decode_error_flags == 0 && !(frame->flags & AV_FRAME_FLAG_CORRUPT);
            Seen seen{frame->pts, m_keyframe, {}};
            for (int y = 0; y < frame->height; ++y)
                seen.luma.append(reinterpret_cast<const char *>(frame->data[0])
                                     + ptrdiff_t(y) * frame->linesize[0],
                                 frame->width);
            m_seen.push_back(std::move(seen));
        }
    }

    AvCodecContext m_context;
    bool m_good = false;
    bool m_keyframe = false;
    std::vector<Seen> m_seen;
};

/// Luma of a part of the picture, as shares of its width and height.
QByteArray part(const Seen &seen, double left, double top, double right, double bottom)
{
    QByteArray bytes;
    for (int y = int(top * small.height); y < int(bottom * small.height); ++y)
        bytes += seen.luma.mid(y * small.width + int(left * small.width), int((right - left) * small.width));
    return bytes;
}

double difference(const QByteArray &a, const QByteArray &b)
{
    double sum = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        sum += std::abs(int(uint8_t(a.at(i))) - int(uint8_t(b.at(i))));
    return sum / double(a.size());
}

double processorSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

} // namespace

/// A slate's clock and countdown: what is written, the pictures, the loop, what it costs.
class TestSlateText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void saysTheTime();
    void countsDown_data();
    void countsDown();
    void refusesWhatCannotBe();
    void changesEachSecondAndNowhereElse();
    void crossesZeroAndStays();
    void soundGoesOn();
    void isExchangedForAnother();
    void isWrittenForWhenItIsSeen();
    void goesOnWhereNothingIsReady();
    void formats_data();
    void formats();
    void costsLittle();

private:
    QString file(int width, int height);
    std::shared_ptr<const SlateClip> still(const SlateFormat &format = small);
    std::shared_ptr<const SlateClip> clock(const SlateFormat &format = small);
    std::shared_ptr<const SlateClip> countdown(int seconds);
    /// Runs the loop for a while; what it pushed.
    std::vector<Packet> run(SlateLoop &loop, GopBuffer &buffer, std::vector<SlateTextPictures *> texts,
                            int seconds);

    const QTemporaryDir m_folder;
    std::vector<std::shared_ptr<const SlateClip>> m_stills;
    FakeClock m_clock;
    Meter m_meter;
    GopBuffer::Cursor m_cursor;
};

QString TestSlateText::file(int width, int height)
{
    const QString path = m_folder.filePath(QStringLiteral("%1x%2.ppm").arg(width).arg(height));
    QFile file(path);
    if (!file.exists() && (!file.open(QIODevice::WriteOnly) || file.write(picturePpm(width, height)) < 0))
        qFatal("the picture cannot be written");
    return path;
}

std::shared_ptr<const SlateClip> TestSlateText::still(const SlateFormat &format)
{
    const auto same = [&](const auto &clip) { return clip->format == format; };
    if (const auto made = std::ranges::find_if(m_stills, same); made != m_stills.end())
        return *made;
    const auto clip = encodeSlate(file(format.width, format.height), format, {});
    if (!clip)
        qFatal("%ls", qUtf16Printable(clip.error().message));
    m_stills.push_back(*clip);
    return *clip;
}

std::shared_ptr<const SlateClip> TestSlateText::clock(const SlateFormat &format)
{
    const auto clip = withSlateText(still(format), {QStringLiteral("clock"), {}, {}});
    if (!clip)
        qFatal("%ls", qUtf16Printable(clip.error().message));
    return *clip;
}

std::shared_ptr<const SlateClip> TestSlateText::countdown(int seconds)
{
    const auto clip = withSlateText(
        still(),
        {QStringLiteral("countdown"), QStringLiteral("Back in 马上"), m_clock.wall().addSecs(seconds)});
    if (!clip)
        qFatal("%ls", qUtf16Printable(clip.error().message));
    return *clip;
}

std::vector<Packet> TestSlateText::run(SlateLoop &loop, GopBuffer &buffer,
                                       std::vector<SlateTextPictures *> texts, int seconds)
{
    std::vector<Packet> packets;
    for (int i = 0; i < seconds * 50; ++i) {
        m_clock.advance(std::chrono::milliseconds(20));
        for (SlateTextPictures *text : texts)
            text->prepare();
        loop.advance(m_clock.now());
        for (Packet &packet : buffer.read(m_cursor, 10'000).packets)
            packets.push_back(std::move(packet));
    }
    return packets;
}

void TestSlateText::initTestCase()
{
    qputenv("TZ", "Asia/Shanghai");
    tzset();
}

void TestSlateText::init()
{
    m_cursor = {};
    // Between two seconds.
    m_clock.setWall(QDateTime(QDate(2026, 1, 1), QTime(12, 0, 0, 300), Qt::UTC));
}

void TestSlateText::saysTheTime()
{
    const SlateText text{QStringLiteral("clock"), {}, {}};
    const int64_t noon = QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC).toMSecsSinceEpoch();
    QCOMPARE(slateTime(text, slateSecond(text, noon)), QStringLiteral("20:00:00"));
    QCOMPARE(slateTime(text, slateSecond(text, noon + 999)), QStringLiteral("20:00:00"));
    QCOMPARE(slateTime(text, slateSecond(text, noon + 1000)), QStringLiteral("20:00:01"));
    QCOMPARE(slateTime(text, slateSecond(text, noon + 4 * 3'600'000)), QStringLiteral("00:00:00"));
}

void TestSlateText::countsDown_data()
{
    QTest::addColumn<int>("leftMs");
    QTest::addColumn<QString>("said");
    QTest::newRow("hours") << 3 * 3'600'000 << QStringLiteral("3:00:00");
    QTest::newRow("an hour less a bit") << 3'599'999 << QStringLiteral("1:00:00");
    QTest::newRow("under an hour") << 3'598'900 << QStringLiteral("59:59");
    QTest::newRow("a second") << 1000 << QStringLiteral("00:01");
    QTest::newRow("the last moment") << 1 << QStringLiteral("00:01");
    QTest::newRow("zero") << 0 << QStringLiteral("00:00");
    QTest::newRow("past") << -90'000 << QStringLiteral("00:00");
}

void TestSlateText::countsDown()
{
    QFETCH(int, leftMs);
    // Not a whole second: the countdown's seconds are its own.
    const QDateTime until(QDate(2026, 1, 1), QTime(12, 0, 0, 347), Qt::UTC);
    const SlateText text{QStringLiteral("countdown"), {}, until};
    QTEST(slateTime(text, slateSecond(text, until.toMSecsSinceEpoch() - leftMs)), "said");
}

void TestSlateText::refusesWhatCannotBe()
{
    const SlateText text{QStringLiteral("clock"), {}, {}};
    const auto hevc = withSlateText(still({.width = 320, .height = 180, .hevc = true, .profile = 1}), text);
    QVERIFY(!hevc);
    QCOMPARE(hevc.error().code, QStringLiteral("slate-format"));

    auto moving = std::make_shared<SlateClip>(*still());
    int keyframes = 0;
    for (Packet &packet : moving->packets) {
        if (packet.track == Track::Video && packet.keyframe && ++keyframes == 2)
            packet.payload = moving->packets.back().payload;
    }
    const auto clip = withSlateText(moving, text);
    QVERIFY(!clip);
    QCOMPARE(clip.error().code, QStringLiteral("slate-refused"));

    // A character that nobody has.
    const auto unknown =
        withSlateText(still(), {QStringLiteral("clock"), QString::fromUcs4(U"\U000F0123"), {}});
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, QStringLiteral("slate-refused"));
}

void TestSlateText::changesEachSecondAndNowhereElse()
{
    const auto clip = clock();
    SlateTextPictures text(clip, m_clock, 0);
    auto buffer = std::make_shared<GopBuffer>();
    SlateLoop loop(buffer, m_meter, 0);
    text.prepare();
    loop.setClip(clip, m_clock.now(), std::shared_ptr<SlateTextPictures>(&text, [](auto *) {}));
    const auto packets = run(loop, *buffer, {&text}, 12);

    Decoder decoder;
    int64_t before = std::numeric_limits<int64_t>::min();
    for (const Packet &packet : packets) {
        if (packet.track != Track::Video)
            continue;
        QVERIFY(packet.pts > before);
        QCOMPARE(packet.pts, packet.dts);
        before = packet.pts;
        decoder.decode(packet);
    }
    QVERIFY(decoder.good());
    const auto &seen = decoder.seen();
    QVERIFY(seen.size() > 350);
    int changes = 0;
    int64_t changedAt = 0;
    for (size_t i = 1; i < seen.size(); ++i) {
        if (seen[i] == seen[i - 1])
            continue;
        ++changes;
        QVERIFY(seen[i].keyframe);
        if (changedAt > 0)
            QVERIFY(std::abs(seen[i].pts - changedAt - second) <= 34'000);
        changedAt = seen[i].pts;
        // The figures, and around them nothing: above the panel and right of it, and of its own edge.
        QVERIFY(difference(part(seen[i], 0.1, 0.7, 0.6, 0.905), part(seen[i - 1], 0.1, 0.7, 0.6, 0.905)) > 1);
        QVERIFY(difference(part(seen[i], 0, 0, 1, 0.65), part(seen[i - 1], 0, 0, 1, 0.65)) < 0.05);
        QVERIFY(difference(part(seen[i], 0.7, 0.65, 1, 1), part(seen[i - 1], 0.7, 0.65, 1, 1)) < 0.05);
    }
    QCOMPARE(changes, 12);
}

void TestSlateText::crossesZeroAndStays()
{
    const auto clip = countdown(4);
    SlateTextPictures text(clip, m_clock, 0);
    auto buffer = std::make_shared<GopBuffer>();
    SlateLoop loop(buffer, m_meter, 0);
    text.prepare();
    loop.setClip(clip, m_clock.now(), std::shared_ptr<SlateTextPictures>(&text, [](auto *) {}));
    const int64_t began = m_clock.now();
    Decoder decoder;
    int keyframesAfterZero = 0;
    for (const Packet &packet : run(loop, *buffer, {&text}, 9)) {
        if (packet.track == Track::Video) {
            decoder.decode(packet);
            keyframesAfterZero += packet.keyframe && packet.pts > began + 5 * second;
        }
    }
    QVERIFY(decoder.good());
    std::vector<Seen> different;
    for (const Seen &seen : decoder.seen()) {
        if (different.empty() || !(different.back() == seen))
            different.push_back(seen);
    }
    // 00:04, 03, 02, 01, 00
    QCOMPARE(different.size(), size_t(5));
    QVERIFY(std::abs(different.back().pts - began - 4 * second) <= 40'000);
    // It can be entered as before.
    QVERIFY(keyframesAfterZero >= 3);
}

void TestSlateText::soundGoesOn()
{
    const auto clip = clock();
    SlateTextPictures text(clip, m_clock, 0);
    auto buffer = std::make_shared<GopBuffer>();
    SlateLoop loop(buffer, m_meter, 0);
    text.prepare();
    loop.setClip(clip, m_clock.now(), std::shared_ptr<SlateTextPictures>(&text, [](auto *) {}));
    int64_t before = -1;
    int frames = 0;
    for (const Packet &packet : run(loop, *buffer, {&text}, 6)) {
        if (packet.track != Track::Sound)
            continue;
        if (before >= 0)
            QVERIFY(std::abs(packet.pts - before - 21'333) <= 2);
        before = packet.pts;
        ++frames;
    }
    QVERIFY(frames > 270);
}

void TestSlateText::isExchangedForAnother()
{
    const auto first = clock();
    const auto second = countdown(100);
    const auto plain = still();
    const auto firstText = std::make_shared<SlateTextPictures>(first, m_clock, 0);
    const auto secondText = std::make_shared<SlateTextPictures>(second, m_clock, 0);
    auto buffer = std::make_shared<GopBuffer>();
    SlateLoop loop(buffer, m_meter, 0);
    firstText->prepare();
    loop.setClip(first, m_clock.now(), firstText);
    Decoder decoder;
    const auto watch = [&](const std::vector<Packet> &packets) {
        for (const Packet &packet : packets) {
            if (packet.track == Track::Video)
                decoder.decode(packet);
        }
        return decoder.seen().back();
    };
    const Seen clockSeen = watch(run(loop, *buffer, {firstText.get()}, 2));
    // While its text is not ready the one before goes on.
    loop.setClip(second, m_clock.now(), secondText);
    watch(run(loop, *buffer, {firstText.get()}, 3));
    QCOMPARE(loop.clip(), second);
    secondText->prepare();
    const Seen countdownSeen = watch(run(loop, *buffer, {secondText.get()}, 3));
    QVERIFY(!(countdownSeen == clockSeen));
    loop.setClip(plain, m_clock.now());
    const Seen plainSeen = watch(run(loop, *buffer, {}, 2));
    // No panel is left.
    QVERIFY(difference(part(plainSeen, 0.12, 0.75, 0.2, 0.88), part(plainSeen, 0.12, 0.3, 0.2, 0.43)) < 2);
    QVERIFY(difference(part(countdownSeen, 0.12, 0.75, 0.2, 0.88), part(countdownSeen, 0.12, 0.3, 0.2, 0.43))
            > 20);
    QVERIFY(decoder.good());
}

void TestSlateText::isWrittenForWhenItIsSeen()
{
    // The programme leaves three seconds behind: what is pushed now is seen then.
    const auto clip = countdown(60);
    SlateTextPictures now(clip, m_clock, 0);
    SlateTextPictures later(clip, m_clock, 3 * second);
    Packet atOnce;
    Packet ahead;
    later.prepare();
    ahead.pts = m_clock.now();
    QVERIFY(later.dress(ahead));
    m_clock.advance(std::chrono::seconds(3));
    now.prepare();
    atOnce.pts = m_clock.now();
    QVERIFY(now.dress(atOnce));
    QCOMPARE(QByteArray(reinterpret_cast<const char *>(dataOf(ahead)), sizeOf(ahead)),
             QByteArray(reinterpret_cast<const char *>(dataOf(atOnce)), sizeOf(atOnce)));
}

void TestSlateText::goesOnWhereNothingIsReady()
{
    const auto clip = clock();
    SlateTextPictures text(clip, m_clock, 0);
    Packet picture;
    picture.pts = m_clock.now();
    QVERIFY(!text.dress(picture));
    QVERIFY(!text.settled());
    text.prepare();
    QVERIFY(text.settled());
    Decoder decoder;
    // Ten seconds without the encoder: the picture stands, nobody waits, and every number of a picture is good.
    for (int i = 0; i < 300; ++i, picture.pts += 33'333) {
        QVERIFY(text.dress(picture));
        QVERIFY(picture.keyframe || i > 0);
        decoder.decode(picture);
    }
    QVERIFY(decoder.good());
    QCOMPARE(decoder.seen().size(), size_t(300));
    // Somebody sets the clock back by an hour.
    m_clock.setWall(m_clock.wall().addSecs(-3600));
    text.prepare();
    picture.pts = m_clock.now();
    QVERIFY(text.dress(picture));
    QVERIFY(picture.keyframe);
}

void TestSlateText::formats_data()
{
    QTest::addColumn<int>("profile");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("baseline") << FF_PROFILE_H264_BASELINE << 640 << 360;
    QTest::newRow("main, odd macroblocks") << FF_PROFILE_H264_MAIN << 854 << 482;
    QTest::newRow("high, small") << FF_PROFILE_H264_HIGH << 160 << 90;
    QTest::newRow("10 bits") << FF_PROFILE_H264_HIGH_10 << 640 << 360;
    QTest::newRow("4:2:2") << FF_PROFILE_H264_HIGH_422 << 640 << 360;
}

void TestSlateText::formats()
{
    QFETCH(int, profile);
    QFETCH(int, width);
    QFETCH(int, height);
    const auto clip = clock({.width = width, .height = height, .profile = profile});
    SlateTextPictures text(clip, m_clock, 0);
    text.prepare();
    Decoder decoder;
    Packet picture;
    picture.pts = m_clock.now();
    for (int i = 0; i < 17; ++i, picture.pts += 40'000) {
        QVERIFY(text.dress(picture));
        decoder.decode(picture);
    }
    QVERIFY(decoder.good());
    // Every number that frame_num can have was there; ten of the pictures lie within the first second.
    QCOMPARE(decoder.seen().size(), size_t(17));
    for (int i = 0; i < 10; ++i)
        QVERIFY(decoder.seen()[size_t(i)] == decoder.seen().front());
}

void TestSlateText::costsLittle()
{
    const auto clip = clock({});
    SlateTextPictures text(clip, m_clock, 0);
    text.prepare();
    const double before = processorSeconds();
    constexpr int seconds = 10;
    for (int i = 0; i < seconds; ++i) {
        m_clock.advance(std::chrono::seconds(1));
        text.prepare();
        Packet picture;
        for (int n = 0; n < 30; ++n) {
            picture.pts = m_clock.now() + n * 33'333;
            QVERIFY(text.dress(picture));
        }
    }
    const double share = (processorSeconds() - before) / seconds;
    qInfo("1080p30: %.1f %% of a core", share * 100);
    // Encoding all thirty would be ten times as much.
    QVERIFY2(share < 0.06, qPrintable(QString::number(share)));
}

QTEST_GUILESS_MAIN(TestSlateText)
#include "tst_slatetext.moc"
