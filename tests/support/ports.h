// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

namespace twinfeed::test {

/// A port of the loopback interface that nobody uses, neither for TCP nor for UDP.
///
/// Two tests that run at the same time never get the same one: it stays reserved (by a lock on a byte of a file in the
/// temporary folder) until this process ends. It lies below the range that the kernel takes for outgoing connections
/// (32768 and up), so no connection of another program can sit on it when a server comes to listen a moment later.
/// Ends the test program when there is none in 200 tries.
quint16 freePort();

} // namespace twinfeed::test
