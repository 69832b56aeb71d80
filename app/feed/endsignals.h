// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <csignal>

#include <sys/signalfd.h>

namespace twinfeed::feed {

/// SIGTERM and SIGINT as a file descriptor, which the caller closes. To be called before any thread starts, so that they
/// interrupt nobody; a peer that has gone is an error of the write, no signal.
inline int openEndSignals()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

} // namespace twinfeed::feed
