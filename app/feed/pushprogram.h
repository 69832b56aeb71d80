// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/loopcache.h"
#include "app/feed/pusher.h"
#include "app/feed/pushoptions.h"

#include <QJsonObject>

#include <memory>
#include <vector>

namespace twinfeed::feed {

/// `twinfeed-feed push`: encodes or finds the loops, runs a Pusher for each URL, and obeys standard input and signals until
/// it is told to end. Main thread; one more thread ("prepare") encodes faults that are asked for while running.
class PushProgram final
{
public:
    PushProgram(PushOptions options, const Clock &clock);
    ~PushProgram();

    /// The exit code.
    int run();

private:
    Result<void> makeLoops(std::stop_token stop);
    Result<FeedLoops> loopsOf(int feed, std::stop_token stop) const;
    void startFeeds();
    int loop(int signals);
    void obey(const QString &line);
    void obey(const FeedCommand &command, int feed);
    /// Whether the feed can do it now; otherwise the fault is encoded and the command repeated then.
    bool available(const FeedCommand &command, int feed);
    void prepare(const FeedCommand &command, int feed, const std::stop_token &stop);
    VideoFormat videoOf(int feed) const;
    SoundFormat soundOf(int feed) const;
    void print(const QJsonObject &object);
    void say(const QString &sentence);
    void progress(const QString &what, double done);

    const PushOptions m_options;
    const Clock &m_clock;
    const LoopCache m_cache;
    StartGate m_gate;
    std::mutex m_printing; // of both standard streams, and the next
    int m_lastPercent = -1;
    std::vector<FeedLoops> m_loops;
    std::vector<std::unique_ptr<Pusher>> m_feeds;
    /// Which faults each feed has or is getting: bit of the variant; those of the sound from bit 16 on. Main thread.
    std::vector<unsigned> m_has;
    bool m_end = false;

    std::jthread m_preparer; // joined before the feeds go
};

} // namespace twinfeed::feed
