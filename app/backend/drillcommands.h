// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/commands.h"
#include "app/backend/drilldesk.h"
#include "app/backend/drillshelf.h"

namespace twinfeed::backend {

/// "unknown-drill"
Error unknownDrill(const QString &id);

/// Commands about drills and scenarios. Contract: server::Drilling. Director's thread.
class DrillCommands final : private Commands
{
public:
    struct Drills
    {
        DrillShelf &shelf;
        DrillDesk &desk;
        const Store &store;
        bool rehearsal = false;
        qint64 next = 1; ///< the first id that is free
    };

    DrillCommands(CommandWorld world, Drills drills)
        : Commands(std::move(world))
        , m_drills(drills)
    {
    }

    void putScenario(const server::Command &command, const Scenario &scenario,
                     const server::AnswerDone &done);
    void start(const server::Command &command, const server::DrillOrder &order,
               const server::AnswerDone &done);
    void end(const server::Command &command, const QString &drill, const server::AnswerDone &done);
    void answer(const server::Command &command, const QString &drill, const QString &question, int choice,
                const server::AnswerDone &done);
    void note(const server::Command &command, const QString &drill, DrillNote note,
              const server::AnswerDone &done);

    /// The desk has news of the drill that runs: keeps and tells them.
    void changed(const Drill &drill);
    /// At the start: drills that the unit's end has cut short.
    Result<void> abortInterrupted();

private:
    using Told = std::pair<QString, QString>; // kind and text of the journal entry
    Operation done(const server::Command &command, const QString &kind, const QString &channel,
                   const QJsonObject &request) const;
    Result<server::Answer> accept(const server::Command &command, const Scenario &scenario);
    Result<server::Answer> accept(const server::Command &command, const server::DrillOrder &order);
    Result<server::Answer> acceptNote(const server::Command &command, const QString &drill, DrillNote note);
    Result<Drill> newDrill(const server::Command &command, const server::DrillOrder &order) const;
    Result<Drill> runningDrill(const QString &id) const;

    Drills m_drills;
    QString m_told; // id and state that the journal has heard last
};

} // namespace twinfeed::backend
