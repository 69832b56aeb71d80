// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/soundadapter.h"

#include "app/media/silence.h"
#include "tests/unit/media/tones.h"

#include <QTest>

#include <numeric>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

namespace {

constexpr int64_t start = 5'000'000;
constexpr int64_t second = 1'000'000;
const SoundFormat usual{48'000, 2};

/// Bursts of 1 kHz, 10 ms long in the Gaussian's width, in the middle of each half second.
float bursts(double t)
{
    const double off = t - std::floor(t * 2) / 2 - 0.25;
    return float(0.5 * std::exp(-off * off / (2 * 0.005 * 0.005)) * std::sin(2 * M_PI * 1000 * t));
}

std::vector<Packet> adapted(SoundAdapter &adapter, const std::vector<Packet> &packets)
{
    std::vector<Packet> all;
    for (const Packet &packet : packets) {
        std::vector<Packet> one{packet};
        adapter.adapt(one);
        all.insert(all.end(), one.begin(), one.end());
    }
    return all;
}

/// Where the energy between two times lies, in seconds.
double middleOfEnergy(const Heard &heard, double from, double to)
{
    double sum = 0;
    double moment = 0;
    for (size_t i = 0; i < heard.samples.size(); ++i) {
        const double t = heard.timeOf(i);
        if (t < from || t >= to)
            continue;
        const double energy = double(heard.samples[i]) * heard.samples[i];
        sum += energy;
        moment += energy * (t - from);
    }
    return sum > 0 ? from + moment / sum : -1;
}

double rms(const Heard &heard, double from, double to)
{
    double sum = 0;
    int count = 0;
    for (size_t i = 0; i < heard.samples.size(); ++i) {
        if (heard.timeOf(i) >= from && heard.timeOf(i) < to) {
            sum += double(heard.samples[i]) * heard.samples[i];
            ++count;
        }
    }
    return count > 0 ? std::sqrt(sum / count) : -1;
}

/// Largest hole or overlap between two frames, microseconds.
int64_t worstSeam(const std::vector<Packet> &packets)
{
    int64_t worst = 0;
    for (size_t i = 1; i < packets.size(); ++i)
        worst = std::max(worst, std::abs(packets[i].dts - packets[i - 1].dts - packets[i - 1].duration));
    return worst;
}

CodecConfigPtr with(const CodecConfigPtr &config, auto change)
{
    CodecConfig changed = *config;
    change(changed);
    return std::make_shared<const CodecConfig>(std::move(changed));
}

} // namespace

class SoundAdapterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { av_log_set_level(AV_LOG_FATAL); }

    void equalFormatsPassUntouched()
    {
        SoundAdapter adapter(std::make_shared<ChannelSound>());
        const auto packets = soundOf(tone(440), usual, start, second);
        const auto out = adapted(adapter, packets);
        QCOMPARE(out.size(), packets.size());
        for (size_t i = 0; i < out.size(); ++i) {
            QCOMPARE(out[i].payload.get(), packets[i].payload.get());
            QCOMPARE(out[i].dts, packets[i].dts);
        }
        QVERIFY(!adapter.active());
    }

    void theFirstPathSaysTheFormat()
    {
        const auto channel = std::make_shared<ChannelSound>();
        SoundAdapter primary(channel);
        SoundAdapter backup(channel);
        (void)adapted(primary, soundOf(tone(440), {44'100, 1}, start, second / 10));
        QVERIFY((channel->format() == SoundFormat{44'100, 1}));
        const auto out = adapted(backup, soundOf(tone(440), usual, start, second));
        QVERIFY(backup.active());
        QCOMPARE(out.front().config->sampleRate, 44'100);
        QCOMPARE(out.front().config->channels, 1);
        channel->configure(SoundFormat{48'000, 2}); // an engineer's word is stronger
        const auto after = adapted(backup, soundOf(tone(440), usual, start + second, second / 5));
        QVERIFY(!backup.active());
        QCOMPARE(after.back().config->sampleRate, 48'000);
    }

    void keepsLipSync_data()
    {
        QTest::addColumn<int>("fromRate");
        QTest::addColumn<int>("fromChannels");
        QTest::addColumn<int>("toRate");
        QTest::addColumn<int>("toChannels");
        QTest::newRow("44.1 to 48") << 44'100 << 2 << 48'000 << 2;
        QTest::newRow("48 to 44.1") << 48'000 << 2 << 44'100 << 2;
        QTest::newRow("32 mono to 48") << 32'000 << 1 << 48'000 << 2;
        QTest::newRow("mono to stereo") << 48'000 << 1 << 48'000 << 2;
        QTest::newRow("stereo to mono at 32") << 48'000 << 2 << 32'000 << 1;
        QTest::newRow("24 mono to 48") << 24'000 << 1 << 48'000 << 2;
        QTest::newRow("5.1 to stereo") << 48'000 << 6 << 48'000 << 2;
    }

    void keepsLipSync()
    {
        QFETCH(int, fromRate);
        QFETCH(int, fromChannels);
        QFETCH(int, toRate);
        QFETCH(int, toChannels);
        SoundAdapter adapter(std::make_shared<ChannelSound>(SoundFormat{toRate, toChannels}));
        const auto packets = soundOf(bursts, {fromRate, fromChannels}, start, 2 * second);
        const auto out = adapted(adapter, packets);
        QVERIFY(adapter.active());
        QVERIFY(worstSeam(out) <= 60); // rounding of two clocks to microseconds
        QCOMPARE(out.front().config->sampleRate, toRate);
        const Heard before = hear(packets);
        const Heard after = hear(out);
        QCOMPARE(after.sampleRate, toRate);
        QCOMPARE(after.channels, toChannels);
        for (const double burst : {5.75, 6.25, 6.75}) {
            const double was = middleOfEnergy(before, burst - 0.1, burst + 0.1);
            const double is = middleOfEnergy(after, burst - 0.1, burst + 0.1);
            QVERIFY2(std::abs(is - was) < 0.001,
                     qPrintable(QStringLiteral("%1 ms off").arg((is - was) * 1000)));
            QVERIFY(std::abs(was - burst) < 0.002);
        }
        // Not more than two frames of what came last are still inside.
        QVERIFY(packets.back().dts - out.back().dts <= 4 * 1024 * second / std::min(fromRate, toRate));
    }

    void followsTimesThatWander()
    {
        // Milliseconds, as in FLV, and a mapping that is slewed by 1 %.
        SoundAdapter adapter(std::make_shared<ChannelSound>(usual));
        auto packets = soundOf(tone(440), {44'100, 2}, start, 4 * second);
        for (Packet &packet : packets)
            packet.dts = packet.pts = (start + (packet.dts - start) * 101 / 100) / 1000 * 1000;
        const auto out = adapted(adapter, packets);
        QVERIFY(worstSeam(out) < 3'000);
        const double content = double(out.size() * 1024) / 48'000;
        const double took = double(out.back().dts + out.back().duration - out.front().dts) / 1e6;
        QVERIFY(std::abs(took - content * 1.01) < 0.005);
    }

    void fillsHoles()
    {
        SoundAdapter adapter(std::make_shared<ChannelSound>(usual));
        auto packets = soundOf(tone(440), {44'100, 2}, start, 3 * second);
        std::erase_if(packets, [](const Packet &packet) {
            return packet.dts > start + second && packet.dts < start + second + 500'000;
        });
        const auto out = adapted(adapter, packets);
        QVERIFY(worstSeam(out) <= 60);
        const Heard heard = hear(out);
        QVERIFY(rms(heard, 6.1, 6.4) < 0.001);
        QVERIFY(rms(heard, 5.5, 5.9) > 0.15);
        QVERIFY(rms(heard, 6.6, 6.9) > 0.15);
    }

    void beginsAnewBehindAJump()
    {
        SoundAdapter adapter(std::make_shared<ChannelSound>(usual));
        auto packets = soundOf(bursts, {44'100, 2}, start, 2 * second);
        for (const Packet &packet : soundOf(bursts, {44'100, 2}, start + 10 * second, 2 * second))
            packets.push_back(packet);
        const auto out = adapted(adapter, packets);
        const Heard heard = hear(out);
        for (const double burst : {5.75, 6.25, 15.75, 16.25})
            QVERIFY(std::abs(middleOfEnergy(heard, burst - 0.1, burst + 0.1) - burst) < 0.002);
        QVERIFY(std::ranges::is_sorted(out, {}, &Packet::dts));
        QCOMPARE(out.front().config.get(), out.back().config.get()); // no new header for the same
    }

    void formatsChangeInMidStream()
    {
        SoundAdapter adapter(std::make_shared<ChannelSound>(usual));
        std::vector<Packet> packets;
        const std::vector<SoundFormat> formats{
            {48'000, 2}, {44'100, 2}, {44'100, 1}, {48'000, 2}, {32'000, 1}};
        int64_t at = start;
        for (const SoundFormat &format : formats) {
            const auto piece = soundOf(bursts, format, at, second);
            packets.insert(packets.end(), piece.begin(), piece.end());
            at = piece.back().dts + piece.back().duration;
        }
        const auto out = adapted(adapter, packets);
        for (const Packet &packet : out) {
            QCOMPARE(packet.config->sampleRate, 48'000);
            QCOMPARE(packet.config->channels, 2);
        }
        // Up to a frame is missing where one way follows the other: the encoder's first is priming.
        QVERIFY(worstSeam(out) < 24'000);
        const Heard heard = hear(out);
        for (double burst = 5.25; burst < 9.5; burst += 0.5)
            QVERIFY(std::abs(middleOfEnergy(heard, burst - 0.1, burst + 0.1) - burst) < 0.003);
    }

    void damagedFramesAreHoles()
    {
        SoundAdapter adapter(std::make_shared<ChannelSound>(usual));
        auto packets = soundOf(tone(440), {44'100, 2}, start, 2 * second);
        for (size_t i = 20; i < packets.size(); i += 7) {
            AvPacket junk(av_packet_alloc());
            av_new_packet(junk.get(), 40);
            for (int k = 0; k < 40; ++k)
                junk->data[k] = uint8_t(i * 37 + size_t(k) * 101);
            packets[i].payload = std::shared_ptr<const AVPacket>(std::move(junk));
        }
        const auto out = adapted(adapter, packets);
        QVERIFY(worstSeam(out) <= 60);
        QVERIFY(out.back().dts > packets.back().dts - 100'000);
    }

    void whatIsPlainAac()
    {
        const CodecConfigPtr plain = soundOf(tone(440), usual, start, second / 10).front().config;
        QVERIFY(SoundAdapter::fits(*plain, usual));
        QVERIFY(!SoundAdapter::fits(*plain, {44'100, 2}));
        QVERIFY(!SoundAdapter::fits(*plain, {48'000, 1}));
        // HE-AAC as it is announced: object type 5, core at 24 kHz, 48 kHz played.
        const auto announced = with(plain, [](CodecConfig &config) {
            config.extradata = {0x2B, 0x11, 0x88, 0x00};
            config.sampleRate = 24'000;
        });
        QVERIFY(!SoundAdapter::fits(*announced, usual));
        QVERIFY((SoundAdapter::nearest(*announced) == SoundFormat{48'000, 2}));
        const auto main = with(plain, [](CodecConfig &config) { config.extradata[0] = 0x09; });
        QVERIFY(!SoundAdapter::fits(*main, usual)); // AAC Main predicts from frame to frame
        const auto rate = [&](int hertz) {
            return SoundAdapter::nearest(*with(plain, [&](CodecConfig &c) { c.sampleRate = hertz; }))
                .sampleRate;
        };
        QCOMPARE(rate(22'050), 44'100);
        QCOMPARE(rate(88'200), 44'100);
        QCOMPARE(rate(16'000), 32'000);
        QCOMPARE(rate(24'000), 48'000);
        QCOMPARE(rate(96'000), 48'000);
    }

    void whatCannotBeDecodedIsRefused()
    {
        SoundAdapter adapter(std::make_shared<ChannelSound>(usual));
        auto packets = soundOf(tone(440), {44'100, 2}, start, second / 2);
        for (Packet &packet : packets) // object type 31: escape, then nothing
            packet.config = with(packet.config, [](CodecConfig &config) { config.extradata = {0xFF}; });
        std::vector<Packet> all = packets;
        adapter.adapt(all);
        QVERIFY(all.empty());
        QVERIFY(adapter.refusal());
        QCOMPARE(adapter.refusal()->code, QStringLiteral("sound-refused"));
    }

    void silenceIsSilent_data()
    {
        QTest::addColumn<int>("rate");
        QTest::addColumn<int>("channels");
        for (const int rate : {32'000, 44'100, 48'000}) {
            for (const int channels : {1, 2})
                QTest::addRow("%d, %d", rate, channels) << rate << channels;
        }
    }

    void silenceIsSilent()
    {
        QFETCH(int, rate);
        QFETCH(int, channels);
        const SoundFormat format{rate, channels};
        const auto silence = makeSilence(format);
        QVERIFY(silence);
        QVERIFY(SoundAdapter::fits(*silence->config, format));
        QVERIFY(silence->payload->size < 32);
        auto packets = soundOf(tone(440), format, start, second / 2);
        const size_t before = packets.size();
        for (int i = 0; i < 20; ++i) {
            Packet packet = packets[before - 1];
            packet.dts = packet.pts = packets.back().dts + silence->durationUs;
            packet.config = silence->config;
            packet.payload = silence->payload;
            packets.push_back(packet);
        }
        const Heard heard = hear(packets);
        QCOMPARE(heard.samples.size(), packets.size() * 1024);
        float loudest = 0; // behind the frame in which the tone fades out
        for (size_t i = (before + 1) * 1024; i < heard.samples.size(); ++i)
            loudest = std::max(loudest, std::abs(heard.samples[i]));
        QVERIFY2(loudest < 1e-5F, qPrintable(QString::number(double(loudest))));
    }

    void silenceFollowsTheChannel()
    {
        const auto sound = std::make_shared<ChannelSound>();
        ChannelSilence silence(sound);
        QVERIFY(!silence.changed(0)); // its sound may be late
        QVERIFY(!silence.changed(4 * second));
        const auto usual = silence.changed(6 * second);
        QVERIFY(usual && usual->config->sampleRate == 48'000);
        QVERIFY(!silence.changed(7 * second));
        sound->configure(SoundFormat{44'100, 1});
        const auto other = silence.changed(8 * second);
        QVERIFY(other && other->config->sampleRate == 44'100 && other->config->channels == 1);
    }
};

QTEST_GUILESS_MAIN(SoundAdapterTest)
#include "tst_soundadapter.moc"
