// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/drills/faultproxy.h"

namespace twinfeed::test {

/// Drills spoil streams with it, and so do tests.
using FaultProxy = drills::FaultProxy;

} // namespace twinfeed::test
