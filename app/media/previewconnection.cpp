// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/previewconnection.h"

#include "app/media/ffmpeg.h"
#include "app/media/hostlookup.h"
#include "models/domain/clock.h"

#include <QUrl>

#include <cstring>

namespace twinfeed::media {

namespace {

struct FreeDictionary
{
    void operator()(AVDictionary *d) const { av_dict_free(&d); }
};

/// FLV is told by its signature; TS by its sync byte.
constexpr int signatureBytes = 3;
/// Enough for PAT and PMT, which stand at the beginning of a preview; more would only wait.
constexpr int64_t tsProbeBytes = 32 * 1024;

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    return host == QLatin1String("localhost") || host == QLatin1String("::1")
        || host.startsWith(QLatin1String("127."));
}

AVDictionary *options(const Preview::Address &address)
{
    AVDictionary *dictionary = nullptr;
    const QUrl url(address.url);
    if (!address.bearerToken.isEmpty()) {
        const QByteArray header = "Authorization: Bearer " + address.bearerToken + "\r\n";
        av_dict_set(&dictionary, "headers", header.constData(), 0);
    }
    av_dict_set(&dictionary, "seekable", "0", 0);
    av_dict_set(&dictionary, "user_agent", "twinfeed/" TWINFEED_VERSION, 0);
    av_dict_set(&dictionary, "protocol_whitelist", "http,https,tcp,tls", 0);
    // FFmpeg would take the proxy of the environment for loopback addresses too.
    if (isLoopback(url))
        av_dict_set(&dictionary, "http_proxy", "none", 0);
    // FFmpeg trusts every certificate unless told otherwise.
    if (url.scheme() == QLatin1String("https"))
        av_dict_set(&dictionary, "tls_verify", "1", 0);
    return dictionary;
}

} // namespace

class PreviewConnection::Deadline
{
public:
    explicit Deadline(Interrupted interrupted)
        : m_interrupted(std::move(interrupted))
    {
    }

    void restart() { m_at = m_clock.now() + patience; }
    bool passed() const { return m_clock.now() >= m_at; }
    bool interrupted() const { return m_interrupted(); }
    int64_t now() const { return m_clock.now(); }

    static int callback(void *self)
    {
        const auto *deadline = static_cast<const Deadline *>(self);
        return deadline->interrupted() || deadline->passed() ? 1 : 0;
    }

private:
    const SystemClock m_clock;
    const Interrupted m_interrupted;
    int64_t m_at = 0;
};

void PreviewConnection::Close::operator()(AVFormatContext *context) const
{
    AVIOContext *io = context->pb;
    avformat_close_input(&context); // leaves an I/O context that was given to it
    avio_closep(&io);
}

PreviewConnection::PreviewConnection(Interrupted interrupted)
    : m_deadline(std::make_unique<Deadline>(std::move(interrupted)))
{
}

PreviewConnection::~PreviewConnection() = default;

Result<std::unique_ptr<PreviewConnection>> PreviewConnection::open(const Preview::Address &address,
                                                                   Interrupted interrupted)
{
    std::unique_ptr<PreviewConnection> connection(new PreviewConnection(std::move(interrupted)));
    if (auto connected = connection->connect(address); !connected)
        return connected.error();
    return connection;
}

Result<void> PreviewConnection::connect(const Preview::Address &address)
{
    m_deadline->restart();
    if (const QUrl url(address.url); !isLoopback(url)) {
        const auto stop = [this] { return m_deadline->interrupted() || m_deadline->passed(); };
        const auto found = lookUpHost(url.host(), url.port(443), stop);
        if (!found && stop())
            return failure(AVERROR_EXIT);
        if (!found)
            return Error{QStringLiteral("unreachable"), found.error().message, {}, found.error().remedy, {}};
    }
    const AVIOInterruptCB interrupt{&Deadline::callback, m_deadline.get()};
    AVDictionary *raw = options(address);
    AVIOContext *io = nullptr;
    int code = avio_open2(&io, address.url.toUtf8().constData(), AVIO_FLAG_READ, &interrupt, &raw);
    const std::unique_ptr<AVDictionary, FreeDictionary> unused(raw);
    if (code < 0)
        return failure(code);

    AVFormatContext *format = avformat_alloc_context();
    format->pb = io;
    format->interrupt_callback = interrupt;
    format->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_NOPARSE | AVFMT_FLAG_NOFILLIN;
    format->probesize = tsProbeBytes;
    unsigned char signature[signatureBytes] = {};
    code = avio_read(io, signature, signatureBytes);
    const char *name = code == signatureBytes && memcmp(signature, "FLV", 3) == 0 ? "flv"
        : code == signatureBytes && signature[0] == 0x47                          ? "mpegts"
                                                                                  : nullptr;
    if (name)
        code = int(std::min<int64_t>(avio_seek(io, 0, SEEK_SET),
                                     0)); // inside the buffer: nothing is asked for again
    if (name && code >= 0)
        code = avformat_open_input(&format, "", av_find_input_format(name), nullptr);
    if (!name || code < 0) {
        if (format) // freed by avformat_open_input when that failed
            avformat_free_context(format);
        avio_closep(&io);
        if (m_deadline->interrupted() || m_deadline->passed())
            return failure(AVERROR_EXIT);
        return Error{QStringLiteral("not-a-stream"),
                     QStringLiteral("What comes from there is neither FLV nor MPEG-TS."),
                     {},
                     {},
                     {}};
    }
    m_format.reset(format);
    return {};
}

Result<void> PreviewConnection::read(AVPacket &packet)
{
    m_deadline->restart();
    const int64_t before = m_deadline->now();
    const int code = av_read_frame(m_format.get(), &packet);
    m_readTook = m_deadline->now() - before;
    if (code < 0)
        return failure(code);
    return {};
}

const AVCodecParameters &PreviewConnection::parametersOf(const AVPacket &packet) const
{
    return *m_format->streams[packet.stream_index]->codecpar;
}

AVRational PreviewConnection::unitOf(const AVPacket &packet) const
{
    return m_format->streams[packet.stream_index]->time_base;
}

int64_t PreviewConnection::microsecondsOf(const AVPacket &packet, int64_t timestamp) const
{
    return av_rescale_q(timestamp, unitOf(packet), microseconds);
}

Error PreviewConnection::failure(int code) const
{
    const auto error = [](const char *name, const char *message) {
        return Error{QString::fromLatin1(name), QString::fromLatin1(message), {}, {}, {}};
    };
    if (m_deadline->interrupted())
        return error("interrupted", "Stopped.");
    if (m_deadline->passed())
        return error("silent", "Nothing has come for 5 s.");
    switch (code) {
    case AVERROR_EOF:
        return error("ended", "The stream has ended.");
    case AVERROR_HTTP_UNAUTHORIZED:
    case AVERROR_HTTP_FORBIDDEN:
        return error("unauthorised", "The backend does not accept this console's token.");
    case AVERROR_HTTP_BAD_REQUEST:
    case AVERROR_HTTP_NOT_FOUND:
    case AVERROR_HTTP_OTHER_4XX:
    case AVERROR_HTTP_SERVER_ERROR:
        return error("no-stream", "There is no stream at the moment.");
    default:
        return Error{QStringLiteral("unreachable"),
                     QStringLiteral("The stream cannot be read: %1.").arg(avErrorText(code)),
                     {},
                     {},
                     {}};
    }
}

} // namespace twinfeed::media
