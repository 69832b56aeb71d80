// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QCoreApplication>

namespace twinfeed {

/// The backend that the console starts where none runs: `twinfeedd`, detached (in a session of its own: it goes on when
/// the console ends or dies) and supervised.
struct EmbeddedDaemon
{
    Q_DECLARE_TR_FUNCTIONS(EmbeddedDaemon)

public:
    QString program; ///< absolute
    QString dataFolder;
    QString runtimeFile;
    QString eventFolder = {}; ///< not empty: a rehearsal unit of the event that is kept there

    /// The user's: twinfeedd beside this program, ~/.local/share/twinfeed, its runtime.json.
    static EmbeddedDaemon ofUser();

    /// Starts it and does not wait for it. With twinfeedd.yaml of the data folder where there is one. What it says goes
    /// to twinfeedd.log there. Error "backend-missing", "backend-not-started". Does I/O: not for the UI thread.
    Result<void> launch() const;
    /// Asks the one that its runtime file names to end; does not wait for it. Does I/O.
    void end() const;
};

/// The absolute name of one of our programs, beside this one.
QString programBeside(const QString &name);

} // namespace twinfeed
