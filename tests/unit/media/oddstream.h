// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/intake.h"
#include "app/media/splicer.h"
#include "app/media/streammuxer.h"
#include "tests/unit/media/madestream.h"

#include <functional>
#include <map>
#include <vector>

/// Streams whose timestamps are not what they should be, as bytes, and what becomes of them in an input and a splicer.
namespace twinfeed::test {

/// A real stream of some length, packet by packet in a container, with its true times beside it. Its timestamps are written
/// anew from outside, so that any encoder's mistake can be made.
class OddStream final
{
public:
    /// Microseconds of the timestamps for a packet whose true dts is so much; the distance to pts stays.
    using Label = std::function<int64_t(media::Track track, int64_t trueDts)>;

    struct Piece
    {
        QByteArray bytes;
        media::Track track = media::Track::Video;
        int64_t dts = 0; ///< true, microseconds from 0 on
        int64_t pts = 0;
    };

    OddStream(media::Container container, const StreamSpec &spec, int64_t lengthUs);

    void label(const Label &label);
    /// Adds to every pts alone, where the container has one.
    void movePts(int64_t fromUs, int64_t toUs, int64_t byUs);

    std::vector<Piece> pieces;
    media::Container container() const { return m_container; }
    QByteArray bytes() const;

private:
    const media::Container m_container;
};

/// One packet of a programme and what it is in truth.
struct Heard
{
    media::Packet packet;
    int64_t truePts = 0;
};

/// Takes the stream in as an input does, with arrivals at its true pace, and plays it out. All in made-up time.
struct OddRun
{
    explicit OddRun(const OddStream &stream);

    std::vector<media::Packet> taken; ///< what the input gave to its buffer
    std::vector<Heard> programme;
    int demuxed = 0;
    QString refusal; ///< at the end
    QString remark;

    /// The first thing in the programme that must never be, in words: times that do not rise.
    QString problem() const;
    /// How much later sound is heard than it should be, against the pictures: the extremes between two true times.
    struct Sync
    {
        int64_t least = 0;
        int64_t most = 0;
        int pictures = 0;
        int sounds = 0;
    };
    Sync sync(int64_t fromUs, int64_t toUs) const;
    /// Programme time less true time of the first picture at or behind a true time.
    int64_t shiftAt(int64_t trueUs) const;
    /// Largest step between pictures as shown, between two true times.
    int64_t largestGap(int64_t fromUs, int64_t toUs) const;
};

} // namespace twinfeed::test
