// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/plans/planrunner.h"
#include "tests/support/fakeclock.h"

namespace twinfeed::test {

/// How a step is made to fail: its command is refused; is taken and does nothing; never ends; or has its effect a second behind its deadline.
enum class Failing { Refused, Ineffective, Hanging, Late };

/// A channel of which only states and numbers exist: actions change them as they would change a real one, and conditions are made to hold by
/// setting what they ask for. Two outputs; "this" is the first.
class PretendWorld final : public backend::PlanHands
{
public:
    explicit PretendWorld(const FakeClock &clock);

    /// Sets what it asks for so that it holds, or does not.
    void satisfy(const Condition &condition, bool holds = true);
    /// Everything as it is now, with the time of now.
    backend::PlanSight sight() const;
    /// The step of this id fails so.
    void fail(const QString &step, Failing how);
    /// What was begun a while ago comes about when it is due.
    void pass();

    QStringList begun, undone; ///< ids of steps
    /// The step of this id waits in vain: its condition never holds, nobody answers it.
    void letWait(const QString &step) { m_waitsInVain = step; }
    bool waitsInVain(const RunStep &step) const { return step.step.id == m_waitsInVain; }
    /// A step that waits finds what it waits for; or never does.
    void turnTo(const RunStep &step);
    /// What an action changes.
    std::vector<backend::PlanSight::Key> touchedBy(const PlanAction &action) const;

    QJsonObject before(const PlanAction &action, const PlanPlace &place) override;
    Result<void> begin(const PlanAction &action, const backend::PlanDeed &deed) override;
    Result<void> restore(const PlanAction &action, const QJsonObject &before,
                         const backend::PlanDeed &deed) override;
    Progress progress(const QString &key) override;
    void stop(const QString &key) override { stopped << key; }
    QStringList stopped; ///< keys
    backend::Truth isRestored(const PlanAction &action, const QJsonObject &before,
                              const PlanPlace &place) override;

    static const PlanPlace place;

private:
    using Key = backend::PlanSight::Key;

    void satisfyMetric(const Condition &leaf, bool holds);
    void satisfyState(const Condition &leaf, bool holds);
    QString nodeOf(const QString &node) const;
    void act(const PlanAction &action, const PlanStep &step);
    QString onAir() const { return m_states.at({QStringLiteral("onAir"), {}}).value(0); }
    bool isFit(const QString &source) const;
    void take(TakeTarget target);

    const FakeClock &m_clock;
    std::map<Key, QStringList> m_states;
    std::map<Key, double> m_numbers;
    std::map<QString, Failing> m_failing; // by step
    struct Due
    {
        int64_t at;
        PlanAction action;
        PlanStep step;
    };
    std::map<QString, Due> m_due; // by key of the deed
    QStringList m_hanging; // keys
    QString m_waitsInVain;
};

} // namespace twinfeed::test
