// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/counter.h"
#include "app/feed/readfacts.h"
#include "app/feed/syncmeter.h"

#include <atomic>
#include <optional>
#include <vector>

namespace twinfeed::feed {

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
