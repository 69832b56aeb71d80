// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console/runtimeinfo.h"

#include <QObject>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace twinfeed {

/// Knows where the backend of this machine is, also after it was started again with another port or token. Looks at its
/// runtime file on a thread of its own ("backend-watch", joined in the destructor), so that the UI thread touches no disk;
/// where no backend lives it has one launched. Signals come on the thread that made it.
class BackendWatch final : public QObject
{
    Q_OBJECT

public:
    /// Starts a backend and returns at once. Called on the watch's thread, never twice within Timing::launchPatience.
    using Launch = std::function<Result<void>()>;
    struct Timing
    {
        std::chrono::milliseconds look{100};
        /// A supervisor starts a dead backend again within 2 s; after this it is gone for good.
        std::chrono::milliseconds grace{5000};
        /// So long a launched backend may take to say where it is.
        std::chrono::milliseconds launchPatience{15'000};
    };

    /// `launch` may be null: then it only watches.
    BackendWatch(QString runtimeFile, Launch launch, QObject *parent = nullptr)
        : BackendWatch(std::move(runtimeFile), std::move(launch), Timing(), parent)
    {
    }
    BackendWatch(QString runtimeFile, Launch launch, Timing timing, QObject *parent = nullptr);
    ~BackendWatch() override;

    /// The backend that was found does not answer: its process may be another one's by now. Taken back by false.
    void setDoubted(bool doubted) { m_doubted = doubted; }

Q_SIGNALS:
    void found(const twinfeed::client::Endpoint &endpoint);
    /// Said once per attempt: it could not be launched, or never said where it is.
    void failed(const twinfeed::Error &why);

private:
    struct Watched;

    void run(std::stop_token stop);
    void look(Watched &watched);
    void launch(Watched &watched);
    void report(const Error &why);

    const QString m_file;
    const Launch m_launch;
    const Timing m_timing;
    std::atomic<bool> m_doubted = false;
    std::mutex m_mutex; ///< for the pause only
    std::condition_variable_any m_pause;
    std::jthread m_thread; ///< last, so that it ends first
};

} // namespace twinfeed
