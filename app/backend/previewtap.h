// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/gopbuffer.h"
#include "app/media/streammuxer.h"
#include "app/server/backend.h"

#include <memory>

namespace twinfeed::backend {

/// One reader of one source: packets of a buffer in a container, from the newest keyframe on. A reader that is too slow
/// is moved on to the newest keyframe by the buffer. Any thread, one at a time.
class PreviewTap final : public server::PreviewStream
{
public:
    /// Errors: "not-carried".
    static Result<std::unique_ptr<server::PreviewStream>> open(std::shared_ptr<const media::GopBuffer> buffer,
                                                               media::Container container);
    ~PreviewTap() override;

    QByteArray read(qsizetype most) override;
    bool ended() const override;
    void setWakeUp(std::function<void()> wakeUp) override;

private:
    PreviewTap(std::shared_ptr<const media::GopBuffer> buffer, media::Container container);
    bool prepare();
    void fill();

    const std::shared_ptr<const media::GopBuffer> m_buffer;
    const media::Container m_container;
    std::unique_ptr<media::StreamMuxer> m_muxer;
    media::GopBuffer::Cursor m_cursor;
    QByteArray m_ready;
    qsizetype m_taken = 0; // of m_ready
    bool m_broken = false;
    int m_subscription = 0;
    bool m_subscribed = false;
};

} // namespace twinfeed::backend
