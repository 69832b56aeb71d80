// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/probereader.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace twinfeed::media {

/// What one look at an output found, as its audience gets it: three layers, each of which stands on the one before. Those
/// behind the first that failed were not looked at.
struct ChainLook
{
    std::optional<bool> address; ///< it answers
    std::optional<bool> stream; ///< a stream comes, or a playlist with a segment that is new
    std::optional<bool> picture; ///< a keyframe of it decodes; nothing where it is encrypted
    Error why; ///< of the layer that failed: "address", "stream" or "picture"; empty where none did

    bool failed() const { return !why.code.isEmpty(); }
};

/// `newest`: the segment of the look before, which must not be the newest any more. An `opaque` output is encrypted: its
/// pictures are not for whoever has no key. Ends by itself within 20 s, and soon after a stop.
ChainLook lookThrough(const ProbePlace &place, bool opaque, QString &newest, const Clock &clock,
                      const std::stop_token &stop);

/// Looks through the whole chain behind each output every ten seconds, all of them side by side. Thread "chain" and one for
/// each look ("chain-look"), joined in the destructor within a second whatever the network does. Costs one reader
/// per output for up to a group of pictures.
class ChainProbe final
{
public:
    static constexpr int64_t periodUs = 10'000'000;

    struct Target
    {
        QString output;
        ProbePlace place;
        bool opaque = false;
    };
    struct Figures
    {
        ChainLook look; ///< the newest
        int failures = 0; ///< looks in a row
    };

    /// `targets` is asked on the chain's thread.
    ChainProbe(std::function<std::vector<Target>()> targets, const Clock &clock);

    /// What stands behind another look; `before`: null at the first. Pure.
    static Figures after(const Figures *before, ChainLook look);
    /// Any thread. Nothing for an output that was not looked at in the newest round.
    std::optional<Figures> figures(const QString &output) const;

private:
    void run(const std::stop_token &stop);
    void round(const std::stop_token &stop);

    const std::function<std::vector<Target>()> m_targets;
    const Clock &m_clock;
    std::map<QString, QString> m_newest; // segments by output; the thread's, and its looks' own entries
    mutable std::mutex m_mutex; // guards the one below
    std::map<QString, Figures> m_figures;
    std::condition_variable_any m_wake; // the stop, nothing else
    std::jthread m_thread; // last
};

} // namespace twinfeed::media
