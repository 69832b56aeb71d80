// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <chrono>
#include <functional>

namespace twinfeed::test {

/// Waits until `condition` holds, with events of this thread processed meanwhile; asks about every 10 ms and once more
/// at the end. False after `timeout`; then it has said on the test log what it was waiting for:
///
///     QVERIFY(waitUntil([&] { return nginx.readers(QStringLiteral("out")) == 1; }, 10s, "a reader at nginx"));
///
/// The timeout is how long a broken program may keep a test busy; it is never what a test measures.
bool waitUntil(const std::function<bool()> &condition, std::chrono::milliseconds timeout, const char *what);

} // namespace twinfeed::test
