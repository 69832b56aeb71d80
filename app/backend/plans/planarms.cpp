// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/plans/planarms.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

Error refused(const char *code, const QString &message, const QString &remedy)
{
    return Error{QLatin1String(code), message, {}, remedy, {}};
}

const QString again = QStringLiteral("Look at the plan again, and arm it again.");

Error stale(quint64 seen, quint64 now)
{
    return refused("stale-revision",
                   QStringLiteral("The channel has changed since (revision %1, now %2).").arg(seen).arg(now),
                   again);
}

Error stalePlan(quint64 seen, quint64 now)
{
    return refused("stale-plan",
                   QStringLiteral("The plan has changed since (version %1, now %2).").arg(seen).arg(now),
                   again);
}

} // namespace

PlanArms::PlanArms(const Clock &clock)
    : m_clock(clock)
{
}

Result<PlanArm> PlanArms::arm(const PlanDocument &document, const PlanPlace &place, quint64 channelRevision,
                              const QString &by, QJsonArray preview)
{
    expire();
    const auto found = m_arms.find(place);
    const bool others = found != m_arms.end() && found->second.arm.by != by;
    const bool two = document.plan.danger == PlanDanger::TwoPersons;
    const bool same = others && found->second.arm.planRevision == document.revision
        && found->second.arm.channelRevision == channelRevision;
    Armed armed;
    if (others && two && same && (found->second.arm.second.isEmpty() || found->second.arm.second == by)) {
        armed = found->second;
        armed.arm.second = by;
    } else if (others) {
        Error error = refused(
            "plan-armed",
            QStringLiteral("%1 has armed this plan until %2 UTC.")
                .arg(found->second.arm.by, found->second.arm.until.toString(QStringLiteral("HH:mm:ss"))),
            QStringLiteral("Let them fire it, or wait until the arm is over."));
        error.details = {{QStringLiteral("arm"), toJson(found->second.arm)}};
        return error;
    } else {
        armed.arm = {QStringLiteral("arm-%1").arg(m_next++),
                     place,
                     document.revision,
                     channelRevision,
                     by,
                     {},
                     {},
                     0,
                     std::move(preview)};
    }
    armed.until = m_clock.now() + validUs;
    armed.arm.until = m_clock.wall().addMSecs(validUs / 1000);
    armed.arm.leftMs = validUs / 1000;
    m_arms[place] = armed;
    return armed.arm;
}

bool PlanArms::disarm(const QString &plan)
{
    return std::erase_if(m_arms, [&](const auto &entry) { return entry.first.plan == plan; }) > 0;
}

bool PlanArms::expire()
{
    return std::erase_if(m_arms, [&](const auto &entry) { return m_clock.now() >= entry.second.until; }) > 0;
}

std::optional<PlanArm> PlanArms::find(const PlanPlace &place) const
{
    const auto found = m_arms.find(place);
    if (found == m_arms.end() || m_clock.now() >= found->second.until)
        return std::nullopt;
    PlanArm arm = found->second.arm;
    arm.leftMs = (found->second.until - m_clock.now()) / 1000;
    return arm;
}

Result<void> PlanArms::admitArm(const FireAsk &ask, const PlanDocument &document,
                                quint64 channelRevision) const
{
    const PlanDanger danger = document.plan.danger;
    if (danger == PlanDanger::Press && ask.arm.isEmpty())
        return {};
    if (ask.arm.isEmpty())
        return refused("not-armed", QStringLiteral("This plan is fired only after it was armed."),
                       QStringLiteral("Arm it, look at what it would do, then fire it."));
    const auto found = m_arms.find(ask.place);
    if (found == m_arms.end() || found->second.arm.id != ask.arm || m_clock.now() >= found->second.until)
        return refused("arm-expired", QStringLiteral("The arm is over: it is valid for 10 s."), again);
    const PlanArm &arm = found->second.arm;
    if (arm.by != ask.by && arm.second != ask.by)
        return refused("not-your-arm", QStringLiteral("%1 armed this plan.").arg(arm.by),
                       QStringLiteral("Let them fire it, or arm it yourself when theirs is over."));
    if (arm.planRevision != document.revision)
        return stalePlan(arm.planRevision, document.revision);
    if (arm.channelRevision != channelRevision)
        return stale(arm.channelRevision, channelRevision);
    if (danger == PlanDanger::Hold && !ask.held)
        return refused("not-held", QStringLiteral("This plan is fired by holding its button down."),
                       QStringLiteral("Hold it until it fires."));
    if (danger == PlanDanger::TwoPersons && arm.second.isEmpty())
        return refused("second-missing",
                       QStringLiteral("This plan needs two persons: only %1 has armed it.").arg(arm.by),
                       QStringLiteral("Let somebody else arm it too."));
    return {};
}

Result<std::optional<PlanArm>> PlanArms::admit(const FireAsk &ask, const PlanDocument &document,
                                               quint64 channelRevision)
{
    if (ask.planRevision != document.revision)
        return stalePlan(ask.planRevision, document.revision);
    if (ask.channelRevision != channelRevision)
        return stale(ask.channelRevision, channelRevision);
    if (auto admitted = admitArm(ask, document, channelRevision); !admitted)
        return admitted.error();
    if (ask.kind == RunKind::Live && !document.rehearsed && ask.reason.trimmed().isEmpty()) {
        return refused(
            "not-rehearsed",
            QStringLiteral("Version %1 of this plan has no green rehearsal.").arg(document.revision),
            QStringLiteral("Rehearse it first, or say why it must be fired all the same."));
    }
    const std::optional<PlanArm> used =
        ask.arm.isEmpty() ? std::nullopt : std::optional(m_arms.at(ask.place).arm);
    m_arms.erase(ask.place);
    return used;
}

} // namespace twinfeed::backend
