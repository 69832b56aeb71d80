// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/splicethread.h"

#include <algorithm>
#include <chrono>

#include <pthread.h>

namespace twinfeed::media {

namespace {

// With nothing due the thread still looks around this often; a wake-up that got lost would cost no more.
constexpr int64_t longestSleep = 1'000'000;
constexpr int64_t never = std::numeric_limits<int64_t>::max();
// A slate that is not on air may be pushed so much later: less than the least loss time.
constexpr int64_t slateBeside = 40'000;
constexpr int64_t tellFrom = 30'000;
constexpr int64_t tellPeriod = 1'000'000;

} // namespace

SpliceThread::SpliceThread(Setup setup, Meter &slateMeter, Meter &programmeMeter, const Clock &clock,
                           Callbacks callbacks)
    : m_clock(clock)
    , m_callbacks(std::move(callbacks))
    , m_buffers(setup.buffers)
    , m_programme(std::move(setup.programme))
    , m_programmeMeter(programmeMeter)
    , m_bridge(setup.bridge)
    , m_slate(std::move(setup.slate), slateMeter, setup.slateHeadStartUs)
    , m_splicer(setup.buffers, setup.settings, clock.now(), setup.bridge)
{
    if (setup.clip)
        m_slate.setClip(std::move(setup.clip), clock.now(), std::move(setup.text));
    for (size_t i = 0; i < m_buffers.size(); ++i) {
        m_subscriptions[i] = m_buffers[i]->subscribe([this, i] {
            ++m_pushes[i];
            if (m_wanted[i])
                wake();
        });
    }
    if (m_bridge)
        m_bridge->setWakeUp([this] { wake(); });
    m_thread = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

SpliceThread::~SpliceThread()
{
    m_thread.request_stop();
    m_thread.join();
    if (m_bridge)
        m_bridge->setWakeUp({});
    for (size_t i = 0; i < m_buffers.size(); ++i)
        m_buffers[i]->unsubscribe(m_subscriptions[i]);
}

void SpliceThread::post(std::function<void(int64_t)> command)
{
    {
        const std::lock_guard lock(m_mutex);
        m_commands.push_back(std::move(command));
        m_woken = true;
    }
    m_changed.notify_one();
}

void SpliceThread::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_woken = true;
    }
    m_changed.notify_one();
}

void SpliceThread::take(const Splicer::Order &order)
{
    post([this, order](int64_t now) { m_splicer.take(order, now); });
}

void SpliceThread::setTrims(std::array<int64_t, 2> trimsUs)
{
    post([this, trimsUs](int64_t) { m_splicer.setTrims(trimsUs); });
}

void SpliceThread::setAligned(std::optional<int64_t> sourceOffsetUs)
{
    post([this, sourceOffsetUs](int64_t) { m_splicer.setAligned(sourceOffsetUs); });
}

void SpliceThread::setSilence(std::optional<SilentSound> silence)
{
    post([this, silence = std::move(silence)](int64_t) { m_splicer.setSilence(silence); });
}

void SpliceThread::setHold(int64_t holdUs, int64_t lossUs)
{
    post([this, holdUs, lossUs](int64_t) { m_splicer.setHold(holdUs, lossUs); });
}

void SpliceThread::setClip(std::shared_ptr<const SlateClip> clip, std::shared_ptr<SlateTextPictures> text)
{
    post([this, clip = std::move(clip), text = std::move(text)](int64_t now) {
        m_slate.setClip(clip, now, text);
    });
}

void SpliceThread::tellMoved()
{
    post([this](int64_t) { m_toldAt = 0; });
}

std::optional<std::pair<Source, int64_t>> SpliceThread::newestPicture() const
{
    const int source = m_newestSource;
    if (source < 0)
        return std::nullopt;
    return std::pair{Source(source), m_newestAt.load()};
}

std::array<uint64_t, 3> SpliceThread::pushes() const
{
    return {m_pushes[0], m_pushes[1], m_pushes[2]};
}

bool SpliceThread::dataCame(const std::array<uint64_t, 3> &before) const
{
    for (size_t i = 0; i < before.size(); ++i) {
        if (m_wanted[i] && m_pushes[i] != before[i])
            return true;
    }
    return false;
}

void SpliceThread::run(std::stop_token stop)
{
    pthread_setname_np(pthread_self(), "splice");
    while (!stop.stop_requested()) {
        runCommands();
        const auto before = pushes();
        const int64_t next = round(m_clock.now());
        // What was pushed between the splicer's look and its wish to be woken would be missed otherwise.
        if (dataCame(before))
            continue;
        const int64_t sleep = std::min(next - m_clock.now(), longestSleep);
        std::unique_lock lock(m_mutex);
        if (sleep > 0)
            m_changed.wait_for(lock, stop, std::chrono::microseconds(sleep), [this] { return m_woken; });
        m_woken = false;
    }
}

void SpliceThread::runCommands()
{
    std::vector<std::function<void(int64_t)>> commands;
    {
        const std::lock_guard lock(m_mutex);
        commands.swap(m_commands);
    }
    for (const auto &command : commands)
        command(m_clock.now());
}

int64_t SpliceThread::round(int64_t now)
{
    int64_t slate = m_slate.advance(now);
    if (m_callbacks.silence) {
        if (auto silence = m_callbacks.silence(now))
            m_splicer.setSilence(std::move(silence));
    }
    Decided decided;
    if (m_callbacks.decide)
        decided = m_callbacks.decide(m_splicer.facts(now), now);
    for (const Splicer::Order &order : decided.orders)
        m_splicer.take(order, now);
    Splicer::Step step = m_splicer.advance(now);
    for (size_t i = 0; i < m_wanted.size(); ++i)
        m_wanted[i] = step.wantsData[i];
    deliver(step, now);
    tellMoves(now);
    m_behindUs = m_splicer.behindUs();
    m_holdUs = m_splicer.hold().us();
    m_holdTargetUs = m_splicer.hold().wantedUs();
    m_holdRemainingUs = m_splicer.hold().remainingUs();
    // While a path is on air its pictures wake the thread often enough for the slate's.
    if (m_splicer.onAir() != Source::Slate && !m_wanted[size_t(Source::Slate)] && slate != never)
        slate += slateBeside;
    return std::min({slate, step.next, decided.next, m_callbacks.expire(now)});
}

void SpliceThread::tellMoves(int64_t now)
{
    const Source onAir = m_splicer.onAir();
    const int64_t behind = m_splicer.lagUs();
    const bool told = onAir == m_toldSource && std::abs(behind - m_toldBehind) < tellFrom
        && now - m_toldAt < tellPeriod && m_toldAt > 0;
    if (!m_callbacks.moved || told)
        return;
    m_toldSource = onAir;
    m_toldBehind = behind;
    m_toldAt = now;
    m_callbacks.moved(onAir, behind);
}

void SpliceThread::deliver(Splicer::Step &step, int64_t now)
{
    // First of all what is on air: whoever hears of a cut, from here or from an output, finds its source.
    for (const Packet &packet : step.packets) {
        m_programmeMeter.add(packet, now);
        if (packet.track == Track::Video) {
            m_newestSource = int(packet.source);
            m_newestAt = now;
        }
    }
    // Before the packets: an output may have sent the first picture as soon as it is in the buffer.
    for (const Splicer::Event &event : step.events) {
        if (const auto *done = std::get_if<Splicer::CutDone>(&event))
            m_callbacks.cutDone(*done, now);
        else if (const auto *failed = std::get_if<Splicer::TakeFailed>(&event))
            m_callbacks.takeFailed(*failed);
        else if (m_callbacks.resumed)
            m_callbacks.resumed(std::get<Splicer::Resumed>(event));
    }
    if (!step.packets.empty())
        m_programme->push(std::move(step.packets));
}

} // namespace twinfeed::media
