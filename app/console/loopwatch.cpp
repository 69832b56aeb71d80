// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/loopwatch.h"

#include <QLoggingCategory>

namespace twinfeed {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.console.loop")

} // namespace

LoopWatch::LoopWatch(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
    const auto *dispatcher = QAbstractEventDispatcher::instance();
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, &LoopWatch::awake, Qt::DirectConnection);
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &LoopWatch::aboutToBlock,
            Qt::DirectConnection);
}

void LoopWatch::awake()
{
    // Awake comes again while it goes on without sleeping: that is one turn for whoever waits for the window.
    if (m_awakeAt == 0)
        m_awakeAt = m_clock.now();
}

void LoopWatch::aboutToBlock()
{
    if (m_awakeAt == 0)
        return;
    const int64_t took = m_clock.now() - m_awakeAt;
    m_awakeAt = 0;
    m_longest = std::max(m_longest, took);
    if (took >= noticedUs)
        qCInfo(log, "the window did not answer for %lld ms", static_cast<long long>(took / 1000));
}

} // namespace twinfeed
