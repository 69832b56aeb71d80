// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/planboard.h"

#include <QObject>

#include <functional>
#include <map>

class QKeySequence;
class QShortcut;
class QWidget;

namespace twinfeed {

class PlanPanel;

/// The deck by keyboard: Ctrl+P goes there, F4 presses what is chosen or lit foremost (held down where the plan is held), Shift+F4
/// aborts, and each plan by its own key. A plan's key that the window uses already, or another plan, is left alone. UI thread.
class PlanKeys final : public QObject
{
    Q_OBJECT

public:
    /// All outlive it. `channel`: the one that is shown; a plan's key means its button there.
    PlanKeys(PlanPanel &panel, const PlanBoard &board, std::function<QString()> channel, QWidget *window);

Q_SIGNALS:
    /// The deck is to be brought to sight.
    void deckWanted();

private:
    QShortcut *add(const QKeySequence &keys, const std::function<void()> &does);
    void followPlans();
    bool isTaken(const QKeySequence &keys) const;

    PlanPanel &m_panel;
    const PlanBoard &m_board;
    const std::function<QString()> m_channel;
    QWidget *m_window;
    std::map<QString, QShortcut *> m_own; ///< by plan
};

} // namespace twinfeed
