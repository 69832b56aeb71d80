// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/clock.h"
#include "models/domain/planrun.h"

#include <QObject>

#include <map>
#include <set>

namespace twinfeed {

/// What the console knows of plans: their documents, how each button stands, their runs; and what this console asked for and was
/// told. One door as ConsoleState: each public method that is not const changes it and then says so. UI thread; owned by the
/// composition root. Does no I/O.
class PlanBoard final : public QObject
{
    Q_OBJECT

public:
    enum class Order { Arm, Disarm, Fire, Abort, Answer };

    /// What this console asked for last about a button, until it is answered.
    struct Pending
    {
        Order order = Order::Arm;
        int64_t sentAt = 0; ///< unit clock, microseconds
    };
    /// What the backend would not do.
    struct Refusal
    {
        Order order = Order::Arm;
        Error error;
        int64_t at = 0; ///< unit clock, microseconds
    };

    explicit PlanBoard(const Clock &clock, QObject *parent = nullptr);

    const Clock &clock() const { return m_clock; }
    /// The backend's wall clock less ours, in milliseconds: its times are compared with now() alone.
    void setClockOffset(qint64 ms) { m_clockOffsetMs = ms; }
    QDateTime now() const { return m_clock.wall().addMSecs(m_clockOffsetMs); }

    // What the backend says.
    /// All of it, instead of what was known; runs stay.
    void reset(const std::vector<PlanDocument> &documents, const std::vector<PlanState> &states,
               const std::vector<PlanTimes> &times);
    void applyDocument(const PlanDocument &document);
    void removePlan(const QString &plan);
    /// The channel has these outputs and no others; nothing: there is no such channel any more. Buttons of what is gone go.
    void keepOutputs(const QString &channel, const std::optional<QStringList> &outputs);
    void applyState(const PlanState &state);
    void applyTimes(const PlanTimes &times);
    void applyRun(const PlanRun &run);
    /// Runs that were asked for, newest first; instead of those that were listed before.
    void setHistory(const std::vector<PlanRun> &runs);
    /// It could not be asked for.
    void setHistoryProblem(const Error &error);

    // What this console asks for.
    void sent(const PlanPlace &place, Order order);
    /// It was armed, or confirmed, from here: only this console fires it by this arm.
    void armed(const PlanPlace &place, const QString &arm);
    /// This run was begun from here.
    void fired(const PlanPlace &place, const QString &run);
    /// Any other order was taken.
    void accepted(const PlanPlace &place);
    void refused(const PlanPlace &place, Order order, const Error &error);
    void forgetRefusal(const PlanPlace &place);

    bool isEmpty() const { return m_states.empty(); }
    /// Null where it is not known; valid until the next change.
    const PlanDocument *document(const QString &plan) const;
    const PlanState *state(const PlanPlace &place) const;
    const PlanTimes *times(const QString &plan) const;
    const PlanRun *run(const QString &id) const;
    const std::map<PlanPlace, PlanState> &states() const { return m_states; }
    const std::vector<PlanRun> &history() const { return m_history; }
    const std::optional<Error> &historyProblem() const { return m_historyProblem; }

    /// The run of this button that goes on, or the last one while the button shows its end; null where none is known.
    const PlanRun *runOf(const PlanPlace &place) const;
    std::optional<PlanArm> arm(const PlanPlace &place) const; ///< while it is valid
    bool isOwnArm(const QString &id) const { return m_ownArms.count(id) > 0; }
    /// Until the arm is over, by this console's clock; 0 where nothing is armed.
    qint64 armLeftMs(const PlanPlace &place) const;
    std::optional<Pending> pending(const PlanPlace &place) const;
    std::optional<Refusal> refusal(const PlanPlace &place) const;

Q_SIGNALS:
    /// Plans came, went or changed.
    void plansChanged();
    void stateChanged(const twinfeed::PlanPlace &place);
    /// The trigger has come to hold.
    void lit(const twinfeed::PlanPlace &place);
    void runChanged(const QString &run);
    void historyChanged();
    /// This console asked for something, or was answered.
    void orderChanged(const twinfeed::PlanPlace &place);

private:
    void store(const PlanState &state);
    /// What was waited for is seen: the press is over.
    void settle(const PlanPlace &place);

    const Clock &m_clock;
    qint64 m_clockOffsetMs = 0;
    std::map<QString, PlanDocument> m_documents;
    std::map<PlanPlace, PlanState> m_states;
    std::map<PlanPlace, int64_t> m_armUntil; ///< unit clock, microseconds
    std::map<QString, PlanTimes> m_times;
    std::map<QString, PlanRun> m_runs;
    std::vector<PlanRun> m_history;
    std::optional<Error> m_historyProblem;
    std::set<QString> m_ownArms;
    std::map<PlanPlace, Pending> m_pending;
    std::map<PlanPlace, Refusal> m_refusals;
    std::map<PlanPlace, QString> m_fired; ///< the newest run that began from here
};

} // namespace twinfeed
