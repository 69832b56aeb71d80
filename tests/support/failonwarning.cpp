// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/failonwarning.h"

#include <QTest>

#include <atomic>

namespace twinfeed::test {

namespace {

// A message handler is a plain function, so what it reports to must be global. Messages of other threads may arrive while
// the guard goes: the handler holds this mutex while it uses it.
std::mutex currentMutex;
FailOnWarning *current = nullptr;
std::atomic<QtMessageHandler> previous = nullptr;

} // namespace

FailOnWarning::FailOnWarning()
{
    {
        const std::lock_guard lock(currentMutex);
        Q_ASSERT(!current);
        current = this;
    }
    previous = qInstallMessageHandler(&FailOnWarning::handle);
}

FailOnWarning::~FailOnWarning()
{
    qInstallMessageHandler(previous);
    {
        const std::lock_guard lock(currentMutex);
        current = nullptr;
    }
    const QStringList surprises = unexpected();
    const QStringList absent = missing();
    if (!surprises.isEmpty())
        QTest::qFail(
            qPrintable(QStringLiteral("unexpected warning: %1").arg(surprises.join(QLatin1String("\n  ")))),
            __FILE__, __LINE__);
    else if (!absent.isEmpty())
        QTest::qFail(
            qPrintable(QStringLiteral("no warning like: %1").arg(absent.join(QLatin1String("\n  ")))),
            __FILE__, __LINE__);
}

void FailOnWarning::expect(const QString &pattern)
{
    const std::lock_guard lock(m_mutex);
    m_announced.push_back({QRegularExpression(pattern), true});
}

void FailOnWarning::allow(const QString &pattern)
{
    const std::lock_guard lock(m_mutex);
    m_announced.push_back({QRegularExpression(pattern), false});
}

QStringList FailOnWarning::unexpected() const
{
    const std::lock_guard lock(m_mutex);
    return m_unexpected;
}

QStringList FailOnWarning::missing() const
{
    const std::lock_guard lock(m_mutex);
    QStringList patterns;
    for (const Announced &announced : m_announced) {
        if (announced.required && !announced.seen)
            patterns << announced.pattern.pattern();
    }
    return patterns;
}

void FailOnWarning::handle(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (type == QtWarningMsg || type == QtCriticalMsg) {
        const std::lock_guard lock(currentMutex);
        if (current)
            current->take(message);
    }
    if (const QtMessageHandler next = previous)
        next(type, context, message);
}

void FailOnWarning::take(const QString &message)
{
    const std::lock_guard lock(m_mutex);
    bool announcedOne = false;
    for (Announced &announced : m_announced) {
        if (announced.pattern.match(message).hasMatch()) {
            announced.seen = true;
            announcedOne = true;
        }
    }
    if (!announcedOne)
        m_unexpected << message;
}

} // namespace twinfeed::test
