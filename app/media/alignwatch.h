// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/alignment.h"
#include "app/media/gopbuffer.h"
#include "app/media/offsetwatch.h"
#include "models/domain/live.h"

#include <array>
#include <memory>

namespace twinfeed::media {

/// Knows how the contents of a channel's two paths lie to each other, from what passes through their buffers. The clock is a
/// parameter; one thread.
class AlignWatch final
{
public:
    using Buffers = std::array<std::shared_ptr<const GopBuffer>, 2>; ///< by Source

    explicit AlignWatch(Buffers buffers);

    /// Reads what has come since the last call, and measures where that is due: takes a second at times, less when told
    /// to stop. To be called once a second or so.
    void look(int64_t now, const std::stop_token &stop = {});

    /// What is to be shown; without the trims of the channel (InputConfig::delayMs).
    const AlignmentStatus &status() const { return m_status; }
    /// For Splicer::setAligned: stays while a path is silent, since a cut to the other is what comes next.
    std::optional<int64_t> sourceOffsetUs() const { return m_sourceOffset; }

private:
    void read(Source path);
    bool lost(Source path, int64_t now) const;
    AlignmentStatus judge(int64_t now) const;

    const Buffers m_buffers;
    std::array<GopBuffer::Cursor, 2> m_cursors;
    Alignment m_alignment;
    OffsetWatch m_offset; // while they are not aligned
    std::array<bool, 2> m_delayDue{}; // a keyframe has come, of which the delay is to be told
    AlignmentStatus m_status;
    std::optional<int64_t> m_sourceOffset;
};

} // namespace twinfeed::media
