// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/slateloop.h"
#include "app/media/splicer.h"
#include "models/domain/clock.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <limits>
#include <mutex>
#include <thread>

namespace twinfeed::media {

/// Runs a splicer and the slate in real time: thread "splice". Sleeps until the next packet is due or a take comes; new
/// packets wake it only where the splicer waits for them, so a running channel costs one wake-up a picture.
class SpliceThread final
{
public:
    struct Decided
    {
        std::vector<Splicer::Order> orders;
        int64_t next = std::numeric_limits<int64_t>::max(); ///< when to be asked again at the latest
    };
    /// All are called on the splice thread with no lock held.
    struct Callbacks
    {
        /// The first picture of a cut is about to enter the programme.
        std::function<void(const Splicer::CutDone &cut, int64_t now)> cutDone;
        std::function<void(const Splicer::TakeFailed &failure)> takeFailed;
        /// Where set: the source on air goes on behind a bridge that broke off; before it enters the programme.
        std::function<void(const Splicer::Resumed &resumed)> resumed;
        /// Once a round; gives when to be asked again.
        std::function<int64_t(int64_t now)> expire;
        /// Once a round, where set: another silence than before.
        std::function<std::optional<SilentSound>(int64_t now)> silence;
        /// Where set: what is on air, or Splicer::lagUs(), has changed by about a picture; and once a second.
        std::function<void(Source onAir, int64_t lagUs)> moved;
        /// Once a round in front of the splicer, where set: what the engine does by itself.
        std::function<Decided(const Splicer::Facts &facts, int64_t now)> decide;
    };
    struct Setup
    {
        Splicer::Buffers buffers; ///< by Source; the slate's is written by this thread
        std::shared_ptr<GopBuffer> slate; ///< the same one, to write to
        std::shared_ptr<const SlateClip> clip;
        std::shared_ptr<SlateTextPictures> text; ///< of a clip with a running time
        std::shared_ptr<GopBuffer> programme; ///< this thread is its only writer
        Splicer::Settings settings;
        int64_t slateHeadStartUs = 0;
        BridgeService *bridge = nullptr; ///< may be null; outlives this
    };

    SpliceThread(Setup setup, Meter &slateMeter, Meter &programmeMeter, const Clock &clock,
                 Callbacks callbacks);
    ~SpliceThread();
    SpliceThread(const SpliceThread &) = delete;
    SpliceThread &operator=(const SpliceThread &) = delete;

    /// Any thread; none waits.
    void take(const Splicer::Order &order);
    void setHold(int64_t holdUs, int64_t lossUs);
    void setTrims(std::array<int64_t, 2> trimsUs);
    void setAligned(std::optional<int64_t> sourceOffsetUs);
    void setSilence(std::optional<SilentSound> silence);
    void setClip(std::shared_ptr<const SlateClip> clip, std::shared_ptr<SlateTextPictures> text);
    /// Callbacks::moved is wanted soon, whatever has changed.
    void tellMoved();
    int64_t behindUs() const { return m_behindUs; }
    /// As of the newest round.
    struct HoldState
    {
        int64_t holdUs = 0;
        int64_t targetUs = 0;
        int64_t remainingUs = 0;
    };
    HoldState hold() const { return {m_holdUs, m_holdTargetUs, m_holdRemainingUs}; }
    /// Source of the newest picture that entered the programme, and when that was; nothing before the first.
    std::optional<std::pair<Source, int64_t>> newestPicture() const;

private:
    void run(std::stop_token stop);
    void post(std::function<void(int64_t now)> command);
    void wake();
    void runCommands();
    int64_t round(int64_t now);
    void deliver(Splicer::Step &step, int64_t now);
    void tellMoves(int64_t now);
    std::array<uint64_t, 3> pushes() const;
    bool dataCame(const std::array<uint64_t, 3> &before) const;

    const Clock &m_clock;
    const Callbacks m_callbacks;
    const Splicer::Buffers m_buffers;
    const std::shared_ptr<GopBuffer> m_programme;
    Meter &m_programmeMeter;
    BridgeService *const m_bridge;
    std::array<int, 3> m_subscriptions{};

    // Written by the inputs' threads: how often each source has pushed, and whether that is of interest.
    std::array<std::atomic<uint64_t>, 3> m_pushes{};
    std::array<std::atomic<bool>, 3> m_wanted{};

    std::mutex m_mutex; // guards the two below
    std::condition_variable_any m_changed;
    std::vector<std::function<void(int64_t now)>> m_commands;
    bool m_woken = false;

    std::atomic<int64_t> m_behindUs{0};
    std::atomic<int64_t> m_holdUs{0};
    std::atomic<int64_t> m_holdTargetUs{0};
    std::atomic<int64_t> m_holdRemainingUs{0};
    std::atomic<int> m_newestSource{-1};
    std::atomic<int64_t> m_newestAt{0};

    // The splice thread only
    Source m_toldSource = Source::Slate;
    int64_t m_toldBehind = -1;
    int64_t m_toldAt = 0;
    SlateLoop m_slate;
    Splicer m_splicer;

    std::jthread m_thread; // last
};

} // namespace twinfeed::media
