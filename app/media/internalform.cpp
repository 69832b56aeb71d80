// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/internalform.h"

#include "app/media/trackform.h"

#include <algorithm>
#include <cstring>

namespace twinfeed::media {

namespace {

Bytes newExtradata(const AVPacket &packet)
{
    size_t size = 0;
    const uint8_t *data = av_packet_get_side_data(&packet, AV_PKT_DATA_NEW_EXTRADATA, &size);
    return data ? Bytes(data, size) : Bytes();
}

Error refused(const AVCodecParameters &parameters)
{
    const QString name = QString::fromLatin1(avcodec_get_name(parameters.codec_id));
    return errorOf(QStringLiteral("codec-refused"),
                   QStringLiteral("The stream carries %1, which cannot be used.").arg(name),
                   QStringLiteral("Send H.264 or HEVC video and AAC sound."));
}

} // namespace

Payload share(AvPacket packet)
{
    return {packet.release(), [](AVPacket *p) { av_packet_free(&p); }};
}

Payload referTo(const AVPacket &source, Bytes bytes)
{
    AvPacket packet(av_packet_alloc());
    if (!packet)
        return nullptr;
    if (source.buf) {
        packet->buf = av_buffer_ref(source.buf);
        if (!packet->buf)
            return nullptr;
        packet->data = const_cast<uint8_t *>(bytes.data());
        packet->size = int(bytes.size());
    } else {
        if (av_new_packet(packet.get(), int(bytes.size())) < 0)
            return nullptr;
        std::memcpy(packet->data, bytes.data(), bytes.size());
    }
    return share(std::move(packet));
}

class InternalForm::Private
{
public:
    std::unique_ptr<TrackForm> form;
};

Result<std::unique_ptr<InternalForm>> InternalForm::create(const AVCodecParameters &parameters,
                                                           int timeBaseNum, int timeBaseDen)
{
    std::unique_ptr<TrackForm> form;
    switch (parameters.codec_id) {
    case AV_CODEC_ID_H264:
    case AV_CODEC_ID_HEVC:
        form = makeVideoForm(parameters.codec_id, {timeBaseNum, timeBaseDen});
        break;
    case AV_CODEC_ID_AAC:
        form = makeSoundForm(parameters.ch_layout.nb_channels);
        break;
    default:
        return refused(parameters);
    }
    if (parameters.extradata_size > 0 && parameters.extradata) {
        const auto set = form->setExtradata({parameters.extradata, size_t(parameters.extradata_size)});
        if (!set)
            return set.error();
    }
    auto d = std::make_unique<Private>();
    d->form = std::move(form);
    return std::unique_ptr<InternalForm>(new InternalForm(std::move(d)));
}

InternalForm::InternalForm(std::unique_ptr<Private> d)
    : d(std::move(d))
{
}

InternalForm::~InternalForm() = default;

Result<std::vector<InternalForm::Unit>> InternalForm::convert(const AVPacket &packet)
{
    // A new sequence header that is damaged says nothing: what was known before goes on.
    if (const Bytes extradata = newExtradata(packet); !extradata.empty())
        (void)d->form->setExtradata(extradata);
    auto units = d->form->convert(packet);
    if (units && std::ranges::any_of(*units, [](const Unit &unit) { return !unit.payload; }))
        return outOfMemory();
    return units;
}

CodecConfigPtr InternalForm::config() const
{
    return d->form->config();
}

} // namespace twinfeed::media
