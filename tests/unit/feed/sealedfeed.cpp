// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/feed/sealedfeed.h"

#include "tests/unit/media/madestream.h"

#include <QFile>

#include <algorithm>

namespace twinfeed::feed {

using namespace media;
using sealing::UnitKind;

Packets packetsIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? test::internalPackets(file.readAll()) : Packets();
}

Packet withBytes(Packet packet, const sealing::Buffer &bytes)
{
    AvPacket payload(av_packet_alloc());
    av_new_packet(payload.get(), int(bytes.size()));
    std::ranges::copy(bytes, payload->data);
    packet.payload = std::shared_ptr<const AVPacket>(std::move(payload));
    return packet;
}

Packets sealed(const Packets &packets, const std::map<int, sealing::KeyId> &from)
{
    Packets out;
    std::optional<sealing::Sealer> sealer;
    uint32_t incarnation = 0;
    int picture = -1;
    for (const Packet &packet : packets) {
        const bool video = packet.track == Track::Video;
        picture += video;
        if (const auto change = from.find(picture); video && change != from.end()) {
            sealer.reset();
            if (change->second != 0)
                sealer.emplace(keyOf(change->second), ++incarnation);
        }
        if (!sealer) {
            out.push_back(packet);
            continue;
        }
        const UnitKind kind{video ? UnitKind::H264 : UnitKind::Aac, packet.config->channels};
        auto unit = sealer->seal(kind, {dataOf(packet), size_t(sizeOf(packet))});
        if (!unit)
            return {};
        out.push_back(withBytes(packet, *unit));
    }
    return out;
}

bool write(const Packets &packets, const QString &path)
{
    const auto configOf = [&](Track track) {
        const auto found = std::ranges::find(packets, track, &Packet::track);
        return found == packets.end() ? nullptr : found->config;
    };
    auto muxer = StreamMuxer::create(path.endsWith(QLatin1String(".flv")) ? Container::Flv : Container::Ts,
                                     configOf(Track::Video), configOf(Track::Sound));
    if (!muxer)
        return false;
    QByteArray bytes;
    for (const Packet &packet : packets)
        (void)(*muxer)->write(packet, bytes);
    (*muxer)->finish(bytes);
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

sealing::Key keyOf(sealing::KeyId id)
{
    sealing::Key key;
    key.id = id;
    for (size_t i = 0; i < key.bytes.size(); ++i)
        key.bytes[i] = uint8_t(i * 11 + id + 1);
    return key;
}

bool writeKeys(const std::vector<sealing::Key> &keys, const QString &path)
{
    QByteArray text("# made for a test\n");
    for (const sealing::Key &key : keys) {
        const QByteArray bytes(reinterpret_cast<const char *>(key.bytes.data()), int(key.bytes.size()));
        text += QByteArray::number(key.id) + ' ' + bytes.toHex() + '\n';
    }
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

} // namespace twinfeed::feed
