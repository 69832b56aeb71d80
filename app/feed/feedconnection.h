// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/loop.h"
#include "app/feed/looptimeline.h"
#include "models/domain/clock.h"

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>

namespace twinfeed::feed {

/// The loops of one feed, by variant. Video may be missing (all null), and sound.
struct FeedLoops
{
    std::array<LoopPtr, variantCount> video;
    std::array<LoopPtr, soundVariantCount> sound;

    const LoopPtr &of(const TimelinePacket &packet) const;
};

/// Cuts blocking network calls short: on stop, on `cut`, and at a deadline.
struct Patience
{
    const Clock &clock;
    std::stop_token stop;
    std::atomic<bool> cut{false};
    std::atomic<int64_t> deadline{0};

    static int expired(void *patience); // AVIOInterruptCB
};

/// An open destination: FLV for RTMP and HTTP, MPEG-TS for SRT, UDP and TCP, by its ending for a file. One thread.
class FeedConnection final
{
public:
    /// Where it goes, fit to be printed: without user, password, query and stream key.
    static QString printable(const QString &url);
    /// Whether it is worth trying again after a failure (a network) or not (a file).
    static bool isNetwork(const QString &url);
    /// Name of FFmpeg's muxer for this address; nothing where it cannot be told.
    static QByteArray muxerFor(const QString &url);

    /// Connects and writes the header; at most 10 s. `patience` must outlive the connection.
    static Result<std::unique_ptr<FeedConnection>> open(const QString &url, const FeedLoops &loops,
                                                        Patience &patience);
    /// Closes without a farewell if finish() was not called.
    ~FeedConnection();
    FeedConnection(const FeedConnection &) = delete;
    FeedConnection &operator=(const FeedConnection &) = delete;

    /// `shiftUs` is added to the timestamps. Blocks while the destination does, at most 10 s.
    Result<void> write(const TimelinePacket &packet, const FeedLoops &loops, int64_t shiftUs);
    /// Writes the trailer: an orderly end.
    Result<void> finish();

private:
    class Private;
    explicit FeedConnection(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace twinfeed::feed
