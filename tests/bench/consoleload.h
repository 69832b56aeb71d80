// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/process.h"

#include <QString>

namespace twinfeed::bench {

/// A backend that is nothing but load, in a process of its own: one channel with live, fit sources, many metrics five times a second, an
/// answer to each command. Says when a command came and when an event went.
class ConsoleLoad final
{
public:
    /// What the process itself does: call it from main() for `--load METRICS`. Gives the exit code.
    static int serve(int metrics);

    explicit ConsoleLoad(int metrics);
    bool start();
    QString address() const { return m_address; }
    /// CLOCK_BOOTTIME in microseconds at which the next command's last byte was read; 0 when none came.
    double nextCommandUs();
    /// Lets `source` be what is measured on the programme; does not wait.
    void sendOnAir(const QString &source) { m_process.writeLine(source); }
    /// When the next of those events was written, as above.
    double nextSentUs();

private:
    test::Process m_process;
    QString m_address;
};

} // namespace twinfeed::bench
