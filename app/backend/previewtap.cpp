// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/previewtap.h"

namespace twinfeed::backend {

namespace {

// Sound usually comes a little before the first keyframe. A stream that has shown only sound for this long has no
// picture.
constexpr int64_t soundOnlyAfterUs = 1'500'000;

} // namespace

Result<std::unique_ptr<server::PreviewStream>>
PreviewTap::open(std::shared_ptr<const media::GopBuffer> buffer, media::Container container)
{
    const auto video = buffer->config(media::Track::Video);
    const auto sound = buffer->config(media::Track::Sound);
    // What is not known yet is judged by the muxer when it comes.
    if (video || sound) {
        if (auto carried = media::StreamMuxer::carries(container, video, sound); !carried)
            return carried.error();
    }
    return std::unique_ptr<server::PreviewStream>(new PreviewTap(std::move(buffer), container));
}

PreviewTap::PreviewTap(std::shared_ptr<const media::GopBuffer> buffer, media::Container container)
    : m_buffer(std::move(buffer))
    , m_container(container)
{
}

PreviewTap::~PreviewTap()
{
    setWakeUp({});
}

void PreviewTap::setWakeUp(std::function<void()> wakeUp)
{
    if (m_subscribed)
        m_buffer->unsubscribe(m_subscription);
    m_subscribed = bool(wakeUp);
    if (m_subscribed)
        m_subscription = m_buffer->subscribe(std::move(wakeUp));
}

bool PreviewTap::ended() const
{
    return m_broken || (m_buffer->closed() && m_taken == m_ready.size());
}

QByteArray PreviewTap::read(qsizetype most)
{
    if (m_taken == m_ready.size())
        fill();
    const QByteArray part = m_ready.mid(m_taken, most);
    m_taken += part.size();
    return part;
}

bool PreviewTap::prepare()
{
    if (m_muxer)
        return true;
    const auto video = m_buffer->config(media::Track::Video);
    const auto sound = m_buffer->config(media::Track::Sound);
    if (!video && (!sound || m_buffer->spanUs() < soundOnlyAfterUs))
        return false;
    auto muxer = media::StreamMuxer::create(m_container, video, sound);
    m_broken = !muxer;
    if (muxer)
        m_muxer = std::move(*muxer);
    return !m_broken;
}

void PreviewTap::fill()
{
    m_ready.clear();
    m_taken = 0;
    if (m_broken || !prepare())
        return;
    for (const media::Packet &packet : m_buffer->read(m_cursor).packets) {
        // Another codec, or a track that nobody announced: the reader comes back and gets a new header.
        if (auto written = m_muxer->write(packet, m_ready); !written) {
            m_broken = true;
            return;
        }
    }
}

} // namespace twinfeed::backend
