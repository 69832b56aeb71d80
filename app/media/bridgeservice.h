// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/gopbuffer.h"
#include "models/domain/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace twinfeed::media {

/// What the splicer needs of whoever encodes the pictures of a bridge: the ones from the cut to the target's next keyframe.
/// The splicer owns the interface; media::BridgeThread is the real one, tests have another. Called on the splice thread
/// only; nothing waits.
///
/// All times are the target's own, as they stand in its buffer (unit clock, without any shift).
class BridgeService
{
public:
    virtual ~BridgeService() = default;

    struct Order
    {
        uint64_t id = 0;
        Source target = Source::Primary;
        std::shared_ptr<const GopBuffer> buffer; ///< of the target
        /// dts of a bridged picture is its pts less this: EntryPoint::delay of the target, so that it lies among the
        /// target's own as one of them.
        int64_t delayUs = 0;
        int64_t aimPts = 0; ///< see aim()
        int64_t patienceUs = 1'000'000; ///< whoever asked waits so long for the first picture
    };

    /// Why a bridge to this stream cannot be made ("interlaced", "codec", "format", "rate"), before any is ordered;
    /// nothing where it can.
    virtual std::optional<Error> refusal(const GopBuffer &buffer) const = 0;

    /// One at a time: a new order ends the one before.
    virtual void begin(const Order &order) = 0;
    /// The programme has come to here: earlier pictures need not be encoded. Until progress() has said where it begins.
    virtual void aim(int64_t pts) = 0;
    virtual void cancel() = 0;

    struct Progress
    {
        /// pts of the first bridged picture, told as soon as it is chosen, a few milliseconds before it is encoded: from
        /// then on the old source sends nothing that lies at or behind it.
        std::optional<int64_t> beginsAt;
        /// Encoded since the last call, in order; the first of all is an IDR. Their config is the bridge's own.
        std::vector<Packet> pictures;
        /// pts of the target's keyframe with which its own packets go on: no bridged picture at or behind it comes, and all
        /// before it have come. Pictures marked `leading` behind that keyframe are among the bridged ones.
        /// Equal to beginsAt where that keyframe is as near as the first picture would be: then no picture comes.
        std::optional<int64_t> joinsAt;
        /// It could not go on: damaged pictures, too slow, refused by the codec. Pictures given before are good.
        std::optional<Error> failure;
    };
    virtual Progress progress() = 0;

    /// Called from then on, without data, when progress() has something new; on any thread, must be quick and must not call
    /// back. Empty: no more; when this has returned none is under way. Any thread.
    virtual void setWakeUp(std::function<void()> wakeUp) = 0;
};

} // namespace twinfeed::media
