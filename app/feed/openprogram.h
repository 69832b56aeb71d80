// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/openedtarget.h"
#include "app/feed/openoptions.h"
#include "app/feed/packetopener.h"
#include "app/feed/streaminput.h"
#include "app/media/intake.h"

#include <QJsonObject>

#include <atomic>
#include <map>
#include <mutex>

namespace twinfeed::feed {

/// `twinfeed-feed open`: reads, opens and writes on a thread of its own ("open") while the main thread waits for signals and
/// the time.
class OpenProgram final
{
public:
    OpenProgram(OpenOptions options, const Clock &clock);
    ~OpenProgram();

    /// The exit code.
    int run();

private:
    struct Refused
    {
        uint64_t untold = 0;
        int64_t toldAt = 0;
    };

    // Any thread
    void print(const char *event, QJsonObject object);
    void end(const char *why);
    // The opening thread
    Result<void> relay(const std::stop_token &stop);
    Result<void> connection(StreamInput &input, const std::stop_token &stop);
    Result<void> take(const AVFormatContext &context, AVPacket &packet, const std::stop_token &stop);
    int64_t dueAt(const AVFormatContext &context, const AVPacket &packet);
    void tellKey(bool picture, std::optional<sealing::KeyId> key);
    void tellRefused(const Error &error);
    Result<void> release(std::vector<media::Packet> packets);
    void addUp();
    // The main thread
    void wait(int signals);
    int finish(const Result<void> &result);

    const OpenOptions m_options;
    const Clock &m_clock;
    const int64_t m_startedUs;
    std::mutex m_printing; // guards the stream of lines
    std::atomic<bool> m_done{false};
    std::atomic<const char *> m_ended{nullptr}; // the first reason counts
    std::stop_source m_stop;

    // The opening thread; the main thread after it is joined.
    sealing::Unsealer::FindKey m_findKey;
    std::unique_ptr<OpenedTarget> m_target;
    std::unique_ptr<PacketOpener> m_opener; // of this connection
    PacketOpener::Counts m_counts; // of those before
    media::Intake m_intake{Source::Primary};
    bool m_atItsOwnPace = false; // of its timestamps: a file, HLS
    bool m_heldBack = false; // the packets of such a one go in real time
    std::optional<int64_t> m_paceFrom; // clock less the stream's time
    int64_t m_newestArrival = 0;
    std::optional<int64_t> m_origin; // of the times written
    std::map<bool, std::optional<std::optional<sealing::KeyId>>> m_toldKey; // by track; pictures: true
    std::map<QString, Refused> m_refused; // by code
    bool m_toldUnusable = false;
    int m_connections = 0;
    int64_t m_pictures = 0;
};

} // namespace twinfeed::feed
