// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/silence.h"
#include "app/media/soundadapter.h"
#include "app/media/splicer.h"

#include "tests/unit/media/madepackets.h"
#include "tests/unit/media/tones.h"

#include <QTest>

#include <algorithm>
#include <array>

using namespace twinfeed;
using namespace twinfeed::media;
using namespace twinfeed::test;

/// What is heard at a cut: tones on both paths, cut by the splicer, decoded as a player does.
///
/// A click is energy far above the tones. The fourth difference of the samples raises 6 kHz by 90 dB over 440 Hz, so its largest
/// value around a cut tells a click from the tones' own; it is compared with what a cut of the bare samples would give.
namespace {

constexpr int64_t second = 1'000'000;
constexpr int64_t start = 100 * second;
constexpr int64_t pictureUs = 33'333;
const SoundFormat usual{48'000, 2};

/// Two paths with pictures and tones in a splicer; a take each so many ms.
class Desk
{
public:
    Desk(std::vector<Packet> primary, std::vector<Packet> backup, int64_t lengthUs)
        : m_end(start + lengthUs)
        , m_sounds{std::move(primary), std::move(backup)}
        , m_splicer(Splicer::Buffers{m_buffers[0], m_buffers[1], m_buffers[2]},
                    {Source::Primary, 500'000, 300'000, 0}, start)
    {
    }

    void run(int64_t takeEveryUs, Cut cut)
    {
        int64_t takeAt = start + 2 * second;
        uint64_t takes = 0;
        for (int64_t now = start; now < m_end; now += 5'000) {
            feed(now);
            if (now >= takeAt) {
                const Source target = m_splicer.onAir() == Source::Primary ? Source::Backup : Source::Primary;
                m_splicer.take({++takes, target, cut, false}, now);
                takeAt += takeEveryUs;
            }
            auto step = m_splicer.advance(now);
            for (Packet &packet : step.packets)
                m_programme.push_back(std::move(packet));
        }
    }

    void setSilence(const SilentSound &silence) { m_splicer.setSilence(silence); }

    std::vector<Packet> sounds() const
    {
        std::vector<Packet> found;
        std::ranges::copy_if(m_programme, std::back_inserter(found),
                             [](const Packet &packet) { return packet.track == Track::Sound; });
        return found;
    }

private:
    void feed(int64_t now)
    {
        for (const size_t path : {size_t(0), size_t(1)}) {
            for (; start + m_pictures[path] * pictureUs <= now; ++m_pictures[path]) {
                Packet made = picture(start + m_pictures[path] * pictureUs, m_pictures[path] % 15 == 0);
                made.source = Source(path);
                m_buffers[path]->push(made);
            }
            auto &at = m_heard[path];
            for (; at < m_sounds[path].size() && m_sounds[path][at].dts <= now; ++at)
                m_buffers[path]->push(m_sounds[path][at]);
        }
    }

    const int64_t m_end;
    std::array<std::shared_ptr<GopBuffer>, 3> m_buffers{
        std::make_shared<GopBuffer>(), std::make_shared<GopBuffer>(), std::make_shared<GopBuffer>()};
    std::array<std::vector<Packet>, 2> m_sounds;
    std::array<int64_t, 2> m_pictures{};
    std::array<size_t, 2> m_heard{};
    Splicer m_splicer;
    std::vector<Packet> m_programme;
};

/// Largest fourth difference from one sample to another.
double harshness(const std::vector<float> &samples, size_t from, size_t to)
{
    double worst = 0;
    for (size_t i = std::max<size_t>(from, 2); i + 2 < std::min(to, samples.size()); ++i) {
        const double d = double(samples[i - 2]) - 4.0 * double(samples[i - 1]) + 6.0 * double(samples[i])
            - 4.0 * double(samples[i + 1]) + double(samples[i + 2]);
        worst = std::max(worst, std::abs(d));
    }
    return worst;
}

double peak(const std::vector<float> &samples, size_t from, size_t to)
{
    float worst = 0;
    for (size_t i = from; i < std::min(to, samples.size()); ++i)
        worst = std::max(worst, std::abs(samples[i]));
    return double(worst);
}

double decibels(double ratio)
{
    return 20 * std::log10(std::max(ratio, 1e-9));
}

struct Cuts
{
    int count = 0;
    double harshest = 0; // around the cuts
    double ownHarshness = 0; // elsewhere
    double loudest = 0; // around the cuts
    int64_t worstSeamUs = 0; // hole or overlap of the frames' times
};

Cuts measure(const std::vector<Packet> &sounds)
{
    Cuts cuts;
    const Heard heard = hear(sounds);
    constexpr size_t frame = AacEncoder::frameSamples;
    std::vector<bool> near(sounds.size(), false);
    for (size_t i = 1; i < sounds.size(); ++i) {
        if (sounds[i].source == sounds[i - 1].source && sounds[i].config == sounds[i - 1].config)
            continue;
        ++cuts.count;
        const size_t at = i * frame;
        cuts.harshest = std::max(cuts.harshest, harshness(heard.samples, at - frame, at + 2 * frame));
        cuts.loudest = std::max(cuts.loudest, peak(heard.samples, at - frame, at + 2 * frame));
        cuts.worstSeamUs =
            std::max(cuts.worstSeamUs, std::abs(sounds[i].dts - sounds[i - 1].dts - sounds[i - 1].duration));
        for (size_t k = i - 1; k <= std::min(i + 2, near.size() - 1); ++k)
            near[k] = true;
    }
    for (size_t i = 2; i + 2 < near.size(); ++i) {
        if (!near[i] && !near[i + 1])
            cuts.ownHarshness =
                std::max(cuts.ownHarshness, harshness(heard.samples, i * frame, (i + 1) * frame));
    }
    return cuts;
}

/// What a cut of samples without any care would be: from the top of one wave to the bottom of the other.
double bareCut(double level)
{
    std::vector<float> samples(200, float(level));
    std::fill(samples.begin() + 100, samples.end(), float(-level));
    return harshness(samples, 0, samples.size());
}

} // namespace

class SoundCutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { av_log_set_level(AV_LOG_FATAL); }

    void takesDoNotClick_data()
    {
        QTest::addColumn<double>("hertz");
        QTest::addColumn<double>("otherHertz");
        QTest::addColumn<double>("phase");
        QTest::newRow("one tone, in phase") << 440.0 << 440.0 << 0.0;
        QTest::newRow("one tone, a quarter off") << 440.0 << 440.0 << M_PI / 2;
        QTest::newRow("one tone, opposed") << 440.0 << 440.0 << M_PI;
        QTest::newRow("a fifth") << 440.0 << 660.0 << 1.0;
        QTest::newRow("low and high") << 110.0 << 997.0 << 2.0;
        QTest::newRow("low") << 63.0 << 80.0 << 0.5;
    }

    void takesDoNotClick()
    {
        QFETCH(double, hertz);
        QFETCH(double, otherHertz);
        QFETCH(double, phase);
        constexpr double level = 0.25;
        constexpr int64_t length = 6 * second;
        Desk desk(soundOf(tone(hertz, 0, level), usual, start, length, Source::Primary),
                  soundOf(tone(otherHertz, phase, level), usual, start + 7'000, length, Source::Backup),
                  length);
        desk.run(237'000, Cut::Cached);
        verifyClean(measure(desk.sounds()), level, 15);
    }

    void adaptedPathsDoNotClick()
    {
        constexpr double level = 0.25;
        constexpr int64_t length = 6 * second;
        SoundAdapter adapter(std::make_shared<ChannelSound>(usual));
        auto other = soundOf(tone(660, 1, level), {44'100, 1}, start, length, Source::Backup);
        adapter.adapt(other);
        Desk desk(soundOf(tone(440, 0, level), usual, start, length, Source::Primary), std::move(other),
                  length);
        desk.run(237'000, Cut::Cached);
        verifyClean(measure(desk.sounds()), level, 15);
    }

    void silenceComesAndGoesWithoutAClick()
    {
        constexpr double level = 0.25;
        const auto silence = makeSilence(usual);
        QVERIFY(silence);
        auto sounds = soundOf(tone(440, 0.3, level), usual, start, 4 * second);
        for (size_t i = 0; i < sounds.size(); ++i) {
            if (i / 10 % 2 == 1) {
                sounds[i].payload = silence->payload;
                sounds[i].config = silence->config;
            }
        }
        verifyClean(measure(sounds), level, 15);
    }

private:
    /// 60 dB under a cut of bare samples is below what AAC itself adds to a tone. In the one frame in which the two decoded
    /// frames overlap, both are heard, and what each leaves of its mirror image: up to twice the tone for 21 ms, which swells and
    /// goes and is no click.
    static void verifyClean(const Cuts &cuts, double level, int least)
    {
        const double below = decibels(cuts.harshest / bareCut(level));
        const double own = decibels(cuts.ownHarshness / bareCut(level));
        const double over = decibels(cuts.loudest / level);
        qInfo("%d cuts: %.1f dB against a bare cut (the tones alone %.1f dB), peak %+.1f dB over the tone, "
              "seam %.1f ms",
              cuts.count, below, own, over, double(cuts.worstSeamUs) / 1000);
        QVERIFY(cuts.count >= least);
        QVERIFY(below < -60);
        QVERIFY(over < 6.1);
        QVERIFY(cuts.worstSeamUs <= 1'000);
    }
};

QTEST_GUILESS_MAIN(SoundCutTest)
#include "tst_soundcut.moc"
