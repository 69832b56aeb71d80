// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/slatetextpictures.h"

#include "app/media/errors.h"
#include "app/media/ffmpeg.h"
#include "app/media/nal.h"
#include "app/media/slateencoder.h"
#include "app/media/slatetext.h"
#include "app/media/textpainter.h"

#include <QLoggingCategory>

#include <algorithm>
#include <limits>

namespace twinfeed::media {

namespace {

Q_LOGGING_CATEGORY(log, "twinfeed.media", QtInfoMsg)

constexpr int64_t second = 1'000'000;
constexpr size_t keptSeconds = 4;
// A slate's picture should not come in bursts that a line has no room for: what a second of a live stream takes.
constexpr double mostBitsPerPixelAndSecond = 2;
constexpr int bestQuantiser = 20;
constexpr int worstQuantiser = 40;
constexpr int quantiserStep = 4;

/// All groups of a still are the same.
bool isStill(const SlateClip &clip)
{
    const Packet *first = nullptr;
    for (const Packet &packet : clip.packets) {
        if (packet.track != Track::Video || !packet.keyframe)
            continue;
        if (!first)
            first = &packet;
        else if (packet.payload != first->payload)
            return false;
    }
    return first != nullptr && clip.loopUs > second;
}

Result<AvFrame> decoded(const Packet &keyframe)
{
    const AvPacket packet(av_packet_alloc());
    AvFrame frame(av_frame_alloc());
    const AVCodec *codec = avcodec_find_decoder(AVCodecID(keyframe.config->codecId));
    const AvCodecContext context(codec ? avcodec_alloc_context3(codec) : nullptr);
    const auto stream = toAnnexB(keyframe, true);
    if (!packet || !frame || !context || av_new_packet(packet.get(), int(stream.size())) < 0)
        return outOfMemory();
    std::ranges::copy(stream, packet->data);
    context->thread_count = 1;
    int code = avcodec_open2(context.get(), codec, nullptr);
    if (code >= 0)
        code = avcodec_send_packet(context.get(), packet.get());
    if (code >= 0)
        code = avcodec_send_packet(context.get(), nullptr);
    if (code >= 0)
        code = avcodec_receive_frame(context.get(), frame.get());
    if (code < 0)
        return avError(QStringLiteral("The slate's picture cannot be decoded"), code,
                       QStringLiteral("slate-refused"));
    return frame;
}

} // namespace

class SlateTextEncoder::Private
{
public:
    explicit Private(std::shared_ptr<const SlateClip> clip)
        : m_clip(std::move(clip))
    {
    }

    Result<Packet> encode(const QString &time)
    {
        if (!m_encoder) {
            if (auto opened = open(time); !opened)
                return opened.error();
        }
        return encodeOnce(time);
    }

    const SkipPictures &skips() const { return *m_skips; }

private:
    Result<void> open(const QString &time)
    {
        if (m_clip->format.hevc)
            return errorOf(QStringLiteral("slate-format"),
                           QStringLiteral("A slate with a running time cannot be made in HEVC."),
                           QStringLiteral("Choose a slate without one."));
        if (!isStill(*m_clip))
            return errorOf(
                QStringLiteral("slate-refused"),
                QStringLiteral("A running time can be written into a still only, not into a clip."),
                QStringLiteral("Choose a slate that is a picture."));
        const auto keyframe = std::ranges::find_if(m_clip->packets, [](const Packet &packet) {
            return packet.track == Track::Video && packet.keyframe;
        });
        auto still = decoded(*keyframe);
        if (!still)
            return still.error();
        m_still = std::move(*still);
        auto painter = TextPainter::create(m_clip->format.width, m_clip->format.height, m_clip->text->label);
        if (!painter)
            return painter.error();
        m_painter = std::move(*painter);
        return choose(time);
    }

    /// The finest quantiser with which a picture is not too large.
    Result<void> choose(const QString &time)
    {
        const SlateFormat &format = m_clip->format;
        const double most = mostBitsPerPixelAndSecond * format.width * format.height / 8;
        for (int quantiser = bestQuantiser;; quantiser += quantiserStep) {
            auto encoder = SlateVideoEncoder::createForSingles(format, quantiser);
            if (!encoder)
                return encoder.error();
            m_encoder = std::move(*encoder);
            auto tried = encodeOnce(time);
            if (!tried) {
                m_encoder = nullptr;
                return tried.error();
            }
            m_skips = SkipPictures::create(*tried->config);
            if (!m_skips) {
                m_encoder = nullptr;
                return errorOf(QStringLiteral("slate-format"),
                               QStringLiteral("A slate with a running time cannot be made in this format."));
            }
            if (sizeOf(*tried) <= most || quantiser >= worstQuantiser)
                return {};
        }
    }

    Result<Packet> encodeOnce(const QString &time)
    {
        AvFrame canvas(av_frame_alloc());
        if (!canvas)
            return outOfMemory();
        canvas->width = m_still->width;
        canvas->height = m_still->height;
        canvas->format = m_still->format;
        if (av_frame_get_buffer(canvas.get(), 0) < 0 || av_frame_copy(canvas.get(), m_still.get()) < 0)
            return outOfMemory();
        m_painter->paint(*canvas, time);
        std::vector<Packet> packets;
        if (auto encoded = m_encoder->encode(*canvas, packets); !encoded)
            return encoded.error();
        if (packets.size() != 1 || !packets.front().keyframe)
            return errorOf(QStringLiteral("slate-format"),
                           QStringLiteral("The encoder gave no single picture."));
        return std::move(packets.front());
    }

    const std::shared_ptr<const SlateClip> m_clip;
    AvFrame m_still;
    std::unique_ptr<TextPainter> m_painter;
    std::unique_ptr<SlateVideoEncoder> m_encoder;
    std::optional<SkipPictures> m_skips;
};

SlateTextEncoder::SlateTextEncoder(std::shared_ptr<const SlateClip> clip)
    : d(std::make_unique<Private>(std::move(clip)))
{
}

SlateTextEncoder::~SlateTextEncoder() = default;

Result<Packet> SlateTextEncoder::encode(const QString &time)
{
    return d->encode(time);
}

const SkipPictures &SlateTextEncoder::skips() const
{
    return d->skips();
}

SlateTextPictures::SlateTextPictures(std::shared_ptr<const SlateClip> clip, const Clock &clock,
                                     int64_t aheadUs)
    : m_clip(clip)
    , m_clock(clock)
    , m_aheadUs(aheadUs)
    , m_encoder(std::move(clip))
{
}

SlateTextPictures::~SlateTextPictures() = default;

int64_t SlateTextPictures::secondAt(int64_t unitUs, int64_t wallOffsetUs) const
{
    return slateSecond(*m_clip->text, (unitUs + wallOffsetUs + m_aheadUs) / 1000);
}

int64_t SlateTextPictures::prepare()
{
    const int64_t now = m_clock.now();
    const int64_t offset = m_clock.wall().toMSecsSinceEpoch() * 1000 - now;
    {
        const std::lock_guard lock(m_mutex);
        m_wallOffsetUs = offset;
    }
    const int64_t current = secondAt(now, offset);
    for (int64_t wanted = current; wanted <= current + 1; ++wanted) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_ready.contains(wanted))
                continue;
        }
        // A countdown that has ended is encoded no more.
        const QString time = slateTime(*m_clip->text, wanted);
        if (!m_encoded.payload || time != m_written) {
            auto encoded = m_encoder.encode(time);
            if (!encoded) {
                qCWarning(log, "A slate's running time: %ls", qUtf16Printable(encoded.error().message));
                const std::lock_guard lock(m_mutex);
                m_failed = true;
                return std::numeric_limits<int64_t>::max();
            }
            m_encoded = std::move(*encoded);
            m_written = time;
        }
        keep(wanted, m_encoded);
    }
    // Where the next second begins, as near as the wall clock tells: by then the one after it is wanted.
    int64_t next = now + second;
    while (next - 10'000 > now && secondAt(next - 10'000, offset) > current)
        next -= 10'000;
    return next;
}

void SlateTextPictures::keep(int64_t at, Packet encoded)
{
    const std::lock_guard lock(m_mutex);
    if (!m_skips)
        m_skips = m_encoder.skips();
    m_ready.insert_or_assign(at, std::move(encoded));
    // The wall clock may have been set back: the newest are those written last.
    while (m_ready.size() > keptSeconds) {
        const bool ahead = m_ready.rbegin()->first > at + 1;
        m_ready.erase(ahead ? std::prev(m_ready.end()) : m_ready.begin());
    }
}

bool SlateTextPictures::settled() const
{
    const std::lock_guard lock(m_mutex);
    return m_failed || !m_ready.empty();
}

bool SlateTextPictures::dress(Packet &picture)
{
    const std::lock_guard lock(m_mutex);
    if (m_ready.empty())
        return false;
    const int64_t wanted = secondAt(picture.pts, m_wallOffsetUs);
    auto found = m_ready.find(wanted);
    if (!m_shown && found == m_ready.end())
        found = m_ready.begin();
    if (found != m_ready.end() && m_shown != wanted) {
        m_shown = wanted;
        m_since = 0;
        m_config = found->second.config;
        picture.payload = found->second.payload;
    } else {
        picture.payload = m_skips->payload(++m_since);
    }
    picture.keyframe = m_since == 0;
    picture.config = m_config;
    return true;
}

} // namespace twinfeed::media
