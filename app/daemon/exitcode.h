// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace twinfeed::daemon {

/// As sysexits.h has them, so that systemd and the supervisor know what a restart cannot mend.
enum ExitCode {
    ExitOk = 0,
    ExitAgain = 1, ///< something that may be over at the next try
    ExitUsage = 64, ///< the command line
    ExitData = 65, ///< the store is damaged or of a newer program
    ExitInUse = 69, ///< the address or the data folder is somebody else's
    ExitDisk = 74, ///< the store cannot be opened
    ExitConfig = 78, ///< the configuration file
};

/// True for what no restart mends.
constexpr bool isFinal(int code)
{
    return code == ExitOk || (code >= ExitUsage && code <= ExitConfig);
}

} // namespace twinfeed::daemon
