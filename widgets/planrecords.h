// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/planboard.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;
class QTextBrowser;

namespace twinfeed {

class ConsoleState;

/// What was: the runs of a plan, or of all, with evidence and people, searched; what people write about them afterwards; and the
/// plan's own text, with the switch for engineers. Never modal. UI thread.
class PlanRecords final : public QDialog
{
    Q_OBJECT

public:
    /// Both outlive it.
    PlanRecords(const ConsoleState &state, const PlanBoard &board, QWidget *parent = nullptr);

    /// Empty: the runs of all plans.
    void setPlan(const QString &plan);

Q_SIGNALS:
    void runsWanted(const QString &plan, const QString &search);
    void reviewRequested(const QString &run, const QString &rootCause, const QString &notes);
    void enableRequested(const QString &plan, bool enabled, const QString &reason);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeRuns();
    QWidget *makePlan();
    void ask();
    void fillRuns();
    void showRun();
    void fillPlan();
    void refreshButtons();
    void retranslate();
    const PlanRun *chosenRun() const;

    const ConsoleState &m_state;
    const PlanBoard &m_board;
    QString m_plan;
    QString m_shownRun;
    QTimer m_typing; ///< a search is asked for when typing has stopped

    QTabWidget *m_tabs;
    QLineEdit *m_search;
    QLabel *m_times;
    QListWidget *m_runs;
    QTextBrowser *m_run;
    QLabel *m_causeLabel;
    QLineEdit *m_cause;
    QLabel *m_notesLabel;
    QPlainTextEdit *m_notes;
    QPushButton *m_save;
    QTextBrowser *m_text;
    QLineEdit *m_reason;
    QPushButton *m_enable;
    QPushButton *m_close;
};

} // namespace twinfeed
