// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/rule.h"

#include <QTableWidget>

namespace twinfeed {

/// Rules, one a line: what is wrong from which value on, for how long, and how much that matters. A channel may be chosen: then they
/// are as they are there, what is the channel's own stands out, and changes are its alone. UI thread.
class RulesTable final : public QTableWidget
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

    explicit RulesTable(QWidget *parent = nullptr);

    /// `editable`: the person may change them.
    void setRules(const RuleSet &rules, bool editable);
    /// As it is in the table now.
    const RuleSet &rules() const { return m_rules; }
    /// Empty: all channels.
    void setChannel(const QString &channel);
    const QString &channel() const { return m_channel; }
    /// Marks the cell that a refusal's place names ("/rules/3/forMs", "/overrides/0/value"), and says why there. A channel's own
    /// rule is brought into sight.
    void mark(const QString &where, const QString &why);

Q_SIGNALS:
    void edited();
    void channelChanged();

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();
    void fillRow(int row);
    void fillSeverity(int row, const Rule &rule);
    void refill(int row);
    /// As it is in the channel that is chosen.
    Rule ruleAt(int row) const;
    void putRule(int row, const Rule &rule);
    void takeCell(QTableWidgetItem *item);
    int rowOf(const QString &where);
    void retranslate();

    RuleSet m_rules;
    QString m_channel;
    bool m_editable = false;
    bool m_filling = false;
};

} // namespace twinfeed
