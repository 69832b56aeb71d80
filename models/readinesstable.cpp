// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/readinesstable.h"

namespace twinfeed {

ReadinessTable::ReadinessTable(const DrillBoard &board, QObject *parent)
    : QAbstractTableModel(parent)
    , m_board(board)
{
    const auto read = [this] {
        beginResetModel();
        m_lines = m_board.readiness() ? m_board.readiness()->lines : std::vector<ReadinessLine>();
        endResetModel();
    };
    connect(&board, &DrillBoard::readinessChanged, this, read);
    read();
}

int ReadinessTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

int ReadinessTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ReadinessTable::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ReadinessLine &line = m_lines[size_t(index.row())];
    switch (role) {
    case IdRole:
        return line.id;
    case PlanRole:
        return line.plan;
    case ReadyRole:
        return line.ready;
    case GreenRole:
        return line.green;
    case DaysRole:
        return line.everyDays;
    case AtRole:
        return line.at.value_or(QDateTime());
    case DueRole:
        return line.due.value_or(QDateTime());
    case ByRole:
        return line.by;
    case ScenarioRole:
        return line.scenario;
    default:
        return {};
    }
}

} // namespace twinfeed
