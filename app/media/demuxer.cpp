// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/demuxer.h"

#include "app/media/errors.h"
#include "app/media/ffmpeg.h"

#include <QFileInfo>
#include <QUrl>

#include <sys/socket.h>
#include <unistd.h>

namespace twinfeed::media {

namespace {

constexpr int rtmpPort = 1935;
// What may be read at most to tell which format comes over HTTP or from a file.
constexpr char probeBytes[] = "65536";
// Containers that can hold H.264, HEVC and AAC and name no other addresses: a playlist could make us read local files.
constexpr char formats[] = "flv,live_flv,mpegts,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm";

Error interruptedError()
{
    return errorOf(QStringLiteral("interrupted"), QStringLiteral("The connection was cut short."));
}

/// Options of one opening, freed on leaving.
class Options
{
public:
    Options() = default;
    ~Options() { av_dict_free(&m_options); }
    Options(const Options &) = delete;
    Options &operator=(const Options &) = delete;

    void set(const char *name, const char *value) { av_dict_set(&m_options, name, value, 0); }
    AVDictionary **get() { return &m_options; }

private:
    AVDictionary *m_options = nullptr;
};

int askInterrupted(void *opaque)
{
    return (*static_cast<const Interrupted *>(opaque))() ? 1 : 0;
}

bool listens(const InputConfig &config, const QString &scheme)
{
    if (config.mode == InputMode::Listen || scheme == QLatin1String("udp"))
        return true;
    if (scheme != QLatin1String("srt"))
        return false;
    const auto address = SrtAddress::parse(config.url);
    return address && address->listen;
}

int defaultPort(const QString &scheme)
{
    if (scheme == QLatin1String("rtmp"))
        return rtmpPort;
    return scheme == QLatin1String("http") ? 80 : 443;
}

} // namespace

Demuxer::Demuxer(const InputConfig &config)
    : m_config(config)
    , m_scheme(QUrl(config.url).scheme())
    , m_listens(media::listens(config, m_scheme))
    , m_interrupted([] { return false; })
{
    installAvLog(); // the wrong keys of publishers are only to be found there
}

Demuxer::~Demuxer()
{
    // Saying good-bye may block as well, and whoever is asked may be on its way out.
    m_interrupted = [] { return true; };
    avformat_close_input(&m_context);
}

Result<void> Demuxer::open()
{
    if (m_scheme == QLatin1String("srt"))
        return openSrt();
    QString address = m_config.url;
    if (m_scheme == QLatin1String("file")) {
        if (auto file = openFile(address); !file)
            return file;
        return openContext(address, nullptr);
    }
    const QUrl url(m_config.url);
    if (auto hosts = lookUpHost(url.host(), url.port(0), m_interrupted); !hosts && !url.host().isEmpty())
        return hosts.error();
    if (m_scheme.startsWith(QLatin1String("rtmp")))
        return openContext(address, "flv");
    if (m_scheme == QLatin1String("udp"))
        return openContext(address, "mpegts");
    return openContext(address, nullptr);
}

Result<void> Demuxer::openSrt()
{
    const auto address = SrtAddress::parse(m_config.url, m_config.mode == InputMode::Listen);
    if (!address)
        return address.error();
    auto connection = SrtConnection::open(*address, SrtConnection::Direction::Receive, m_interrupted);
    if (!connection)
        return connection.error();
    m_srt = std::move(*connection);
    m_avio = makeAvio(*m_srt, SrtConnection::Direction::Receive);
    return openContext(QString(), "mpegts");
}

Result<void> Demuxer::openFile(QString &address)
{
    // Opening a pipe or a device may block for ever, and nothing can cut it short.
    const QString name = QUrl(m_config.url).toLocalFile();
    const QFileInfo info(name);
    if (!info.exists())
        return errorOf(QStringLiteral("no-file"), QStringLiteral("There is no file \"%1\".").arg(name));
    if (!info.isFile() || !info.isReadable())
        return errorOf(QStringLiteral("no-file"),
                       QStringLiteral("\"%1\" is no file that can be read.").arg(name));
    address = QStringLiteral("file:") + name;
    return {};
}

Result<void> Demuxer::openContext(const QString &address, const char *format)
{
    m_context = avformat_alloc_context();
    m_context->interrupt_callback = {askInterrupted, &m_interrupted};
    m_context->pb = m_avio.get();
    // Wraps are Timeline's; FFmpeg's way knows one per connection only.
    m_context->correct_ts_overflow = 0;
    // A damaged programme table of a TS announces new streams each time.
    m_context->max_streams = 32;
    Options options;
    options.set("probesize", probeBytes);
    if (!format)
        options.set("format_whitelist", formats);
    if (m_scheme.startsWith(QLatin1String("http")))
        options.set("protocol_whitelist", "http,https,tcp,tls");
    if (m_scheme == QLatin1String("rtmp") && m_listens)
        options.set("listen", "1");
    if (m_scheme == QLatin1String("udp")) {
        options.set("overrun_nonfatal", "1");
        options.set("buffer_size", "2097152"); // of the socket: 4 s at 4 Mb/s
    }
    const AVInputFormat *known = format ? av_find_input_format(format) : nullptr;
    const AvLogTap log;
    const int code = avformat_open_input(&m_context, address.toUtf8().constData(), known, options.get());
    if (code < 0)
        return errorFor(code);
    // FFmpeg's RTMP listener says so, and takes the stream all the same.
    if (m_listens && (log.contains("Unexpected stream") || log.contains("App field don't match"))) {
        return errorOf(QStringLiteral("wrong-key"),
                       QStringLiteral("A publisher with another stream key came and was turned away."),
                       QStringLiteral("Give the encoder the key of this path."));
    }
    if (!m_srt && !m_scheme.startsWith(QLatin1String("file")))
        m_tcp.look(QUrl(m_config.url).port(defaultPort(m_scheme)));
    m_paced = m_context->pb && (m_context->pb->seekable & AVIO_SEEKABLE_NORMAL);
    return {};
}

Result<void> Demuxer::read(AVPacket &packet)
{
    for (;;) {
        const int code = av_read_frame(m_context, &packet);
        if (code >= 0)
            return {};
        if (code != AVERROR(EAGAIN))
            return errorFor(code);
        if (m_interrupted())
            return interruptedError();
    }
}

Error Demuxer::errorFor(int code) const
{
    switch (code) {
    case AVERROR_EXIT:
        return interruptedError();
    case AVERROR_EOF:
        return errorOf(QStringLiteral("ended"), QStringLiteral("The stream ended."));
    case AVERROR_INVALIDDATA:
        return errorOf(QStringLiteral("no-stream"),
                       QStringLiteral("What comes is no stream that can be read."),
                       QStringLiteral("Send H.264 or HEVC with AAC as FLV or MPEG-TS."));
    case AVERROR(ECONNREFUSED):
        return errorOf(QStringLiteral("refuses-connection"),
                       QStringLiteral("The address refuses the connection."),
                       QStringLiteral("Check that the server runs, and its port."));
    case AVERROR(ETIMEDOUT):
        return errorOf(QStringLiteral("no-answer"), QStringLiteral("The address does not answer."));
    case AVERROR(EADDRINUSE):
        return errorOf(
            QStringLiteral("port-in-use"),
            QStringLiteral(
                "The port is used by something else: each input that listens needs one of its own."),
            QStringLiteral("Choose another port."));
    case AVERROR(EIO):
        return errorOf(QStringLiteral("connection-lost"), QStringLiteral("The connection ended."));
    default:
        return avError(QStringLiteral("The address cannot be opened"), code,
                       QStringLiteral("connect-failed"));
    }
}

int64_t Demuxer::bytesRead() const
{
    return m_context && m_context->pb ? m_context->pb->bytes_read : 0;
}

bool Demuxer::peerHasCome() const
{
    if (m_scheme == QLatin1String("srt"))
        return m_srt != nullptr;
    if (m_scheme == QLatin1String("udp"))
        return bytesRead() > 0;
    // While FFmpeg waits for its one publisher the port is taken; once somebody has come it closes the listening socket,
    // and the port can be bound again for a moment.
    const QUrl url(m_config.url);
    const auto hosts = lookUpHost(url.host(), url.port(rtmpPort), {});
    if (!hosts || hosts->empty())
        return false;
    const SocketAddress &local = hosts->front();
    const int probe = socket(local.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const bool free = bind(probe, reinterpret_cast<const sockaddr *>(&local.storage), local.length) == 0;
    close(probe);
    return free;
}

LinkFigures Demuxer::link() const
{
    return m_srt ? linkFigures(m_srt->figures()) : m_tcp.figures();
}

bool Demuxer::interleaved() const
{
    return m_context && m_context->iformat && std::strcmp(m_context->iformat->name, "flv") == 0;
}

std::optional<SrtFigures> Demuxer::srtFigures() const
{
    if (!m_srt)
        return std::nullopt;
    return m_srt->figures();
}

} // namespace twinfeed::media
