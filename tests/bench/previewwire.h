// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <map>
#include <mutex>
#include <thread>

namespace twinfeed::bench {

/// Reads an FLV preview and does nothing else: when each picture was there. One thread of its own, from the constructor to the destructor.
class PreviewWire final
{
public:
    PreviewWire(const QString &url, const QByteArray &token);

    /// Presentation time in milliseconds: CLOCK_BOOTTIME in microseconds at which its last byte was read. Any thread.
    std::map<int64_t, double> arrivals() const;

private:
    void run(const std::stop_token &stop, const QString &url, const QByteArray &token);
    void take(QByteArray &bytes, double atUs);

    mutable std::mutex m_mutex; ///< guards m_arrivals
    std::map<int64_t, double> m_arrivals;
    std::jthread m_thread; ///< last, so that it ends first
};

} // namespace twinfeed::bench
