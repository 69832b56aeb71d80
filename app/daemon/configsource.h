// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/config.h"
#include "app/daemon/commandline.h"

namespace twinfeed::daemon {

/// Reads the configuration of the command line; without one everything is default. After a crash a file that has become
/// wrong meanwhile must not keep the programme down: then the one that was used last goes on being used, and the
/// mistakes are logged.
backend::ConfigReading readConfigOf(const CommandLine &line, bool restarted);

/// Keeps the configuration in the data folder as the one used last.
void keepConfigOf(const CommandLine &line);

} // namespace twinfeed::daemon
