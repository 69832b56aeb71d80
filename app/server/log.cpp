// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/log.h"

namespace twinfeed::server {

Q_LOGGING_CATEGORY(serverLog, "twinfeed.server")

} // namespace twinfeed::server
