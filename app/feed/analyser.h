// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/counter.h"
#include "app/feed/syncmeter.h"

#include <QString>

#include <atomic>
#include <map>
#include <optional>
#include <vector>

namespace twinfeed::feed {

/// One packet as it came. Times in microseconds.
struct PacketFact
{
    bool video = true;
    std::optional<int64_t> dtsUs;
    int64_t arrivedUs = 0; ///< unit clock
    int size = 0;
};

/// One decoded picture, looked at.
struct PictureFact
{
    int64_t ptsUs = 0;
    int64_t arrivedUs = 0; ///< of its packet
    int width = 0;
    int height = 0;
    PictureReading reading;
    bool lampLit = false;
    bool damaged = false; ///< does not look as its code says
    bool corrupt = false; ///< so marked by the decoder
};

/// Something worth telling at once.
struct ReadEvent
{
    enum class Kind { FirstPicture, Change, Jump, Variant, Size, Damage };
    Kind kind = Kind::Change;
    int64_t ptsUs = 0;
    int64_t arrivedUs = 0;
    int from = 0; ///< sources; 0: none of ours
    int to = 0;
    std::optional<int> counterBefore; ///< of the loop, as shown
    std::optional<int> counterAfter;
    /// Unwrapped counter after less before, where both have the same loop: 1 is seamless for feeds of one base.
    std::optional<int64_t> step;
    int64_t lost = 0;
    int64_t repeated = 0; ///< of a Jump: up to now
    Variant variant = Variant::Normal;
    int width = 0;
    int height = 0;
    int64_t pictures = 0; ///< Damage: in a row
};

struct ReadTotals
{
    int64_t pictures = 0;
    int64_t unreadable = 0;
    int64_t none = 0;
    int64_t damaged = 0;
    int64_t corrupt = 0;
    int64_t lost = 0; ///< within the sources
    int64_t repeated = 0;
    int64_t frozen = 0; ///< pictures that show the same again because the feed was told to freeze
    int64_t lostAtChanges = 0; ///< by the counters of both sides, right where both feeds have one base
    int64_t repeatedAtChanges = 0;
    int64_t ptsNotRising = 0;
    int64_t videoDtsNotRising = 0;
    int64_t soundDtsNotRising = 0;
    int64_t videoPackets = 0;
    int64_t soundPackets = 0;
    int64_t bytes = 0;
    double largestGapMs = 0; ///< from picture to picture, by timestamps
    double largestSoundGapMs = 0; ///< from sound frame to sound frame
    double largestWallGapMs = 0; ///< between arrivals of video, after the first second
    double largestSoundWallGapMs = 0;
    std::optional<int64_t> firstPictureUs; ///< arrival
    std::optional<int64_t> firstPts;
    std::optional<int64_t> lastPts;
    std::map<int, int64_t> picturesOf; ///< source (0: none) to pictures
    std::map<Variant, int64_t> variants;
};

/// Draws the conclusions from what was decoded. Pure: facts in, totals and events out. One thread.
class Analyser final
{
public:
    void packet(const PacketFact &fact);
    void picture(const PictureFact &fact);
    /// A decoded frame of sound starts at this time of the stream.
    void sound(int64_t ptsUs);
    /// A beep begins at this time of the stream.
    void beep(int64_t ptsUs) { m_sync.beep(ptsUs); }

    const ReadTotals &totals() const { return m_totals; }
    const std::vector<ReadEvent> &events() const { return m_events; }
    std::optional<SyncMeter::Result> sync() const { return m_sync.result(); }
    /// Source of the newest readable picture or 0, and how many pictures it has been there without a break.
    int source() const { return m_source.value_or(0); }
    int64_t picturesInARow() const { return m_inARow; }
    /// Of the first packet, 0 before. Of any thread.
    int64_t firstArrivalUs() const { return m_firstArrivalUs; }

private:
    struct Arrivals
    {
        std::optional<int64_t> lastDts;
        std::optional<int64_t> last;
    };

    ReadEvent eventOf(ReadEvent::Kind kind, const PictureFact &fact) const;
    void time(const PictureFact &fact);
    void size(const PictureFact &fact);
    void damage(const PictureFact &fact);
    void readable(const PictureFact &fact);
    void sourceIs(int source, const PictureFact &fact, std::optional<int64_t> step);
    void withinSource(const PictureFact &fact, int64_t number);
    void flash(const PictureFact &fact, bool sameSource);

    ReadTotals m_totals;
    std::vector<ReadEvent> m_events;
    SyncMeter m_sync;
    CounterUnwrapper m_unwrapper;
    RunWatch m_run;
    Arrivals m_video;
    Arrivals m_sound;
    std::optional<int64_t> m_lastSoundUs;
    std::atomic<int64_t> m_firstArrivalUs{0};
    std::optional<int> m_source; // 0: none of ours; nothing before the first picture
    std::optional<PictureCode> m_lastCode; // of the newest readable picture
    int64_t m_lastNumber = 0;
    int64_t m_unreadableSince = 0;
    int64_t m_inARow = 0;
    bool m_lampWasLit = true;
    bool m_wasDamaged = false;
    bool m_wasRepeating = false;
    int m_width = 0;
    int m_height = 0;
};

} // namespace twinfeed::feed
