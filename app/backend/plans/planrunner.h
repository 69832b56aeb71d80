// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/plans/plansight.h"
#include "models/domain/clock.h"

namespace twinfeed::backend {

/// One thing that a run does, or undoes.
struct PlanDeed
{
    QString key; ///< unique: said twice it is done once
    PlanPlace place;
    QString by; ///< who fired
    QString run;
    const PlanStep *step = nullptr;
};

/// What runs act by. Called by one thread, never blocks.
class PlanHands
{
public:
    virtual ~PlanHands() = default;
    /// What the action would have to put back, as it is now; asked before it begins.
    virtual QJsonObject before(const PlanAction &action, const PlanPlace &place) = 0;
    virtual Result<void> begin(const PlanAction &action, const PlanDeed &deed) = 0;
    /// Puts back what before() found.
    virtual Result<void> restore(const PlanAction &action, const QJsonObject &before,
                                 const PlanDeed &deed) = 0;
    struct Progress
    {
        bool over = false;
        std::optional<Error> problem; ///< it is over, and did not come about
        QJsonObject evidence;
    };
    /// Also gives what is to be ordered next of this deed.
    virtual Progress progress(const QString &key) = 0;
    /// What is under way of this deed goes on to its end; nothing more of it is begun.
    virtual void stop(const QString &key) = 0;
    /// Seen as before() found it?
    virtual Truth isRestored(const PlanAction &action, const QJsonObject &before, const PlanPlace &place) = 0;
};

/// One run, step by step: acts, looks for the effect, goes on; and back where something fails. Every change that must not be lost is told before what
/// follows from it is done: where round() says true the run is kept on disk, and only the next round acts on it. So a backend that is
/// killed at any moment knows what may have happened. One thread.
class PlanRunner final
{
public:
    /// `run`: a new one, or one out of the store that has not ended: that is rolled back, since nobody knows what happened meanwhile;
    /// unless all of its steps were done.
    PlanRunner(PlanRun run, PlanHands &hands, const Clock &clock);

    /// Four times a second and after each change: true where the run has changed and is to be kept before the next call. Nothing of the channel is known:
    /// an empty sight.
    bool round(const PlanSight &sight);
    void abort(const QString &by);
    Result<void> canAnswer(const QString &answer) const;
    /// Errors: "not-asked", "unknown-answer".
    Result<void> answer(const QString &answer, const QString &by);

    const PlanRun &run() const { return m_run; }
    /// Of what is being done now; empty where nothing is.
    const RunStep *current() const;
    std::optional<QDateTime> deadline() const; ///< UTC; of that
    QString waitsFor() const; ///< one line

    /// For the preconditions to hold again after a rollback.
    static constexpr int64_t settleUs = 5'000'000;
    /// At least so long for each undo: what comes back after a start needs its time.
    static constexpr int64_t undoUs = 10'000'000;
    /// So long a rollback waits for an action that was begun and is not over: it may yet have its effect.
    static constexpr int64_t lingersUs = 3'000'000;

private:
    bool forward(const PlanSight &sight);
    bool act(RunStep &step, const PlanSight &sight);
    bool check(RunStep &step, const PlanSight &sight);
    void finishStep(RunStep &step);
    void fail(RunStep &step, const Error &why);
    void turnBack(const Error &why);
    bool back(const PlanSight &sight);
    bool undo(RunStep &step, const PlanSight &sight);
    bool settle(const PlanSight &sight);
    bool needsUndo(const RunStep &step) const;
    PlanDeed deed(const RunStep &step, bool undoing) const;
    Truth asks(const Condition &condition, const PlanSight &sight, int64_t newerThan,
               std::vector<PlanNumber> &numbers) const;
    RunStep *stepInHand();

    PlanRun m_run;
    PlanHands &m_hands;
    const Clock &m_clock;
    bool m_begun = false; // what is in hand was told to the hands
    int64_t m_startedAt = 0; // unit clock; of what is in hand
    int64_t m_actedAt = 0; // its action was over
    std::optional<int64_t> m_settlingSince;
    bool m_dirty = false; // changed from outside
};

} // namespace twinfeed::backend
