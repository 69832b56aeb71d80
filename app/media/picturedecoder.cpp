// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/picturedecoder.h"

#include "app/media/ffmpeg.h"

#include <algorithm>
#include <cmath>

namespace twinfeed::media {

namespace {

/// 8K: what claims to be larger is damaged, and would cost memory for nothing.
constexpr int64_t largestPicture = 8192LL * 4320;
/// swscale may write a block past the end of the last row.
constexpr size_t slackBytes = 64;

/// The formats with "J" say full range by their name; swscale wants to be told instead.
AVPixelFormat withoutJ(AVPixelFormat format, bool &fullRange)
{
    switch (format) {
    case AV_PIX_FMT_YUVJ420P:
        fullRange = true;
        return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P:
        fullRange = true;
        return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ444P:
        fullRange = true;
        return AV_PIX_FMT_YUV444P;
    default:
        return format;
    }
}

int coefficientsOf(const AVFrame &frame)
{
    switch (frame.colorspace) {
    case AVCOL_SPC_BT709:
        return SWS_CS_ITU709;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
        return SWS_CS_BT2020;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
        return SWS_CS_ITU601;
    case AVCOL_SPC_SMPTE240M:
        return SWS_CS_SMPTE240M;
    default:
        return frame.height >= 720 ? SWS_CS_ITU709 : SWS_CS_ITU601; // as players guess
    }
}

/// All that a scaler is made for; another one is needed when any of it changes.
struct Conversion
{
    int width = 0;
    int height = 0;
    AVPixelFormat format = AV_PIX_FMT_NONE;
    int coefficients = 0;
    bool fullRange = false;
    FittedSize to;

    bool operator==(const Conversion &) const = default;
};

} // namespace

class PictureDecoder::Private
{
public:
    bool receiveAll();
    bool prepare(const Conversion &wanted);

    AvCodecContext codec;
    AvFrame incoming{av_frame_alloc()};
    AvFrame newest{av_frame_alloc()};
    Sws scaler;
    Conversion conversion;
    uint64_t decoded = 0;
    int damagedInARow = 0;
};

PictureDecoder::PictureDecoder()
    : d(std::make_unique<Private>())
{
}

PictureDecoder::~PictureDecoder() = default;

Result<void> PictureDecoder::open(const AVCodecParameters &parameters)
{
    d->codec.reset();
    const AVCodec *codec = avcodec_find_decoder(parameters.codec_id);
    if (!codec || parameters.codec_type != AVMEDIA_TYPE_VIDEO) {
        return Error{QStringLiteral("not-decodable"),
                     QStringLiteral("Pictures of the kind %1 cannot be shown.")
                         .arg(QLatin1String(avcodec_get_name(parameters.codec_id))),
                     {},
                     {},
                     {}};
    }
    AvCodecContext context(avcodec_alloc_context3(codec));
    int code = avcodec_parameters_to_context(context.get(), &parameters);
    context->thread_count = 1;
    context->max_pixels = largestPicture;
    if (code >= 0)
        code = avcodec_open2(context.get(), codec, nullptr);
    if (code < 0)
        return avError(QStringLiteral("The decoder cannot be opened"), code, QStringLiteral("not-decodable"));
    d->codec = std::move(context);
    return {};
}

bool PictureDecoder::isOpen() const
{
    return d->codec != nullptr;
}

void PictureDecoder::setEconomy(Economy economy)
{
    if (!d->codec)
        return;
    d->codec->skip_frame = economy == Economy::None ? AVDISCARD_DEFAULT : AVDISCARD_NONREF;
    d->codec->skip_loop_filter = economy == Economy::LoopFilter ? AVDISCARD_ALL : AVDISCARD_DEFAULT;
}

void PictureDecoder::flush()
{
    if (d->codec)
        avcodec_flush_buffers(d->codec.get());
}

bool PictureDecoder::decode(const AVPacket &packet)
{
    const int code = avcodec_send_packet(d->codec.get(), &packet);
    d->damagedInARow = code < 0 ? d->damagedInARow + 1 : 0;
    return d->receiveAll();
}

bool PictureDecoder::decodeAtOnce(const AVPacket &keyframe)
{
    if (decode(keyframe))
        return true;
    avcodec_send_packet(d->codec.get(), nullptr);
    const bool ready = d->receiveAll();
    avcodec_flush_buffers(d->codec.get());
    // Once more, in its place among the pictures that refer to it.
    return decode(keyframe) || ready;
}

bool PictureDecoder::Private::receiveAll()
{
    bool ready = false;
    while (avcodec_receive_frame(codec.get(), incoming.get()) == 0) {
        std::swap(incoming, newest);
        ++decoded;
        ready = true;
    }
    return ready;
}

bool PictureDecoder::Private::prepare(const Conversion &wanted)
{
    if (scaler && wanted == conversion)
        return true;
    conversion = wanted;
    scaler.reset(sws_getContext(wanted.width, wanted.height, wanted.format, wanted.to.width, wanted.to.height,
                                AV_PIX_FMT_BGRA, SWS_FAST_BILINEAR, nullptr, nullptr, nullptr));
    if (!scaler)
        return false;
    constexpr int one = 1 << 16;
    sws_setColorspaceDetails(scaler.get(), sws_getCoefficients(wanted.coefficients), wanted.fullRange ? 1 : 0,
                             sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, one, one);
    return true;
}

bool PictureDecoder::show(PreviewPicture &picture, int boxWidth, int boxHeight)
{
    const AVFrame &frame = *d->newest;
    if (frame.width <= 0 || frame.height <= 0)
        return false;
    const AVRational pixel = frame.sample_aspect_ratio;
    const double pixelAspect = pixel.num > 0 && pixel.den > 0 ? av_q2d(pixel) : 1.0;

    Conversion wanted{frame.width,
                      frame.height,
                      AV_PIX_FMT_NONE,
                      coefficientsOf(frame),
                      frame.color_range == AVCOL_RANGE_JPEG,
                      {}};
    wanted.format = withoutJ(AVPixelFormat(frame.format), wanted.fullRange);
    wanted.to = fittedSize(pixelAspect * frame.width / frame.height, boxWidth, boxHeight);
    if (!d->prepare(wanted))
        return false;

    const int rowBytes = wanted.to.width * 4;
    picture.pixels.resize(size_t(rowBytes) * size_t(wanted.to.height) + slackBytes);
    uint8_t *planes[4] = {picture.pixels.data()};
    const int rows[4] = {rowBytes};
    if (sws_scale(d->scaler.get(), frame.data, frame.linesize, 0, frame.height, planes, rows) <= 0)
        return false;
    picture.width = wanted.to.width;
    picture.height = wanted.to.height;
    picture.pts = frame.best_effort_timestamp == AV_NOPTS_VALUE ? 0 : frame.best_effort_timestamp;
    return true;
}

int PictureDecoder::width() const
{
    return d->newest->width;
}

int PictureDecoder::height() const
{
    return d->newest->height;
}

uint64_t PictureDecoder::decoded() const
{
    return d->decoded;
}

int PictureDecoder::damagedInARow() const
{
    return d->damagedInARow;
}

FittedSize fittedSize(double aspect, int boxWidth, int boxHeight)
{
    const double width = std::min(double(boxWidth), boxHeight * aspect);
    const int columns = std::max(8, int(width) / 8 * 8);
    const int lines = std::clamp(int(std::lround(columns / aspect)), 2, std::max(2, boxHeight));
    return {columns, lines};
}

} // namespace twinfeed::media
