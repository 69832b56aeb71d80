// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/cardwords.h"

#include "widgets/measures.h"
#include "widgets/words.h"

namespace twinfeed {

namespace {

QString noteOf(const CardFacts &card, const QString &name)
{
    const bool isRate = card.metric == QLatin1String("fps");
    const auto bound = [&] {
        const double threshold = card.threshold.value_or(0);
        return isRate ? Words::number(threshold, 0) : Measures::value(threshold, card.unit);
    };
    switch (card.worth) {
    case MetricWorth::Missing:
        return CardWords::tr("nothing arrives");
    case MetricWorth::Stale:
        return CardWords::tr("%1 old", "a measured value").arg(Words::age(card.ageMs));
    case MetricWorth::Low:
        return card.upper ? CardWords::tr("HIGH, over %1", "a threshold").arg(bound())
                          : CardWords::tr("LOW, under %1", "a threshold").arg(bound());
    case MetricWorth::InOrder:
        break;
    }
    if (!card.threshold)
        return name;
    return card.upper ? CardWords::tr("%1 ≤ %2", "a metric and its threshold").arg(name, bound())
                      : CardWords::tr("%1 ≥ %2", "a metric and its threshold").arg(name, bound());
}

} // namespace

CardText cardText(const CardFacts &facts)
{
    CardText text;
    text.isRate = facts.metric == QLatin1String("fps");
    text.worth = facts.worth;
    text.node = Words::node(facts.node);
    text.metric = Words::metric(facts.metric);
    text.value = facts.value ? Measures::value(*facts.value, facts.unit) : Words::notMeasured();
    // Also without a value: it says what is missing.
    text.unit = Measures::unit(facts.unit);
    text.note = noteOf(facts, text.metric);
    return text;
}

CardText cardText(const QModelIndex &card)
{
    return cardText(card.data(CardModel::FactsRole).value<CardFacts>());
}

QVariant CardWords::data(const QModelIndex &index, int role) const
{
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole)
        return QIdentityProxyModel::data(index, role);
    const CardText text = cardText(mapToSource(index));
    if (role == Qt::ToolTipRole) {
        const double window = QIdentityProxyModel::data(index, CardModel::WindowRole).toInt() / 1000.0;
        return tr("%1, %2: measured over %3").arg(text.node, text.metric, Words::seconds(window));
    }
    return tr("%1, %2: %3 %4, %5", "node, metric, value, unit, note")
        .arg(text.node, text.metric, text.value, text.unit, text.note);
}

void CardWords::retranslate()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

} // namespace twinfeed
