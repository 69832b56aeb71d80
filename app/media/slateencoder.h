// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/ffmpeg.h"
#include "app/media/internalform.h"
#include "app/media/slate.h"

namespace twinfeed::media {

/// Time of a slate's picture `index` in microseconds, exact over any length.
int64_t pictureTime(const SlateFormat &format, int64_t index);
int64_t soundTime(const SlateFormat &format, int64_t index);

/// Paints pictures of any size, shape and pixel format into the middle of a black one of the slate's: BT.709, limited range,
/// in the pixels of its profile. What is transparent is black.
class SlateCanvas final
{
public:
    explicit SlateCanvas(const SlateFormat &format);
    Result<AvFrame> paint(const AVFrame &picture);

private:
    Result<void> blank();
    Result<AvFrame> overBlack(const AVFrame &picture);

    const SlateFormat m_format;
    AvFrame m_canvas;
};

/// x264 or x265 as a slate needs it: IDR each second, closed GOPs, no B-frames.
class SlateVideoEncoder final
{
public:
    static Result<std::unique_ptr<SlateVideoEncoder>> create(const SlateFormat &format);
    /// One that gives each picture at once, as an IDR which SkipPictures can follow; always with this quantiser, so that what
    /// does not change in a picture looks the same in the next. H.264 only.
    static Result<std::unique_ptr<SlateVideoEncoder>> createForSingles(const SlateFormat &format,
                                                                       int quantiser);
    /// The next picture; what comes out is appended to `packets`, in internal form.
    Result<void> encode(AVFrame &canvas, std::vector<Packet> &packets);
    Result<void> finish(std::vector<Packet> &packets);

    static int picturesPerGop(const SlateFormat &format);

private:
    SlateVideoEncoder() = default;
    static Result<std::unique_ptr<SlateVideoEncoder>> prepare(const SlateFormat &format);
    Result<void> open(int code);
    Result<void> drain(std::vector<Packet> &packets);

    SlateFormat m_format;
    AvCodecContext m_context;
    std::unique_ptr<InternalForm> m_form;
    bool m_singles = false;
    int64_t m_next = 0;
};

/// The sound of a slate as samples of its format, gathered from whatever the file holds.
class SlateSamples final
{
public:
    explicit SlateSamples(const SlateFormat &format);
    /// `at` is in samples from the slate's beginning; what lies before it is cut off.
    Result<void> add(const AVFrame &sound, int64_t at);
    /// Cuts or fills up to the loop's length, and rounds off its ends where they do not meet.
    void fit(int64_t samples);

    bool empty() const { return m_planes.empty() || m_planes.front().empty(); }
    int64_t size() const { return m_planes.empty() ? 0 : int64_t(m_planes.front().size()); }
    const std::vector<std::vector<float>> &planes() const { return m_planes; }

private:
    Result<void> prepare(const AVFrame &sound);

    const SlateFormat m_format;
    Swr m_swr;
    int m_fromRate = 0;
    int m_fromFormat = -1;
    int m_fromChannels = 0;
    std::vector<std::vector<float>> m_planes; // one a channel
};

/// AAC frames 0 to `frames` - 1 of a loop of these samples, encoded as if it had gone on before and after.
Result<std::vector<Packet>> encodeSlateSound(const SlateSamples &samples, const SlateFormat &format,
                                             int64_t frames, const std::stop_token &stop);

} // namespace twinfeed::media
