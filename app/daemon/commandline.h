// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/daemon/logging.h"
#include "models/domain/words.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace twinfeed::daemon {

/// What the command line asks for.
struct CommandLine
{
    enum class Action { Serve, Check, CheckScenarios, CheckPlans, Token, Sign };

    Action action = Action::Serve;
    QString configFile; ///< empty: no configuration
    QStringList planFiles; ///< of CheckPlans
    QString dataFolder;
    QString runtimeFile;
    bool supervise = false;
    bool rehearsal = false;
    QString eventFolder; ///< of a rehearsal: the data folder whose channels it takes
    bool takesEvent = false; ///< also where there is a configuration, which may be older
    LogFormat log = LogFormat::Text;
    QString tokenName;
    Role tokenRole = Role::Viewer;
    QString masterKeyFile; ///< absolute; empty: as configured
    QStringList scenarioFiles;
    // Of sign.
    QString address;
    QString scheme;
    QString secretFile;
    int validSeconds = 1800;
    QString reader; ///< its IP address, where the scheme binds it
};

/// Reads it, or has said what is wrong with it (or the help, or the version) and gives the exit code.
struct ParsedCommandLine
{
    CommandLine line;
    std::optional<int> exitCode;
};
ParsedCommandLine parseCommandLine(const QStringList &arguments);

} // namespace twinfeed::daemon
