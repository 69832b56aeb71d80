// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/backendwatch.h"

#include <optional>

#include <pthread.h>

namespace twinfeed {

using Time = std::chrono::steady_clock;

/// Of the watch's thread.
struct BackendWatch::Watched
{
    std::optional<RuntimeInfo> current; ///< the one that was reported last
    std::optional<Time::time_point> goneSince;
    std::optional<Time::time_point> launchedAt;
    bool failureReported = false;
};

BackendWatch::BackendWatch(QString runtimeFile, Launch launch, Timing timing, QObject *parent)
    : QObject(parent)
    , m_file(std::move(runtimeFile))
    , m_launch(std::move(launch))
    , m_timing(timing)
    , m_thread([this](std::stop_token stop) { run(std::move(stop)); })
{
}

BackendWatch::~BackendWatch() = default;

void BackendWatch::run(std::stop_token stop)
{
    pthread_setname_np(pthread_self(), "backend-watch");
    Watched watched;
    while (!stop.stop_requested()) {
        look(watched);
        std::unique_lock lock(m_mutex);
        m_pause.wait_for(lock, stop, m_timing.look, [] { return false; });
    }
}

void BackendWatch::look(Watched &watched)
{
    const auto info = readRuntimeFile(m_file);
    const bool alive = info && isAlive(info->pid);
    if (alive && watched.current != *info) {
        watched = Watched{*info, {}, {}, false};
        m_doubted = false;
        QMetaObject::invokeMethod(this, [this, endpoint = info->endpoint] { Q_EMIT found(endpoint); });
        return;
    }
    if (alive && !m_doubted) {
        watched.goneSince.reset();
        return;
    }
    const auto now = Time::now();
    if (!watched.goneSince)
        watched.goneSince = now;
    // One that never was there is not waited for; one that was may be coming back.
    const bool graceOver = !watched.current || now - *watched.goneSince >= m_timing.grace;
    const bool launching = watched.launchedAt && now - *watched.launchedAt < m_timing.launchPatience;
    if (!m_launch || !graceOver || launching)
        return;
    if (watched.launchedAt && !watched.failureReported) {
        watched.failureReported = true;
        report(Error{QStringLiteral("backend-silent"),
                     tr("A backend was started, and does not say where it is."),
                     {},
                     {},
                     {}});
    }
    launch(watched);
}

void BackendWatch::launch(Watched &watched)
{
    watched.launchedAt = Time::now();
    if (auto launched = m_launch(); !launched) {
        if (!watched.failureReported)
            report(launched.error());
        watched.failureReported = true;
    }
}

void BackendWatch::report(const Error &why)
{
    QMetaObject::invokeMethod(this, [this, why] { Q_EMIT failed(why); });
}

} // namespace twinfeed
