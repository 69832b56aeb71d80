// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/ffmpeg.h"
#include "app/media/gopbuffer.h"
#include "models/domain/result.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>

namespace twinfeed::media {

/// A picture and what its packet said of it; times as in the buffer.
struct BridgePicture
{
    AvFrame frame;
    int64_t pts = 0;
    int64_t duration = 0;
    int64_t arrival = 0;
    int64_t sourcePts = 0;
    std::shared_ptr<const Cues> cues;
};

/// Decodes the video of one buffer from a keyframe on, packet by packet as its owner says. One thread at a time; the
/// decoder has frame threads of its own, two or as many as there are cores, up to four: with two a run-up takes 0.6 of the time, and
/// each holds one picture more back.
class BridgeReader final
{
public:
    /// Stands in front of the newest keyframe at or before `pts`; where none is, of the first one behind. Null without
    /// one. `delayUs` as in BridgeService::Order. Errors: "media-failed".
    static Result<std::unique_ptr<BridgeReader>> open(std::shared_ptr<const GopBuffer> buffer, int64_t pts,
                                                      int64_t delayUs);

    /// Takes over what the buffer has; false when this reader was overtaken and cannot go on.
    bool pull();
    /// The video that has come and was neither decoded nor left out; the first is next.
    const std::deque<Packet> &ahead() const { return m_ahead; }
    /// The parameters that the decoder knows; a packet with others needs another reader.
    const CodecConfigPtr &config() const { return m_config; }
    bool fits(const Packet &packet) const;
    /// False for leading pictures of the keyframe at which it began.
    bool decodable(const Packet &packet) const { return !packet.leading || m_keyframes > 1; }

    /// Decodes the next packet; pictures that come out of it are appended to `pictures`.
    void decode();
    /// Leaves the next packet out.
    void pass();
    /// Goes on at this index of ahead(), a keyframe of the same parameters: nothing before it counts any more.
    void restartAt(size_t index);
    /// Everything that the decoder holds back comes out; after that only restartAt() goes on.
    void drain();

    std::deque<BridgePicture> pictures; ///< decoded, in order of display

    bool started() const { return m_newestPts.has_value(); }
    /// The last in display order of all that were decoded or left out; nothing before the first.
    std::optional<int64_t> newestPts() const { return m_newestPts; }
    /// Packets in a row that gave nothing but an error.
    int damagedInARow() const { return m_damagedInARow; }
    /// Distance of pictures, microseconds.
    int64_t pictureUs() const;
    /// Of the group that is being read and the one before, bits a second.
    int64_t bitrate() const;

private:
    BridgeReader(std::shared_ptr<const GopBuffer> buffer, GopBuffer::Cursor cursor);
    Result<void> openDecoder(const CodecConfigPtr &config, int64_t delayUs);
    void receive();
    void take();

    struct Said
    {
        int64_t duration = 0;
        int64_t arrival = 0;
        int64_t sourcePts = 0;
        std::shared_ptr<const Cues> cues;
    };

    const std::shared_ptr<const GopBuffer> m_buffer;
    GopBuffer::Cursor m_cursor;
    CodecConfigPtr m_config;
    AvCodecContext m_decoder;
    AvPacket m_packet;
    std::deque<Packet> m_ahead;
    std::map<int64_t, Said> m_said; // by pts, of what is in the decoder
    std::optional<int64_t> m_newestPts;
    int m_keyframes = 0; // decoded since the beginning
    int m_damagedInARow = 0;

    /// Of a group of pictures: for bitrate and distance.
    struct Group
    {
        int64_t firstDts = 0;
        int64_t bytes = 0;
        int64_t pictures = 0;
    };
    void measure(const Packet &packet);
    /// Both groups together.
    Group measured() const;
    Group m_group; // that is being read
    Group m_before;
    int64_t m_lastDts = 0;
};

/// False for a picture that no other refers to (H.264 nal_ref_idc 0): one that is not shown need not be decoded.
bool isReference(const Packet &picture);

} // namespace twinfeed::media
