// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/slatesource.h"

#include "app/media/errors.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace twinfeed::media {

namespace {

constexpr int ioBytes = 64 * 1024;
constexpr const char *largestPicture = "67108864"; // 8192 x 8192
// A clip is refused when this much of it is damaged; a bad packet or two are what clips have.
constexpr int mostDamaged = 50;

Error refused(const QString &message)
{
    return errorOf(QStringLiteral("slate-refused"), message,
                   QStringLiteral("Use a PNG or JPEG picture, or a video clip."));
}

// Playlists, references to other files and the like name what we will not open.
int openNothing(AVFormatContext *, AVIOContext **, const char *, int, AVDictionary **)
{
    return AVERROR(EACCES);
}

bool isImage(const AVFormatContext &input)
{
    const QByteArray name(input.iformat->name);
    return name.endsWith("_pipe") || name == "image2";
}

/// A JPEG ends with a marker of its own; FFmpeg's decoder makes grey of what is missing before it.
bool isCutJpeg(const AVPacket &packet)
{
    for (int i = packet.size - 2; i >= 0; --i) {
        if (packet.data[i] == 0xFF && packet.data[i + 1] == 0xD9)
            return false;
    }
    return true;
}

} // namespace

SlateSource::SlateSource(std::stop_token stop)
    : m_stop(std::move(stop))
{
}

SlateSource::~SlateSource()
{
    m_picture.context.reset();
    m_sound.context.reset();
    m_input.reset();
    if (m_io) {
        av_freep(&m_io->buffer);
        avio_context_free(&m_io);
    }
}

int SlateSource::read(void *self, uint8_t *to, int size)
{
    auto *source = static_cast<SlateSource *>(self);
    if (source->m_stop.stop_requested())
        return AVERROR_EXIT;
    const qint64 got = source->m_file.read(reinterpret_cast<char *>(to), size);
    return got > 0 ? int(got) : got == 0 ? AVERROR_EOF : AVERROR(EIO);
}

int64_t SlateSource::seek(void *self, int64_t offset, int whence)
{
    QFile &file = static_cast<SlateSource *>(self)->m_file;
    switch (whence & ~AVSEEK_FORCE) {
    case AVSEEK_SIZE:
        return file.size();
    case SEEK_CUR:
        offset += file.pos();
        break;
    case SEEK_END:
        offset += file.size();
        break;
    default:
        break;
    }
    return offset >= 0 && file.seek(offset) ? offset : AVERROR(EINVAL);
}

Error SlateSource::stoppedOr(const Error &error) const
{
    return m_stop.stop_requested()
        ? errorOf(QStringLiteral("interrupted"), QStringLiteral("The slate's encoding was stopped."))
        : error;
}

Result<std::unique_ptr<SlateSource>> SlateSource::open(const QString &file, std::stop_token stop)
{
    std::unique_ptr<SlateSource> source(new SlateSource(std::move(stop)));
    source->m_file.setFileName(file);
    if (!source->m_file.open(QIODevice::ReadOnly))
        return refused(QStringLiteral("The file cannot be read: %1.").arg(source->m_file.errorString()));
    if (source->m_file.size() == 0)
        return refused(QStringLiteral("The file is empty."));
    if (auto opened = source->openInput(); !opened)
        return source->stoppedOr(opened.error());
    if (auto opened = source->openDecoder(AVMEDIA_TYPE_VIDEO, source->m_picture); !opened)
        return source->stoppedOr(opened.error());
    if (!source->m_picture.context)
        return refused(QStringLiteral("There is no picture in the file."));
    if (auto opened = source->openDecoder(AVMEDIA_TYPE_AUDIO, source->m_sound); !opened)
        return source->stoppedOr(opened.error());
    return source;
}

Result<void> SlateSource::openInput()
{
    auto *buffer = static_cast<uint8_t *>(av_malloc(ioBytes));
    m_io = buffer ? avio_alloc_context(buffer, ioBytes, 0, this, &read, nullptr, &seek) : nullptr;
    AVFormatContext *context = m_io ? avformat_alloc_context() : nullptr;
    if (!context) {
        if (!m_io)
            av_free(buffer);
        return outOfMemory();
    }
    context->pb = m_io;
    context->io_open = &openNothing;
    context->flags |= AVFMT_FLAG_CUSTOM_IO;
    int code = avformat_open_input(&context, nullptr, nullptr, nullptr); // frees the context when it fails
    if (code < 0)
        return refused(QStringLiteral("The file is neither a picture nor a clip that can be read."));
    m_input.reset(context);
    m_still = isImage(*context);
    std::vector<AVDictionary *> options(context->nb_streams, nullptr);
    for (auto &dictionary : options)
        av_dict_set(&dictionary, "max_pixels", largestPicture, 0);
    code = avformat_find_stream_info(context, options.data());
    for (auto &dictionary : options)
        av_dict_free(&dictionary);
    if (code < 0)
        return refused(QStringLiteral("The file cannot be read: %1.").arg(avErrorText(code)));
    return {};
}

Result<void> SlateSource::openDecoder(AVMediaType type, Decoder &decoder)
{
    const AVCodec *codec = nullptr;
    const int index = av_find_best_stream(m_input.get(), type, -1, -1, &codec, 0);
    if (index < 0 || !codec)
        return index == AVERROR_DECODER_NOT_FOUND && type == AVMEDIA_TYPE_VIDEO
            ? Result<void>(refused(QStringLiteral("The picture is in a format that cannot be decoded.")))
            : Result<void>();
    decoder.stream = m_input->streams[index];
    const AVCodecParameters &parameters = *decoder.stream->codecpar;
    if (parameters.width > largestSide || parameters.height > largestSide)
        return refused(QStringLiteral("The picture has %1 x %2 pixels; at most %3 a side can be used.")
                           .arg(parameters.width)
                           .arg(parameters.height)
                           .arg(largestSide));
    AvCodecContext context(avcodec_alloc_context3(codec));
    if (!context || avcodec_parameters_to_context(context.get(), &parameters) < 0)
        return outOfMemory();
    context->pkt_timebase = decoder.stream->time_base;
    av_opt_set(context.get(), "max_pixels", largestPicture, 0);
    // Half a picture is no slate.
    if (m_still)
        context->err_recognition = AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_EXPLODE;
    if (const int code = avcodec_open2(context.get(), codec, nullptr); code < 0)
        return refused(QStringLiteral("The file cannot be decoded: %1.").arg(avErrorText(code)));
    decoder.context = std::move(context);
    return {};
}

Result<SlateSource::Decoded> SlateSource::receive(Decoder &decoder, Kind kind)
{
    Decoded decoded;
    if (!decoder.context || decoder.ended)
        return decoded;
    decoded.frame.reset(av_frame_alloc());
    if (!decoded.frame)
        return outOfMemory();
    const int code = avcodec_receive_frame(decoder.context.get(), decoded.frame.get());
    decoder.ended = code == AVERROR_EOF;
    if (code < 0) {
        if (code != AVERROR(EAGAIN) && code != AVERROR_EOF && (m_still || ++m_damaged > mostDamaged))
            return refused(QStringLiteral("The file is damaged: %1.").arg(avErrorText(code)));
        return decoded;
    }
    AVFrame &frame = *decoded.frame;
    if (m_still && (frame.decode_error_flags || (frame.flags & AV_FRAME_FLAG_CORRUPT)))
        return refused(QStringLiteral("The picture is damaged or cut short."));
    const AVRational base = decoder.stream->time_base;
    decoded.kind = kind;
    decoded.at = frame.best_effort_timestamp != AV_NOPTS_VALUE
        ? av_rescale_q(frame.best_effort_timestamp, base, microseconds)
        : decoder.nextAt;
    decoded.durationUs = kind == Kind::Sound
        ? av_rescale(frame.nb_samples, 1'000'000, std::max(1, frame.sample_rate))
        : av_rescale_q(std::max<int64_t>(0, frame.pkt_duration), base, microseconds);
    decoder.nextAt = decoded.at + decoded.durationUs;
    return decoded;
}

/// Gives the decoders one more packet of the file.
Result<void> SlateSource::feed()
{
    AvPacket packet(av_packet_alloc());
    if (!packet)
        return outOfMemory();
    const int got = av_read_frame(m_input.get(), packet.get());
    if (got < 0) {
        // A clip that breaks off plays up to there.
        for (Decoder *decoder : {&m_picture, &m_sound}) {
            if (decoder->context)
                avcodec_send_packet(decoder->context.get(), nullptr);
        }
        return {};
    }
    for (Decoder *decoder : {&m_picture, &m_sound}) {
        if (!decoder->context || packet->stream_index != decoder->stream->index)
            continue;
        if (m_still && decoder->context->codec_id == AV_CODEC_ID_MJPEG && isCutJpeg(*packet))
            return refused(QStringLiteral("The picture is cut short."));
        const int code = avcodec_send_packet(decoder->context.get(), packet.get());
        if (code < 0 && code != AVERROR(EAGAIN) && (m_still || ++m_damaged > mostDamaged))
            return refused(QStringLiteral("The file is damaged: %1.").arg(avErrorText(code)));
    }
    return {};
}

Result<SlateSource::Decoded> SlateSource::next()
{
    while (!m_stop.stop_requested()) {
        for (const auto &[decoder, kind] :
             {std::pair(&m_picture, Kind::Picture), std::pair(&m_sound, Kind::Sound)}) {
            auto decoded = receive(*decoder, kind);
            if (!decoded || decoded->kind != Kind::End)
                return decoded;
        }
        if (m_picture.ended && (!m_sound.context || m_sound.ended))
            return Decoded();
        if (auto fed = feed(); !fed)
            return stoppedOr(fed.error());
    }
    return stoppedOr({});
}

} // namespace twinfeed::media
