// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLoggingCategory>

namespace twinfeed::server {

/// "twinfeed.server": one line per request, and what the transport has to say. Never a token, never a query.
Q_DECLARE_LOGGING_CATEGORY(serverLog)

} // namespace twinfeed::server
