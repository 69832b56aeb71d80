// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/client.h"
#include "app/client/eventstream.h"
#include "app/console/alarmsounds.h"
#include "app/console/commandline.h"
#include "app/console/commands.h"
#include "app/console/drillkeeper.h"
#include "app/console/embeddeddaemon.h"
#include "app/console/plankeeper.h"
#include "app/console/previewhub.h"
#include "app/console/settings.h"
#include "app/console/setupkeeper.h"
#include "app/console/statefeed.h"
#include "app/console/watchkeeper.h"
#include "models/consolestate.h"
#include "models/domain/clock.h"
#include "models/knownbackend.h"

#include <QObject>

#include <memory>

namespace twinfeed {

class BackendWatch;
class Demo;
class MainWindow;
class Rehearsals;
class ShotTaker;
class WindowPlace;

/// The composition root of `twinfeed`: makes everything in order and joins it; its members are taken down in the reverse
/// order. UI thread.
///
///     backend -- events --> EventStream --> StateFeed --> ConsoleState --> window
///     window -- intents --> Commands --> Client --> backend
///     backend -- previews --> PreviewHub's frame sources --> tiles
class Console final : public QObject
{
    Q_OBJECT

public:
    /// A backend that was chosen otherwise than by the command line.
    struct Destination
    {
        client::Endpoint endpoint;
        QString name; ///< for people
    };

    explicit Console(CommandLine line, std::optional<Destination> to = {});
    ~Console() override;

    /// Opens the window and looks for its backend. Errors are of the command line or of the demo: the program ends.
    Result<void> start();
    /// What the person may choose instead, and which of them this is.
    void setBackends(const std::vector<KnownBackend> &backends, const QString &current);

Q_SIGNALS:
    /// Another backend is wanted.
    void backendChosen(const QString &id);
    void connectionsRequested();
    /// The pictures of --shots are taken (0), or could not be (1).
    void finished(int exitCode);

private:
    Result<void> chooseBackend();
    Result<void> connectElsewhere();
    void watchFor(const QString &runtimeFile, std::function<Result<void>()> launch);
    void connectTo(const client::Endpoint &endpoint);
    void makeWindow();
    void addDrills();
    /// Of a rehearsal's window.
    EmbeddedDaemon rehearsedUnit() const;
    void setLanguage(const QString &language);
    void setTheme(const QString &word);
    void takePrimaryOnce();
    void takeShots();

    const CommandLine m_line;
    const std::optional<Destination> m_to;
    std::vector<KnownBackend> m_backends;
    QString m_backend; ///< its id in that list
    const SystemClock m_clock;
    Settings m_settings;
    ConsoleState m_state;
    client::EventStream m_events;
    client::Client m_client;
    StateFeed m_feed;
    Commands m_commands;
    SetupKeeper m_setup;
    PlanBoard m_plans;
    PlanKeeper m_planKeeper;
    DrillBoard m_drills;
    DrillKeeper m_drillKeeper;
    WatchKeeper m_watchKeeper;
    AlarmSounds m_sounds;
    PreviewHub m_previews;
    std::unique_ptr<Demo> m_demo;
    std::unique_ptr<Rehearsals> m_rehearsals;
    std::unique_ptr<BackendWatch> m_watch;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<WindowPlace> m_place;
    std::unique_ptr<ShotTaker> m_shots;
};

} // namespace twinfeed
