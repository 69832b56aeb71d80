// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/loopencoder.h"

#include "tests/unit/feed/feedtools.h"

#include <QtTest>

using namespace twinfeed;
using namespace twinfeed::feed;

class TestLoopEncoder final : public QObject
{
    Q_OBJECT

private:
    FeedTools m_tools;

    /// Mean difference of luma from each picture to the next.
    class Watch final : public ReadSink
    {
    public:
        void picture(const LumaView &luma, int64_t, int64_t, bool) override
        {
            std::vector<uint8_t> now;
            for (int y = 0; y < luma.height; ++y)
                now.insert(now.end(), luma.data + y * luma.stride, luma.data + y * luma.stride + luma.width);
            double sum = 0;
            for (size_t i = 0; i < m_before.size(); ++i)
                sum += std::abs(int(now[i]) - int(m_before[i]));
            if (!m_before.empty())
                differences.push_back(sum / double(now.size()));
            m_before = now;
        }
        void packet(const PacketFact &) override { }
        void sound(std::span<const float>, int64_t, int) override { }
        void format(const ReadFormat &) override { }
        void decodeError(const QString &) override { }
        void skipped() override { }

        std::vector<double> differences;

    private:
        std::vector<uint8_t> m_before;
    };

private Q_SLOTS:
    void keyframesLieAtTheSamePlacesInEveryVariant()
    {
        for (const int gop : {15, 25}) { // 120 pictures: with and without a shorter last group
            VideoFormat format = FeedTools::smallFormat();
            format.gop = gop;
            format.bframes = 2;
            const FeedLoops loops = m_tools.loops(format,
                                                  {Variant::Black, Variant::Freeze, Variant::LowBitrate,
                                                   Variant::HalfRate, Variant::Dark, Variant::PartFreeze});
            for (const LoopPtr &loop : loops.video) {
                QVERIFY(loop);
                const auto &groups = loop->index().groups;
                QCOMPARE(groups.size(), size_t((120 + gop - 1) / gop));
                for (size_t i = 0; i < groups.size(); ++i)
                    QCOMPARE(groups[i].keyPts, int64_t(i) * gop);
                QCOMPARE(loop->index().length, int64_t(120));
            }
            QCOMPARE(loops.video[0]->index().entries.size(), size_t(120));
            QVERIFY(loops.video[0]->index().delay >= 1);
            QCOMPARE(loops.video[size_t(Variant::Freeze)]->index().delay, int64_t(0));
        }
    }

    /// -60 dB is where freeze detectors draw the line.
    void aFrozenPictureStandsStill()
    {
        VideoFormat format = FeedTools::smallFormat();
        format.bitrate = 1'000'000;
        FeedLoops loops = m_tools.loops(format, {Variant::Freeze});
        loops.video[0] = loops.video[size_t(Variant::Freeze)];
        const QString path = m_tools.path(QStringLiteral("still.ts"));
        QVERIFY(m_tools.pushToFile(loops, 30, path, 0.5)); // one group
        const SystemClock clock;
        Watch watch;
        QVERIFY(StreamReader({path, {}, false, 1}, clock, watch).run({}).ok());
        QCOMPARE(watch.differences.size(), size_t(14));
        QVERIFY(*std::max_element(watch.differences.begin(), watch.differences.end()) < 0.001 * 255);
    }

    void openGroupsHaveLeadingPictures()
    {
        VideoFormat format = FeedTools::smallFormat();
        format.bframes = 2;
        format.openGop = true;
        const FeedLoops loops = m_tools.loops(format);
        const auto &entries = loops.video[0]->index().entries;
        QVERIFY(std::any_of(entries.begin(), entries.end(), [](const LoopEntry &e) { return e.leading; }));
    }

    void theLowBitrateIsLow()
    {
        VideoFormat format = FeedTools::smallFormat();
        format.bitrate = 800'000;
        const FeedLoops loops = m_tools.loops(format, {Variant::LowBitrate});
        const auto bytes = [](const LoopPtr &loop) {
            qint64 sum = 0;
            for (const LoopEntry &entry : loop->index().entries)
                sum += entry.size;
            return double(sum);
        };
        const double normal = bytes(loops.video[0]) * 8 / 4;
        QVERIFY2(normal > 500'000 && normal < 900'000, qPrintable(QString::number(normal)));
        QVERIFY(bytes(loops.video[size_t(Variant::LowBitrate)]) * 4 < bytes(loops.video[0]));
    }

    void soundHasAWholePeriodAndNoPriming()
    {
        const auto sound = m_tools.cache().sound({1, 48'000, 1}, SoundVariant::Normal, {});
        QVERIFY(sound.ok());
        QCOMPARE((*sound)->index().entries.size(), size_t(375));
        QCOMPARE((*sound)->codec().channels, 1);
        QVERIFY((*sound)->codec().extradata.size() >= 2);
        for (const LoopEntry &entry : (*sound)->index().entries)
            QVERIFY(entry.size > 0);
    }

    void aStopLeavesNothingBehind()
    {
        std::stop_source stop;
        stop.request_stop();
        const QString path = m_tools.path(QStringLiteral("stopped.loop"));
        const auto made = encodeVideoLoop(
            FeedTools::smallFormat(), Variant::Normal, path, [](double) {}, stop.get_token());
        QCOMPARE(made.error().code, QStringLiteral("stopped"));
        QVERIFY(!QFile::exists(path));
    }
};

QTEST_GUILESS_MAIN(TestLoopEncoder)
#include "tst_loopencoder.moc"
