// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/feed/feedtools.h"

#include "app/feed/pusher.h"
#include "app/media/ffmpeg.h"
#include "tests/support/wait.h"

#include <QDebug>

namespace twinfeed::feed {

using namespace std::chrono_literals;

FeedTools::FeedTools()
{
    media::installAvLog();
}

VideoFormat FeedTools::smallFormat(int source)
{
    VideoFormat format;
    format.source = source;
    format.width = 320;
    format.height = 180;
    format.gop = 15;
    format.bitrate = 300'000;
    format.loopSeconds = 4;
    return format;
}

FeedLoops FeedTools::loops(const VideoFormat &format, std::initializer_list<Variant> variants,
                           std::initializer_list<SoundVariant> sounds) const
{
    FeedLoops loops;
    const auto add = [&](Variant variant) {
        auto loop = m_cache.video(format, variant, {});
        if (loop)
            loops.video[size_t(variant)] = *loop;
        else
            qWarning() << loop.error().message;
    };
    add(Variant::Normal);
    for (const Variant variant : variants)
        add(variant);
    const auto addSound = [&](SoundVariant variant) {
        auto loop = m_cache.sound({format.source, 48'000, 2}, variant, {});
        loops.sound[size_t(variant)] = loop ? *loop : nullptr;
    };
    addSound(SoundVariant::Normal);
    for (const SoundVariant variant : sounds)
        addSound(variant);
    return loops;
}

bool FeedTools::pushToFile(const FeedLoops &loops, int rate, const QString &url, double seconds) const
{
    const SystemClock clock;
    StartGate gate(clock, 1, 0);
    Pusher::Setup setup;
    setup.url = url;
    setup.loops = loops;
    setup.rate = rate;
    setup.durationUs = int64_t(seconds * 1e6);
    setup.paced = false;
    Pusher pusher(setup, clock, gate,
                  {[](const QJsonObject &) {}, [](const QString &s) { qWarning() << s; }});
    return test::waitUntil([&] { return pusher.state() != Pusher::State::Running; }, 30s,
                           "the end of a push to a file")
        && pusher.state() == Pusher::State::Done;
}

ReadReport FeedTools::read(const QString &url)
{
    const SystemClock clock;
    ReadCollector collector;
    const auto result = StreamReader({url, {}, false, 5}, clock, collector).run({});
    ReadReport report = collector.report();
    if (!result)
        report.error = result.error().message;
    return report;
}

} // namespace twinfeed::feed
