// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QRegularExpression>
#include <QStringList>

#include <mutex>
#include <vector>

namespace twinfeed::test {

/// While one lives, a Qt warning or worse that the test did not announce fails the running test function, from whatever thread it
/// comes; so does an announced one that never came. For a whole class, keep one from init() to cleanup():
///
///     void init() { m_warnings.emplace(); }
///     void cleanup() { m_warnings.reset(); }
///
/// Use expect() instead of QTest::ignoreMessage(), which this does not see. One at a time; made and destroyed on the
/// test's main thread.
class FailOnWarning final
{
public:
    FailOnWarning();
    ~FailOnWarning();
    FailOnWarning(const FailOnWarning &) = delete;
    FailOnWarning &operator=(const FailOnWarning &) = delete;

    /// At least one message like this must come.
    void expect(const QString &pattern);
    /// Messages like this may come.
    void allow(const QString &pattern);

    /// Messages so far that nobody announced.
    QStringList unexpected() const;
    /// Patterns of expect() that nothing has matched so far.
    QStringList missing() const;

private:
    struct Announced
    {
        QRegularExpression pattern;
        bool required;
        bool seen = false;
    };

    static void handle(QtMsgType type, const QMessageLogContext &context, const QString &message);
    void take(const QString &message);

    mutable std::mutex m_mutex; // guards all below
    std::vector<Announced> m_announced;
    QStringList m_unexpected;
};

} // namespace twinfeed::test
