// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/drillboard.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QTabWidget;
class QTextBrowser;
class QTableView;

namespace twinfeed {

class ConsoleState;

/// Whether the event is ready, as a table; what drills were held, searched, each in full; and what is to be done after them, with
/// who does it until when. Never modal. UI thread.
class DrillRecords final : public QDialog
{
    Q_OBJECT

public:
    /// Both outlive it.
    DrillRecords(const ConsoleState &state, const DrillBoard &board, QWidget *parent = nullptr);

Q_SIGNALS:
    void historyWanted(const QString &search);
    void noteRequested(const QString &drill, const QString &text, const QString &owner, const QString &due);
    /// For a report: DrillBoard::picturesChanged() is the answer.
    void picturesWanted(const QString &drill);
    void fileWanted(const QString &name, const QByteArray &content);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeReadiness();
    QWidget *makeDrills();
    void follow();
    void fillReadiness();
    void fillDrills();
    void showDrill();
    void askForReport(bool pdf);
    void writeReport(const QString &drill);
    void refreshButtons();
    void retranslate();
    const Drill *chosen() const;

    const ConsoleState &m_state;
    const DrillBoard &m_board;
    QTimer m_typing; ///< a search is asked for when typing has stopped

    QTabWidget *m_tabs;
    QLabel *m_verdict;
    QTableView *m_table;
    QLineEdit *m_search;
    QListWidget *m_drills;
    QTextBrowser *m_text;
    QLineEdit *m_note;
    QLineEdit *m_owner;
    QLineEdit *m_due;
    QPushButton *m_save;
    QPushButton *m_pdf;
    QPushButton *m_page;
    QString m_reported; ///< a report of this drill waits for its pictures
    bool m_asPdf = true;
    QPushButton *m_close;
};

} // namespace twinfeed
