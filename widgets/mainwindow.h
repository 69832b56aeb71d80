// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "models/domain/setup.h"
#include "widgets/framesource.h"
#include "widgets/layoutmenu.h"

#include <QMainWindow>
#include <QPointer>

#include <functional>

class QTimer;

namespace twinfeed {

class BackendButton;
class Desk;
class DrillBoard;
class DrillPanel;
class HelpWindow;
class KeySheet;
class LoopWatch;
class PlanBoard;
class PlanPanel;
class RehearsalFrame;
class TileWindow;
class WallWindow;
class Watch;

/// The director's window. Shows ConsoleState and emits what the person wants; holds no truth and does no I/O. UI thread.
///
/// The composition root connects the intents, sends them and reports to ConsoleState: commandSent() at once, in the
/// same turn of the event loop (it is the feedback to the press), then commandAcknowledged() or commandRefused().
/// A control whose intent nobody has connected is not shown.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// `state` outlives the window. Ticks the state ten times a second.
    MainWindow(ConsoleState &state, FrameSourceFactory frames, QWidget *parent = nullptr);

    /// The channel that is shown; empty when there is none.
    QString currentChannel() const { return m_channel; }
    /// How long it did not answer, at worst.
    LoopWatch *loop() const { return m_loop; }
    /// Alarms and all else that is watched; its intents are connected as the window's.
    Watch *watch() const { return m_watch; }
    /// Role and backend; its intents are connected as the window's.
    BackendButton *backend() const;
    /// Marks the language in the menu ("en", "zh_CN"). Installing translators is the composition root's: Language::apply().
    void setLanguage(const QString &language);
    /// Where the panels stand: Workspace::save() and restore().
    QByteArray panels() const;
    void setPanels(const QByteArray &places);
    /// The deck of plans, which is absent while the board has none. Once; the board outlives the window. The deck's intents are connected as
    /// the window's.
    PlanPanel *addPlans(PlanBoard &board);
    /// The drills; once, as addPlans(). Where the board says that this is a rehearsal, the window is framed as one.
    DrillPanel *addDrills(DrillBoard &board);
    RehearsalFrame *rehearsal() const { return m_frame; }
    void setOwnLayouts(const LayoutMenu::OwnLayouts &layouts) { m_layouts->setOwn(layouts); }

Q_SIGNALS:
    /// The person wants `source` on air, with the revision of ConsoleState::channel() as it is now. `force`: was told that
    /// it is not fit and pressed again.
    void takeRequested(const QString &channel, twinfeed::Source source, bool force);
    /// The person means to take this one next; nothing: none any more. Comes also where it is the same as before.
    void nextChosen(const QString &channel, std::optional<twinfeed::Source> next);
    /// This slate is to stand ready.
    void slateChosen(const QString &channel, const QString &slateId);
    // Automation; with the revision of ConsoleState::channel() as it is now.
    void modeRequested(const QString &channel, twinfeed::FailoverMode mode);
    void armRequested(const QString &channel);
    /// All the sources that are to be locked.
    void locksRequested(const QString &channel, const std::vector<twinfeed::Source> &locked);
    /// What is to be sealed; an emergency stop needs no revision.
    void encryptionRequested(const QString &channel, const twinfeed::EncryptionOrder &order);
    /// Who is to have the channel.
    void controlRequested(const QString &channel, const twinfeed::ControlOrder &order);
    /// The planned end of the event.
    void endRequested(const QString &channel);
    /// The channel with other times, cut, sound and automation; its addresses are as the console knows them. `revision`: what
    /// the person saw.
    void channelChangeRequested(const twinfeed::ChannelConfig &edited, quint64 revision);
    /// Several channels, slates and the rules, in one change; addresses as the console knows them.
    void setupChangeRequested(const twinfeed::SetupChange &change);
    /// A file the person chose, to become a slate (POST /v1/slates). Reading it is the composition root's, off this thread.
    void addSlateRequested(const QString &file);
    /// The programme's newest picture is to become a slate of this name.
    void keepPictureRequested(const QString &channel, const QString &name);
    /// A slate of another one's picture with a running time in it.
    void textSlateRequested(const QString &picture, const QString &name, const twinfeed::SlateText &text);
    void deleteSlateRequested(const QString &slateId);
    void languageChosen(const QString &language);
    /// As of theme::wordOf(). Applying it is the composition root's.
    void themeChosen(const QString &word);
    void ownLayoutsChanged(const twinfeed::LayoutMenu::OwnLayouts &layouts);
    /// Another channel is shown.
    void channelShown(const QString &channel);

protected:
    void changeEvent(QEvent *event) override;
    void connectNotify(const QMetaMethod &signal) override;

private:
    void showChannel(const QString &channel);
    /// Keeps the channel that is shown while it is there; else shows the first.
    void followChannels();
    void stepChannel(int by);
    void addKeys();
    void addWatch();
    void addAutomationKeys();
    void addEncryptionKeys();
    void addLayoutKeys();
    void addKey(const QKeySequence &keys, const std::function<void()> &does,
                Qt::ShortcutContext where = Qt::WindowShortcut);
    void connectAutomation();
    void openSettings();
    void openSetup();
    void openWall();
    void openTile(const QString &word);
    void addPictureKeys();
    void poll();
    void connectSlates();
    void chooseSlateFile();
    void openTextSlate();
    void askToDelete(const QString &slateId);
    void showIntents();
    void retranslate();

    ConsoleState &m_state;
    const FrameSourceFactory m_frames;
    Desk *m_desk;
    RehearsalFrame *m_frame;
    LayoutMenu *m_layouts;
    QPointer<WallWindow> m_wall; ///< while it is open
    PlanPanel *m_plans = nullptr;
    DrillPanel *m_drills = nullptr;
    QPointer<TileWindow> m_tile; ///< the same
    QString m_tileWord;
    bool m_safeArea = false;
    bool m_ageShown = false;
    Watch *m_watch;
    KeySheet *m_keySheet;
    HelpWindow *m_handbook;
    QTimer *m_timer;
    const SystemClock m_machine; ///< what a person waits for is real time, whatever the state's clock
    LoopWatch *m_loop;
    int m_turns = 0;
    QString m_channel;
};

} // namespace twinfeed
