// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sealed units and the packets that carry them, as they come from outside.

#include "app/feed/packetopener.h"
#include "app/media/ffmpeg.h"
#include "app/sealing/sealer.h"
#include "app/sealing/unsealer.h"
#include "tests/fuzz/targets.h"

#include <algorithm>

namespace twinfeed::fuzz {

using namespace sealing;

namespace {

constexpr KeyId knownKey = 7;

/// Of the published vectors, which are among the seeds.
Key vectorKey()
{
    Key key;
    key.id = knownKey;
    for (size_t i = 0; i < key.bytes.size(); ++i)
        key.bytes[i] = uint8_t(i);
    return key;
}

std::optional<Key> findKey(KeyId id)
{
    return id == knownKey ? std::optional(vectorKey()) : std::nullopt;
}

PictureCodec pictureCodec(const UnitKind &kind)
{
    return kind.codec == UnitKind::Hevc ? PictureCodec::Hevc : PictureCodec::H264;
}

Result<Buffer> sealedUnit(const UnitKind &kind, sealing::Bytes unit, const Note &note, SealCipher &cipher)
{
    return kind.codec == UnitKind::Aac ? sealedSound(unit, kind.channels, note, cipher)
                                       : sealedPicture(pictureCodec(kind), unit, note, cipher);
}

Result<Buffer> openedUnit(const UnitKind &kind, sealing::Bytes unit, SealCipher &cipher)
{
    return kind.codec == UnitKind::Aac ? openedSound(unit, cipher)
                                       : openedPicture(pictureCodec(kind), unit, cipher);
}

/// What opening gives back of a unit: zeros at the end of NAL units are no part of them.
Buffer meantBy(const UnitKind &kind, sealing::Bytes unit)
{
    Buffer meant(unit.begin(), unit.end());
    if (kind.codec == UnitKind::Aac)
        return meant;
    for (size_t at = 0; at + 4 <= meant.size();) {
        size_t length = size_t(meant[at]) << 24 | size_t(meant[at + 1]) << 16 | size_t(meant[at + 2]) << 8
            | meant[at + 3];
        size_t zeros = 0;
        while (zeros < length && meant[at + 3 + length - zeros] == 0)
            ++zeros;
        const auto end = meant.begin() + ptrdiff_t(at + 4 + length);
        meant.erase(end - ptrdiff_t(zeros), end);
        length -= zeros;
        for (size_t i = 0; i < 4; ++i)
            meant[at + i] = uint8_t(length >> (24 - 8 * i));
        at += 4 + length;
    }
    return meant;
}

/// Whatever can be sealed opens to what it was; with a bit of its note or of its secret changed it does not open.
void roundTrip(const UnitKind &kind, sealing::Bytes unit, size_t at)
{
    SealCipher cipher(vectorKey());
    auto sealed = sealedUnit(kind, unit, {knownKey, 0x01020304, 5}, cipher);
    if (!sealed)
        return;
    const auto opened = openedUnit(kind, *sealed, cipher);
    must(opened && *opened == meantBy(kind, unit), "what was sealed opens to what it was");
    if (kind.codec != UnitKind::Aac)
        return;
    (*sealed)[at % sealed->size()] ^= uint8_t(1u << at % 8);
    const auto changed = openedUnit(kind, *sealed, cipher);
    must(!changed || std::ranges::equal(*changed, unit), "what was changed is not released");
}

} // namespace

int unseal(const uint8_t *data, size_t size)
{
    Script script({data, size});
    const uint8_t first = script.byte();
    const UnitKind kind{UnitKind::Codec(first % 3), 1 + first / 3 % 8};
    Unsealer unsealer(findKey);
    uint64_t units = 0;
    std::optional<Note> newest;
    while (!script.empty()) {
        const uint64_t head = script.number(2);
        const Bytes unit = script.take(head >> 1);
        const auto opened = unsealer.open(kind, unit, head & 1);
        ++units;
        if (opened && !opened->key)
            must(std::ranges::equal(opened->bytes, unit), "a clear unit passes as it is");
        if (opened && opened->key) {
            const auto note =
                kind.codec == UnitKind::Aac ? noteOfSound(unit) : noteOfPicture(pictureCodec(kind), unit);
            must(note && *note && (*note)->key == knownKey, "only what names the key opens");
            must(!newest || newest->incarnation != (*note)->incarnation || newest->counter < (*note)->counter,
                 "counters rise");
            newest = **note;
        }
        roundTrip(kind, unit, size_t(head));
    }
    const auto &counts = unsealer.counts();
    must(counts.clear + counts.opened + counts.refused == units, "every unit is counted");
    return 0;
}

int packets(const uint8_t *data, size_t size)
{
    Script script({data, size});
    const uint8_t first = script.byte();
    AVFormatContext *context = avformat_alloc_context();
    const media::AvInput owner(context);
    AVStream *stream = avformat_new_stream(context, nullptr);
    static constexpr AVCodecID codecs[]{AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_AAC, AV_CODEC_ID_MP3};
    stream->codecpar->codec_id = codecs[first % 4];
    const Bytes extradata = script.take(first / 4 % 32);
    if (!extradata.empty()) {
        stream->codecpar->extradata =
            static_cast<uint8_t *>(av_mallocz(extradata.size() + AV_INPUT_BUFFER_PADDING_SIZE));
        stream->codecpar->extradata_size = int(extradata.size());
        std::ranges::copy(extradata, stream->codecpar->extradata);
    }
    feed::PacketOpener opener(findKey, first & 128);
    while (!script.empty()) {
        const uint64_t head = script.number(2);
        const Bytes bytes = script.take(head >> 1);
        const media::AvPacket packet(av_packet_alloc());
        if (av_new_packet(packet.get(), int(bytes.size())) < 0)
            return 0;
        std::ranges::copy(bytes, packet->data);
        packet->flags = head & 1 ? AV_PKT_FLAG_KEY : 0;
        const auto opened = opener.open(*packet, *stream);
        must(packet->size >= 0 && (packet->size == 0 || packet->data), "a packet stays one");
        if (opened && !*opened)
            must(std::ranges::equal(Bytes(packet->data, size_t(packet->size)), bytes),
                 "a clear packet passes as it is");
    }
    return 0;
}

} // namespace twinfeed::fuzz
