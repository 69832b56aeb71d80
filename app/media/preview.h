// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace twinfeed::media {

class SoundTap;

/// How many pictures of a stream are made; each next one costs less.
enum class PreviewMotion {
    All,
    Fewer, ///< ten a second; all are decoded, without the loop filter
    Keyframes, ///< each as it comes: a twentieth of the work
    Stills, ///< a keyframe each five seconds at most, for streams that have many of them
};

/// One decoded picture, ready to be drawn: BGRA (QImage::Format_RGB32), tightly packed rows of `width` * 4 bytes.
struct PreviewPicture
{
    int width = 0;
    int height = 0;
    std::vector<uint8_t> pixels;
    int64_t pts = 0; ///< microseconds of the stream
    int64_t decodedAt = 0; ///< unit clock, microseconds
    /// The first keyframe, shown at once, with the stream still being caught up with.
    bool catchingUp = false;
};

/// Levels of the newest 50 ms of sound.
struct PreviewSound
{
    bool present = false; ///< the stream has sound and it is fresh
    double momentaryLufs = -200; ///< EBU R 128, 400 ms
    double peakDbfs[2] = {-200, -200}; ///< left, right, newest 50 ms
};

struct PreviewStatus
{
    bool connected = false;
    int width = 0; ///< of the stream
    int height = 0;
    uint64_t decoded = 0; ///< pictures
    uint64_t dropped = 0; ///< decoded and replaced before they were taken
    QString problem; ///< in one sentence while not connected
    /// The same for programs: "unauthorised", "no-stream", "unreachable", "not-a-stream", "silent", "ended",
    /// "not-decodable".
    QString problemCode;
};

/// Decodes one stream for one tile: HTTP preview in, pictures of the tile's size out. One thread ("preview"), joined in
/// the destructor, which cuts a hanging connection short. Reconnects by itself with back-off. Scales while it converts;
/// decodes nothing while nobody wants pictures.
class Preview final
{
public:
    struct Address
    {
        QString url;
        QByteArray bearerToken; ///< sent as an HTTP header, never logged
    };

    /// `wakeUp` is called on the preview's thread when a new picture can be taken; it carries no data.
    Preview(Address address, std::function<void()> wakeUp);
    ~Preview();
    Preview(const Preview &) = delete;
    Preview &operator=(const Preview &) = delete;

    /// Another stream; the old picture is dropped.
    void setAddress(Address address);
    /// Pixels of the tile; the picture keeps its shape inside. 0 x 0: nobody looks, decode sound only.
    void setTargetSize(int width, int height);

    void setMotion(PreviewMotion motion);
    /// Who hears the sound; null: nobody.
    void setTap(std::shared_ptr<SoundTap> tap);
    /// How far decoding was behind what had arrived, in microseconds: the least since the last call, which a burst of the
    /// network does not change. Nothing where no picture came or nobody looks.
    std::optional<int64_t> takeLateness();

    /// Swaps the newest picture into `picture` (whose memory is used again); false when there is none since the last call.
    bool takeNewest(PreviewPicture &picture);
    PreviewSound sound() const;
    PreviewStatus status() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace twinfeed::media
