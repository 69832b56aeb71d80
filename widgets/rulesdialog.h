// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;
class QTableWidgetItem;

namespace twinfeed {

/// The rules, one a line: what is wrong from which value on, for how long, and how much that matters. An engineer changes them; all
/// changes go in one order, and what the backend refuses is marked at its place, with its reason. A channel may be chosen: then the
/// rules are as they are there, what is the channel's own stands out, and changes are its alone. Not modal. UI thread.
class RulesDialog final : public QDialog
{
    Q_OBJECT

public:
    enum Column {
        OnColumn,
        NameColumn,
        MetricColumn,
        CompareColumn,
        LowColumn,
        ValueColumn,
        ClearColumn,
        ForColumn,
        ClearForColumn,
        SeverityColumn,
        FailoverColumn,
        ColumnCount
    };

    /// `state` outlives it.
    explicit RulesDialog(const ConsoleState &state, QWidget *parent = nullptr);

    /// As it is in the table now.
    const RuleSet &edited() const { return m_edited; }
    bool isChanged() const;
    /// Empty: all channels.
    void setChannel(const QString &channel);

Q_SIGNALS:
    /// `revision`: of the rules that the person saw.
    void rulesRequested(const twinfeed::RuleSet &rules, quint64 revision);
    void resetRequested(quint64 revision);

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    /// Puts the state's rules in, unless something was changed here.
    void follow();
    void fill();
    void fillRow(int row);
    void fillChannels();
    void fillSeverity(int row, const Rule &rule, bool may);
    void refill(int row);
    /// As it is in the channel that is chosen.
    Rule ruleAt(int row) const;
    void putRule(int row, const Rule &rule);
    void takeCell(QTableWidgetItem *item);
    void followCommand(const QString &localId);
    /// Shows a refusal at the cell that its pointer names.
    void showProblem(const Error &error);
    int showOverride(const RuleOverride &own);
    void clearProblem();
    void save();
    void askToReset();
    void refresh();
    void retranslate();

    const ConsoleState &m_state;
    RuleSet m_seen;
    RuleSet m_edited;
    quint64 m_revision = 0;
    QString m_channel;
    bool m_filling = false;
    QLabel *m_channelLabel;
    QComboBox *m_channels;
    QTableWidget *m_table;
    QLabel *m_says;
    QPushButton *m_save;
    QPushButton *m_undo;
    QPushButton *m_reset;
    QPushButton *m_close;
};

} // namespace twinfeed
