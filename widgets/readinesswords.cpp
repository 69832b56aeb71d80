// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/readinesswords.h"

#include "widgets/drillwords.h"
#include "widgets/theme.h"

#include <QLocale>

namespace twinfeed {

QVariant ReadinessWords::data(const QModelIndex &index, int role) const
{
    const bool ready = QIdentityProxyModel::data(index, ReadinessTable::ReadyRole).toBool();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(index);
    case Qt::ForegroundRole:
        if (index.column() == ReadinessTable::Ready)
            return theme::color(ready ? theme::Token::InOrder : theme::Token::Low);
        return {};
    case Qt::FontRole:
        if (index.column() == ReadinessTable::Ready)
            return theme::font(theme::Type::Strong);
        return {};
    default:
        return QIdentityProxyModel::data(index, role);
    }
}

QString ReadinessWords::text(const QModelIndex &index) const
{
    const auto value = [&](int role) { return QIdentityProxyModel::data(index, role); };
    const auto day = [](const QVariant &time) {
        return time.toDateTime().isValid()
            ? QLocale().toString(time.toDateTime().toLocalTime(), QLocale::ShortFormat)
            : QString();
    };
    const bool held = value(ReadinessTable::AtRole).toDateTime().isValid();
    switch (index.column()) {
    case ReadinessTable::What: {
        ReadinessLine line;
        line.id = value(ReadinessTable::IdRole).toString();
        line.plan = value(ReadinessTable::PlanRole).toBool();
        return DrillWords::exercise(line);
    }
    case ReadinessTable::Ready:
        return value(ReadinessTable::ReadyRole).toBool() ? tr("Ready") : tr("Not ready");
    case ReadinessTable::Last:
        return held ? day(value(ReadinessTable::AtRole)) : tr("never");
    case ReadinessTable::Result:
        return !held ? QString() : value(ReadinessTable::GreenRole).toBool() ? tr("green") : tr("not green");
    case ReadinessTable::By:
        return value(ReadinessTable::ByRole).toStringList().join(QLatin1String(", "));
    case ReadinessTable::Due:
        return day(value(ReadinessTable::DueRole));
    default:
        return {};
    }
}

QVariant ReadinessWords::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ReadinessTable::What:
        return tr("What is rehearsed");
    case ReadinessTable::Ready:
        return tr("Ready");
    case ReadinessTable::Last:
        return tr("Last time");
    case ReadinessTable::Result:
        return tr("How it went");
    case ReadinessTable::By:
        return tr("By");
    case ReadinessTable::Due:
        return tr("Again until");
    default:
        return {};
    }
}

void ReadinessWords::retranslate()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ReadinessTable::ColumnCount - 1);
}

} // namespace twinfeed
