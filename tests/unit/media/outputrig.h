// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/output.h"

#include "tests/support/wait.h"
#include "tests/unit/media/madestream.h"

#include <QElapsedTimer>
#include <QFile>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

/// A live programme, and an output of it that is watched.
namespace twinfeed::test {

using namespace std::chrono_literals;
using namespace twinfeed::media;

// Stopping has a second; a busy machine may take three times that.
inline constexpr qint64 mostStopMs = 3000;

/// A live programme: loops of made streams in real time, with times that rise for ever, on a thread of its own.
class Programme final
{
public:
    explicit Programme(StreamSpec spec, int fillerBytes = 0)
        : m_buffer(std::make_shared<GopBuffer>())
    {
        change(spec, Source::Primary, fillerBytes);
        m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
    }

    /// Goes over to another stream at the next keyframe.
    void change(StreamSpec spec, Source source, int fillerBytes = 0)
    {
        auto packets = makePackets(spec, 0, source);
        if (fillerBytes > 0) {
            for (Packet &packet : packets)
                fatten(packet, fillerBytes);
        }
        const std::lock_guard lock(m_mutex);
        m_next = std::move(packets);
    }

    std::shared_ptr<const GopBuffer> buffer() const { return m_buffer; }
    int64_t pictures() const { return m_pictures; }

private:
    /// Adds a filler unit (H.264 NAL type 12), which means nothing and takes bandwidth.
    static void fatten(Packet &packet, int bytes)
    {
        if (packet.track != Track::Video)
            return;
        AvPacket fat(av_packet_alloc());
        av_new_packet(fat.get(), sizeOf(packet) + bytes);
        uint8_t *to = std::copy_n(dataOf(packet), sizeOf(packet), fat->data);
        for (int shift = 24; shift >= 0; shift -= 8)
            *to++ = uint8_t((bytes - 4) >> shift);
        *to++ = 12;
        std::fill_n(to, bytes - 5, uint8_t(0xFF));
        fat->data[fat->size - 1] = 0x80;
        packet.payload = std::shared_ptr<const AVPacket>(std::move(fat));
    }

    void run(const std::stop_token &stop)
    {
        const int64_t begin = m_clock.now();
        int64_t shift = begin;
        std::vector<Packet> packets;
        while (!stop.stop_requested()) {
            {
                const std::lock_guard lock(m_mutex);
                if (!m_next.empty())
                    packets = std::exchange(m_next, {});
            }
            int64_t end = 0;
            for (const Packet &made : packets) {
                Packet packet = made;
                packet.dts += shift;
                packet.pts += shift;
                packet.arrival = m_clock.now();
                end = std::max(end, made.dts + made.duration);
                std::unique_lock lock(m_mutex);
                const auto wait = std::chrono::microseconds(packet.dts - m_clock.now());
                if (m_never.wait_for(lock, stop, wait, [] { return false; }) || stop.stop_requested())
                    return;
                lock.unlock();
                m_pictures += packet.track == Track::Video;
                packet.dts -= begin - 1'000'000; // programme time
                packet.pts -= begin - 1'000'000;
                m_buffer->push(std::move(packet));
            }
            shift += end;
        }
    }

    const std::shared_ptr<GopBuffer> m_buffer;
    SystemClock m_clock;
    std::mutex m_mutex; // guards m_next
    std::vector<Packet> m_next;
    std::condition_variable_any m_never;
    std::atomic<int64_t> m_pictures = 0;
    std::jthread m_thread; // last
};

/// An output with what it says.
struct Watched
{
    Watched(OutputKind kind, const QString &url, const Programme &programme, bool enabled = true,
            std::shared_ptr<SealSwitch> seal = nullptr)
        : output({.id = QStringLiteral("test"), .kind = kind, .url = url, .enabled = enabled},
                 programme.buffer(), clock, callbacks(), std::move(seal))
    {
    }

    Output::Callbacks callbacks()
    {
        Output::Callbacks callbacks;
        callbacks.sent = [this](const Packet &packet, int64_t at) {
            const std::lock_guard lock(mutex);
            sent.emplace_back(packet.source, at);
        };
        callbacks.passed = [this](const Packet &, int64_t) { ++passed; };
        return callbacks;
    }

    bool waitFor(OutputState state, std::chrono::milliseconds timeout = 20s) const
    {
        return waitUntil([&] { return output.status().state == state; }, timeout, qPrintable(toWord(state)));
    }
    bool waitForBytes(qint64 more, std::chrono::milliseconds timeout = 20s) const
    {
        const qint64 want = output.status().bytes + more;
        return waitUntil([&] { return output.status().bytes >= want; }, timeout, "bytes");
    }
    size_t sentCount() const
    {
        const std::lock_guard lock(mutex);
        return sent.size();
    }

    SystemClock clock;
    std::atomic<int> passed = 0; // packets
    mutable std::mutex mutex; // guards the one below
    std::vector<std::pair<Source, int64_t>> sent;
    Output output; // last: calls the above
};

inline QByteArray contentsOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline const StreamSpec plain{.options = "profile=baseline", .pictures = 30, .gop = 15};
inline const StreamSpec fancy{
    .options = "preset=veryfast,profile=high", .pictures = 30, .gop = 15, .bFrames = 2, .brightness = 180};

inline bool endsQuickly(std::unique_ptr<Watched> &output)
{
    QElapsedTimer timer;
    timer.start();
    output.reset();
    return timer.elapsed() < mostStopMs;
}

} // namespace twinfeed::test
