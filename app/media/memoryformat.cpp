// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/memoryformat.h"

#include "app/media/errors.h"

#include <cstring>

namespace twinfeed::media {

namespace {

// One AVIO write for nearly every packet; larger ones take several, which only costs calls.
constexpr int ioBytes = 64 * 1024;

bool copyExtradata(const std::vector<uint8_t> &from, AVCodecParameters &to)
{
    if (from.empty())
        return true;
    to.extradata = static_cast<uint8_t *>(av_mallocz(from.size() + AV_INPUT_BUFFER_PADDING_SIZE));
    if (!to.extradata)
        return false;
    std::memcpy(to.extradata, from.data(), from.size());
    to.extradata_size = int(from.size());
    return true;
}

} // namespace

void MemoryFormat::FreeOutput::operator()(AVFormatContext *context) const
{
    if (context->pb) {
        av_freep(&context->pb->buffer);
        avio_context_free(&context->pb);
    }
    avformat_free_context(context);
}

int MemoryFormat::append(void *self, uint8_t *data, int size)
{
    auto *format = static_cast<MemoryFormat *>(self);
    if (format->m_out)
        format->m_out->append(reinterpret_cast<const char *>(data), size);
    return size;
}

Result<std::unique_ptr<MemoryFormat>>
MemoryFormat::open(const char *format, const CodecConfigPtr &video, const CodecConfigPtr &sound,
                   const std::vector<std::pair<const char *, const char *>> &options, int64_t maxDelayUs,
                   QByteArray &out)
{
    std::unique_ptr<MemoryFormat> self(new MemoryFormat);
    AVFormatContext *context = nullptr;
    if (const int code = avformat_alloc_output_context2(&context, nullptr, format, nullptr); code < 0)
        return avError(QStringLiteral("The %1 muxer cannot be made").arg(QLatin1String(format)), code);
    self->m_context.reset(context);
    auto *buffer = static_cast<uint8_t *>(av_malloc(ioBytes));
    context->pb =
        buffer ? avio_alloc_context(buffer, ioBytes, 1, self.get(), nullptr, &append, nullptr) : nullptr;
    if (!context->pb) {
        av_free(buffer);
        return outOfMemory();
    }
    context->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_FLUSH_PACKETS;
    context->max_delay = int(maxDelayUs);
    context->avoid_negative_ts = AVFMT_AVOID_NEG_TS_DISABLED;
    av_dict_set(&context->metadata, "service_name", "Twinfeed", 0);
    av_dict_set(&context->metadata, "service_provider", "Twinfeed", 0);
    for (const auto &config : {video, sound}) {
        if (auto added = config ? self->addStream(config) : Result<void>(); !added)
            return added.error();
    }
    AVDictionary *dictionary = nullptr;
    for (const auto &[name, value] : options)
        av_dict_set(&dictionary, name, value, 0);
    self->m_out = &out;
    const int code = avformat_write_header(context, &dictionary);
    av_dict_free(&dictionary);
    if (code >= 0)
        avio_flush(context->pb);
    self->m_out = nullptr;
    if (code < 0)
        return avError(QStringLiteral("The %1 header cannot be written").arg(QLatin1String(format)), code);
    self->m_open = true;
    return self;
}

MemoryFormat::~MemoryFormat() = default;

Result<void> MemoryFormat::addStream(const CodecConfigPtr &config)
{
    AVStream *stream = avformat_new_stream(m_context.get(), nullptr);
    if (!stream)
        return outOfMemory();
    AVCodecParameters &parameters = *stream->codecpar;
    parameters.codec_id = AVCodecID(config->codecId);
    parameters.profile = config->profile;
    parameters.level = config->level;
    const bool video = config->track == Track::Video;
    (video ? m_video : m_sound) = stream;
    // Fixed, so that a track that comes later has the id it would have had from the start. As TS it is the PID.
    stream->id = video ? 0x100 : 0x101;
    if (video) {
        parameters.codec_type = AVMEDIA_TYPE_VIDEO;
        parameters.width = config->width;
        parameters.height = config->height;
        stream->avg_frame_rate = {config->frameRateNum, config->frameRateDen};
    } else {
        parameters.codec_type = AVMEDIA_TYPE_AUDIO;
        parameters.sample_rate = config->sampleRate;
        parameters.frame_size = 1024;
        av_channel_layout_default(&parameters.ch_layout, config->channels);
    }
    // The TS muxer would put parameter sets of its own in front of keyframes that lack them: ours never do.
    const bool wantsExtradata = std::strcmp(m_context->oformat->name, "mpegts") != 0;
    return !wantsExtradata || copyExtradata(config->extradata, parameters) ? Result<void>() : outOfMemory();
}

int MemoryFormat::codecId(Track track) const
{
    const AVStream *found = stream(track);
    return found ? found->codecpar->codec_id : AV_CODEC_ID_NONE;
}

void MemoryFormat::setOption(const char *name, const char *value)
{
    av_opt_set(m_context->priv_data, name, value, 0);
}

Result<void> MemoryFormat::write(Track track, AVPacket &packet, int64_t dts, int64_t pts, int64_t duration,
                                 QByteArray &out)
{
    const AVStream &to = *stream(track);
    packet.stream_index = to.index;
    // Down, so that equal steps stay equal to within one tick and nothing is rounded past its neighbour.
    packet.dts = av_rescale_q_rnd(dts, microseconds, to.time_base, AV_ROUND_DOWN);
    packet.pts = std::max(packet.dts, av_rescale_q_rnd(pts, microseconds, to.time_base, AV_ROUND_DOWN));
    packet.duration = av_rescale_q(duration, microseconds, to.time_base);
    m_out = &out;
    int code = av_write_frame(m_context.get(), &packet);
    // The TS muxer gathers sound frames of up to 170 bytes (silence) whatever it is told.
    if (code >= 0 && (m_context->oformat->flags & AVFMT_ALLOW_FLUSH))
        code = av_write_frame(m_context.get(), nullptr);
    avio_flush(m_context->pb);
    m_out = nullptr;
    if (code < 0)
        return avError(QStringLiteral("A packet does not fit into the container"), code);
    return {};
}

void MemoryFormat::finish(QByteArray &out)
{
    if (!std::exchange(m_open, false))
        return;
    m_out = &out;
    av_write_trailer(m_context.get());
    avio_flush(m_context->pb);
    m_out = nullptr;
}

} // namespace twinfeed::media
