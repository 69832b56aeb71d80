// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/rule.h"

#include <QCoreApplication>

class QTableWidget;
class QTableWidgetItem;

namespace twinfeed {

/// A rule as a row of the rules' table (columns: RulesTable::Column): what its cells show, and what was typed into one. UI thread.
class RuleCells final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::RuleCells)

public:
    /// `may`: a person may change it. The severity's cell is a widget, and the dialog's.
    static void fill(QTableWidget &table, int row, const Rule &rule, bool may);
    /// Takes over what is in the cell now; what is no number is left out.
    static void take(const QTableWidgetItem &cell, Rule &rule);
    /// What is otherwise than in all channels (`base`) stands out, and says what holds there.
    static void markOwn(QTableWidget &table, int row, const Rule &rule, const Rule &base);
    /// Says at the rule's name that the channel has it otherwise, or which channels have.
    static void nameOwn(QTableWidget &table, int row, const Rule &rule);
    static void nameOthers(QTableWidget &table, int row, const Rule &rule, const QStringList &channels);
    /// Of a rule's member as JSON has it, "forMs"; -1 where it has none.
    static int columnOf(const QString &member);
};

} // namespace twinfeed
