// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/bridgerun.h"
#include "models/domain/clock.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace twinfeed::media {

/// The real bridges of one channel: thread "bridge", and while there is something to do two decoder threads and two of x264.
/// Sleeps for nothing and costs nothing while no bridge is ordered and no decoder is kept warm. What it has done is
/// fetched with progress(); it works at most a second ahead of the programme, and waits while nobody fetches.
///
/// Memory while a bridge lasts, at 1080p: about 60 MB (decoder, encoder, pictures between them); a warm decoder about 30 MB.
class BridgeThread final : public BridgeService
{
public:
    explicit BridgeThread(const Clock &clock);
    /// Joins, within some 20 ms: what can be waited for is one picture; some 100 ms where x264 is being opened or closed.
    ~BridgeThread() override;
    BridgeThread(const BridgeThread &) = delete;
    BridgeThread &operator=(const BridgeThread &) = delete;

    std::optional<Error> refusal(const GopBuffer &buffer) const override;
    void begin(const Order &order) override;
    void aim(int64_t pts) override;
    void cancel() override;
    Progress progress() override;
    void setWakeUp(std::function<void()> wakeUp) override;

    /// Any thread. Keeps a decoder on this path, where the programme is, so that a bridge to it needs no run-up at any
    /// length of GOP; null ends it. Before a bridge to another path begins nothing has to be said.
    void setWarm(std::shared_ptr<const GopBuffer> buffer);
    /// Any thread; whenever it has changed by more than a picture or so. How far what the programme sends is behind the clock
    /// in decoding time (the hold, the on-air source's shift and the warm path's trim), microseconds: there the warm decoder
    /// stands.
    void setBehind(int64_t us);

private:
    /// What others asked for; guarded by m_mutex.
    struct Asked
    {
        std::optional<Order> order; ///< the current one, until it has ended
        uint64_t orders = 0; ///< rises with each begin() and cancel()
        int64_t aim = 0;
        int64_t aimAt = 0;
        std::shared_ptr<const GopBuffer> warm;
        int64_t behind = 0;
    };

    void run(std::stop_token stop);
    int64_t round();
    void takeUp(const Asked &asked);
    void endRun();
    int64_t work(const Asked &asked);
    int64_t workOnRun(const Asked &asked);
    void hand(BridgeService::Progress progress, uint64_t order);
    void notify();

    const Clock &m_clock;

    std::mutex m_wakeUpMutex; // held while it is called
    std::function<void()> m_wakeUp;

    std::mutex m_mutex; // guards the four below
    std::condition_variable_any m_changed;
    Asked m_asked;
    Progress m_progress; // of the current order, not fetched yet
    bool m_news = false;

    // The bridge's thread only
    uint64_t m_order = 0; // Asked::orders that was taken up
    std::unique_ptr<BridgeRun> m_run;
    std::shared_ptr<const GopBuffer> m_subscribed;
    int m_subscription = 0;
    std::unique_ptr<BridgeWarm> m_warm;

    std::jthread m_thread; // last
};

} // namespace twinfeed::media
