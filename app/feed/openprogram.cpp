// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/openprogram.h"

#include "app/feed/endsignals.h"
#include "app/feed/readreport.h"
#include "app/media/ffmpeg.h"

#include <QJsonDocument>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <poll.h>
#include <pthread.h>
#include <thread>
#include <unistd.h>

namespace twinfeed::feed {

using media::Packet;
using media::Track;

namespace {

constexpr int nothingReleased = 2;
constexpr int pollMs = 50;
constexpr int64_t tellAgainUs = 1'000'000;
constexpr double triesForSeconds = 2; // before it says that there is nothing
constexpr int64_t firstRestUs = 250'000;
constexpr int64_t longestRestUs = 5'000'000;
constexpr int64_t silenceUs = 10'000'000; // longer than any server's pause between groups of pictures
constexpr int64_t jumpUs = 10'000'000; // of the stream's time: it is paced anew from there

void pause(const std::stop_token &stop, int64_t us)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, std::chrono::microseconds(us), [] { return false; });
}

QJsonObject keyObject(const char *track, std::optional<sealing::KeyId> key)
{
    QJsonObject object{{QStringLiteral("track"), QString::fromLatin1(track)},
                       {QStringLiteral("state"), key ? QStringLiteral("sealed") : QStringLiteral("clear")}};
    if (key)
        object.insert(QStringLiteral("key"), qint64(*key));
    return object;
}

QJsonObject stateObject(const char *state, const QString &message)
{
    QJsonObject object{{QStringLiteral("state"), QString::fromLatin1(state)}};
    if (!message.isEmpty())
        object.insert(QStringLiteral("message"), message);
    return object;
}

} // namespace

OpenProgram::OpenProgram(OpenOptions options, const Clock &clock)
    : m_options(std::move(options))
    , m_clock(clock)
    , m_startedUs(clock.now())
{
}

OpenProgram::~OpenProgram() = default;

void OpenProgram::print(const char *event, QJsonObject object)
{
    object.insert(QStringLiteral("event"), QString::fromLatin1(event));
    object.insert(QStringLiteral("at_us"), qint64(m_clock.now()));
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    const std::lock_guard lock(m_printing);
    FILE *to = m_options.toStandardOutput() ? stderr : stdout;
    std::fwrite(line.constData(), 1, size_t(line.size()), to);
    std::fflush(to);
}

void OpenProgram::end(const char *why)
{
    const char *none = nullptr;
    m_ended.compare_exchange_strong(none, why);
    m_stop.request_stop();
}

int OpenProgram::run()
{
    const int signals = openEndSignals();
    Result<void> result;
    std::jthread opening([&] {
        pthread_setname_np(pthread_self(), "open");
        result = relay(m_stop.get_token());
        m_done = true;
    });
    wait(signals);
    opening.join();
    close(signals);
    return finish(result);
}

void OpenProgram::wait(int signals)
{
    pollfd waiting{signals, POLLIN, 0};
    while (!m_done && !m_stop.stop_requested()) {
        poll(&waiting, 1, pollMs);
        if (waiting.revents)
            end("signal");
        if (m_options.seconds > 0 && m_clock.now() - m_startedUs >= int64_t(m_options.seconds * 1e6))
            end("seconds");
    }
}

Result<void> OpenProgram::relay(const std::stop_token &stop)
{
    auto keys =
        findKeys(m_options.keys, m_clock, stop, [this](sealing::KeyId id, const std::optional<Error> &error) {
            QJsonObject object{{QStringLiteral("key"), qint64(id)}};
            if (error)
                object.insert(QStringLiteral("message"), error->message);
            print("key", object);
        });
    if (!keys)
        return keys.error();
    m_findKey = std::move(*keys);
    auto target =
        OpenedTarget::create(m_options, m_clock, [this](const QString &state, const QString &message) {
            print("output", stateObject(state.toLatin1().constData(), message));
        });
    if (!target)
        return target.error();
    m_target = std::move(*target);
    const bool network = FeedConnection::isNetwork(m_options.from);
    StreamInput input({m_options.from, m_options.headers, m_options.listen, network ? triesForSeconds : 0},
                      m_clock);
    input.setSilence(silenceUs);
    int64_t awaySince = m_clock.now();
    int64_t rest = firstRestUs;
    Result<void> result;
    QString told;
    while (!stop.stop_requested()) {
        result = input.open(stop);
        if (result) {
            told.clear();
            rest = firstRestUs;
            result = connection(input, stop);
            input.close();
            addUp();
            awaySince = m_clock.now();
            if (result || !network || result.error().code != QLatin1String("input-lost"))
                break;
        } else if (!network) {
            break;
        }
        if (stop.stop_requested())
            break;
        if (m_options.giveUpSeconds > 0
            && m_clock.now() - awaySince >= int64_t(m_options.giveUpSeconds * 1e6)) {
            end("gave-up");
            break;
        }
        if (std::exchange(told, result.error().message) != result.error().message)
            print("input", stateObject("lost", result.error().message));
        pause(stop, rest);
        rest = std::min(rest * 2, longestRestUs);
    }
    m_target->finish();
    return result;
}

/// Until the stream ends (no error), is lost ("input-lost"), or what it is to be written to fails.
Result<void> OpenProgram::connection(StreamInput &input, const std::stop_token &stop)
{
    const AVFormatContext &context = input.context();
    m_opener = std::make_unique<PacketOpener>(m_findKey, m_options.sealedOnly);
    m_intake.restart();
    m_paceFrom.reset();
    m_newestArrival = 0;
    m_toldUnusable = false;
    ++m_connections;
    const bool list = std::strcmp(context.iformat->name, "hls") == 0;
    const bool whole = context.pb && (context.pb->seekable & AVIO_SEEKABLE_NORMAL);
    m_atItsOwnPace = list || whole;
    m_heldBack =
        m_atItsOwnPace && (m_target->wantsRealTime() || (list && FeedConnection::isNetwork(m_options.from)));
    print("input",
          {{QStringLiteral("state"), QStringLiteral("open")},
           {QStringLiteral("container"), QString::fromLatin1(context.iformat->name)}});
    while (!stop.stop_requested()) {
        media::AvPacket packet(av_packet_alloc());
        const int code = input.read(*packet);
        if (stop.stop_requested())
            break;
        if (code == AVERROR_EOF && m_atItsOwnPace) {
            print("input", stateObject("ended", {}));
            return {};
        }
        if (code < 0)
            return Error{QStringLiteral("input-lost"),
                         media::avError(QStringLiteral("the stream broke"), code).message,
                         {},
                         {},
                         {}};
        if (auto taken = take(context, *packet, stop); !taken)
            return taken;
    }
    return {};
}

/// The clock at which a packet of a file or of HLS is to go, by its own time.
int64_t OpenProgram::dueAt(const AVFormatContext &context, const AVPacket &packet)
{
    const int64_t now = m_clock.now();
    const int64_t stamp = packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
    if (stamp == AV_NOPTS_VALUE)
        return now;
    const int64_t us =
        av_rescale_q(stamp, context.streams[packet.stream_index]->time_base, media::microseconds);
    if (!m_paceFrom || (m_heldBack && std::abs(us + *m_paceFrom - now) > jumpUs))
        m_paceFrom = now - us;
    return us + *m_paceFrom;
}

Result<void> OpenProgram::take(const AVFormatContext &context, AVPacket &packet, const std::stop_token &stop)
{
    const AVStream &stream = *context.streams[packet.stream_index];
    int64_t arrival = m_atItsOwnPace ? dueAt(context, packet) : m_clock.now();
    if (m_heldBack && arrival > m_clock.now())
        pause(stop, arrival - m_clock.now());
    arrival = m_newestArrival = std::max(arrival, m_heldBack ? m_clock.now() : m_newestArrival);
    const AVCodecID codec = stream.codecpar->codec_id;
    const auto key = m_opener->open(packet, stream);
    if (!key) {
        tellRefused(key.error());
        return {};
    }
    if (codec == AV_CODEC_ID_H264 || codec == AV_CODEC_ID_HEVC || codec == AV_CODEC_ID_AAC)
        tellKey(codec != AV_CODEC_ID_AAC, *key);
    std::vector<Packet> packets;
    m_intake.feed(context, packet, arrival, packets);
    if (const auto refusal = m_intake.refusal(arrival); refusal && !std::exchange(m_toldUnusable, true))
        print("input", stateObject("unusable", refusal->message));
    return release(std::move(packets));
}

Result<void> OpenProgram::release(std::vector<Packet> packets)
{
    if (packets.empty())
        return {};
    if (!m_origin)
        m_origin = packets.front().dts;
    for (Packet &packet : packets) {
        packet.dts -= *m_origin;
        packet.pts -= *m_origin;
        m_pictures += packet.track == Track::Video;
    }
    return m_target->write(std::move(packets));
}

void OpenProgram::tellKey(bool picture, std::optional<sealing::KeyId> key)
{
    auto &told = m_toldKey[picture];
    if (told && *told == key)
        return;
    told = key;
    print("encryption", keyObject(picture ? "pictures" : "sound", key));
}

void OpenProgram::tellRefused(const Error &error)
{
    Refused &refused = m_refused[error.code];
    ++refused.untold;
    const int64_t now = m_clock.now();
    if (refused.toldAt != 0 && now - refused.toldAt < tellAgainUs)
        return;
    print("refused",
          {{QStringLiteral("code"), error.code},
           {QStringLiteral("message"), error.message},
           {QStringLiteral("count"), qint64(refused.untold)}});
    refused = {0, now};
}

void OpenProgram::addUp()
{
    const PacketOpener::Counts &counts = m_opener->counts();
    m_counts.clear += counts.clear;
    m_counts.opened += counts.opened;
    for (const auto &[code, count] : counts.refused)
        m_counts.refused[code] += count;
}

int OpenProgram::finish(const Result<void> &result)
{
    const char *ended = m_ended;
    const bool failed = !result && !ended;
    QJsonObject summary = toJson(m_counts);
    summary.insert(QStringLiteral("ended"), QString::fromLatin1(ended ? ended : failed ? "error" : "end"));
    summary.insert(QStringLiteral("error"), failed ? QJsonValue(result.error().message) : QJsonValue());
    summary.insert(QStringLiteral("connections"), m_connections);
    summary.insert(QStringLiteral("pictures"), qint64(m_pictures));
    summary.insert(QStringLiteral("bytes"), qint64(m_target ? m_target->bytes() : 0));
    print("summary", summary);
    m_target.reset();
    if (failed)
        std::fprintf(stderr, "twinfeed-feed: %s\n", result.error().message.toUtf8().constData());
    return failed || m_pictures == 0 ? nothingReleased : 0;
}

} // namespace twinfeed::feed
