// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console/embeddeddaemon.h"

#include <QObject>

#include <functional>

namespace twinfeed {

class DrillPanel;

/// The rehearsal unit of an event, in the folder "rehearsal" of the event's data folder.
EmbeddedDaemon rehearsalUnitOf(const QString &eventFolder);

/// From a live unit's window into a rehearsal: another console, a process of its own with a window of its own, which starts the
/// rehearsal unit and ends it when it is left. So what is on air stays in sight, and nothing of this console is touched. UI thread.
class Rehearsals final : public QObject
{
    Q_OBJECT

public:
    /// `eventFolder` says, when it is pressed, where the live unit keeps its channels.
    explicit Rehearsals(std::function<QString()> eventFolder, QObject *parent = nullptr);

    /// One press is all. The panel goes last.
    void serve(DrillPanel &panel);
    /// Starts the other console. Errors: "rehearsal-open", "console-not-started".
    Result<void> start();

private:
    const std::function<QString()> m_eventFolder;
    qint64 m_console = 0; ///< its process
};

} // namespace twinfeed
