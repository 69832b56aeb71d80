// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/drill.h"

#include <QByteArray>

#include <functional>

/// What the server needs of rehearsals: scenarios, drills, readiness. Part of Backend, with its contract.
namespace twinfeed::server {

struct Command;
struct Answer;

struct DrillQuery
{
    qint64 before = 0; ///< ids below this only; 0: newest
    int limit = 100; ///< 1 to 1000
    QString scenario; ///< id
    QString search; ///< in names, operators and notes
};

struct DrillOrder
{
    QString scenario;
    std::optional<qint64> seed; ///< nothing: one is drawn
    std::optional<DrillKind> kind; ///< nothing: the scenario's
    QString channel; ///< empty: the scenario's, or the first
};

class Drilling
{
public:
    virtual ~Drilling() = default;

    // Questions; any thread.
    /// By id.
    virtual std::vector<Scenario> scenarios() const = 0;
    /// Newest first. Reads the disk: called on a server worker, as the next three.
    virtual Result<std::vector<Drill>> drills(const DrillQuery &query) const = 0;
    /// Errors: "unknown-drill".
    virtual Result<Drill> drill(const QString &id) const = 0;
    /// A JPEG of the programme as it was at a mark. Errors: "unknown-drill", "no-picture".
    virtual Result<QByteArray> drillPicture(const QString &drill, int mark) const = 0;
    /// What was rehearsed when, against the calendar; see openapi.yaml.
    virtual Result<QJsonObject> readiness() const = 0;

    // Commands; contract: Backend. Each is done when it is answered; what a drill then does comes as events.
    using DrillDone = std::function<void(Result<Answer>)>;
    virtual void putScenario(Command command, Scenario scenario, DrillDone done) = 0;
    /// Errors: "unknown-scenario", "unknown-channel", "not-a-rehearsal" (on a live unit only tabletops), "drill-running".
    virtual void startDrill(Command command, DrillOrder order, DrillDone done) = 0;
    /// Errors: "unknown-drill", "drill-over", as the next.
    virtual void endDrill(Command command, QString drill, DrillDone done) = 0;
    /// Also: "unknown-question".
    virtual void answerDrill(Command command, QString drill, QString question, int choice,
                             DrillDone done) = 0;
    /// Errors: "unknown-drill". By, and when, is filled in.
    virtual void noteDrill(Command command, QString drill, DrillNote note, DrillDone done) = 0;
};

} // namespace twinfeed::server
