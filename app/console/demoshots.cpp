// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/demoshots.h"

#include "app/console/commands.h"
#include "app/console/demo.h"
#include "app/console/previewhub.h"

namespace twinfeed {

namespace {

/// On its first start on a machine the demo encodes its two feeds, a minute of pictures each.
constexpr int firstPatienceMs = 180'000;

bool moves(const ShotScene &scene, Source source)
{
    return scene.previews.livePictures(scene.channel(), toWord(source)) > 0;
}

/// Commanded, measured on the programme, and proved.
bool isTaken(const ShotScene &scene, Source source)
{
    const ChannelDocument *document = scene.state.channel(scene.channel());
    const ChannelStatus *status = scene.state.status(scene.channel());
    const Operation *take = scene.state.newestTake(scene.channel());
    return document && document->onAir == source && status && status->programme == source && take
        && take->evidence && take->evidence->to == source;
}

ShotTaker::Shot takeShot(const ShotScene &scene, const QString &name, Source source, const QString &awaited)
{
    return {name, awaited, [scene, source] { scene.commands.take(scene.channel(), source, false); },
            [scene, source] { return isTaken(scene, source); }};
}

} // namespace

std::vector<ShotTaker::Shot> shotsOfNow(const ShotScene &scene)
{
    return {{QStringLiteral("1-now"), QStringLiteral("A picture of the programme"), nullptr, [scene] {
                 return scene.previews.livePictures(scene.channel(), QStringLiteral("programme")) > 0;
             }}};
}

std::vector<ShotTaker::Shot> shotsOfDemo(const ShotScene &scene, Demo &demo)
{
    const auto primaryFit = [scene] {
        const SourceStatus *status = scene.state.sourceStatus(scene.channel(), Source::Primary);
        return status && status->fit;
    };
    auto takePrimary = [scene, primaryFit, sent = false]() mutable {
        if (!sent && primaryFit()) {
            sent = true;
            scene.commands.take(scene.channel(), Source::Primary, false);
        }
    };
    std::vector<ShotTaker::Shot> shots;
    shots.push_back({QStringLiteral("1-primary"),
                     QStringLiteral("Both paths with moving pictures and primary on air"), nullptr,
                     [scene, takePrimary]() mutable {
                         takePrimary();
                         return isTaken(scene, Source::Primary) && moves(scene, Source::Primary)
                             && moves(scene, Source::Backup);
                     },
                     firstPatienceMs});
    shots.push_back(
        takeShot(scene, QStringLiteral("2-backup"), Source::Backup, QStringLiteral("Backup on air")));
    shots.push_back(
        takeShot(scene, QStringLiteral("3-slate"), Source::Slate, QStringLiteral("The slate on air")));
    shots.push_back(
        takeShot(scene, QStringLiteral("4-back"), Source::Backup, QStringLiteral("Backup on air again")));
    shots.push_back({QStringLiteral("5-primary-lost"), QStringLiteral("The loss of primary"),
                     [&demo] { demo.tellFeed(1, QStringLiteral("stop")); },
                     [scene] {
                         const SourceStatus *status =
                             scene.state.sourceStatus(scene.channel(), Source::Primary);
                         return status && status->state == InputState::Lost;
                     }});
    return shots;
}

} // namespace twinfeed
