// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/openoptions.h"
#include "app/media/packet.h"

#include <functional>
#include <memory>

namespace twinfeed::feed {

/// Where opened packets go. One thread; news of an output come on its own.
class OpenedTarget
{
public:
    virtual ~OpenedTarget() = default;

    /// Errors are for good: a network is tried again behind the target's back.
    virtual Result<void> write(std::vector<media::Packet> packets) = 0;
    /// All that was written is to leave; waits some seconds where a network has to take it.
    virtual void finish() = 0;
    /// What comes faster than real time has to be held back for it.
    virtual bool wantsRealTime() const = 0;
    /// That left so far: 0 where that is not counted.
    virtual int64_t bytes() const = 0;

    /// An output's word (OutputState) and what there is to say of it.
    using News = std::function<void(const QString &state, const QString &message)>;
    /// Errors: "file-exists", "disk-failed".
    static Result<std::unique_ptr<OpenedTarget>> create(const OpenOptions &options, const Clock &clock,
                                                        News news);
};

} // namespace twinfeed::feed
