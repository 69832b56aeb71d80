// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/eventstream.h"
#include "app/client/planclient.h"
#include "models/consolestate.h"
#include "models/planboard.h"

#include <QObject>

namespace twinfeed {

class PlanPanel;

/// Serves the plan deck: tells the board what the backend says of plans, and sends what is pressed. UI thread.
class PlanKeeper final : public QObject
{
    Q_OBJECT

public:
    /// All outlive it.
    PlanKeeper(client::EventStream &events, client::Client &client, const ConsoleState &state,
               PlanBoard &board, QObject *parent = nullptr);

    /// Connects its intents. The panel goes first.
    void serve(const PlanPanel &panel);

    void arm(const PlanPlace &place);
    void disarm(const PlanPlace &place);
    void fire(const PlanPlace &place, const QString &arm, bool held, const QString &reason);
    void abort(const PlanPlace &place, const QString &run);
    void answer(const PlanPlace &place, const QString &run, const QString &answer);
    void askForRuns(const QString &plan, const QString &search);
    void review(const QString &run, const QString &rootCause, const QString &notes);
    void enable(const QString &plan, bool enabled, const QString &reason);

private:
    void apply(const QString &type, const QJsonObject &data);
    void applySnapshot(const QJsonObject &data);
    void keepOutputs(const QJsonObject &channel);
    /// The newest run while a button shows its end is asked for where no event told it.
    void askForRun(const QString &run);
    /// Tells the board what became of it.
    client::Client::OperationDone reportTo(const PlanPlace &place, PlanBoard::Order order);

    client::PlanClient m_client;
    const ConsoleState &m_state;
    PlanBoard &m_board;
    QString m_asked; ///< the newest question for runs: an older one's answer is dropped
};

} // namespace twinfeed
