// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "widgets/rulestable.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;

namespace twinfeed {

/// The rules, one a line: what is wrong from which value on, for how long, and how much that matters. An engineer changes them; all
/// changes go in one order, and what the backend refuses is marked at its place, with its reason. A channel may be chosen, see
/// RulesTable. Not modal. UI thread.
class RulesDialog final : public QDialog
{
    Q_OBJECT

public:
    using enum RulesTable::Column;

    /// `state` outlives it.
    explicit RulesDialog(const ConsoleState &state, QWidget *parent = nullptr);

    /// As it is in the table now.
    const RuleSet &edited() const;
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
    void fillChannels();
    void setEdited(const RuleSet &rules);
    void followCommand(const QString &localId);
    /// Shows a refusal at the cell that its pointer names.
    void showProblem(const Error &error);
    void clearProblem();
    void save();
    void askToReset();
    void refresh();
    void retranslate();

    const ConsoleState &m_state;
    RuleSet m_seen;
    quint64 m_revision = 0;
    QLabel *m_channelLabel;
    QComboBox *m_channels;
    RulesTable *m_table;
    QLabel *m_says;
    QPushButton *m_save;
    QPushButton *m_undo;
    QPushButton *m_reset;
    QPushButton *m_close;
};

} // namespace twinfeed
