// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace twinfeed {

struct CommandLine;
class Settings;

/// Brings language and colours into force, as the command line says, else as they were chosen, else as the system has them.
/// Returns the language. UI thread.
QString applyLook(const CommandLine &line, const Settings &settings);

} // namespace twinfeed
