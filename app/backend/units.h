// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/channelunit.h"
#include "app/backend/ledger.h"
#include "app/backend/sealsupply.h"
#include "app/backend/slateshelf.h"

#include <map>
#include <memory>

namespace twinfeed::backend {

/// The effect of a switch in one sentence.
QString measured(const TakeEvidence &evidence);

/// The running channels: makes and ends their engines, watches them, keeps the right slate standing ready in each.
/// Director's thread; only the news of engines come in from elsewhere.
class Units final : public media::EngineListener
{
public:
    struct World
    {
        const Clock &clock;
        Ledger &ledger;
        Board &board;
        Store &store;
        SlateShelf &shelf;
        EngineFactory &engines;
        SlateShelf::Post post;
        const SealSupply &seals;
    };

    explicit Units(World world);
    /// Ends all engines, side by side: the time of one, not the sum.
    ~Units() override;

    /// Starts the engine of a channel that has been kept.
    ChannelUnit &start(StoredChannel stored);
    /// Ends it on a thread of its own: an engine takes up to a second to end, commands do not wait for it.
    void end(const QString &id);
    ChannelUnit *find(const QString &id);
    size_t count() const { return m_units.size(); }
    QStringList ids() const;
    /// `what` starts and ends none.
    void each(const std::function<void(ChannelUnit &)> &what);
    /// Of a channel of this id that was taken down; 0 where there never was one. Errors: "store-failed".
    Result<quint64> lastRevision(const QString &id) const { return m_world.store.lastRevision(id); }
    /// The channels in which this slate stands ready, or is to.
    QStringList channelsWith(const QString &slate) const;

    /// Brings the channel's slate into its engine, in its format, in time; `done` hears how it went, "superseded" when
    /// another slate was chosen meanwhile.
    void standSlate(ChannelUnit &unit, SlateShelf::Ready done = {});

    /// Four times a second: what has changed by itself.
    void poll();
    /// `more`: what others measure.
    void publishMetrics(std::vector<Metric> more);
    /// Where the programmes stand, for the time after a boot.
    void keepMarks();
    /// The unit's status now, told to everybody if it is another.
    void refresh(ChannelUnit &unit);

    // Engine threads.
    void inputChanged(const QString &channel, const SourceStatus &status) override;
    void outputChanged(const QString &channel, const OutputStatus &status) override;
    void decided(const QString &channel, const Decision &decision) override;
    void switched(const QString &channel, const Decision &decision,
                  const Result<TakeEvidence> &result) override;
    void resumed(const QString &channel, const TakeEvidence &evidence) override;

private:
    /// How the slate that stands ready now lies to what is live.
    void checkSlate(ChannelUnit &unit);
    void slateEncoded(const QString &channel, const QString &slate, const SlateShelf::Clip &clip,
                      const SlateShelf::Ready &done);
    void noteInput(ChannelUnit &unit, const SourceStatus &status);
    void noteOutput(ChannelUnit &unit, const OutputStatus &status);
    void noteDecision(ChannelUnit &unit, const Decision &decision);
    void noteSwitch(ChannelUnit &unit, const Decision &decision, const Result<TakeEvidence> &result);
    /// The document after the engine put a source on air; nothing where it says so already or a person's take is under way.
    std::optional<ChannelDocument> movedTo(const ChannelUnit &unit, Source source) const;
    void keepNote(ChannelUnit &unit, JournalEntry entry, const std::optional<ChannelDocument> &document);

    const World m_world;
    std::map<QString, std::unique_ptr<ChannelUnit>> m_units;
    TaskThread m_ending{"engines-end"};
};

} // namespace twinfeed::backend
