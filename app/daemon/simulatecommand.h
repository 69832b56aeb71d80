// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

namespace twinfeed::daemon {

/// `twinfeedd simulate [--plans DIR] [--scenarios DIR] [--rules FILE] [--runs N] [--seed N] [--vary FACTOR]... [--json]`: plays shows
/// without streams and without people, and writes what plans would have done to the standard output. `arguments` behind the word.
/// Returns the exit code. Uses every core.
int simulate(const QStringList &arguments);

} // namespace twinfeed::daemon
