// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/alarmfilter.h"

#include "models/alarmmodel.h"

namespace twinfeed {

AlarmFilter::AlarmFilter(Sentence sentence, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_sentence(std::move(sentence))
{
    setRecursiveFilteringEnabled(true);
    setDynamicSortFilter(true);
    sort(0);
}

void AlarmFilter::setChannel(const QString &channel)
{
    m_channel = channel;
    invalidateFilter();
}

void AlarmFilter::setSeverity(std::optional<Severity> severity)
{
    m_severity = severity;
    invalidateFilter();
}

void AlarmFilter::setState(std::optional<AlarmState> state)
{
    m_state = state;
    invalidateFilter();
}

void AlarmFilter::setText(const QString &text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

void AlarmFilter::setByTime(bool byTime)
{
    m_byTime = byTime;
    invalidate();
}

bool AlarmFilter::isFiltering() const
{
    return m_severity || m_state || !m_channel.isEmpty() || !m_text.isEmpty();
}

bool AlarmFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const auto alarm = sourceModel()->index(row, 0, parent).data(AlarmModel::AlarmRole).value<Alarm>();
    if ((m_severity && alarm.severity != *m_severity) || (m_state && alarm.state() != *m_state)
        || (!m_channel.isEmpty() && alarm.channel != m_channel))
        return false;
    if (m_text.isEmpty())
        return true;
    const QString own = m_sentence ? m_sentence(alarm) : QString();
    for (const QString &text : {own, alarm.text, alarm.rule, alarm.node, alarm.channel}) {
        if (text.contains(m_text, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

bool AlarmFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const auto rank = [this](const QModelIndex &index) {
        const int state = m_byTime ? 0 : index.data(AlarmModel::StateRole).toInt();
        // One that is over and that nobody has seen still calls.
        const int calls = state == int(AlarmState::Active) || state == int(AlarmState::Cleared) ? 0 : state;
        const int severity = m_byTime ? 0 : -index.data(AlarmModel::SeverityRole).toInt();
        return std::tuple(calls, severity, state);
    };
    const auto a = rank(left);
    const auto b = rank(right);
    if (a != b)
        return a < b;
    const QDateTime first = left.data(AlarmModel::RaisedRole).toDateTime();
    const QDateTime second = right.data(AlarmModel::RaisedRole).toDateTime();
    if (first != second)
        return first > second;
    return left.data(AlarmModel::IdRole).toLongLong() > right.data(AlarmModel::IdRole).toLongLong();
}

} // namespace twinfeed
