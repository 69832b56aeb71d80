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

/// Armed, a loss that the engine acts on, a lock, the planned end.
void addAutomation(std::vector<ShotTaker::Shot> &shots, const ShotScene &scene, Demo &demo)
{
    const auto document = [scene] { return scene.state.channel(scene.channel()); };
    shots.push_back({QStringLiteral("5-armed"), QStringLiteral("Automation armed again"),
                     [scene] {
                         scene.commands.setFailover(scene.channel(), {FailoverMode::Reverting, true});
                     },
                     [scene] {
                         const ChannelStatus *status = scene.state.status(scene.channel());
                         return status && status->failover.state == FailoverState::Armed;
                     }});
    shots.push_back({QStringLiteral("6-failover"), QStringLiteral("Backup on air by failover"),
                     [&demo] { demo.tellFeed(1, QStringLiteral("stop")); },
                     [scene] {
                         const ChannelStatus *status = scene.state.status(scene.channel());
                         const DecisionNews *news = scene.state.newestDecision(scene.channel());
                         return status && status->programme == Source::Backup && news && news->outcome;
                     }});
    shots.push_back({QStringLiteral("7-locked"), QStringLiteral("A locked source"),
                     [scene] { scene.commands.setLocks(scene.channel(), {Source::Primary}); },
                     [document] { return document() && !document()->locked.empty(); }});
    shots.push_back({QStringLiteral("8-ended"), QStringLiteral("The end of the event"),
                     [scene] { scene.commands.endEvent(scene.channel()); },
                     [document] { return document() && document()->ended; }});
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
        takeShot(scene, QStringLiteral("4-back"), Source::Primary, QStringLiteral("Primary on air again")));
    addAutomation(shots, scene, demo);
    return shots;
}

} // namespace twinfeed
