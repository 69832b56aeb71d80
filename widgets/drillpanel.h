// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "models/drillboard.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTextBrowser;

namespace twinfeed {

class DrillChoices;
class DrillRecords;

/// Drills: which one, how, by which seed; then its course, what is asked for, and what it was worth; and from a live unit the way
/// into a rehearsal. Shows DrillBoard and emits intent; whoever sends it tells the board at once. UI thread.
class DrillPanel final : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive it.
    DrillPanel(const ConsoleState &state, DrillBoard &board, QWidget *parent = nullptr);

    /// Drills are held there, where the scenario has no channel of its own.
    void setChannel(const QString &channel) { m_channel = channel; }
    /// Ten times a second.
    void tick();
    /// Why a rehearsal could not be started; empty: no reason any more.
    void setTrouble(const QString &trouble);

    /// As its key does.
    void pressRehearse();
    DrillRecords *openRecords();

    QSize minimumSizeHint() const override { return {260, 236}; }
    QSize sizeHint() const override { return {340, 420}; }

Q_SIGNALS:
    void startRequested(const QString &scenario, twinfeed::DrillKind kind, const std::optional<qint64> &seed,
                        const QString &channel);
    void endRequested(const QString &drill);
    void answerRequested(const QString &drill, const QString &question, int choice);
    void noteRequested(const QString &drill, const QString &text, const QString &owner, const QString &due);
    void historyWanted(const QString &search);
    void readinessWanted();
    /// Of the programme at a drill's marks.
    void picturesWanted(const QString &drill);
    /// To be kept as a file; `name` is a suggestion.
    void fileWanted(const QString &name, const QByteArray &content);
    /// From a live unit: a rehearsal of its event, in a window of its own.
    void rehearsalRequested();

protected:
    void changeEvent(QEvent *event) override;
    void connectNotify(const QMetaMethod &signal) override;

private:
    QWidget *makeChooser();
    QWidget *makeCourse();
    void follow();
    void retranslate();
    void refresh();
    void refreshChooser();
    void refreshScenarios();
    void refreshKinds();
    void refreshCourse();
    void refreshClock();
    void refreshNow();
    void start(const std::optional<qint64> &seed);
    void pressStart();
    void pressEnd();
    bool mayBegin() const;
    const Scenario *chosen() const;

    const ConsoleState &m_state;
    DrillBoard &m_board;
    QString m_channel;
    QString m_trouble;
    bool m_choosing = true; ///< else a drill is shown
    std::optional<int64_t> m_endAskedAt; ///< unit clock, microseconds

    QWidget *m_chooser;
    QLabel *m_where;
    QPushButton *m_rehearse;
    QLabel *m_scenarioLabel;
    QComboBox *m_scenario;
    QLabel *m_summary;
    QComboBox *m_kind;
    QLineEdit *m_seed;
    QPushButton *m_start;
    QWidget *m_course;
    QLabel *m_title;
    QLabel *m_clock;
    QLabel *m_now;
    DrillChoices *m_choices;
    QTextBrowser *m_text;
    QPushButton *m_end;
    QPushButton *m_again;
    QPushButton *m_other;
    QLabel *m_message;
    QPushButton *m_openRecords;
    QPointer<DrillRecords> m_records;
};

} // namespace twinfeed
