// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/feedcommand.h"
#include "app/feed/feedconnection.h"
#include "app/feed/sendfaults.h"
#include "app/feed/startgate.h"

#include <QJsonObject>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace twinfeed::feed {

/// Pushes one feed to one address on its own thread ("feed-<n>"), for ever: paced by the clock, reconnecting with
/// back-off (0.25 s doubling to 4 s), obeying commands. The thread is joined in the destructor.
class Pusher final
{
public:
    struct Setup
    {
        int feed = 1;
        QString url;
        FeedLoops loops;
        int rate = 30;
        int64_t shiftUs = 0; ///< added to the timestamps
        int64_t durationUs = 0; ///< of the timeline; 0: for ever
        bool paced = true;
        /// Tries again every 0.25 s, and goes on with the next keyframe at once then, instead of when it is due.
        bool prompt = false;
    };
    /// What happened: {"at_us", "feed", "did", ...} for programs, or a sentence for people. Called on any thread.
    struct Listener
    {
        std::function<void(const QJsonObject &)> did;
        std::function<void(const QString &)> say;
    };

    Pusher(Setup setup, const Clock &clock, StartGate &gate, Listener listener);
    ~Pusher();
    Pusher(const Pusher &) = delete;
    Pusher &operator=(const Pusher &) = delete;

    void command(const FeedCommand &command);
    /// A variant became available (encoded meanwhile).
    void addVideo(Variant variant, LoopPtr loop);
    void addSound(SoundVariant variant, LoopPtr loop);

    enum class State { Running, Done, Failed };
    /// Done at the end of the duration, Failed where a file cannot be written. A network never fails for good.
    State state() const { return m_state; }

private:
    void run(const std::stop_token &stop);
    Result<void> connectAndStream(const std::stop_token &stop);
    Result<void> stream(FeedConnection &connection, const std::stop_token &stop);
    void obey(FeedConnection *connection);
    void obey(const FeedCommand &command);
    void spoil(const FeedCommand &command);
    bool waitUntil(int64_t us, const std::stop_token &stop);
    void expect(const FeedCommand &command, bool video, bool sound);
    int64_t timeNow() const { return m_clock.now() - m_zeroUs.value_or(0); }
    void waitForCommand(const std::stop_token &stop);
    Result<void> send(FeedConnection &connection);
    int64_t timeUs(const TimelinePacket &packet) const; ///< of its timestamp, as the loop has it
    void skipIfLate();
    void acknowledge(const TimelinePacket &sent);
    void report(const QString &did, QJsonObject more = {});

    const Setup m_setup;
    const Clock &m_clock;
    StartGate &m_gate;
    const Listener m_listener;
    std::atomic<State> m_state{State::Running};

    std::mutex m_mutex; // guards the next three
    std::condition_variable_any m_wake;
    std::deque<FeedCommand> m_commands;
    std::deque<std::function<void()>> m_arrivals; // of loops, run on the feed's thread
    Patience m_patience;

    // The feed's thread only.
    FeedLoops m_loops;
    LoopTimeline m_timeline;
    QString m_lastSaid; // why the last try failed
    bool m_stopped = false;
    bool m_cut = false;
    bool m_connectedBefore = false;
    std::optional<int64_t> m_zeroUs; ///< clock at which the timeline's zero is sent
    /// A command that is not yet seen in what is sent.
    struct Waiting
    {
        FeedCommand command;
        bool video = false; ///< still to be seen in the pictures
        bool sound = false;
    };
    std::vector<Waiting> m_waiting;
    Variant m_wanted = Variant::Normal;
    SoundVariant m_wantedSound = SoundVariant::Normal;
    SendFaults m_faults;

    std::jthread m_thread; // last: started when all else is there
};

} // namespace twinfeed::feed
