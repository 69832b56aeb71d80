// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/bridgereader.h"

#include "app/media/errors.h"
#include "app/media/nal.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace twinfeed::media {

namespace {

// Two cores are what the smallest machine has. Each thread costs a picture's memory.
constexpr unsigned leastThreads = 2;
constexpr unsigned mostThreads = 4;
// The decoder's own messages are about damage that its source has, and that is told where it arrives: errors become
// "info" here and are not logged.
constexpr int quieter = AV_LOG_INFO - AV_LOG_ERROR;
constexpr size_t readAtOnce = 256;
constexpr int64_t leastPicture = 4'000;
constexpr int64_t mostPicture = 250'000;
constexpr int64_t usualPicture = 33'333;

} // namespace

bool isReference(const Packet &picture)
{
    const auto units = splitLengthPrefixed({dataOf(picture), size_t(sizeOf(picture))}, 4);
    if (!units)
        return true;
    return std::ranges::any_of(*units, [](Bytes nal) {
        const unsigned type = nal[0] & 0x1Fu;
        return type >= 1 && type <= 5 && (nal[0] & 0x60) != 0;
    });
}

Result<std::unique_ptr<BridgeReader>> BridgeReader::open(std::shared_ptr<const GopBuffer> buffer, int64_t pts,
                                                         int64_t delayUs)
{
    Packet keyframe;
    auto cursor = buffer->keyframeAtOrBefore(pts, &keyframe);
    if (!cursor)
        cursor = buffer->keyframeAtOrAfter(pts, &keyframe);
    if (!cursor || !keyframe.config)
        return std::unique_ptr<BridgeReader>();
    std::unique_ptr<BridgeReader> reader(new BridgeReader(std::move(buffer), *cursor));
    reader->m_group.firstDts = reader->m_lastDts = keyframe.dts;
    if (auto opened = reader->openDecoder(keyframe.config, delayUs); !opened)
        return opened.error();
    return reader;
}

BridgeReader::BridgeReader(std::shared_ptr<const GopBuffer> buffer, GopBuffer::Cursor cursor)
    : m_buffer(std::move(buffer))
    , m_cursor(cursor)
{
}

Result<void> BridgeReader::openDecoder(const CodecConfigPtr &config, int64_t delayUs)
{
    const AVCodec *codec = avcodec_find_decoder(AVCodecID(config->codecId));
    m_decoder.reset(codec ? avcodec_alloc_context3(codec) : nullptr);
    m_packet.reset(av_packet_alloc());
    if (!m_decoder || !m_packet)
        return outOfMemory();
    m_config = config;
    AVCodecContext *context = m_decoder.get();
    const auto size = config->extradata.size();
    context->extradata = static_cast<uint8_t *>(av_mallocz(size + AV_INPUT_BUFFER_PADDING_SIZE));
    if (!context->extradata)
        return outOfMemory();
    std::ranges::copy(config->extradata, context->extradata);
    context->extradata_size = int(size);
    context->pkt_timebase = microseconds;
    context->thread_count = int(std::clamp(std::thread::hardware_concurrency(), leastThreads, mostThreads));
    context->thread_type = FF_THREAD_FRAME;
    context->log_level_offset = quieter;
    // The entry may be no IDR; what stands behind it is whole all the same.
    context->flags |= AV_CODEC_FLAG_OUTPUT_CORRUPT;
    // Where the stream does not say how far it reorders, the level's worst case is assumed elsewhere; no stream reorders
    // by more pictures than it shifts them.
    const int64_t picture = config->frameRateNum > 0
        ? std::max<int64_t>(1, av_rescale(1'000'000, config->frameRateDen, config->frameRateNum))
        : usualPicture;
    context->has_b_frames = int(std::clamp<int64_t>((delayUs + picture / 2) / picture, 0, config->reorder));
    if (const int code = avcodec_open2(context, codec, nullptr); code < 0)
        return avError(QStringLiteral("The decoder cannot be opened"), code);
    return {};
}

bool BridgeReader::pull()
{
    for (;;) {
        const auto read = m_buffer->read(m_cursor, readAtOnce);
        if (read.moved)
            return false;
        if (read.packets.empty())
            return true;
        for (const Packet &packet : read.packets) {
            if (packet.track != Track::Video)
                continue;
            measure(packet);
            m_ahead.push_back(packet);
        }
    }
}

void BridgeReader::measure(const Packet &packet)
{
    // A warm decoder lives for hours: what counts is the rate of now.
    if (packet.keyframe && m_group.pictures > 0)
        m_before = std::exchange(m_group, {packet.dts, 0, 0});
    m_group.bytes += sizeOf(packet);
    ++m_group.pictures;
    m_lastDts = packet.dts;
}

BridgeReader::Group BridgeReader::measured() const
{
    return {m_before.pictures > 0 ? m_before.firstDts : m_group.firstDts, m_before.bytes + m_group.bytes,
            m_before.pictures + m_group.pictures};
}

bool BridgeReader::fits(const Packet &packet) const
{
    return packet.config == m_config || (packet.config && *packet.config == *m_config);
}

void BridgeReader::take()
{
    const Packet &packet = m_ahead.front();
    m_newestPts = m_newestPts ? std::max(*m_newestPts, packet.pts) : packet.pts;
}

void BridgeReader::pass()
{
    take();
    m_ahead.pop_front();
}

void BridgeReader::decode()
{
    take();
    const Packet packet = std::move(m_ahead.front());
    m_ahead.pop_front();
    m_keyframes += packet.keyframe;
    m_said[packet.pts] = {packet.duration, packet.arrival, packet.sourcePts, packet.cues};
    av_packet_unref(m_packet.get());
    if (!packet.payload || av_packet_ref(m_packet.get(), packet.payload.get()) < 0) {
        ++m_damagedInARow;
        return;
    }
    m_packet->pts = packet.pts;
    m_packet->dts = packet.dts;
    m_packet->flags = packet.keyframe ? AV_PKT_FLAG_KEY : 0;
    const int code = avcodec_send_packet(m_decoder.get(), m_packet.get());
    m_damagedInARow = code < 0 ? m_damagedInARow + 1 : 0;
    av_packet_unref(m_packet.get());
    receive();
}

void BridgeReader::receive()
{
    for (;;) {
        AvFrame frame(av_frame_alloc());
        const int code = frame ? avcodec_receive_frame(m_decoder.get(), frame.get()) : AVERROR(ENOMEM);
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            return;
        if (code < 0) { // with frame threads a packet's error comes out here, later
            ++m_damagedInARow;
            return;
        }
        const auto said = m_said.find(frame->pts);
        if (said == m_said.end()) // what the decoder made up for a hole
            continue;
        BridgePicture picture;
        picture.pts = said->first;
        picture.duration = said->second.duration;
        picture.arrival = said->second.arrival;
        picture.sourcePts = said->second.sourcePts;
        picture.cues = std::move(said->second.cues);
        picture.frame = std::move(frame);
        m_said.erase(m_said.begin(), std::next(said)); // those before it will not come any more
        pictures.push_back(std::move(picture));
    }
}

void BridgeReader::restartAt(size_t index)
{
    m_ahead.erase(m_ahead.begin(), m_ahead.begin() + ptrdiff_t(index));
    avcodec_flush_buffers(m_decoder.get());
    pictures.clear();
    m_said.clear();
    m_newestPts.reset();
    m_keyframes = 0;
}

void BridgeReader::drain()
{
    avcodec_send_packet(m_decoder.get(), nullptr);
    receive();
}

int64_t BridgeReader::pictureUs() const
{
    const Group read = this->measured();
    const int64_t measured = read.pictures > 1 ? (m_lastDts - read.firstDts) / (read.pictures - 1) : 0;
    const bool known = measured >= leastPicture && measured <= mostPicture;
    if (m_config->frameRateNum <= 0)
        return known ? measured : usualPicture;
    const int64_t said = std::clamp(av_rescale(1'000'000, m_config->frameRateDen, m_config->frameRateNum),
                                    leastPicture, mostPicture);
    // Encoders that say twice or half of what they send are met in practice.
    return known && read.pictures > 10 && (measured * 5 < said * 4 || measured * 4 > said * 5) ? measured
                                                                                               : said;
}

int64_t BridgeReader::bitrate() const
{
    const Group read = measured();
    const int64_t time = m_lastDts - read.firstDts + pictureUs();
    return av_rescale(read.bytes, 8'000'000, std::max<int64_t>(time, 1));
}

} // namespace twinfeed::media
