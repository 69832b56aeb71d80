// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/demuxer.h"
#include "app/media/gopbuffer.h"
#include "app/media/intake.h"
#include "app/media/meter.h"
#include "app/media/soundadapter.h"
#include "models/domain/clock.h"

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

struct AVPacket;

namespace twinfeed::media {

/// One path's input: keeps a connection to its address for ever, or waits for its publisher, and fills its buffer. Own
/// thread ("in-<path>"), the buffer's only writer; joined in the destructor, which cuts short whatever the network does
/// (about 100 ms). Never blocked by a reader.
///
/// Reconnects after 100 ms, doubled up to 2 s while it fails. A stream that cannot be used is InputState::Refused with
/// the reason and is tried again all the same. When a stream ends, its packets stay in the buffer; the next one's first
/// packets carry the mark of a discontinuity.
class Input final
{
public:
    struct Status
    {
        InputState state = InputState::Idle;
        QString reason; ///< why not live, in one sentence
        QString remark; ///< what is missing though it is live ("The stream has no sound.")
        QString reasonCode; ///< Error::code of the reason
        QString remarkCode; ///< and of the remark
        Error unfit; ///< why it cannot be put on air though it is live; empty where nothing speaks against it
    };
    struct Figures
    {
        int reconnects = 0; ///< times it became live again
        /// Packets that never came or were damaged beyond use; nothing before the first connection.
        std::optional<int64_t> lostPackets;
        std::optional<int64_t>
            connectedAt; ///< unit clock: packets have come since then without an end; nothing while none do
        LinkFigures link;
        /// Sound and pictures come in the order of their timestamps, as FLV demands: only then does their arrival say how
        /// they lie to each other. In TS pictures are sent ahead on purpose.
        bool interleaved = false;
    };
    struct Settings
    {
        Source path = Source::Primary;
        InputConfig config;
        int64_t lossUs = 300'000; ///< without packets for so long it is Lost
        std::shared_ptr<ChannelSound> sound; ///< what its sound is brought to; null: it stays as it comes
    };

    /// Called on the input's thread when its status has changed, with no lock held.
    using Changed = std::function<void(const Status &status)>;

    Input(Settings settings, std::shared_ptr<GopBuffer> buffer, Meter &meter, const Clock &clock,
          Changed changed);
    ~Input();
    Input(const Input &) = delete;
    Input &operator=(const Input &) = delete;

    /// Once.
    void start();
    /// Any thread from here on; none waits.
    void requestStop();
    /// Another address: what runs is cut short, the buffer forgets.
    void setConfig(const InputConfig &config);
    void setLoss(int64_t lossUs) { m_lossUs = lossUs; }
    Status status() const;
    Figures figures() const;

private:
    // All of these on the input's thread only.
    void run(std::stop_token stop);
    void begin();
    Result<void> connectAndRead(const std::stop_token &stop);
    bool pictureIsLost(const AVPacket &packet);
    void deliver(std::vector<Packet> packets, int64_t now);
    void ended(const Error &error);
    bool interrupted(const std::stop_token &stop);
    bool tooLate(int64_t now);
    bool openingTooLate(int64_t now);
    void pace(int64_t sourceTime, const std::stop_token &stop);
    void rest(int64_t us, const std::stop_token &stop);
    void setStatus(InputState state, const Error &reason);
    void refreshRemark(int64_t now);
    void refreshFigures();

    const Source m_path;
    const std::shared_ptr<GopBuffer> m_buffer;
    Meter &m_meter;
    const Clock &m_clock;
    const Changed m_changed;
    std::atomic<int64_t> m_lossUs;
    std::atomic<bool> m_configChanged{false};

    mutable std::mutex m_mutex; // guards the four below; held for moments only
    std::condition_variable_any m_wake; // a new config, or stop
    InputConfig m_config;
    Status m_status;
    Figures m_figures;

    // The input's thread only
    Intake m_intake;
    std::unique_ptr<SoundAdapter> m_sound; // null: sound stays as it comes
    std::unique_ptr<Demuxer> m_demuxer;
    bool m_open = false; // the demuxer is through with opening
    bool m_delivered = false; // this connection has given packets to the buffer
    bool m_everLive = false;
    std::optional<Error> m_timeOut; // why interrupted() ended it
    int64_t m_startedAt = 0; // of this connection
    std::optional<int64_t> m_peerSince; // a publisher has connected
    int64_t m_peerAskedAt = 0;
    int64_t m_packetAt = 0; // newest demuxed packet
    int64_t m_deliveredAt = 0; // newest packet given to the buffer
    int64_t m_bytesAtPicture = 0; // of the connection, when the newest picture came
    int64_t m_figuresAt = 0;
    int64_t m_lostBefore = 0; // in the connections before
    int64_t m_backoff = 0;
    std::optional<int64_t> m_paceFrom; // unit clock less source time

    std::jthread m_thread; // last: ends before anything it uses
};

} // namespace twinfeed::media
