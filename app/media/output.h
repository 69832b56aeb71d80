// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/gopbuffer.h"
#include "app/media/linkfigures.h"
#include "app/media/sealswitch.h"
#include "models/domain/channel.h"
#include "models/domain/clock.h"
#include "models/domain/live.h"

#include <functional>
#include <memory>

namespace twinfeed::media {

/// Sends the programme to one destination, for ever: connects, starts at the newest keyframe, follows, and after a failure
/// begins again with a back-off of 250 ms to 5 s. Independent of everything else: own thread ("out-<id>"), own place in
/// the programme buffer. When it falls more than 2 s behind, or is overtaken by the buffer, whole groups of pictures
/// are left out and their pictures counted.
///
/// A source that the container cannot carry (HEVC in FLV), a full disk or a refused connection is OutputState::Failed with
/// its reason, and goes away by itself when the cause does.
///
/// Asked to seal, it changes over at a keyframe without touching the connection (see SealSwitch). While it cannot seal what
/// it is to seal it sends nothing and is Failed.
///
/// Owned by the channel's engine. The destructor stops and joins within a second whatever the network does: connecting
/// and writing have a time-out of 5 s each and are cut short on stop.
class Output final
{
public:
    /// Called on the output's thread, with no lock held.
    struct Callbacks
    {
        /// State or reason changed (not for every count).
        std::function<void(const OutputStatus &status)> statusChanged;
        /// The first video packet of another source than the one sent before, or the first of all, has been handed to the
        /// network (for files: written); `at` is the unit clock in microseconds, taken right after the write.
        std::function<void(const Packet &packet, int64_t at)> sent;
        /// The same for every packet, for measuring what leaves: must be quick.
        std::function<void(const Packet &packet, int64_t at)> passed;
        /// False while another output that is about to end still has this one's address or file; empty: nobody has. Asked
        /// until it is true, before anything is opened.
        std::function<bool()> placeIsFree;
    };

    /// Starts at once; an output with `enabled` false stays Off. `seal` is this output's own; null: it is always clear.
    Output(OutputConfig config, std::shared_ptr<const GopBuffer> programme, const Clock &clock,
           Callbacks callbacks, std::shared_ptr<SealSwitch> seal = nullptr);
    ~Output();
    Output(const Output &) = delete;
    Output &operator=(const Output &) = delete;

    const OutputConfig &config() const;
    /// Any thread; does not wait for I/O.
    OutputStatus status() const;
    /// Begins to end; the destructor then has less to wait for. Any thread.
    void requestStop();
    struct Figures
    {
        std::optional<int64_t> connectedAt; ///< unit clock; nothing while it is not live
        LinkFigures link; ///< at most a second old
    };
    Figures figures() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace twinfeed::media
