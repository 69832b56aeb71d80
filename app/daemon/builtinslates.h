// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/director.h"

namespace twinfeed::daemon {

/// The slates that are compiled into the program, as files below `folder`, since FFmpeg reads files.
Result<std::vector<backend::GivenSlate>> builtInSlates(const QString &folder);

} // namespace twinfeed::daemon
