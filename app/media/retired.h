// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/meter.h"
#include "app/media/output.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include <pthread.h>

namespace twinfeed::media {

/// One output with its meter.
struct Sink
{
    Meter meter;
    std::unique_ptr<Output> output; // last: its thread feeds the meter
};

/// True when an output has ended and let go of its address or file.
using Ended = std::shared_ptr<const std::atomic<bool>>;

/// Two outputs that would be in each other's way.
inline bool sharePlace(const OutputConfig &one, const OutputConfig &other)
{
    return one.id == other.id || one.url == other.url;
}

/// Ends outputs without making anybody wait: each takes up to a second when its network hangs, on a thread "end-<id>".
class Retired final
{
public:
    void add(std::vector<std::shared_ptr<Sink>> sinks)
    {
        std::erase_if(m_threads, [](const Ending &ending) { return ending.done->load(); });
        for (auto &sink : sinks) {
            auto done = std::make_shared<std::atomic<bool>>(false);
            const OutputConfig config = sink->output->config();
            const QByteArray name = QString(QStringLiteral("end-") + config.id).left(15).toLatin1();
            sink->output->requestStop(); // while whoever lists the outputs just now still looks at it
            m_threads.push_back({config, done, std::jthread([done, name, sink = std::move(sink)]() mutable {
                                     pthread_setname_np(pthread_self(), name.constData());
                                     while (sink.use_count() > 1)
                                         std::this_thread::sleep_for(lookPeriod);
                                     sink.reset();
                                     *done = true;
                                 })});
        }
    }

    /// Those that an output has to wait for.
    std::vector<Ended> before(const OutputConfig &config) const
    {
        std::vector<Ended> before;
        for (const Ending &ending : m_threads) {
            if (sharePlace(ending.config, config))
                before.push_back(ending.done);
        }
        return before;
    }

private:
    static constexpr std::chrono::milliseconds lookPeriod{20}; // a list is made in microseconds

    struct Ending
    {
        OutputConfig config;
        std::shared_ptr<std::atomic<bool>> done;
        std::jthread thread;
    };
    std::vector<Ending> m_threads;
};

} // namespace twinfeed::media
