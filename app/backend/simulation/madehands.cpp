// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/simulation/madehands.h"

namespace twinfeed::simulation {

namespace {

const QString onAirKey = QStringLiteral("onAir");

Source otherThan(Source onAir)
{
    return onAir == Source::Primary ? Source::Backup : Source::Primary;
}

Source resolved(TakeTarget target, const MadeWorld &world)
{
    switch (target) {
    case TakeTarget::Primary:
        return Source::Primary;
    case TakeTarget::Backup:
        return Source::Backup;
    case TakeTarget::Slate:
        return Source::Slate;
    case TakeTarget::Other:
        return otherThan(world.onAir());
    case TakeTarget::Fit:
        break;
    }
    return world.isFit(Source::Primary) ? Source::Primary : Source::Backup;
}

} // namespace

std::optional<Source> MadeHands::targetOf(const PlanAction &action, const MadeWorld &world)
{
    if (const auto *take = std::get_if<TakeAction>(&action))
        return resolved(take->source, world);
    if (const auto *out = std::get_if<SlateOutAction>(&action))
        return resolved(out->source, world);
    if (std::holds_alternative<SlateInAction>(action))
        return Source::Slate;
    return std::nullopt;
}

QJsonObject MadeHands::before(const PlanAction &action, const PlanPlace &place)
{
    Q_UNUSED(place)
    if (!targetOf(action, m_world.made))
        return {};
    return {{onAirKey, toWord(m_world.made.onAir())}};
}

Result<void> MadeHands::take(Source source, bool force)
{
    if (!force && !m_world.made.isFit(source)) {
        return Error{
            QStringLiteral("unfit"), QStringLiteral("%1 is not fit.").arg(toWord(source)), {}, {}, {}};
    }
    m_world.made.take(source);
    m_world.failover.noteTake(source);
    m_world.taken(source);
    return {};
}

void MadeHands::setOutputs(const OutputAction &action, const QString &mine)
{
    if (!action.enabled)
        return;
    for (const QString &id : m_world.made.outputs()) {
        const bool meant = action.output == id || action.output == QLatin1String("all")
            || (action.output == QLatin1String("this") && id == mine)
            || (action.output == QLatin1String("others") && id != mine);
        if (meant)
            m_world.made.setOutput(id, *action.enabled, m_world.clock.now());
    }
}

Result<void> MadeHands::begin(const PlanAction &action, const backend::PlanDeed &deed)
{
    if (const auto target = targetOf(action, m_world.made)) {
        const auto *take = std::get_if<TakeAction>(&action);
        return this->take(*target, take && take->force);
    }
    if (const auto *output = std::get_if<OutputAction>(&action))
        setOutputs(*output, deed.place.output);
    if (const auto *failover = std::get_if<FailoverAction>(&action)) {
        media::FailoverOrders orders = m_world.failover.orders();
        if (failover->mode)
            orders.config.mode = *failover->mode;
        m_world.failover.setOrders(orders);
        if (failover->arm)
            m_world.failover.arm();
    }
    return {};
}

Result<void> MadeHands::restore(const PlanAction &action, const QJsonObject &before,
                                const backend::PlanDeed &deed)
{
    Q_UNUSED(deed)
    const auto source = fromWord<Source>(before.value(onAirKey).toString());
    if (source && targetOf(action, m_world.made))
        return take(*source, false);
    return {};
}

MadeHands::Progress MadeHands::progress(const QString &key)
{
    Q_UNUSED(key)
    return {true, {}, {}};
}

backend::Truth MadeHands::isRestored(const PlanAction &action, const QJsonObject &before,
                                     const PlanPlace &place)
{
    Q_UNUSED(action)
    Q_UNUSED(place)
    const auto source = fromWord<Source>(before.value(onAirKey).toString());
    return !source || m_world.made.onAir() == *source ? backend::Truth::Yes : backend::Truth::No;
}

} // namespace twinfeed::simulation
