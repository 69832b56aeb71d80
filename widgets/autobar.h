// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/automation.h"

#include <QWidget>

class QMenu;
class QPushButton;
class QToolButton;

namespace twinfeed {

class StateCell;

/// What the engine does by itself, under the bus: mode, state and switches left; the cut a take would be; the hold and what
/// it promises; to arm again, and the event's planned end. Decides nothing itself: see Automation. UI thread.
class AutoBar final : public QWidget
{
    Q_OBJECT

public:
    explicit AutoBar(ConsoleState &state, QWidget *parent = nullptr);

    void setChannel(const QString &channel);
    /// What TAKE would put on air; the other path where nothing is chosen.
    void setNext(std::optional<Source> next);
    /// Whether what it asks for is sent anywhere: else it only shows.
    void setControlsVisible(bool visible);
    void setSettingsVisible(bool visible);

    // What keys and buttons do.
    void pressArm();
    void pressEnd();
    void pressLock(Source source);
    void openModes();
    void choose(FailoverMode mode);
    /// A first press is forgotten.
    void clear();

    /// Ten times a second: a question lapses, a count-down goes on.
    void tick();

Q_SIGNALS:
    void armRequested();
    void modeRequested(twinfeed::FailoverMode mode);
    void locksRequested(const std::vector<twinfeed::Source> &locked);
    void endRequested();
    void settingsRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void follow();
    void buildModes();
    void pressMode();
    void refresh();
    void refreshCells();
    void refreshButtons();
    void retranslate();
    Source target() const;

    ConsoleState &m_state;
    Automation m_automation;
    std::optional<Source> m_next;
    bool m_controls = false;
    QToolButton *m_mode;
    QMenu *m_modes;
    StateCell *m_auto;
    StateCell *m_cut;
    StateCell *m_hold;
    QPushButton *m_arm;
    QPushButton *m_end;
    QToolButton *m_settings;
};

} // namespace twinfeed

Q_DECLARE_METATYPE(std::vector<twinfeed::Source>)
