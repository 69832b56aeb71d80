// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/cardwords.h"

#include "widgets/measures.h"
#include "widgets/words.h"

namespace twinfeed {

namespace {

QString noteOf(const QModelIndex &card, MetricWorth worth, bool isRate)
{
    const QVariant threshold = card.data(CardModel::ThresholdRole);
    const bool upper = card.data(CardModel::UpperRole).toBool();
    const auto bound = [&] {
        return isRate ? Words::number(threshold.toDouble(), 0)
                      : Measures::value(threshold.toDouble(), card.data(CardModel::UnitRole).toString());
    };
    switch (worth) {
    case MetricWorth::Missing:
        return CardWords::tr("nothing arrives");
    case MetricWorth::Stale:
        return CardWords::tr("%1 old", "a measured value")
            .arg(Words::age(card.data(CardModel::AgeRole).toLongLong()));
    case MetricWorth::Low:
        return upper ? CardWords::tr("HIGH, over %1", "a threshold").arg(bound())
                     : CardWords::tr("LOW, under %1", "a threshold").arg(bound());
    case MetricWorth::InOrder:
        break;
    }
    const QString name = Words::metric(card.data(CardModel::MetricRole).toString());
    if (!threshold.isValid())
        return name;
    return upper ? CardWords::tr("%1 ≤ %2", "a metric and its threshold").arg(name, bound())
                 : CardWords::tr("%1 ≥ %2", "a metric and its threshold").arg(name, bound());
}

} // namespace

CardText cardText(const QModelIndex &card)
{
    CardText text;
    text.isRate = card.data(CardModel::MetricRole).toString() == QLatin1String("fps");
    text.worth = card.data(CardModel::WorthRole).value<MetricWorth>();
    text.node = Words::node(card.data(CardModel::NodeRole).toString());
    text.metric = Words::metric(card.data(CardModel::MetricRole).toString());
    const QString unit = card.data(CardModel::UnitRole).toString();
    const QVariant value = card.data(CardModel::ValueRole);
    if (value.isValid()) {
        text.value = Measures::value(value.toDouble(), unit);
    } else {
        text.value = Words::notMeasured();
    }
    // Also without a value: it says what is missing.
    text.unit = Measures::unit(unit);
    text.note = noteOf(card, text.worth, text.isRate);
    return text;
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
