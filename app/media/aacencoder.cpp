// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/aacencoder.h"

#include "app/media/errors.h"

#include <cstring>

namespace twinfeed::media {

namespace {

constexpr int64_t bitsPerChannel = 64'000;

} // namespace

Result<std::unique_ptr<AacEncoder>> AacEncoder::create(const SoundFormat &format, const QString &errorCode)
{
    const AVCodec *codec = avcodec_find_encoder_by_name("aac");
    std::unique_ptr<AacEncoder> self(new AacEncoder);
    self->m_errorCode = errorCode;
    self->m_context.reset(codec ? avcodec_alloc_context3(codec) : nullptr);
    AVCodecContext *context = self->m_context.get();
    if (!context)
        return errorOf(errorCode, QStringLiteral("There is no AAC encoder."));
    context->sample_fmt = AV_SAMPLE_FMT_FLTP;
    context->sample_rate = format.sampleRate;
    context->time_base = {1, format.sampleRate};
    context->bit_rate = bitsPerChannel * format.channels;
    context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    av_channel_layout_default(&context->ch_layout, format.channels);
    if (const int code = avcodec_open2(context, codec, nullptr); code < 0)
        return avError(QStringLiteral("The sound format cannot be encoded"), code, errorCode);
    const AvCodecParameters parameters(avcodec_parameters_alloc());
    if (!parameters || avcodec_parameters_from_context(parameters.get(), context) < 0)
        return outOfMemory();
    auto form = InternalForm::create(*parameters, 1, format.sampleRate);
    if (!form)
        return form.error();
    self->m_form = std::move(*form);
    self->m_config = self->m_form->config();
    return self;
}

Result<void> AacEncoder::encode(std::span<const float *const> planes, int64_t firstSample,
                                std::vector<Encoded> &out)
{
    const AvFrame frame(av_frame_alloc());
    if (!frame)
        return outOfMemory();
    frame->nb_samples = frameSamples;
    frame->format = AV_SAMPLE_FMT_FLTP;
    frame->sample_rate = m_context->sample_rate;
    frame->pts = firstSample;
    av_channel_layout_copy(&frame->ch_layout, &m_context->ch_layout);
    if (const int code = av_frame_get_buffer(frame.get(), 0); code < 0)
        return avError(QStringLiteral("Sound cannot be made"), code, m_errorCode);
    for (size_t channel = 0; channel < planes.size(); ++channel)
        std::memcpy(frame->extended_data[channel], planes[channel], sizeof(float) * frameSamples);
    if (const int code = avcodec_send_frame(m_context.get(), frame.get()); code < 0)
        return avError(QStringLiteral("Sound cannot be encoded"), code, m_errorCode);
    return drain(out);
}

Result<void> AacEncoder::finish(std::vector<Encoded> &out)
{
    avcodec_send_frame(m_context.get(), nullptr);
    return drain(out);
}

Result<void> AacEncoder::drain(std::vector<Encoded> &out)
{
    const AvPacket packet(av_packet_alloc());
    if (!packet)
        return outOfMemory();
    while (true) {
        const int code = avcodec_receive_packet(m_context.get(), packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            return {};
        if (code < 0)
            return avError(QStringLiteral("Sound cannot be encoded"), code, m_errorCode);
        auto units = m_form->convert(*packet);
        if (!units)
            return units.error();
        if (units->empty())
            return errorOf(m_errorCode, QStringLiteral("The AAC encoder gave a frame without sound."));
        out.push_back({std::move(units->front().payload), packet->pts});
        av_packet_unref(packet.get());
    }
}

} // namespace twinfeed::media
