// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/analysisthread.h"

#include <chrono>

#include <pthread.h>
#include <sys/resource.h>

namespace twinfeed::media {

namespace {

constexpr std::chrono::milliseconds period{100};
constexpr int niceness = 10;
constexpr int64_t freshUs = 3'000'000;

} // namespace

AnalysisThread::AnalysisThread(Buffers buffers, const Clock &clock)
    : m_clock(clock)
    , m_readings(buffers.size())
{
    for (auto &buffer : buffers)
        m_streams.push_back(Stream{.buffer = std::move(buffer), .pictures = PictureAnalyser(&m_thumbs)});
    m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
}

AnalysisThread::Reading AnalysisThread::reading(size_t stream) const
{
    const std::lock_guard lock(m_mutex);
    return m_readings.at(stream);
}

void AnalysisThread::run(const std::stop_token &stop)
{
    pthread_setname_np(pthread_self(), "analysis");
    setpriority(PRIO_PROCESS, 0, niceness); // of this thread alone, on Linux
    while (!stop.stop_requested()) {
        for (Stream &stream : m_streams)
            look(stream, stop);
        std::unique_lock lock(m_mutex);
        for (size_t i = 0; i < m_streams.size(); ++i)
            m_readings[i] = readingOf(m_streams[i], m_clock.now());
        m_wake.wait_for(lock, stop, period, [] { return false; });
    }
}

void AnalysisThread::look(Stream &stream, const std::stop_token &stop) const
{
    while (!stop.stop_requested()) {
        const GopBuffer::Read read = stream.buffer->read(stream.cursor);
        if (read.packets.empty())
            return;
        if (read.moved || read.packets.front().discontinuity) {
            stream.sound.forget();
            stream.pictures.forget();
        }
        const int64_t now = m_clock.now();
        for (const Packet &packet : read.packets) {
            if (packet.track == Track::Sound) {
                stream.sound.add(packet);
                stream.soundAt = now;
            } else {
                stream.pictures.add(packet);
                stream.picturesAt = now;
            }
        }
    }
}

AnalysisThread::Reading AnalysisThread::readingOf(const Stream &stream, int64_t now)
{
    Reading reading;
    if (const auto &sound = stream.sound.reading();
        stream.soundAt && now - *stream.soundAt < freshUs && sound.momentary) {
        reading.momentary = sound.momentary;
        reading.shortTerm = sound.shortTerm;
        reading.truePeak = sound.truePeak;
        reading.silentUs = sound.silentUs;
    }
    if (const auto &picture = stream.pictures.reading();
        stream.picturesAt && now - *stream.picturesAt < freshUs && picture.brightness) {
        reading.brightness = picture.brightness;
        reading.blackUs = picture.blackUs;
        reading.frozenUs = picture.frozenUs;
    }
    return reading;
}

} // namespace twinfeed::media
