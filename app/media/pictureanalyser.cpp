// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/pictureanalyser.h"

#include "app/media/keyframethumbs.h"
#include "app/media/thumbdecoder.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <numeric>

namespace twinfeed::media {

namespace {

// Luma in 8 bits of limited range: 16 is black, 235 white; ffmpeg's pixel threshold of 0.10 lies between them.
constexpr int blackLuma = 16;
constexpr int whiteLuma = 235;
constexpr int darkLuma = blackLuma + (whiteLuma - blackLuma) / 10;
constexpr double blackShare = 0.98;
// A picture or two that are the same are no reason to look closer: film at 24 in a stream of 60.
constexpr int64_t leastStill = 200'000;
constexpr int stillSteps = 4; // what rounding, a new keyframe and an encoder that still refines make
// A third of a second of pictures of which each has less than a bit for a block of 16x16: mostly nothing but "as before".
constexpr size_t tinyPictures = 10;
constexpr int pixelsPerByte = 2'000;
constexpr int headerBytes = 128; // of slices, and SEI
// A group longer than this is not kept for a closer look: 16 MB at 4 Mb/s and 30 s.
constexpr size_t mostKept = 1'800;

bool isBlack(const PicturePrint::Thumb &thumb)
{
    const auto dark = std::ranges::count_if(thumb.luma, [](uint8_t luma) { return luma <= darkLuma; });
    return double(dark) >= blackShare * double(thumb.luma.size());
}

bool isSame(const PicturePrint::Thumb &a, const PicturePrint::Thumb &b)
{
    return std::ranges::equal(a.luma, b.luma,
                              [](int one, int other) { return std::abs(one - other) <= stillSteps; });
}

double brightnessOf(const PicturePrint::Thumb &thumb)
{
    const int sum = std::accumulate(thumb.luma.begin(), thumb.luma.end(), 0);
    const double mean = double(sum) / double(thumb.luma.size());
    return std::clamp((mean - blackLuma) * 100 / (whiteLuma - blackLuma), 0.0, 100.0);
}

} // namespace

PictureAnalyser::PictureAnalyser(KeyframeThumbs *shared)
    : m_shared(shared)
    , m_decoder(std::make_unique<ThumbDecoder>())
{
}

PictureAnalyser::~PictureAnalyser() = default;
PictureAnalyser::PictureAnalyser(PictureAnalyser &&) noexcept = default;
PictureAnalyser &PictureAnalyser::operator=(PictureAnalyser &&) noexcept = default;

void PictureAnalyser::forget()
{
    *this = PictureAnalyser(m_shared);
}

void PictureAnalyser::add(const Packet &picture)
{
    noteSize(picture);
    if (m_close) {
        m_decoder->add(picture);
        judge(m_decoder->take());
        // A closer look costs what decoding does, so it ends with the next group that gives no reason for it.
        if (picture.keyframe && !suspicious() && !tiny()) {
            m_close = false;
            m_group = {picture};
        }
        return;
    }
    if (picture.keyframe)
        addKeyframe(picture);
    else if (!m_group.empty() && m_group.size() < mostKept)
        m_group.push_back(picture);
    if (!m_close && tiny())
        lookCloser();
}

std::vector<PictureAnalyser::Thumb> PictureAnalyser::thumbsOf(const Packet &keyframe)
{
    if (m_shared) {
        if (const auto known = m_shared->find(keyframe))
            return {*known};
    }
    m_decoder->flush(); // the decoder knows nothing of the pictures in between
    m_decoder->add(keyframe);
    m_decoder->flush();
    auto thumbs = m_decoder->take();
    if (m_shared && thumbs.size() == 1)
        m_shared->keep(keyframe, thumbs.front());
    return thumbs;
}

void PictureAnalyser::addKeyframe(const Packet &picture)
{
    const auto thumbs = thumbsOf(picture);
    const bool suspicious = std::ranges::any_of(thumbs, [this](const Thumb &thumb) {
        return isBlack(thumb) || (m_still && isSame(*m_still, thumb));
    });
    if (suspicious && !m_group.empty()) {
        m_group.push_back(picture);
        lookCloser(); // it began in the group that has just ended
        return;
    }
    judge(thumbs);
    m_group = {picture};
}

void PictureAnalyser::noteSize(const Packet &picture)
{
    if (picture.keyframe || !picture.config)
        return;
    const int64_t pixels = int64_t(picture.config->width) * picture.config->height;
    m_sizes.push_back(double(sizeOf(picture)) / double(headerBytes + pixels / pixelsPerByte));
    if (m_sizes.size() > tinyPictures)
        m_sizes.pop_front();
}

bool PictureAnalyser::tiny() const
{
    return m_sizes.size() == tinyPictures
        && std::accumulate(m_sizes.begin(), m_sizes.end(), 0.0) < double(tinyPictures);
}

bool PictureAnalyser::suspicious() const
{
    return m_blackSince || m_reading.frozenUs >= leastStill;
}

void PictureAnalyser::lookCloser()
{
    if (m_group.empty())
        return;
    m_close = true;
    m_decoder->flush();
    for (const Packet &picture : m_group)
        m_decoder->add(picture);
    judge(m_decoder->take());
    m_group.clear();
}

void PictureAnalyser::judge(const std::vector<Thumb> &thumbs)
{
    for (const Thumb &thumb : thumbs)
        judge(thumb);
}

void PictureAnalyser::judge(const Thumb &thumb)
{
    if (thumb.pts < m_reading.at && m_reading.brightness)
        return; // the keyframe, seen a second time
    if (!isBlack(thumb))
        m_blackSince.reset();
    else if (!m_blackSince)
        m_blackSince = thumb.pts;
    if (!m_still || !isSame(*m_still, thumb)) {
        m_still = thumb;
        m_stillSince = thumb.pts;
    }
    m_reading.brightness = brightnessOf(thumb);
    m_reading.at = thumb.pts;
    m_reading.blackUs = m_blackSince ? thumb.pts - *m_blackSince : 0;
    m_reading.frozenUs = thumb.pts - m_stillSince;
}

} // namespace twinfeed::media
