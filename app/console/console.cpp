// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/console.h"

#include "app/console/backendwatch.h"
#include "app/console/demo.h"
#include "app/console/demoshots.h"
#include "app/console/look.h"
#include "app/console/rehearsals.h"
#include "app/console/windowplace.h"
#include "widgets/backendbutton.h"
#include "widgets/language.h"
#include "widgets/mainwindow.h"
#include "widgets/rehearsalframe.h"
#include "widgets/theme.h"
#include "widgets/watch.h"

#include <QApplication>
#include <QFile>
#include <QLoggingCategory>

#include <cstdio>

namespace twinfeed {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.console")

constexpr QSize sizeOfShots(1920, 1080);
constexpr qint64 longestToken = 4096;

} // namespace

Console::Console(CommandLine line, std::optional<Destination> to)
    : m_line(std::move(line))
    , m_to(std::move(to))
    , m_state(m_clock)
    , m_events(m_clock)
    , m_client(m_clock)
    , m_feed(m_events, m_client, m_state)
    , m_commands(m_client, m_state)
    , m_setup(m_client, m_state)
    , m_plans(m_clock)
    , m_planKeeper(m_events, m_client, m_state, m_plans)
    , m_drills(m_clock)
    , m_drillKeeper(m_events, m_client, m_drills)
    , m_watchKeeper(m_client, m_state)
    , m_previews(m_state)
{
    connect(&m_feed, &StateFeed::snapshotApplied, &m_commands, &Commands::askForOutcomes);
    connect(&m_events, &client::EventStream::opened, &m_client, &client::Client::warmUp);
}

Console::~Console()
{
    // Left, closed or asked to end: the drill is over, and its record kept.
    if (m_line.rehearsal)
        rehearsedUnit().end();
}

Result<void> Console::start()
{
    makeWindow();
    if (auto chosen = chooseBackend(); !chosen)
        return chosen;
    m_window->show();
    if (!m_line.shotsFolder.isEmpty())
        takeShots();
    return {};
}

Result<void> Console::chooseBackend()
{
    if (m_to) {
        m_feed.setBackendName(m_to->name);
        connectTo(m_to->endpoint);
        return {};
    }
    if (!m_line.connectTo.isEmpty())
        return connectElsewhere();
    // A token of the runtime file may do everything.
    m_state.setRole(Role::Engineer);
    if (m_line.demo) {
        m_demo = std::make_unique<Demo>();
        connect(m_demo.get(), &Demo::trouble, this,
                [](const QString &what) { qCWarning(log).noquote() << what; });
        if (auto started = m_demo->start(); !started)
            return started;
        watchFor(m_demo->runtimeFile(), nullptr);
        connect(m_watch.get(), &BackendWatch::found, m_demo.get(), &Demo::startFeeds);
        if (m_line.shotsFolder.isEmpty())
            connect(&m_state, &ConsoleState::statusChanged, this, &Console::takePrimaryOnce);
        return {};
    }
    if (m_line.rehearsal) {
        const EmbeddedDaemon unit = rehearsedUnit();
        watchFor(unit.runtimeFile, [unit] { return unit.launch(); });
        return {};
    }
    EmbeddedDaemon daemon = EmbeddedDaemon::ofUser();
    if (!m_line.runtimeFile.isEmpty())
        daemon.runtimeFile = m_line.runtimeFile;
    watchFor(daemon.runtimeFile, [daemon] { return daemon.launch(); });
    return {};
}

Result<void> Console::connectElsewhere()
{
    QFile file(m_line.tokenFile);
    if (!file.open(QIODevice::ReadOnly)) {
        return Error{QStringLiteral("bad-command-line"),
                     QStringLiteral("The token file cannot be read: %1.").arg(file.errorString()),
                     QStringLiteral("--token-file"),
                     {},
                     {}};
    }
    const auto endpoint = client::Endpoint::parse(m_line.connectTo, file.read(longestToken));
    if (!endpoint)
        return endpoint.error();
    m_feed.setBackendName(endpoint->base.host());
    connectTo(*endpoint);
    return {};
}

void Console::watchFor(const QString &runtimeFile, std::function<Result<void>()> launch)
{
    m_watch = std::make_unique<BackendWatch>(runtimeFile, std::move(launch));
    connect(m_watch.get(), &BackendWatch::found, this, &Console::connectTo);
    connect(m_watch.get(), &BackendWatch::failed, &m_feed, &StateFeed::setUnavailable);
    connect(&m_events, &client::EventStream::opened, m_watch.get(), [this] { m_watch->setDoubted(false); });
    connect(&m_events, &client::EventStream::closed, m_watch.get(), [this] { m_watch->setDoubted(true); });
}

void Console::connectTo(const client::Endpoint &endpoint)
{
    m_client.setEndpoint(endpoint);
    m_previews.setEndpoint(endpoint);
    m_events.start(endpoint);
}

void Console::makeWindow()
{
    const QString language = applyLook(m_line, m_settings);
    m_window = std::make_unique<MainWindow>(m_state, [this](const QString &channel, const QString &source) {
        return m_previews.make(channel, source);
    });
    m_window->setLanguage(language);
    m_planKeeper.serve(*m_window->addPlans(m_plans));
    addDrills();
    connect(m_window.get(), &MainWindow::takeRequested, &m_commands, &Commands::take);
    connect(m_window.get(), &MainWindow::nextChosen, &m_commands, &Commands::chooseNext);
    connect(m_window.get(), &MainWindow::slateChosen, &m_commands, &Commands::armSlate);
    connect(m_window.get(), &MainWindow::channelChangeRequested, &m_commands, &Commands::changeChannel);
    connect(m_window.get(), &MainWindow::setupChangeRequested, &m_setup, &SetupKeeper::change);
    connect(m_window.get(), &MainWindow::locksRequested, &m_commands, &Commands::setLocks);
    connect(m_window.get(), &MainWindow::endRequested, &m_commands, &Commands::endEvent);
    connect(m_window.get(), &MainWindow::controlRequested, &m_commands, &Commands::control);
    connect(m_window.get(), &MainWindow::encryptionRequested, &m_commands, &Commands::setEncryption);
    connect(m_window.get(), &MainWindow::armRequested, &m_commands, [this](const QString &channel) {
        m_commands.setFailover(channel, {{}, true});
    });
    connect(m_window.get(), &MainWindow::modeRequested, &m_commands,
            [this](const QString &channel, FailoverMode mode) {
                m_commands.setFailover(channel, {mode, false});
            });
    connect(m_window.get(), &MainWindow::addSlateRequested, &m_commands, &Commands::addSlate);
    connect(m_window.get(), &MainWindow::keepPictureRequested, &m_commands, &Commands::keepPicture);
    connect(m_window.get(), &MainWindow::textSlateRequested, &m_commands, &Commands::addTextSlate);
    connect(m_window.get(), &MainWindow::deleteSlateRequested, &m_commands, &Commands::deleteSlate);
    m_watchKeeper.serve(*m_window->watch());
    connect(m_window->watch(), &Watch::soundRequested, &m_sounds, &AlarmSounds::play);
    connect(m_window->backend(), &BackendButton::chosen, this, &Console::backendChosen);
    connect(m_window->backend(), &BackendButton::connectionsRequested, this, &Console::connectionsRequested);
    m_window->backend()->setBackends(m_backends, m_backend);
    connect(m_window.get(), &MainWindow::languageChosen, this, &Console::setLanguage);
    connect(m_window.get(), &MainWindow::themeChosen, this, &Console::setTheme);
    if (m_line.size)
        m_window->resize(*m_line.size);
    else if (!m_line.shotsFolder.isEmpty())
        m_window->resize(sizeOfShots);
    else if (!m_line.rehearsal) // how the live window is arranged is no matter of a rehearsal
        m_place = std::make_unique<WindowPlace>(*m_window, m_settings);
}

void Console::setBackends(const std::vector<KnownBackend> &backends, const QString &current)
{
    m_backends = backends;
    m_backend = current;
    if (m_window)
        m_window->backend()->setBackends(backends, current);
}

EmbeddedDaemon Console::rehearsedUnit() const
{
    return rehearsalUnitOf(m_line.eventFolder.isEmpty() ? EmbeddedDaemon::ofUser().dataFolder
                                                        : m_line.eventFolder);
}

void Console::addDrills()
{
    DrillPanel *panel = m_window->addDrills(m_drills);
    m_drillKeeper.serve(*panel);
    RehearsalFrame *frame = m_window->rehearsal();
    frame->setOwnUnit(m_line.rehearsal);
    connect(frame, &RehearsalFrame::leaveRequested, m_window.get(), &QWidget::close);
    // A unit elsewhere is rehearsed where it is: its channels are not kept here.
    if (m_line.rehearsal || m_to || !m_line.connectTo.isEmpty())
        return;
    m_rehearsals = std::make_unique<Rehearsals>(
        [this] { return m_demo ? m_demo->dataFolder() : EmbeddedDaemon::ofUser().dataFolder; });
    m_rehearsals->serve(*panel);
}

void Console::setTheme(const QString &word)
{
    m_settings.setTheme(word);
    theme::apply(*qApp, theme::variantOf(word));
}

void Console::setLanguage(const QString &language)
{
    m_settings.setLanguage(language);
    Language::apply(language);
    m_window->setLanguage(language);
}

/// The demo's only act: it puts primary on air as soon as that is fit, as the person at the desk would.
void Console::takePrimaryOnce()
{
    const ChannelDocument *document = m_state.channel(Demo::channel());
    const SourceStatus *primary = m_state.sourceStatus(Demo::channel(), Source::Primary);
    if (!document || !primary || !primary->fit)
        return;
    disconnect(&m_state, &ConsoleState::statusChanged, this, &Console::takePrimaryOnce);
    if (document->onAir == Source::Slate)
        m_commands.take(Demo::channel(), Source::Primary, false);
}

void Console::takeShots()
{
    const ShotScene scene{m_state, m_previews, m_commands, [this] { return m_window->currentChannel(); }};
    const auto livePictures = [this] {
        return m_previews.livePictures(m_window->currentChannel(), QStringLiteral("programme"));
    };
    m_shots = std::make_unique<ShotTaker>(*m_window, m_line.shotsFolder, livePictures,
                                          m_demo ? shotsOfDemo(scene, *m_demo) : shotsOfNow(scene));
    connect(m_shots.get(), &ShotTaker::taken, this, [](const QString &file) {
        std::printf("%s\n", qPrintable(file));
        std::fflush(stdout);
    });
    connect(m_shots.get(), &ShotTaker::finished, this, [this](const QString &problem) {
        if (!problem.isEmpty())
            std::fprintf(stderr, "twinfeed: %s\n", qPrintable(problem));
        Q_EMIT finished(problem.isEmpty() ? 0 : 1);
    });
    m_shots->start();
}

} // namespace twinfeed
