// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/loopwatch.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QLoggingCategory>

#include <algorithm>
#include <utility>

namespace twinfeed {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.widgets.loop")

} // namespace

LoopWatch::LoopWatch(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
    const auto *dispatcher = QAbstractEventDispatcher::instance();
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &LoopWatch::end, Qt::DirectConnection);
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, &LoopWatch::end, Qt::DirectConnection);
    QCoreApplication::instance()->installEventFilter(this);
}

void LoopWatch::reset()
{
    m_longest = 0;
    m_counts = !m_inTurn;
}

bool LoopWatch::eventFilter(QObject *, QEvent *)
{
    if (!m_inTurn) {
        m_inTurn = true;
        m_begunAt = m_clock.now();
    }
    return false;
}

void LoopWatch::end()
{
    if (!m_inTurn)
        return;
    m_inTurn = false;
    if (!std::exchange(m_counts, true))
        return;
    const int64_t took = m_clock.now() - m_begunAt;
    m_longest = std::max(m_longest, took);
    if (took >= noticedUs)
        qCInfo(log, "the window did not answer for %lld ms", static_cast<long long>(took / 1000));
}

} // namespace twinfeed
