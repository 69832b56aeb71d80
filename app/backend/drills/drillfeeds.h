// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/drills/childprocess.h"
#include "app/backend/drills/faultproxy.h"
#include "models/domain/scenario.h"

#include <map>
#include <memory>

namespace twinfeed::drills {

/// The two feeds of a drill, each through a proxy of its own into the unit: what can go wrong on either path is done here.
/// One thread.
class DrillFeeds final
{
public:
    struct Setup
    {
        QString program; ///< twinfeed-feed
        quint16 primaryPort = 0; ///< where the unit listens
        quint16 backupPort = 0;
        bool aligned = false;
        std::vector<FaultKind> faults = {}; ///< that will come: what they need is made before
    };

    /// Errors: "program-failed".
    static Result<std::unique_ptr<DrillFeeds>> start(const Setup &setup);

    /// `path`: "primary" or "backup".
    void begin(const ScenarioFault &fault, const QString &path);
    void end(FaultKind fault, const QString &path);
    /// False when the program has ended by itself.
    bool isRunning() { return m_program.isRunning(); }
    int pid() const { return m_program.pid(); }

private:
    DrillFeeds(quint16 primaryPort, quint16 backupPort);
    FaultProxy &proxy(const QString &path);
    void say(const QString &path, const QString &command);

    FaultProxy m_primary;
    FaultProxy m_backup;
    ChildProcess m_program;
};

} // namespace twinfeed::drills
