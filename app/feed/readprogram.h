// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/readcollector.h"
#include "app/feed/readoptions.h"

#include <atomic>
#include <stop_token>

namespace twinfeed::feed {

/// `twinfeed-feed read`: reads on its own thread ("read") while the main thread waits for signals, lines and the time.
class ReadProgram final
{
public:
    ReadProgram(ReadOptions options, const Clock &clock);

    /// The exit code.
    int run();

private:
    // The reading thread
    Result<void> read();
    void seen(const PictureFact &fact, const PictureInspector::Look &look);
    void printNews();
    void checkEnd(const PictureFact &fact);
    // The main thread
    void wait(int signals);
    bool readLines();
    int finish(const Result<void> &result);
    // Both
    void end(const char *why);

    const ReadOptions m_options;
    const Clock &m_clock;
    const int64_t m_startedUs;
    std::atomic<bool> m_done{false};
    std::atomic<const char *> m_ended{nullptr}; // the first reason counts
    std::stop_source m_stop;
    QByteArray m_input; // main thread

    // The reading thread; the main thread after it is joined.
    ReadCollector m_collector;
    size_t m_printed = 0;
    std::optional<PacketOpener::Counts> m_sealing;
};

} // namespace twinfeed::feed
