// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/backend.h"

namespace twinfeed::server {

/// What Prometheus collects, as OpenMetrics 1.0 or as the older text format 0.0.4 (they differ in how counters are declared
/// and in the end). In base units: seconds, bytes. What cannot be measured has no sample: missing is not zero.
QByteArray exposition(const Backend &backend, bool openMetrics);

} // namespace twinfeed::server
