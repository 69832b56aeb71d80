// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/streaminput.h"

#include "app/media/ffmpeg.h"

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>

namespace twinfeed::feed {

namespace {

constexpr int64_t retryUs = 200'000;
// A server that is there answers within this, however short the waiting for it was to be.
constexpr int64_t leastPatienceUs = 2'000'000;
constexpr int64_t farewellUs = 300'000;

/// These say in their headers what a decoder needs, or send it again and again; only the others are probed.
bool tellsByItself(const AVInputFormat &format)
{
    for (const char *name : {"flv", "live_flv", "mpegts", "hls"}) {
        if (std::strcmp(format.name, name) == 0)
            return true;
    }
    return false;
}

} // namespace

StreamInput::StreamInput(Address address, const Clock &clock)
    : m_address(std::move(address))
    , m_clock(clock)
    , m_patience{clock, {}}
{
}

StreamInput::~StreamInput()
{
    close();
}

void StreamInput::close()
{
    m_patience.deadline = m_clock.now() + farewellUs;
    avformat_close_input(&m_context);
}

int StreamInput::tryOpen(int64_t until)
{
    close();
    AVFormatContext *context = avformat_alloc_context();
    context->interrupt_callback = {Patience::expired, &m_patience};
    context->max_analyze_duration = 2'000'000;
    AVDictionary *options = nullptr;
    if (!m_address.headers.isEmpty())
        av_dict_set(
            &options, "headers",
            (m_address.headers.join(QStringLiteral("\r\n")) + QStringLiteral("\r\n")).toUtf8().constData(),
            0);
    const QString scheme = m_address.url.section(QLatin1Char(':'), 0, 0);
    if (m_address.listen)
        av_dict_set(&options, "listen", "1", 0);
    if (scheme == QLatin1String("rtmp"))
        av_dict_set(&options, "rtmp_live", "live", 0);
    if (scheme == QLatin1String("udp"))
        av_dict_set(&options, "overrun_nonfatal", "1", 0);
    m_patience.deadline = m_address.listen ? until : std::max(m_clock.now() + leastPatienceUs, until);
    int code = avformat_open_input(&context, m_address.url.toUtf8().constData(), nullptr, &options);
    av_dict_free(&options);
    if (code < 0)
        return code;
    m_context = context;
    if (!tellsByItself(*context->iformat))
        code = avformat_find_stream_info(context, nullptr);
    m_patience.deadline = INT64_MAX; // from here on only the stop ends the waiting
    return code;
}

Result<void> StreamInput::open(std::stop_token stop)
{
    m_patience.stop = stop;
    const int64_t until = m_clock.now() + int64_t(m_address.waitSeconds * 1e6);
    std::mutex waiting;
    std::condition_variable_any never;
    for (;;) {
        const int code = tryOpen(until);
        if (code >= 0)
            return {};
        if (stop.stop_requested() || m_clock.now() + retryUs > until
            || !FeedConnection::isNetwork(m_address.url))
            return media::avError(FeedConnection::printable(m_address.url)
                                      + QStringLiteral(" cannot be read"),
                                  code, QStringLiteral("open-failed"));
        std::unique_lock lock(waiting);
        never.wait_for(lock, stop, std::chrono::microseconds(retryUs), [] { return false; });
    }
}

int StreamInput::read(AVPacket &packet)
{
    if (m_silenceUs)
        m_patience.deadline = m_clock.now() + *m_silenceUs;
    int code = AVERROR(EAGAIN);
    while (code == AVERROR(EAGAIN) && !m_patience.stop.stop_requested())
        code = av_read_frame(m_context, &packet);
    return code;
}

} // namespace twinfeed::feed
