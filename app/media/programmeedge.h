// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/picturelane.h"
#include "app/media/sourcereader.h"

namespace twinfeed::media {

/// Where the programme ends just now: what was sent, and what of the source on air stands behind it. For whoever looks for the
/// place of a cut. Pure; a view that lives for one question.
class ProgrammeEdge final
{
public:
    static constexpr int64_t mostCatchingUp = 1'000'000; ///< microseconds

    /// `limit`: what is due by then leaves, that is the clock less the hold. `reader`: of the source on air, or null.
    ProgrammeEdge(const SourceReader *reader, const PictureLane &pictures, int64_t limit)
        : m_reader(reader)
        , m_pictures(pictures)
        , m_limit(limit)
    {
    }

    /// dts of the next picture, if a cut is made now. After a stop, where the target can show what was missed: that comes in a
    /// burst, and the audience's players find no hole. After one of more than mostCatchingUp: where the programme ought to be.
    int64_t position() const;
    /// The same, of a target whose pictures begin only there.
    int64_t entered(int64_t decodeTime) const;
    /// The same, behind what is due and what is shown before it.
    int64_t closed() const;
    /// dts of the next picture that has not come.
    int64_t dry() const;
    bool frontIsDue() const;

private:
    const SourceReader *m_reader;
    const PictureLane &m_pictures;
    const int64_t m_limit;
};

} // namespace twinfeed::media
