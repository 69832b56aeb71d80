// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/mainwindow.h"

#include "widgets/accessible.h"
#include "widgets/alarmpanel.h"
#include "widgets/alarmview.h"
#include "widgets/autobar.h"
#include "widgets/backendbutton.h"
#include "widgets/busbar.h"
#include "widgets/channeldialog.h"
#include "widgets/channelgrid.h"
#include "widgets/controlbutton.h"
#include "widgets/desk.h"
#include "widgets/drillpanel.h"
#include "widgets/helpwindow.h"
#include "widgets/keysheet.h"
#include "widgets/listening.h"
#include "widgets/loopwatch.h"
#include "widgets/multiview.h"
#include "widgets/plankeys.h"
#include "widgets/planpanel.h"
#include "widgets/rehearsalframe.h"
#include "widgets/sealbar.h"
#include "widgets/setupdialog.h"
#include "widgets/slatechooser.h"
#include "widgets/slatemenu.h"
#include "widgets/statusstrip.h"
#include "widgets/textslatedialog.h"
#include "widgets/tilewindow.h"
#include "widgets/trendpanel.h"
#include "widgets/videotile.h"
#include "widgets/wallwindow.h"
#include "widgets/watch.h"
#include "widgets/workspace.h"

#include <QEvent>
#include <QFileDialog>
#include <QIcon>
#include <QMessageBox>
#include <QMetaMethod>
#include <QPushButton>
#include <QShortcut>
#include <QStandardPaths>
#include <QTimer>

namespace twinfeed {

namespace {

// Sound meters move 20 times a second; what a clock decides is looked at every second time.
constexpr int pollMs = 50;

/// Never modal: a modal dialog would switch the bus and its keys off.
void bringToFront(QDialog *dialog)
{
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

} // namespace

MainWindow::MainWindow(ConsoleState &state, FrameSourceFactory frames, QWidget *parent)
    : QMainWindow(parent)
    , m_state(state)
    , m_frames(std::move(frames))
    , m_desk(new Desk(state, m_frames, this))
    , m_frame(new RehearsalFrame(m_desk, this))
    , m_layouts(new LayoutMenu(*m_desk->workspace(), this))
    , m_watch(new Watch(state, this))
    , m_keySheet(new KeySheet(this))
    , m_handbook(new HelpWindow(this))
    , m_timer(new QTimer(this))
    , m_loop(new LoopWatch(m_machine, this))
{
    accessible::install();
    setWindowIcon(QIcon(QStringLiteral(":/icons/twinfeed.svg")));
    setCentralWidget(m_frame);
    addWatch();
    connect(m_desk->bus(), &BusBar::takeRequested, this,
            [this](Source source, bool force) { Q_EMIT takeRequested(m_channel, source, force); });
    connect(m_desk->bus(), &BusBar::nextChanged, this,
            [this] { Q_EMIT nextChosen(m_channel, m_desk->bus()->next()); });
    connect(m_desk->bus(), &BusBar::slateChosen, this,
            [this](const QString &slate) { Q_EMIT slateChosen(m_channel, slate); });
    connectAutomation();
    connect(m_desk->encryption(), &SealBar::encryptionRequested, this,
            [this](const EncryptionOrder &order) { Q_EMIT encryptionRequested(m_channel, order); });
    connectSlates();
    connect(m_desk->strip(), &StatusStrip::languageChosen, this, &MainWindow::languageChosen);
    connect(m_desk->strip(), &StatusStrip::channelChosen, this, &MainWindow::showChannel);
    connect(m_desk->strip(), &StatusStrip::keysRequested, m_keySheet, &QWidget::show);
    connect(m_desk->strip(), &StatusStrip::handbookRequested, m_handbook, &QWidget::show);
    connect(backend(), &BackendButton::setupRequested, this, &MainWindow::openSetup);
    connect(m_desk->strip()->control(), &ControlButton::ordered, this,
            [this](const ControlOrder &order) { Q_EMIT controlRequested(m_channel, order); });
    m_desk->strip()->setLayoutMenu(m_layouts);
    connect(m_layouts, &LayoutMenu::ownChanged, this, &MainWindow::ownLayoutsChanged);
    connect(m_layouts, &LayoutMenu::themeChosen, this, &MainWindow::themeChosen);
    connect(m_desk->channels(), &ChannelGrid::channelChosen, this, &MainWindow::showChannel);
    connect(m_desk->multiView(), &MultiView::opened, this, &MainWindow::openTile);
    connect(m_layouts, &LayoutMenu::wallRequested, this, &MainWindow::openWall);
    connect(&state, &ConsoleState::channelsReset, this, &MainWindow::followChannels);
    connect(&state, &ConsoleState::channelChanged, this, &MainWindow::retranslate);
    addKeys();
    new Listening(*m_desk->multiView(), *m_desk->channels(), this);
    m_timer->setTimerType(Qt::PreciseTimer);
    connect(m_timer, &QTimer::timeout, this, &MainWindow::poll);
    m_timer->start(pollMs);
    showIntents();
    followChannels();
    retranslate();
    m_desk->bus()->setFocus();
    resize(1600, 900);
}

void MainWindow::poll()
{
    m_desk->multiView()->poll();
    m_desk->channels()->poll();
    if (m_wall)
        m_wall->poll();
    if (m_tile)
        m_tile->poll(m_state.clock().now());
    if (++m_turns % 2 != 0)
        return;
    m_desk->multiView()->setLongestTurn(m_loop->longestUs());
    m_state.tick();
    m_desk->strip()->tick();
    m_desk->bus()->tick();
    m_desk->automation()->tick();
    m_desk->encryption()->tick();
    if (m_plans)
        m_plans->tick();
    if (m_drills)
        m_drills->tick();
    m_watch->tick();
}

void MainWindow::addWatch()
{
    Workspace *workspace = m_desk->workspace();
    workspace->add(Panel::Alarms, m_watch->alarms());
    workspace->add(Panel::Trends, m_watch->trends());
    workspace->setWanted(Panel::Trends, false); // until a card is clicked: the cards need the room
    m_watch->serve(m_desk->cards());
    m_watch->serve(m_desk->journal());
    connect(m_watch, &Watch::trendsWanted, workspace, [workspace] {
        workspace->setWanted(Panel::Trends, true);
        workspace->reveal(Panel::Trends);
    });
    connect(m_watch, &Watch::cardsWanted, workspace, [workspace] { workspace->reveal(Panel::Cards); });
    const auto showAlarms = [this, workspace] {
        workspace->reveal(Panel::Alarms);
        m_watch->alarms()->view()->setFocus();
    };
    m_watch->keepClear({m_desk->bus(), m_desk->automation(), m_desk->encryption()});
    connect(m_watch, &Watch::alarmsWanted, this, showAlarms);
    connect(m_desk->strip(), &StatusStrip::alarmsRequested, this, showAlarms);
    // Heard and seen whatever is in front.
    addKey(
        QKeySequence(Qt::SHIFT | Qt::Key_F7), [this] { m_watch->pressSilence(); }, Qt::ApplicationShortcut);
    addKey(QKeySequence(Qt::Key_F9), [this] { m_watch->pressAcknowledge(); });
    addKey(QKeySequence(Qt::CTRL | Qt::Key_I), showAlarms);
}

void MainWindow::addKey(const QKeySequence &keys, const std::function<void()> &does,
                        Qt::ShortcutContext where)
{
    auto *shortcut = new QShortcut(keys, this, nullptr, nullptr, where);
    // A key held down is one press: else holding F1 would confirm its own question.
    shortcut->setAutoRepeat(false);
    connect(shortcut, &QShortcut::activated, this, does);
}

void MainWindow::addKeys()
{
    BusBar *bus = m_desk->bus();
    // What takes works as well while the handbook, a dialog or the sheet of keys is in front.
    constexpr auto everywhere = Qt::ApplicationShortcut;
    for (const Source source : allSources) {
        addKey(
            QKeySequence(Qt::Key_1 + int(source)), [bus, source] { bus->chooseNext(source); }, everywhere);
        addKey(
            QKeySequence(Qt::Key_F1 + int(source)), [bus, source] { bus->pressDirect(source); }, everywhere);
    }
    addKey(
        QKeySequence(Qt::Key_F12), [bus] { bus->pressTake(); }, everywhere);
    addKey(QKeySequence(Qt::Key_Escape), [this, bus] {
        bus->clearNext();
        m_desk->automation()->clear();
        m_desk->encryption()->clear();
        m_desk->strip()->control()->clear();
        if (m_plans)
            m_plans->disarm();
    });
    addAutomationKeys();
    addEncryptionKeys();
    addLayoutKeys();
    addPictureKeys();
    addKey(QKeySequence(Qt::CTRL | Qt::Key_PageUp), [this] { stepChannel(-1); });
    addKey(QKeySequence(Qt::CTRL | Qt::Key_PageDown), [this] { stepChannel(1); });
    addKey(QKeySequence(Qt::Key_F10), [this] { m_keySheet->show(); });
    addKey(QKeySequence(Qt::Key_Question), [this] { m_keySheet->show(); });
    addKey(QKeySequence(Qt::CTRL | Qt::Key_H), [this] { m_handbook->show(); });
    addKey(QKeySequence(Qt::Key_F11), [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
}

void MainWindow::addAutomationKeys()
{
    AutoBar *automation = m_desk->automation();
    // What protects the programme works as well while the handbook is in front; what takes protection away does not.
    addKey(
        QKeySequence(Qt::Key_F5), [automation] { automation->pressArm(); }, Qt::ApplicationShortcut);
    addKey(QKeySequence(Qt::Key_F6), [automation] { automation->openModes(); });
    addKey(QKeySequence(Qt::CTRL | Qt::Key_F12), [automation] { automation->pressEnd(); });
    for (const Source source : allSources) {
        addKey(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + int(source))),
               [automation, source] { automation->pressLock(source); });
    }
    addKey(QKeySequence(Qt::CTRL | Qt::Key_Comma), [this] { openSettings(); });
    addKey(QKeySequence(Qt::CTRL | Qt::Key_U), [this] { openSetup(); });
    addKey(QKeySequence(Qt::CTRL | Qt::Key_B), [this] {
        if (backend()->isEnabled())
            backend()->showMenu();
    });
}

void MainWindow::addEncryptionKeys()
{
    SealBar *encryption = m_desk->encryption();
    addKey(QKeySequence(Qt::CTRL | Qt::Key_E), [encryption] { encryption->openChoice(); });
    // What ends a fault on every screen works whatever is in front.
    addKey(
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E), [encryption] { encryption->pressEmergency(); },
        Qt::ApplicationShortcut);
}

void MainWindow::addLayoutKeys()
{
    for (const NamedLayout layout : allNamedLayouts) {
        addKey(QKeySequence(Qt::ALT | Qt::Key(Qt::Key_1 + int(layout))),
               [this, layout] { m_desk->workspace()->arrange(layout); });
    }
    addKey(QKeySequence(Qt::CTRL | Qt::Key_L), [this] { m_desk->strip()->openLayouts(); });
    addKey(QKeySequence(Qt::Key_F8), [this] { openWall(); });
    addKey(QKeySequence(Qt::Key_F7), [this] {
        if (m_desk->strip()->control()->isVisible())
            m_desk->strip()->control()->press();
    });
}

void MainWindow::addPictureKeys()
{
    const auto open = [this](Qt::Key key, const QString &word) {
        addKey(QKeySequence(Qt::SHIFT | key), [this, word] { openTile(word); });
    };
    for (const Source source : allSources)
        open(Qt::Key(Qt::Key_F1 + int(source)), toWord(source));
    open(Qt::Key_F12, QStringLiteral("programme"));
    addKey(QKeySequence(Qt::CTRL | Qt::Key_F9), [this] {
        m_ageShown = !m_ageShown;
        m_desk->multiView()->setAgeShown(m_ageShown);
    });
    addKey(QKeySequence(Qt::SHIFT | Qt::Key_F9), [this] {
        m_safeArea = !m_safeArea;
        m_desk->multiView()->setSafeArea(m_safeArea);
    });
}

void MainWindow::openTile(const QString &word)
{
    const bool same = m_tile && m_tileWord == word;
    if (m_tile)
        m_tile->close();
    if (same || m_channel.isEmpty())
        return;
    const auto source = fromWord<Source>(word);
    const VideoTile *model =
        source ? m_desk->multiView()->tile(*source) : m_desk->multiView()->programmeTile();
    m_tileWord = word;
    m_tile = new TileWindow(*model, m_frames ? m_frames(m_channel, word) : nullptr, this);
    m_tile->tile()->setSafeArea(m_safeArea);
    m_tile->tile()->setAgeShown(m_ageShown);
    m_tile->resize(960, 600);
    m_tile->showFullScreen();
    m_tile->poll(m_state.clock().now());
}

void MainWindow::connectAutomation()
{
    const AutoBar *automation = m_desk->automation();
    connect(automation, &AutoBar::armRequested, this, [this] { Q_EMIT armRequested(m_channel); });
    connect(automation, &AutoBar::modeRequested, this,
            [this](FailoverMode mode) { Q_EMIT modeRequested(m_channel, mode); });
    connect(automation, &AutoBar::locksRequested, this,
            [this](const std::vector<Source> &locked) { Q_EMIT locksRequested(m_channel, locked); });
    connect(automation, &AutoBar::endRequested, this, [this] { Q_EMIT endRequested(m_channel); });
    connect(automation, &AutoBar::settingsRequested, this, &MainWindow::openSettings);
}

void MainWindow::openSettings()
{
    if (!m_state.channel(m_channel)
        || !isSignalConnected(QMetaMethod::fromSignal(&MainWindow::channelChangeRequested)))
        return;
    ChannelDialog *dialog = nullptr;
    for (ChannelDialog *open : findChildren<ChannelDialog *>()) {
        if (open->channel() == m_channel && open->isVisible())
            dialog = open;
    }
    if (!dialog) {
        dialog = new ChannelDialog(m_state, m_channel, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &ChannelDialog::saved, this, &MainWindow::channelChangeRequested);
    }
    bringToFront(dialog);
}

void MainWindow::openSetup()
{
    if (!isSignalConnected(QMetaMethod::fromSignal(&MainWindow::setupChangeRequested)))
        return;
    auto *dialog = findChild<SetupDialog *>();
    if (!dialog) {
        dialog = new SetupDialog(m_state, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &SetupDialog::changeRequested, this, &MainWindow::setupChangeRequested);
    }
    bringToFront(dialog);
}

BackendButton *MainWindow::backend() const
{
    return m_desk->strip()->backend();
}

QByteArray MainWindow::panels() const
{
    return m_desk->workspace()->save();
}

void MainWindow::setPanels(const QByteArray &places)
{
    m_desk->workspace()->restore(places);
}

PlanPanel *MainWindow::addPlans(PlanBoard &board)
{
    m_plans = new PlanPanel(m_state, board, this);
    Workspace *workspace = m_desk->workspace();
    workspace->setWanted(Panel::Plans, !board.isEmpty());
    workspace->add(Panel::Plans, m_plans);
    const auto reveal = [workspace] { workspace->reveal(Panel::Plans); };
    connect(&board, &PlanBoard::plansChanged, workspace,
            [workspace, &board] { workspace->setWanted(Panel::Plans, !board.isEmpty()); });
    // What lights comes to the front of its tabs; a deck in a window of its own does not take the keyboard for it.
    connect(&board, &PlanBoard::lit, workspace, [this, reveal] {
        if (m_plans->window() == this)
            reveal();
    });
    auto *keys = new PlanKeys(
        *m_plans, board, [this] { return m_channel; }, this);
    connect(keys, &PlanKeys::deckWanted, workspace, reveal);
    return m_plans;
}

DrillPanel *MainWindow::addDrills(DrillBoard &board)
{
    m_drills = new DrillPanel(m_state, board, this);
    m_drills->setChannel(m_channel);
    Workspace *workspace = m_desk->workspace();
    workspace->add(Panel::Drills, m_drills);
    const auto show = [workspace] { workspace->reveal(Panel::Drills); };
    connect(this, &MainWindow::channelShown, m_drills, &DrillPanel::setChannel);
    connect(m_drills, &DrillPanel::fileWanted, m_watch, &Watch::chooseFile);
    connect(&board, &DrillBoard::unitChanged, this, [this, &board, workspace, show] {
        m_frame->setRehearsal(board.isRehearsal().value_or(false));
        retranslate();
        if (!m_frame->isRehearsal())
            return;
        workspace->arrange(NamedLayout::Rehearsal);
        show();
    });
    connect(&board, &DrillBoard::drillChanged, m_frame,
            [this, &board] { m_frame->setDrillRuns(board.isRunning()); });
    addKey(QKeySequence(Qt::CTRL | Qt::Key_D), show);
    addKey(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R), [this, show] {
        show();
        m_drills->pressRehearse();
    });
    return m_drills;
}

void MainWindow::openWall()
{
    if (m_wall) {
        m_wall->close();
        return;
    }
    m_wall = new WallWindow(m_state, m_frames, this);
    m_wall->setAttribute(Qt::WA_DeleteOnClose);
    m_wall->setChannel(m_channel);
    m_wall->setNext(m_desk->bus()->next());
    connect(m_desk->bus(), &BusBar::nextChanged, m_wall, [this] { m_wall->setNext(m_desk->bus()->next()); });
    m_wall->showBeside(*this);
}

void MainWindow::setLanguage(const QString &language)
{
    m_desk->strip()->setLanguage(language);
    m_handbook->setLanguage(language);
}

void MainWindow::showChannel(const QString &channel)
{
    if (channel == m_channel)
        return;
    m_channel = channel;
    m_desk->setChannel(channel);
    if (m_wall)
        m_wall->setChannel(channel);
    // Its pictures would be another channel's than its name.
    if (m_tile)
        m_tile->close();
    retranslate();
    Q_EMIT channelShown(channel);
    Q_EMIT nextChosen(channel, m_desk->bus()->next());
}

void MainWindow::followChannels()
{
    const QStringList ids = m_state.channelIds();
    if (!ids.contains(m_channel))
        showChannel(ids.value(0));
    retranslate();
}

void MainWindow::stepChannel(int by)
{
    const QStringList ids = m_state.channelIds();
    if (ids.size() > 1)
        showChannel(ids.at((ids.indexOf(m_channel) + by + ids.size()) % ids.size()));
}

void MainWindow::connectSlates()
{
    const SlateMenu *menu = m_desk->bus()->slates()->menu();
    connect(menu, &SlateMenu::fileRequested, this, &MainWindow::chooseSlateFile);
    connect(menu, &SlateMenu::textRequested, this, &MainWindow::openTextSlate);
    connect(menu, &SlateMenu::deleteRequested, this, &MainWindow::askToDelete);
    connect(menu, &SlateMenu::pictureRequested, this, [this] {
        const QString time = m_state.clock().wall().toLocalTime().toString(QStringLiteral("HH:mm:ss"));
        Q_EMIT keepPictureRequested(m_channel, tr("Picture of %1", "name of a slate; %1: a time").arg(time));
    });
}

void MainWindow::openTextSlate()
{
    auto *dialog = new TextSlateDialog(m_state, m_channel, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &TextSlateDialog::chosen, this, &MainWindow::textSlateRequested);
    bringToFront(dialog);
}

void MainWindow::askToDelete(const QString &slateId)
{
    const auto slate = m_state.slates().constFind(slateId);
    if (slate == m_state.slates().cend())
        return;
    auto *box = new QMessageBox(QMessageBox::Question, tr("Delete a slate"),
                                tr("Delete the slate \"%1\" for good?").arg(slate->name),
                                QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton *yes = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(tr("Keep it"), QMessageBox::RejectRole));
    connect(yes, &QAbstractButton::clicked, this, [this, slateId] { Q_EMIT deleteSlateRequested(slateId); });
    box->setModal(false);
    bringToFront(box);
}

void MainWindow::chooseSlateFile()
{
    auto *dialog = new QFileDialog(
        this, tr("A picture or a clip as a slate"),
        QStandardPaths::writableLocation(QStandardPaths::PicturesLocation),
        tr("Pictures and clips (*.png *.jpg *.jpeg *.mp4 *.mov *.mkv *.ts *.flv *.webm);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::addSlateRequested);
    bringToFront(dialog);
}

void MainWindow::connectNotify(const QMetaMethod &signal)
{
    const auto isOneOf = [&signal](auto... members) {
        return ((signal == QMetaMethod::fromSignal(members)) || ...);
    };
    if (isOneOf(&MainWindow::addSlateRequested, &MainWindow::languageChosen, &MainWindow::modeRequested,
                &MainWindow::channelChangeRequested, &MainWindow::encryptionRequested,
                &MainWindow::setupChangeRequested, &MainWindow::controlRequested))
        showIntents();
}

void MainWindow::showIntents()
{
    m_desk->bus()->setAddSlateVisible(
        isSignalConnected(QMetaMethod::fromSignal(&MainWindow::addSlateRequested)));
    const bool automation = isSignalConnected(QMetaMethod::fromSignal(&MainWindow::modeRequested));
    m_desk->bus()->setLocksVisible(automation);
    m_desk->automation()->setControlsVisible(automation);
    m_desk->automation()->setSettingsVisible(
        isSignalConnected(QMetaMethod::fromSignal(&MainWindow::channelChangeRequested)));
    backend()->setSetupVisible(isSignalConnected(QMetaMethod::fromSignal(&MainWindow::setupChangeRequested)));
    m_desk->encryption()->setControlsVisible(
        isSignalConnected(QMetaMethod::fromSignal(&MainWindow::encryptionRequested)));
    m_desk->strip()->setControlVisible(
        isSignalConnected(QMetaMethod::fromSignal(&MainWindow::controlRequested)));
    m_desk->strip()->setLanguageVisible(
        isSignalConnected(QMetaMethod::fromSignal(&MainWindow::languageChosen)));
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QMainWindow::changeEvent(event);
}

void MainWindow::retranslate()
{
    const ChannelDocument *document = m_state.channel(m_channel);
    const QString title = document
        ? tr("%1 - Twinfeed", "window title; %1: the channel's name").arg(document->config.name)
        : QStringLiteral("Twinfeed");
    setWindowTitle(m_frame->isRehearsal() ? tr("REHEARSAL: %1", "window title").arg(title) : title);
}

} // namespace twinfeed
