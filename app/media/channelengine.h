// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/failover.h"
#include "app/media/gopbuffer.h"
#include "app/media/outputseal.h"
#include "app/media/slate.h"
#include "models/domain/channel.h"
#include "models/domain/clock.h"
#include "models/domain/live.h"
#include "models/domain/record.h"

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace twinfeed::media {

/// News from an engine, for the journal and the events. Called on the engine's threads: take it and go.
class EngineListener
{
public:
    virtual ~EngineListener() = default;
    virtual void inputChanged(const QString &channel, const SourceStatus &status) = 0;
    virtual void outputChanged(const QString &channel, const OutputStatus &status) = 0;
    /// The engine has decided by itself, to put another source on air or not to.
    virtual void decided(const QString &channel, const Decision &decision) = 0;
    /// What became of a decision to switch, measured as a take is.
    virtual void switched(const QString &channel, const Decision &decision,
                          const Result<TakeEvidence> &result) = 0;
    /// The bridge on which the source on air had been entered broke off, and it went on at a keyframe of its own: `evidence` is
    /// of this second seam.
    virtual void resumed(const QString &, const TakeEvidence &) { }
};

/// One running channel: two inputs, the slate, the splicer, the outputs, and their buffers and meters.
///
/// Threads: one per input ("in-<path>"), one for the splicer ("splice"), one for its bridges ("bridge"), one that compares the
/// paths ("align"), one that listens and looks ("analysis"), one per output ("out-<id>"), and where they are needed those of a
/// slate's text and of the prober; all are joined in the destructor, which returns within a second whatever the network does.
/// All public methods may be called from any thread; none waits for I/O.
class ChannelEngine final
{
public:
    struct Start
    {
        ChannelConfig config;
        Source onAir = Source::Slate;
        std::shared_ptr<const SlateClip> slate; ///< may be null: then the slate is not fit
        /// Unit clock, in microseconds, at which the programme's time is zero: lets timestamps go on across a restart.
        int64_t programmeOrigin = 0;
        FailoverOrders orders = {};
        /// See Failover: the path that the slate on air stands for.
        std::optional<Source> covered = std::nullopt;
        /// See setEncryption(); an output that is not named is clear.
        std::vector<OutputSeal> seals = {};
        /// Null: nothing can be sealed.
        std::shared_ptr<Incarnations> incarnations = {};
        FindSealingKey findKey = {};
        /// Listen to and look at both paths and the programme; see AnalysisThread.
        bool analysis = true;
    };

    ChannelEngine(Start start, const Clock &clock, EngineListener &listener);
    ~ChannelEngine();
    ChannelEngine(const ChannelEngine &) = delete;
    ChannelEngine &operator=(const ChannelEngine &) = delete;

    /// Changes what differs and leaves the rest running: an unchanged input or output is not touched.
    void reconfigure(const ChannelConfig &config);
    /// Which slate stands ready; on air it is exchanged at the loop's next keyframe.
    void setSlate(std::shared_ptr<const SlateClip> slate);

    /// What people have decided about automation; the mode comes with the configuration as well.
    void setOrders(const FailoverOrders &orders);
    /// A person arms it again: the automatic switches before count no more.
    void arm();
    /// Which content rules hold against a path now; they speak against its fitness until they are taken back.
    void setContentFaults(Source path, std::vector<ContentFault> faults);

    using TakeDone = std::function<void(Result<TakeEvidence>)>;
    /// Puts a source on air. `acceptedAt` (unit clock) is what the evidence counts from. `done` is called once, on an
    /// engine thread, when the first target picture has left an output (or entered the programme, where no output is
    /// live), or with an error: "no-keyframe" (none came within 10 s, or while there was something to send), "source-lost", "superseded" by a newer take.
    void take(Source target, Cut cut, int64_t acceptedAt, TakeDone done);

    /// A person has chosen this source as the next one, or nothing any more: where a bridged cut to it would need one, a
    /// decoder is kept warm on it. For so long, then it lapses; 0 where there is nothing to keep warm. Any thread.
    std::chrono::milliseconds expectTake(std::optional<Source> next);

    /// Makes a keyframe (IDR) of the source on air as soon as one can be made: its pictures from the next possible one up to its
    /// own next keyframe are encoded anew, none is lost or shown twice, and nothing else changes. `done` is called once, on an
    /// engine thread, as the keyframe enters the programme, or with an error, after which the source's own next keyframe is
    /// what there is to wait for: "busy" (a cut is on its way, which brings a keyframe), "slate" (it is on air, with a
    /// keyframe each second), "source-lost", "superseded" by a take, or what speaks against a bridge (BridgeService). A second
    /// or more where groups of pictures are long.
    void makeKeyframe(std::function<void(Result<void>)> done);
    /// What the outputs are to send, all of them named (those that are not are clear); also for outputs that reconfigure() is
    /// about to bring. Those that change do so at their next keyframe, without touching their connections. Where that is more
    /// than 2 s away, or cannot be foreseen, one is made for it; with `soon` always. `acceptedAt` (unit clock) is what
    /// the evidence counts from. `done` is called once, on an engine thread (or at once, where nothing is to change): when each
    /// changed output was seen so where it leads, or, where it cannot be read back, has sent its first keyframe so; after 30 s
    /// at most, and when a newer order takes its place. A key of zeros is one that is not to be had: its output sends
    /// nothing. Not from two threads at once.
    void setEncryption(std::vector<OutputSeal> seals, int64_t acceptedAt, bool soon, EncryptionDone done);

    ChannelStatus status() const;
    std::vector<Metric> metrics() const;

    /// The stream of a source, for previews. Lives as long as somebody holds it; closed when the engine ends.
    std::shared_ptr<const GopBuffer> buffer(Source source) const;
    /// The programme: what the outputs get.
    std::shared_ptr<const GopBuffer> programme() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace twinfeed::media
