// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/planbuttons.h"
#include "app/backend/planhands.h"
#include "app/backend/plans/planarms.h"
#include "app/backend/planstore.h"

namespace twinfeed::backend {

/// Where plans live: looks at the channels, lights buttons, drives runs, and says how everything stands. Director's thread.
class PlanDesk final
{
public:
    struct World
    {
        const Clock &clock;
        Ledger &ledger;
        Board &board;
        Units &units;
        AlarmDesk &alarms;
    };
    struct Kept
    {
        std::vector<Plan> shipped;
        std::vector<PlanDocument> own; ///< instead of those, or besides
        std::map<QString, quint64> removed;
        std::vector<PlanRun> unfinished;
        std::vector<PlanRun> recent; ///< newest first
        std::set<PlanRehearsal> rehearsed; ///< green, here or on the rehearsal unit
        qint64 nextRun = 1;
    };

    PlanDesk(World world, Kept kept);

    const PlanEyes &eyes() const { return m_eyes; }
    /// Before the first round; outlives this.
    void setHands(LivePlanHands &hands);
    /// Four times a second, behind the alarms.
    void round();

    const PlanBook &book() const { return m_book; }
    PlanArms &arms() { return m_arms; }
    /// The version that a plan of this id gets next.
    quint64 nextRevision(const QString &plan) const;
    /// More that was green on the rehearsal unit.
    void addRehearsals(const std::set<PlanRehearsal> &green);
    /// A plan that has been kept.
    void adopt(const PlanDocument &document);
    void drop(const QString &plan);

    /// Why it cannot be armed or fired now: "unknown-plan", "unknown-channel", "unknown-output", "plan-disabled", "plan-busy"; nothing where it can.
    std::optional<Error> whyNot(const PlanPlace &place);
    QJsonArray preview(const PlanPlace &place);
    /// A run as it would begin; to be kept, then started. Errors: "plan-circle", "unknown-plan".
    Result<PlanRun> prepare(const PlanPlace &place, const QString &by, const QString &second,
                            const QString &reason, RunKind kind);
    void start(const PlanRun &run);
    PlanRunner *running(const QString &run);
    bool isRunning(const QString &plan) const;
    /// Ended ones that people look back on: newest first.
    const std::deque<PlanRun> &recent() const { return m_recent; }
    /// A run that has ended, with what people wrote about it.
    void reviewed(const PlanRun &run);
    /// States anew, at once.
    void publish();

    /// At most so many of a plan's own accord in ten minutes.
    static constexpr int automaticPer10Minutes = 3;

private:
    struct Running
    {
        PlanRunner runner;
        std::set<QString> touches;
        PlanRun told;
        bool unkept = false; ///< its newest state is not on disk yet
    };
    void drive(Running &running);
    bool keep(Running &running);
    void ended(const PlanRun &run);
    void lightAndFire();
    void fireItself(PlanButton &button);
    void lookAfter();
    bool lookAfter(PlanRun &run);
    void endOverrides();
    PlanState stateOf(PlanButton &button);
    void putRun(PlanState &state, const PlanRunner &runner) const;
    const PlanRun *lastOf(const PlanPlace &place) const;
    QJsonObject lastTime(const QString &plan) const;
    void judgeRehearsals();
    JournalEntry entry(const QString &kind, const QString &channel, const QString &text,
                       const QJsonObject &data) const;

    const World m_world;
    PlanEyes m_eyes;
    PlanBook m_book;
    std::map<QString, quint64> m_removed;
    std::set<PlanRehearsal> m_rehearsed;
    PlanButtons m_buttons;
    PlanArms m_arms;
    LivePlanHands *m_hands = nullptr;
    std::map<QString, Running> m_running;
    std::vector<PlanRun> m_unfinished; // until there are hands
    std::deque<PlanRun> m_recent;
    std::map<QString, int64_t> m_clearSince; // by run: its clear criteria hold since
    qint64 m_nextRun;
};

} // namespace twinfeed::backend
