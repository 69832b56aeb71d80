// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/config.h"
#include "app/daemon/commandline.h"

namespace twinfeed::daemon {

/// True for a daemon that its supervisor started again after a crash.
bool isRestarted();

/// The composition root: makes folder, engines, director, server and runtime file in this order, waits for the end, and
/// takes them down in the reverse order. Gives the exit code. Main thread, once, with a QCoreApplication.
int serve(const CommandLine &line, const backend::DaemonConfig &config);

} // namespace twinfeed::daemon
