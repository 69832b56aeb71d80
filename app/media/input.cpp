// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/input.h"

#include "app/media/errors.h"
#include "app/media/ffmpeg.h"
#include "app/media/sources.h"

#include <algorithm>
#include <chrono>
#include <span>

#include <pthread.h>

namespace twinfeed::media {

namespace {

constexpr int64_t second = 1'000'000;
constexpr int64_t leastBackoff = second / 10;
constexpr int64_t mostBackoff = 2 * second;
constexpr int64_t openingPatience = 5 * second;
constexpr int64_t stallPatience = 5 * second;
// Shorter where we listen: the port takes one publisher, and one that lost its network would find it taken.
constexpr int64_t listenStallPatience = 3 * second;
constexpr int64_t peerAskPeriod = second / 2;
constexpr int64_t figuresPeriod = second;
// A file shorter than this is not played in a loop without a rest.
constexpr int64_t leastFile = second / 2;
constexpr int64_t paceJump = 5 * second;
// So much without one picture, while sound comes, is gathered by FFmpeg's parser as if it were a picture still.
constexpr int64_t mostWithoutPicture = int64_t(32) << 20;

bool refuses(const Error &error)
{
    return error.code == QLatin1String("no-stream") || error.code == QLatin1String("wrong-key")
        || error.code == QLatin1String("no-file") || error.code == QLatin1String("invalid-url");
}

} // namespace

Input::Input(Settings settings, std::shared_ptr<GopBuffer> buffer, Meter &meter, const Clock &clock,
             Changed changed)
    : m_path(settings.path)
    , m_buffer(std::move(buffer))
    , m_meter(meter)
    , m_clock(clock)
    , m_changed(std::move(changed))
    , m_lossUs(settings.lossUs)
    , m_config(std::move(settings.config))
    , m_intake(settings.path)
    , m_sound(settings.sound ? std::make_unique<SoundAdapter>(std::move(settings.sound)) : nullptr)
{
}

void Input::start()
{
    m_thread = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

Input::~Input()
{
    requestStop();
}

void Input::requestStop()
{
    m_thread.request_stop();
}

void Input::setConfig(const InputConfig &config)
{
    {
        const std::lock_guard lock(m_mutex);
        // The trim is the splicer's business: the connection stays.
        const bool same = m_config.url == config.url && m_config.mode == config.mode;
        m_config = config;
        if (same)
            return;
        m_configChanged = true;
    }
    m_wake.notify_all();
}

Input::Status Input::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

Input::Figures Input::figures() const
{
    const std::lock_guard lock(m_mutex);
    return m_figures;
}

void Input::setStatus(InputState state, const Error &reason)
{
    Status changed;
    {
        const std::lock_guard lock(m_mutex);
        if (m_status.state == state && m_status.reason == reason.message)
            return;
        m_status.state = state;
        m_status.reason = reason.message;
        m_status.reasonCode = reason.code;
        if (state != InputState::Live) {
            m_status.remark.clear();
            m_status.remarkCode.clear();
            m_status.unfit = {};
        }
        changed = m_status;
    }
    m_changed(changed);
}

void Input::refreshRemark(int64_t now)
{
    const Error remark = m_intake.remark(now);
    const Error unfit = m_sound ? m_sound->refusal().value_or(Error{}) : Error{};
    Status changed;
    {
        const std::lock_guard lock(m_mutex);
        if (m_status.remark == remark.message && m_status.unfit == unfit)
            return;
        m_status.unfit = unfit;
        m_status.remark = remark.message;
        m_status.remarkCode = remark.code;
        changed = m_status;
    }
    m_changed(changed);
}

void Input::refreshFigures()
{
    int64_t lost = m_lostBefore + m_intake.damaged();
    if (m_demuxer) {
        if (const auto srt = m_demuxer->srtFigures())
            lost += srt->dropped;
    }
    const LinkFigures link = m_demuxer ? m_demuxer->link() : LinkFigures();
    const bool interleaved = m_open && m_demuxer && m_demuxer->interleaved();
    const std::lock_guard lock(m_mutex);
    m_figures.lostPackets = lost;
    m_figures.link = link;
    m_figures.interleaved = interleaved;
}

void Input::run(std::stop_token stop)
{
    const QString name = QStringLiteral("in-") + toWord(m_path);
    pthread_setname_np(pthread_self(), name.left(15).toLatin1().constData());
    m_backoff = leastBackoff;
    while (!stop.stop_requested()) {
        begin();
        const auto outcome = connectAndRead(stop);
        if (!outcome && !stop.stop_requested() && !m_configChanged)
            ended(m_timeOut ? *m_timeOut : outcome.error());
        if (m_demuxer) {
            if (const auto srt = m_demuxer->srtFigures())
                m_lostBefore += srt->dropped;
            m_demuxer.reset();
            const std::lock_guard lock(m_mutex);
            m_figures.connectedAt.reset();
            m_figures.link = {};
        }
        if (m_backoff > 0)
            rest(m_backoff, stop);
    }
    setStatus(InputState::Idle, {});
}

void Input::begin()
{
    InputConfig config;
    bool changed = false;
    {
        // Together: a change between the two would be marked as done and never looked at.
        const std::lock_guard lock(m_mutex);
        config = m_config;
        changed = m_configChanged.exchange(false);
    }
    if (changed) {
        m_buffer->clear();
        m_backoff = leastBackoff;
        m_everLive = false;
        setStatus(InputState::Idle, {});
    }
    m_intake.restart();
    if (m_sound)
        m_sound->restart();
    m_meter.restart();
    m_demuxer = std::make_unique<Demuxer>(config);
    m_open = false;
    m_delivered = false;
    m_timeOut.reset();
    m_peerSince.reset();
    m_paceFrom.reset();
    m_bytesAtPicture = 0;
    m_startedAt = m_packetAt = m_peerAskedAt = m_clock.now();
    // A refusal stays visible until something else is known: it would flicker with every attempt.
    const InputState before = status().state;
    if (before == InputState::Idle || before == InputState::Lost)
        setStatus(m_demuxer->listens() ? InputState::Waiting : InputState::Connecting, {});
}

Result<void> Input::connectAndRead(const std::stop_token &stop)
{
    m_demuxer->setInterrupted([this, &stop] { return interrupted(stop); });
    if (auto opened = m_demuxer->open(); !opened)
        return opened;
    m_open = true;
    m_packetAt = m_clock.now();
    const AvPacket packet(av_packet_alloc());
    for (;;) {
        if (auto read = m_demuxer->read(*packet); !read)
            return read;
        const int64_t now = m_clock.now();
        m_packetAt = now;
        std::vector<Packet> packets;
        m_intake.feed(m_demuxer->context(), *packet, now, packets);
        if (m_demuxer->paced() && packet->dts != AV_NOPTS_VALUE) {
            const AVStream &stream = *m_demuxer->context().streams[packet->stream_index];
            pace(av_rescale_q(packet->dts, stream.time_base, microseconds), stop);
        }
        const bool lost = pictureIsLost(*packet);
        av_packet_unref(packet.get());
        if (lost)
            return errorOf(QStringLiteral("no-video"),
                           QStringLiteral("Data come, but no pictures are in them any more."));
        if (const auto refusal = m_intake.refusal(now))
            setStatus(InputState::Refused, *refusal);
        else if (!packets.empty())
            deliver(std::move(packets), now);
        if (now - m_figuresAt >= figuresPeriod) {
            m_figuresAt = now;
            refreshFigures();
            if (m_delivered)
                refreshRemark(now);
        }
        if (interrupted(stop)) // FFmpeg asks only where it would block
            return errorOf(QStringLiteral("interrupted"), {});
    }
}

bool Input::pictureIsLost(const AVPacket &packet)
{
    const AVFormatContext &context = m_demuxer->context();
    const std::span streams(context.streams, context.nb_streams);
    const auto isVideo = [](const AVStream *stream) {
        return stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
    };
    if (isVideo(streams[size_t(packet.stream_index)])
        || std::none_of(streams.begin(), streams.end(), isVideo))
        m_bytesAtPicture = m_demuxer->bytesRead();
    return m_demuxer->bytesRead() - m_bytesAtPicture > mostWithoutPicture;
}

void Input::deliver(std::vector<Packet> packets, int64_t now)
{
    for (const Packet &packet : packets)
        m_meter.add(packet, packet.arrival);
    if (m_sound)
        m_sound->adapt(packets);
    m_buffer->push(std::move(packets));
    m_deliveredAt = now;
    if (!m_delivered) {
        m_delivered = true;
        m_backoff = leastBackoff;
        {
            const std::lock_guard lock(m_mutex);
            m_figures.reconnects += m_everLive;
            m_figures.connectedAt = m_startedAt;
        }
        m_everLive = true;
    }
    setStatus(InputState::Live, {});
}

void Input::ended(const Error &error)
{
    const bool file = m_demuxer->paced() && error.code == QLatin1String("ended");
    if (file && m_delivered && m_clock.now() - m_startedAt > leastFile) {
        m_backoff = 0; // from the beginning again, at once
        return;
    }
    if (m_delivered) {
        m_backoff = leastBackoff;
        return setStatus(InputState::Lost, error);
    }
    const auto refusal = m_intake.refusal(m_clock.now());
    if (refusal || refuses(error))
        setStatus(InputState::Refused, refusal.value_or(error));
    else
        setStatus(m_demuxer->listens() ? InputState::Waiting : InputState::Connecting, error);
    // Who listens is there again at once for the next one.
    m_backoff = m_demuxer->listens() ? leastBackoff : std::clamp(m_backoff * 2, leastBackoff, mostBackoff);
}

bool Input::interrupted(const std::stop_token &stop)
{
    // Without a demuxer: FFmpeg asks once more while the last one is being closed, and its goodbye is not waited for.
    if (stop.stop_requested() || m_configChanged || !m_demuxer)
        return true;
    return tooLate(m_clock.now());
}

bool Input::tooLate(int64_t now)
{
    if (!m_open)
        return openingTooLate(now);
    if (m_delivered && now - m_deliveredAt > m_lossUs && status().state == InputState::Live) {
        if (const int64_t loss = lossOf(m_lossUs, m_buffer->config(Track::Video).get());
            now - m_deliveredAt > loss)
            setStatus(InputState::Lost,
                      errorOf(QStringLiteral("nothing-came"),
                              QStringLiteral("Nothing came for %1 ms.").arg(loss / 1000)));
    }
    if (now - m_packetAt <= (m_demuxer->listens() ? listenStallPatience : stallPatience))
        return false;
    if (m_delivered)
        m_timeOut = errorOf(QStringLiteral("stream-stopped"), QStringLiteral("The stream stopped."));
    else if (m_demuxer->bytesRead() > 0)
        m_timeOut =
            errorOf(QStringLiteral("no-stream"), QStringLiteral("Data come, but no stream is in them."));
    else
        m_timeOut = errorOf(QStringLiteral("nothing-comes"),
                            QStringLiteral("The connection is there, but nothing comes."));
    return true;
}

bool Input::openingTooLate(int64_t now)
{
    int64_t since = m_startedAt;
    if (m_demuxer->listens()) {
        if (!m_peerSince && now - m_peerAskedAt >= peerAskPeriod) {
            m_peerAskedAt = now;
            if (m_demuxer->peerHasCome())
                m_peerSince = now;
        }
        if (!m_peerSince)
            return false; // nobody came: waited for as long as it takes
        since = *m_peerSince;
    }
    if (now - since <= openingPatience)
        return false;
    if (m_demuxer->bytesRead() > 0)
        m_timeOut =
            errorOf(QStringLiteral("no-stream"), QStringLiteral("Data come, but no stream is in them."));
    else
        m_timeOut = errorOf(QStringLiteral("no-answer"), QStringLiteral("The other side does not answer."));
    return true;
}

void Input::pace(int64_t sourceTime, const std::stop_token &stop)
{
    const int64_t now = m_clock.now();
    if (!m_paceFrom || std::abs(sourceTime + *m_paceFrom - now) > paceJump)
        m_paceFrom = now - sourceTime;
    if (const int64_t ahead = sourceTime + *m_paceFrom - now; ahead > 0)
        rest(ahead, stop);
}

void Input::rest(int64_t us, const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, stop, std::chrono::microseconds(us), [this] { return m_configChanged.load(); });
}

} // namespace twinfeed::media
