// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/planhand.h"

namespace twinfeed::backend {

namespace {

const QLatin1String onAirKey("onAir");
const QLatin1String slateKey("slate");
const QLatin1String suspendedKey("suspended");

TakeTarget targetOf(const PlanAction &action)
{
    if (const auto *take = std::get_if<TakeAction>(&action))
        return take->source;
    const auto *out = std::get_if<SlateOutAction>(&action);
    return out ? out->source : TakeTarget::Slate;
}

class SourceHand final : public PlanHand
{
public:
    explicit SourceHand(const PlanOrders &orders)
        : m_orders(orders)
    {
    }

    QJsonObject before(const PlanAction &, const PlanPlace &place) const override
    {
        const ChannelDocument &document = m_orders.unit(place)->document();
        const QString seen = m_orders.seen(place, "onAir");
        return {{onAirKey, seen.isEmpty() ? toWord(document.onAir) : seen},
                {slateKey, document.slate},
                {suspendedKey, document.suspended}};
    }
    Result<PlanTodos> todo(const PlanAction &action, const PlanDeed &deed) override;
    Result<PlanTodos> wayBack(const PlanAction &, const QJsonObject &before, const PlanDeed &deed) override;
    Truth isRestored(const PlanAction &action, const QJsonObject &before,
                     const PlanPlace &place) const override;
    std::pair<QString, QString> preview(const PlanAction &action, const PlanPlace &place) const override
    {
        const auto source = sourceOf(targetOf(action), place);
        return {before(action, place).value(onAirKey).toString(),
                source ? toWord(*source) : source.error().code};
    }

private:
    Result<Source> sourceOf(TakeTarget target, const PlanPlace &place) const;
    bool isFit(const QString &source, const PlanPlace &place) const
    {
        return m_orders.seen(place, "fit", source) == QLatin1String("yes");
    }

    const PlanOrders &m_orders;
};

Result<Source> SourceHand::sourceOf(TakeTarget target, const PlanPlace &place) const
{
    const QString onAir = m_orders.seen(place, "onAir");
    const auto unfit = [](const char *cause, const QString &message) {
        return planFault("unfit", message, {}, {{QStringLiteral("cause"), QLatin1String(cause)}});
    };
    switch (target) {
    case TakeTarget::Primary:
        return Source::Primary;
    case TakeTarget::Backup:
        return Source::Backup;
    case TakeTarget::Slate:
        return Source::Slate;
    case TakeTarget::Other:
        if (onAir == toWord(Source::Primary))
            return Source::Backup;
        if (onAir == toWord(Source::Backup))
            return Source::Primary;
        return unfit("no-other", QStringLiteral("No path is on air, so there is no other one."));
    case TakeTarget::Fit:
        break;
    }
    for (const Source source : {Source::Primary, Source::Backup}) {
        if (isFit(toWord(source), place))
            return source;
    }
    return unfit("neither-fit", QStringLiteral("Neither path is fit to be seen."));
}

Result<PlanTodos> SourceHand::todo(const PlanAction &action, const PlanDeed &deed)
{
    const auto source = sourceOf(targetOf(action), deed.place);
    if (!source)
        return source.error();
    PlanTodos todo;
    const auto *in = std::get_if<SlateInAction>(&action);
    if (in && !in->slate.isEmpty() && in->slate != m_orders.unit(deed.place)->document().slate)
        todo.push_back(m_orders.armSlate(deed, in->slate));
    const auto *take = std::get_if<TakeAction>(&action);
    todo.push_back(m_orders.take(deed, *source, take ? take->cut : std::nullopt, take && take->force));
    return todo;
}

Result<PlanTodos> SourceHand::wayBack(const PlanAction &, const QJsonObject &before, const PlanDeed &deed)
{
    PlanTodos todo;
    const ChannelDocument &document = m_orders.unit(deed.place)->document();
    const Source source = fromWord<Source>(before.value(onAirKey).toString()).value_or(Source::Slate);
    if (m_orders.seen(deed.place, "onAir") != toWord(source)) {
        // What is not fit is not put on air because it was there before.
        if (!isFit(toWord(source), deed.place))
            return planFault(
                "unfit",
                QStringLiteral("The %1, which was on air before, is not fit to be seen.").arg(toWord(source)),
                {},
                {{QStringLiteral("cause"), QStringLiteral("not-fit")},
                 {QStringLiteral("source"), toWord(source)}});
        todo.push_back(m_orders.take(deed, source, {}, true));
    }
    if (before.value(slateKey).toString() != document.slate)
        todo.push_back(m_orders.armSlate(deed, before.value(slateKey).toString()));
    if (!before.value(suspendedKey).toBool() && document.config.failover.mode != FailoverMode::Off)
        todo.push_back(m_orders.failover(deed, {}, true));
    return todo;
}

Truth SourceHand::isRestored(const PlanAction &action, const QJsonObject &before,
                             const PlanPlace &place) const
{
    // Only where it was is as it is seen: the document's word is not enough.
    if (m_orders.seen(place, "onAir").isEmpty())
        return Truth::Undecided;
    QJsonObject now = this->before(action, place);
    // Automation that was suspended before may be armed by now; the other way round is no restoring.
    if (before.value(suspendedKey).toBool()
        || m_orders.unit(place)->document().config.failover.mode == FailoverMode::Off)
        now.insert(suspendedKey, before.value(suspendedKey));
    return now == before ? Truth::Yes : Truth::No;
}

} // namespace

std::unique_ptr<PlanHand> makeSourceHand(const PlanOrders &orders)
{
    return std::make_unique<SourceHand>(orders);
}

} // namespace twinfeed::backend
