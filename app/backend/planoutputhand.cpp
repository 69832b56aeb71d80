// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/planhand.h"

namespace twinfeed::backend {

namespace {

const QLatin1String enabledKey("enabled");
const QLatin1String hiddenKey("hidden"); // addresses: to the store, never on the wire

class OutputHand final : public PlanHand
{
public:
    OutputHand(const PlanOrders &orders, const PlanOutside &outside)
        : m_orders(orders)
        , m_outside(outside)
    {
    }

    QJsonObject before(const PlanAction &action, const PlanPlace &place) const override;
    Result<PlanTodos> todo(const PlanAction &action, const PlanDeed &deed) override;
    Result<PlanTodos> wayBack(const PlanAction &, const QJsonObject &before, const PlanDeed &deed) override;
    Truth isRestored(const PlanAction &action, const QJsonObject &before,
                     const PlanPlace &place) const override;
    std::optional<Error> missing(const PlanAction &action, const PlanPlace &place) const override;
    std::pair<QString, QString> preview(const PlanAction &action, const PlanPlace &place) const override;

private:
    QStringList touched(const PlanAction &action, const PlanPlace &place) const;

    const PlanOrders &m_orders;
    const PlanOutside &m_outside;
};

QStringList OutputHand::touched(const PlanAction &action, const PlanPlace &place) const
{
    const auto *record = std::get_if<RecordAction>(&action);
    const QString name = record ? record->output : std::get<OutputAction>(action).output;
    QStringList outputs;
    for (const OutputConfig &output : m_orders.unit(place)->document().config.outputs) {
        const bool mine = output.id == place.output;
        const bool recorded = output.kind == OutputKind::Recording && (name.isEmpty() || name == output.id);
        const bool named = name == QLatin1String("all") || name == output.id
            || (name == QLatin1String("this") && mine) || (name == QLatin1String("others") && !mine);
        if (record ? recorded : named)
            outputs << output.id;
    }
    return outputs;
}

QJsonObject OutputHand::before(const PlanAction &action, const PlanPlace &place) const
{
    const QStringList touched = this->touched(action, place);
    if (touched.isEmpty())
        return {};
    QJsonObject enabled;
    QJsonObject addresses;
    for (const OutputConfig &output : m_orders.unit(place)->document().config.outputs) {
        if (!touched.contains(output.id))
            continue;
        enabled.insert(output.id, output.enabled);
        addresses.insert(output.id, output.url);
    }
    return {{enabledKey, enabled}, {hiddenKey, addresses}};
}

Result<PlanTodos> OutputHand::todo(const PlanAction &action, const PlanDeed &deed)
{
    const auto *output = std::get_if<OutputAction>(&action);
    const std::optional<bool> enabled = output ? output->enabled : true;
    const QString address =
        output && !output->address.isEmpty() ? m_outside.addresses.at(output->address) : QString();
    return PlanTodos{m_orders.replace(
        deed, [touched = touched(action, deed.place), enabled, address](ChannelConfig &config) {
            for (OutputConfig &one : config.outputs) {
                if (!touched.contains(one.id))
                    continue;
                one.enabled = enabled.value_or(one.enabled);
                one.url = address.isEmpty() ? one.url : address;
            }
        })};
}

Result<PlanTodos> OutputHand::wayBack(const PlanAction &, const QJsonObject &before, const PlanDeed &deed)
{
    return PlanTodos{
        m_orders.replace(deed,
                         [enabled = before.value(enabledKey).toObject(),
                          addresses = before.value(hiddenKey).toObject()](ChannelConfig &config) {
                             for (OutputConfig &one : config.outputs) {
                                 if (!enabled.contains(one.id))
                                     continue;
                                 one.enabled = enabled.value(one.id).toBool();
                                 one.url = addresses.value(one.id).toString(one.url);
                             }
                         })};
}

Truth OutputHand::isRestored(const PlanAction &action, const QJsonObject &before,
                             const PlanPlace &place) const
{
    if (this->before(action, place) != before)
        return Truth::No;
    const QJsonObject enabled = before.value(enabledKey).toObject();
    for (auto it = enabled.begin(); it != enabled.end(); ++it) {
        const bool off =
            m_orders.seen(place, "output", QLatin1String("output:") + it.key()) == QLatin1String("off");
        if (off == it.value().toBool())
            return Truth::No;
    }
    return Truth::Yes;
}

std::optional<Error> OutputHand::missing(const PlanAction &action, const PlanPlace &place) const
{
    const auto *output = std::get_if<OutputAction>(&action);
    if (output && !output->address.isEmpty() && !m_outside.addresses.contains(output->address))
        return planFault("no-address",
                         QStringLiteral("The configuration has no address \"%1\".").arg(output->address),
                         QStringLiteral("Let an engineer add it to \"plans\" in the configuration."),
                         {{QStringLiteral("name"), output->address}});
    const bool mayBeNone = output && output->output == QLatin1String("others");
    if (mayBeNone || !touched(action, place).isEmpty())
        return std::nullopt;
    return planFault("unknown-output",
                     QStringLiteral("The channel %1 has no such output.").arg(place.channel),
                     QStringLiteral("Add it to the channel, or change the plan."));
}

std::pair<QString, QString> OutputHand::preview(const PlanAction &action, const PlanPlace &place) const
{
    const auto *output = std::get_if<OutputAction>(&action);
    const bool off = output && output->enabled && !*output->enabled;
    const bool on = !output || output->enabled.value_or(false);
    const QJsonObject now = before(action, place).value(enabledKey).toObject();
    QStringList are;
    QStringList then;
    for (auto it = now.begin(); it != now.end(); ++it) {
        const auto said = [&](bool enabled) {
            return QString(it.key() + (enabled ? QLatin1String(" on") : QLatin1String(" off")));
        };
        are << said(it.value().toBool());
        then << said(on || (!off && it.value().toBool()));
    }
    return {joinedWords(are), joinedWords(then)};
}

} // namespace

std::unique_ptr<PlanHand> makeOutputHand(const PlanOrders &orders, const PlanOutside &outside)
{
    return std::make_unique<OutputHand>(orders, outside);
}

} // namespace twinfeed::backend
