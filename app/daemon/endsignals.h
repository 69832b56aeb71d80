// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSocketNotifier>

#include <memory>

namespace twinfeed::daemon {

/// Ends the application's event loop at SIGTERM or SIGINT. Made on the main thread before any other thread starts: those
/// inherit the blocked signals, so that only this one hears them.
class EndSignals final
{
public:
    EndSignals();
    ~EndSignals();
    EndSignals(const EndSignals &) = delete;
    EndSignals &operator=(const EndSignals &) = delete;

private:
    int m_descriptor = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace twinfeed::daemon
