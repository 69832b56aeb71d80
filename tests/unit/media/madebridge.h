// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/bridgeservice.h"

#include "tests/unit/media/madepackets.h"

#include <algorithm>

namespace twinfeed::test {

/// A bridge that encodes nothing: the target's pictures in the order in which they are shown, each referring to the one
/// before. As quick, slow or unreliable as told.
class MadeBridge final : public media::BridgeService
{
public:
    explicit MadeBridge(const int64_t &now)
        : m_now(now)
    {
    }

    int64_t runUpUs = 40'000; ///< from the order to where it begins
    int64_t encodeUs = 8'000; ///< from there to its first picture
    int failsAfter = -1; ///< pictures; -1: never
    bool joinsAtOnce = false; ///< begins and ends at the target's next keyframe, as soon as that has come
    std::optional<Error> refuses;
    int begun = 0;
    int cancelled = 0;

    static const media::CodecConfigPtr &config()
    {
        static const media::CodecConfigPtr own = videoConfig(0, 1280);
        return own;
    }

    std::optional<Error> refusal(const media::GopBuffer &) const override { return refuses; }
    void begin(const Order &order) override
    {
        ++begun;
        m_order = order;
        m_aim = order.aimPts;
        m_beganAt = m_now;
        m_begins.reset();
        m_given = 0;
        m_done = false;
    }
    void aim(int64_t pts) override { m_aim = pts; }
    void cancel() override
    {
        ++cancelled;
        m_order.reset();
    }

    void setWakeUp(std::function<void()>) override { } // is asked often enough
    Progress progress() override
    {
        Progress progress;
        if (!m_order || m_done || m_now < m_beganAt + runUpUs)
            return progress;
        if (joinsAtOnce) {
            media::Packet keyframe;
            if (!m_order->buffer->keyframeAtOrAfter(m_aim, &keyframe))
                return progress;
            progress.beginsAt = progress.joinsAt = keyframe.pts;
            m_done = true;
            return progress;
        }
        const std::vector<media::Packet> shown = complete();
        if (!m_begins) {
            const auto first = std::ranges::find_if(
                shown, [this](const media::Packet &picture) { return picture.pts >= m_aim; });
            if (first == shown.end())
                return progress;
            m_begins = m_next = first->pts;
            m_encodedAt = m_now + encodeUs;
        }
        progress.beginsAt = m_begins;
        if (m_now >= m_encodedAt)
            give(shown, progress);
        return progress;
    }

private:
    /// The pictures of the target from before the aim, as shown, as far as none that comes later goes between them.
    std::vector<media::Packet> complete() const
    {
        std::vector<media::Packet> pictures;
        auto cursor = m_order->buffer->keyframeAtOrBefore(m_begins.value_or(m_aim));
        if (!cursor)
            return pictures;
        int64_t decoded = INT64_MIN;
        for (const media::Packet &packet : m_order->buffer->read(*cursor, 100'000).packets) {
            if (packet.track != media::Track::Video)
                continue;
            decoded = packet.dts;
            pictures.push_back(packet);
        }
        std::erase_if(pictures, [&](const media::Packet &picture) { return picture.pts > decoded; });
        std::ranges::sort(pictures, {}, &media::Packet::pts);
        return pictures;
    }

    void give(const std::vector<media::Packet> &shown, Progress &progress)
    {
        for (const media::Packet &picture : shown) {
            if (picture.pts < m_next)
                continue;
            if (picture.keyframe && picture.pts > *m_begins) {
                progress.joinsAt = picture.pts;
                m_done = true;
                return;
            }
            if (m_given == failsAfter) {
                progress.failure = Error{QStringLiteral("made-up"), QStringLiteral("Made up."), {}, {}, {}};
                m_done = true;
                return;
            }
            media::Packet encoded = picture;
            encoded.keyframe = m_given++ == 0;
            encoded.leading = false;
            encoded.discontinuity = false;
            encoded.config = config();
            progress.pictures.push_back(std::move(encoded));
            m_next = picture.pts + 1;
        }
    }

    const int64_t &m_now;
    std::optional<Order> m_order;
    int64_t m_aim = 0;
    int64_t m_beganAt = 0;
    std::optional<int64_t> m_begins;
    int64_t m_encodedAt = 0;
    int64_t m_next = 0; // pts
    int m_given = 0;
    bool m_done = false;
};

} // namespace twinfeed::test
