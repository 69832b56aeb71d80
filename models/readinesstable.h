// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/drillboard.h"

#include <QAbstractTableModel>

namespace twinfeed {

/// The lines of readiness. Values by role: what they are called on screen is the view's. UI thread.
class ReadinessTable final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { What, Ready, Last, Result, By, Due, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole, ///< QString
        PlanRole, ///< bool: a plan, else an exercise of the calendar
        ReadyRole, ///< bool
        GreenRole, ///< bool: the newest
        DaysRole, ///< int
        AtRole, ///< QDateTime, invalid where there was none
        DueRole, ///< the same
        ByRole, ///< QStringList
        ScenarioRole, ///< QString: its id
    };

    /// Outlives it.
    explicit ReadinessTable(const DrillBoard &board, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    const DrillBoard &m_board;
    std::vector<ReadinessLine> m_lines;
};

} // namespace twinfeed
