// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace twinfeed {

/// What the command line of `twinfeed` says.
struct CommandLine
{
    bool demo = false;
    QString connectTo; ///< base address; empty: the backend of this machine
    QString tokenFile;
    bool rehearsal = false; ///< this window is a rehearsal's
    QString eventFolder; ///< data folder of the live unit that is rehearsed; empty: the user's
    QString runtimeFile; ///< empty: the data folder's
    QString shotsFolder; ///< empty: no pictures are taken
    QString language; ///< "en", "zh_CN"; empty: as set, else the system's
    std::optional<QSize> size;

    /// --help or --version: this is all that is to be done.
    std::optional<QString> say;
};

/// Pure. Error "bad-command-line" says which option is wrong and what would be right.
Result<CommandLine> parseCommandLine(const QStringList &arguments);

} // namespace twinfeed
