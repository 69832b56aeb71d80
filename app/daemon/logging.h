// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace twinfeed::daemon {

enum class LogFormat { Text, Json };

/// Takes all of Qt's messages to standard error, one line each: text for people (with journald's priority prefix where
/// that reads it), or JSON lines {"at", "level", "category", "message"}. Call once, first.
void installLog(LogFormat format);

} // namespace twinfeed::daemon
