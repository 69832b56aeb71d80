// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QByteArray>
#include <QStringList>

#include <vector>

namespace twinfeed::drills {

/// A program that this one started and that does not outlive it: the destructor ends it and collects it, and where this program
/// dies the kernel ends it (PR_SET_PDEATHSIG: bound to the *thread* that called start()). No event loop is needed. One thread.
class ChildProcess final
{
public:
    ChildProcess() = default;
    ~ChildProcess() { end(); }
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;

    /// Errors: "program-failed". A program that is not there ends at once.
    Result<void> start(const QString &program, const QStringList &arguments);
    bool isRunning();
    /// Of the process; 0 when there is none.
    int pid() const { return m_pid; }
    void writeLine(const QByteArray &line);
    /// Whole lines of its standard output that have come since; does not wait.
    std::vector<QByteArray> readLines();
    /// SIGTERM, and SIGKILL to one that takes no notice within half a second.
    void end();

private:
    void closePipes();

    int m_pid = 0;
    int m_input = -1; // that we write
    int m_output = -1; // that we read
    QByteArray m_read;
};

} // namespace twinfeed::drills
