// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/packetopener.h"

#include "app/media/adts.h"
#include "app/media/ffmpeg.h"
#include "app/media/nal.h"

#include <algorithm>
#include <cstring>

namespace twinfeed::feed {

using sealing::Buffer;
using sealing::Bytes;
using sealing::KeyId;
using sealing::UnitKind;

namespace {

/// How the NAL units of a track stand in its packets; 0: behind start codes.
int lengthBytesOf(const AVStream &stream, Bytes packet)
{
    const AVCodecParameters &parameters = *stream.codecpar;
    const bool hevc = parameters.codec_id == AV_CODEC_ID_HEVC;
    const int at = hevc ? 21 : 4;
    if (parameters.extradata_size > at && parameters.extradata[0] == 1)
        return (parameters.extradata[at] & 3) + 1;
    return media::looksLikeAnnexB(packet) ? 0 : 4;
}

void append(Buffer &out, size_t size, int lengthBytes)
{
    if (lengthBytes == 0)
        out.insert(out.end(), {0, 0, 0, 1});
    for (int i = lengthBytes - 1; i >= 0; --i)
        out.push_back(uint8_t(size >> (8 * i)));
}

/// The same units behind lengths of another kind.
Buffer reframed(const media::Nals &nals, int lengthBytes)
{
    Buffer out;
    for (const Bytes nal : nals) {
        append(out, nal.size(), lengthBytes);
        out.insert(out.end(), nal.begin(), nal.end());
    }
    return out;
}

bool replace(AVPacket &packet, Bytes bytes)
{
    AVBufferRef *buffer = av_buffer_alloc(bytes.size() + AV_INPUT_BUFFER_PADDING_SIZE);
    if (!buffer)
        return false;
    std::ranges::copy(bytes, buffer->data);
    std::memset(buffer->data + bytes.size(), 0, AV_INPUT_BUFFER_PADDING_SIZE);
    av_buffer_unref(&packet.buf);
    packet.buf = buffer;
    packet.data = buffer->data;
    packet.size = int(bytes.size());
    return true;
}

Error error(const char *code, const QString &message)
{
    return {QString::fromLatin1(code), message, {}, {}, {}};
}

Error noMemory()
{
    return error("damaged-unit", QStringLiteral("There is no memory for it."));
}

/// One that came again, or a foreign one; of all others that are refused the next pictures miss something.
bool isOneTooMany(const QString &code)
{
    return code == QLatin1String("seal-replayed") || code == QLatin1String("seal-foreign")
        || code == QLatin1String("seal-missing");
}

} // namespace

uint64_t PacketOpener::Counts::allRefused() const
{
    uint64_t sum = 0;
    for (const auto &[code, count] : refused)
        sum += count;
    return sum;
}

PacketOpener::PacketOpener(sealing::Unsealer::FindKey findKey, bool sealedOnly)
    : m_unsealer(std::move(findKey))
    , m_sealedOnly(sealedOnly)
{
}

Result<sealing::Unsealer::Opened> PacketOpener::openUnit(const UnitKind &kind, Bytes unit, bool keyframe)
{
    auto opened = m_unsealer.open(kind, unit, keyframe);
    if (opened && !opened->key && m_sealedOnly)
        return error("not-sealed", QStringLiteral("The stream is not encrypted."));
    return opened;
}

Result<std::optional<KeyId>> PacketOpener::openPicture(AVPacket &packet, const AVStream &stream)
{
    const bool keyframe = packet.flags & AV_PKT_FLAG_KEY;
    if (m_awaitsKeyframe && !keyframe)
        return error("awaits-keyframe", QStringLiteral("A picture before it was refused."));
    const Bytes bytes(packet.data, size_t(packet.size));
    const int lengthBytes = lengthBytesOf(stream, bytes);
    const auto codec = stream.codecpar->codec_id == AV_CODEC_ID_HEVC ? UnitKind::Hevc : UnitKind::H264;
    Result<media::Nals> nals = lengthBytes == 0 ? Result<media::Nals>(media::splitAnnexB(bytes))
                                                : media::splitLengthPrefixed(bytes, lengthBytes);
    if (!nals)
        return nals.error();
    const bool asItStands = lengthBytes == 4;
    const Buffer framed = asItStands ? Buffer() : reframed(*nals, 4);
    auto opened = openUnit({codec, 0}, asItStands ? bytes : Bytes(framed), keyframe);
    if (!opened)
        return opened.error();
    if (!opened->key)
        return std::optional<KeyId>();
    if (asItStands)
        return replace(packet, opened->bytes) ? Result(opened->key) : noMemory();
    const auto units = media::splitLengthPrefixed(opened->bytes, 4);
    if (!units)
        return units.error();
    return replace(packet, reframed(*units, lengthBytes)) ? Result(opened->key) : noMemory();
}

Result<std::optional<KeyId>> PacketOpener::openSound(AVPacket &packet)
{
    const Bytes bytes(packet.data, size_t(packet.size));
    const auto adts = media::parseAdts(bytes);
    if (adts && adts->frameBytes != bytes.size())
        return error("damaged-unit", QStringLiteral("A sound packet is no single frame."));
    auto opened = openUnit({UnitKind::Aac, 0}, bytes.subspan(adts ? adts->headerBytes : 0), true);
    if (!opened)
        return opened.error();
    if (!opened->key)
        return std::optional<KeyId>();
    Buffer out;
    if (adts) {
        const auto header = media::buildAdts(adts->format, opened->bytes.size());
        if (!header)
            return error("damaged-unit", QStringLiteral("A sound frame does not fit its header."));
        out.assign(header->begin(), header->end());
    }
    out.insert(out.end(), opened->bytes.begin(), opened->bytes.end());
    return replace(packet, out) ? Result(opened->key) : noMemory();
}

Result<std::optional<KeyId>> PacketOpener::open(AVPacket &packet, const AVStream &stream)
{
    const bool sound = stream.codecpar->codec_id == AV_CODEC_ID_AAC;
    const bool picture =
        stream.codecpar->codec_id == AV_CODEC_ID_H264 || stream.codecpar->codec_id == AV_CODEC_ID_HEVC;
    if ((!sound && !picture) || packet.size <= 0)
        return std::optional<KeyId>();
    auto key = sound ? openSound(packet) : openPicture(packet, stream);
    if (!key) {
        ++m_counts.refused[key.error().code];
        m_awaitsKeyframe |= picture && !isOneTooMany(key.error().code);
        return key;
    }
    ++(*key ? m_counts.opened : m_counts.clear);
    if (picture)
        m_awaitsKeyframe = false;
    return key;
}

} // namespace twinfeed::feed
