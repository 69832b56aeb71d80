// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/wait.h"

#include <QTest>

namespace twinfeed::test {

bool waitUntil(const std::function<bool()> &condition, std::chrono::milliseconds timeout, const char *what)
{
    if (QTest::qWaitFor(condition, static_cast<int>(timeout.count())))
        return true;
    qInfo("not within %lld ms: %s", static_cast<long long>(timeout.count()), what);
    return false;
}

} // namespace twinfeed::test
