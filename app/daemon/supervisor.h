// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QStringList>

namespace twinfeed::daemon {

/// Starts the daemon as a child and starts it again when it crashes: after 0.1 s, doubling up to 2 s, and 0.1 s again
/// once a child has lived for ten seconds. Passes SIGTERM and SIGINT on; ends as the child does when that ended on
/// purpose or with a fault no restart mends (see isFinal()). When the supervisor is killed, the kernel sends the child a
/// SIGTERM: nothing is left running that nobody watches.
///
/// Children of one supervisor keep one token, so that a console goes on after a crash as if nothing had been.
class Supervisor final
{
public:
    /// How the child knows what it is: number of starts before it, and the token, in its environment.
    static constexpr char startsVariable[] = "TWINFEEDD_STARTS";
    static constexpr char tokenVariable[] = "TWINFEEDD_TOKEN";

    /// `arguments`: of the child, without the program.
    Supervisor(QStringList arguments, QByteArray token);
    /// The exit code for main().
    int run();

private:
    int start(int starts) const;
    /// Waits for the child, passing signals on; its wait status.
    int waitFor(int child);
    /// False when a signal asked to end meanwhile.
    bool pause(int milliseconds);

    const QStringList m_arguments;
    const QByteArray m_token;
    bool m_ending = false;
};

} // namespace twinfeed::daemon
