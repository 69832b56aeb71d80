// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/cardfilter.h"

#include "models/cardmodel.h"

namespace twinfeed {

CardFilter::CardFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(false); // hundreds of values change five times a second: see setTroubleFirst()
}

void CardFilter::setChannel(const QString &channel)
{
    m_channel = channel;
    invalidateFilter();
}

void CardFilter::setNode(const QString &node)
{
    m_node = node;
    invalidateFilter();
}

void CardFilter::setMetric(const QString &metric)
{
    m_metric = metric;
    invalidateFilter();
}

void CardFilter::setSeverity(std::optional<Severity> severity)
{
    m_severity = severity;
    invalidateFilter();
}

void CardFilter::setTroubleFirst(bool first)
{
    sort(first ? 0 : -1);
}

bool CardFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex card = sourceModel()->index(row, 0, parent);
    const auto text = [&card](int role) { return card.data(role).toString(); };
    const QString node = text(CardModel::NodeRole);
    if ((!m_channel.isEmpty() && text(CardModel::ChannelRole) != m_channel)
        || (!m_metric.isEmpty() && text(CardModel::MetricRole) != m_metric)
        || (!m_node.isEmpty() && node != m_node && nodeKind(node) != m_node))
        return false;
    if (!m_severity)
        return true;
    const QVariant severity = card.data(CardModel::SeverityRole);
    return severity.isValid() && severity.toInt() >= int(*m_severity);
}

bool CardFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const auto rank = [](const QModelIndex &card) {
        const QVariant severity = card.data(CardModel::SeverityRole);
        // Of what has no alarm: out of its limits, old, missing, in order.
        const auto worth = card.data(CardModel::WorthRole).value<MetricWorth>();
        const int trouble = worth == MetricWorth::Low ? 3
            : worth == MetricWorth::Stale             ? 2
            : worth == MetricWorth::Missing           ? 1
                                                      : 0;
        return std::tuple(severity.isValid() ? -severity.toInt() - 1 : 0, -trouble, card.row());
    };
    return rank(left) < rank(right);
}

} // namespace twinfeed
