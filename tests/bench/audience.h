// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/process.h"

#include <QJsonObject>

#include <optional>
#include <vector>

namespace twinfeed::bench {

/// One picture as it was seen.
struct Seen
{
    double atUs = 0; ///< arrival of its packet, CLOCK_BOOTTIME
    double ptsMs = 0;
    QString source; ///< "1", "2", "none"
    bool damaged = false; ///< does not look as it was sent
};

/// What a switch was like for who watches. Times in milliseconds, pictures by the counters in them.
struct Switched
{
    double firstMs = 0; ///< from the command (or the fault) to the first picture of the target
    double gapMs =
        0; ///< longest time between two pictures that came, from the command to a second after the first picture
    double stepMs =
        0; ///< from the last picture's timestamp to the first one's: 33 is seamless, less than 0 goes back
    double lost = 0;
    double repeated = 0;
};

/// A viewer: `twinfeed-feed read` on one address, every picture of which is kept. The same for Twinfeed and for the others.
/// Bench's main thread.
class Audience final
{
public:
    explicit Audience(const QString &url);

    /// Starts it and waits for the first picture.
    bool start();
    /// Waits for a change to `source` that came after `sinceUs`, and for what follows in the next second.
    std::optional<Switched> switched(const QString &source, double sinceUs,
                                     std::chrono::milliseconds timeout);
    /// Damaged pictures that came after `sinceUs`.
    int damagedSince(double sinceUs);
    /// Arrival of the first picture of all.
    double firstSeenUs() const { return m_seen.empty() ? 0 : m_seen.front().atUs; }
    bool isRunning() const { return m_process.isRunning(); }
    /// Ends it; its summary.
    QJsonObject finish();
    QString report() const { return m_process.report(); }

private:
    void read();
    std::optional<size_t> firstOf(const QString &source, double sinceUs) const;

    test::Process m_process;
    size_t m_read = 0; ///< lines taken
    std::vector<Seen> m_seen;
    std::vector<QJsonObject> m_changes;
    QJsonObject m_summary;
};

/// CLOCK_BOOTTIME, as all of it counts.
double nowUs();

} // namespace twinfeed::bench
