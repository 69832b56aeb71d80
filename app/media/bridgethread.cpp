// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/bridgethread.h"

#include "app/media/errors.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include <pthread.h>

namespace twinfeed::media {

namespace {

constexpr int64_t never = std::numeric_limits<int64_t>::max();
// Pictures that nobody has fetched: at 60 a second more than four seconds of them.
constexpr size_t mostUnfetched = 256;

} // namespace

BridgeThread::BridgeThread(const Clock &clock)
    : m_clock(clock)
    , m_thread([this](std::stop_token stop) { run(std::move(stop)); })
{
}

BridgeThread::~BridgeThread()
{
    m_thread.request_stop();
    m_thread.join();
}

std::optional<Error> BridgeThread::refusal(const GopBuffer &buffer) const
{
    auto refused = bridgeRefusal(buffer.config(Track::Video));
    if (!refused && !buffer.newestKeyframe())
        refused =
            errorOf(QStringLiteral("no-keyframe"), QStringLiteral("The source has sent no keyframe yet."));
    return refused;
}

void BridgeThread::begin(const Order &order)
{
    {
        const std::lock_guard lock(m_mutex);
        m_asked.order = order;
        m_asked.aim = order.aimPts;
        m_asked.aimAt = m_clock.now();
        ++m_asked.orders;
        m_progress = {};
        m_news = true;
    }
    m_changed.notify_one();
}

void BridgeThread::aim(int64_t pts)
{
    const std::lock_guard lock(m_mutex);
    m_asked.aim = pts;
    m_asked.aimAt = m_clock.now();
}

void BridgeThread::cancel()
{
    {
        const std::lock_guard lock(m_mutex);
        m_asked.order.reset();
        ++m_asked.orders;
        m_progress = {};
        m_news = true;
    }
    m_changed.notify_one();
}

BridgeService::Progress BridgeThread::progress()
{
    Progress fetched;
    bool waited = false;
    {
        const std::lock_guard lock(m_mutex);
        std::swap(fetched, m_progress);
        waited = fetched.pictures.size() >= mostUnfetched;
        m_news |= waited;
    }
    if (waited)
        m_changed.notify_one();
    return fetched;
}

void BridgeThread::setWakeUp(std::function<void()> wakeUp)
{
    const std::lock_guard lock(m_wakeUpMutex);
    m_wakeUp = std::move(wakeUp);
}

void BridgeThread::setWarm(std::shared_ptr<const GopBuffer> buffer)
{
    {
        const std::lock_guard lock(m_mutex);
        m_asked.warm = std::move(buffer);
        m_news = true;
    }
    m_changed.notify_one();
}

void BridgeThread::setBehind(int64_t us)
{
    const std::lock_guard lock(m_mutex);
    m_asked.behind = us; // the warm decoder looks often enough
}

void BridgeThread::notify()
{
    {
        const std::lock_guard lock(m_mutex);
        m_news = true;
    }
    m_changed.notify_one();
}

void BridgeThread::run(std::stop_token stop)
{
    pthread_setname_np(pthread_self(), "bridge");
    while (!stop.stop_requested()) {
        const int64_t next = round();
        const int64_t now = m_clock.now();
        if (next <= now)
            continue;
        std::unique_lock lock(m_mutex);
        const auto news = [this] { return m_news; };
        if (next == never)
            m_changed.wait(lock, stop, news);
        else
            m_changed.wait_for(lock, stop, std::chrono::microseconds(next - now), news);
    }
    endRun();
}

int64_t BridgeThread::round()
{
    Asked asked;
    {
        const std::lock_guard lock(m_mutex);
        asked = m_asked;
        m_news = false;
    }
    takeUp(asked);
    return work(asked);
}

void BridgeThread::endRun()
{
    if (m_subscribed)
        m_subscribed->unsubscribe(m_subscription);
    m_subscribed.reset();
    m_run.reset();
}

void BridgeThread::takeUp(const Asked &asked)
{
    if (asked.warm != (m_warm ? m_warm->buffer() : nullptr))
        m_warm = asked.warm ? std::make_unique<BridgeWarm>(asked.warm) : nullptr;
    if (asked.orders == m_order)
        return;
    m_order = asked.orders;
    endRun();
    if (!asked.order)
        return;
    std::unique_ptr<BridgeReader> reader;
    if (m_warm && m_warm->buffer() == asked.order->buffer)
        reader = m_warm->release(asked.order->aimPts);
    m_run = std::make_unique<BridgeRun>(*asked.order, std::move(reader), asked.aimAt);
    m_subscribed = asked.order->buffer;
    m_subscription = m_subscribed->subscribe([this] { notify(); });
}

int64_t BridgeThread::work(const Asked &asked)
{
    // The bridge first: a decoder that is not warm yet costs a run-up, a bridge that is late a picture.
    int64_t next = m_run ? workOnRun(asked) : never;
    const int64_t now = m_clock.now();
    if (m_warm && next > now && !(m_subscribed && m_subscribed == m_warm->buffer()))
        next = std::min(next, m_warm->step(now - asked.behind, now));
    return next;
}

int64_t BridgeThread::workOnRun(const Asked &asked)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_progress.pictures.size() >= mostUnfetched)
            return never; // progress() wakes
    }
    m_run->aim(asked.aim, asked.aimAt);
    auto step = m_run->step(m_clock.now());
    hand(std::move(step.progress), asked.orders);
    if (m_run->ended())
        endRun();
    return step.next;
}

void BridgeThread::hand(BridgeService::Progress progress, uint64_t order)
{
    if (!progress.beginsAt && progress.pictures.empty() && !progress.joinsAt && !progress.failure)
        return;
    {
        const std::lock_guard lock(m_mutex);
        if (m_asked.orders != order)
            return;
        if (progress.beginsAt)
            m_progress.beginsAt = progress.beginsAt;
        std::ranges::move(progress.pictures, std::back_inserter(m_progress.pictures));
        if (progress.joinsAt)
            m_progress.joinsAt = progress.joinsAt;
        if (progress.failure)
            m_progress.failure = std::move(progress.failure);
        if (m_run->ended())
            m_asked.order.reset(); // and with it the buffer
    }
    const std::lock_guard lock(m_wakeUpMutex);
    if (m_wakeUp)
        m_wakeUp();
}

} // namespace twinfeed::media
