// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "widgets/inquiries.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace twinfeed {

class AlarmChime;
class AlarmFilter;
class AlarmModel;
class AlarmView;

/// The alarms: what calls now, or (history) what ever did; filters; and what can be done about the one that is chosen.
/// Acknowledge: somebody looks after it. Shelve: it is put aside for a time, with a reason. Silence: this console is
/// quiet until something new comes. Three different things. UI thread.
class AlarmPanel final : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive it.
    AlarmPanel(const ConsoleState &state, AlarmChime &chime, QWidget *parent = nullptr);

    /// Where history is asked for; null: there is none to be had.
    void setInquiries(Inquiries *inquiries);
    void setHistory(bool on);
    bool showsHistory() const;
    /// As the buttons do.
    void pressAcknowledge();
    void pressShelve();
    void pressNote();
    void pressSilence();
    /// Makes this one the chosen one.
    void choose(const QString &alarm);
    AlarmView *view() const { return m_view; }

Q_SIGNALS:
    void acknowledgeRequested(const QString &alarm);
    void shelveRequested(const QString &alarm, const QString &reason, int minutes);
    void unshelveRequested(const QString &alarm);
    /// For the journal; `alarm` may be empty.
    void noteRequested(const QString &channel, const QString &alarm, const QString &text);
    /// Its cards and the time of its fault are wanted.
    void jumpRequested(const twinfeed::Alarm &alarm);
    void qualityRequested();
    void rulesRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    QToolButton *button(const char *name);
    void buildActions();
    void buildFilters();
    void connectModels();
    void fillChoices();
    void fillChannels();
    void applyFilters();
    void askForHistory();
    void refresh();
    void refreshWhy();
    void followCommand(const QString &localId);
    void openMenu();
    void retranslate();
    AlarmFilter *shown() const;

    const ConsoleState &m_state;
    AlarmChime &m_chime;
    Inquiries *m_inquiries = nullptr;
    AlarmModel *m_live;
    AlarmModel *m_past;
    AlarmFilter *m_liveFilter;
    AlarmFilter *m_pastFilter;
    AlarmView *m_view;
    QToolButton *m_acknowledge;
    QToolButton *m_shelve;
    QToolButton *m_silence;
    QToolButton *m_more;
    QToolButton *m_filters;
    QToolButton *m_history;
    QWidget *m_filterRow;
    QComboBox *m_severity;
    QComboBox *m_stateChoice;
    QComboBox *m_channel;
    QLineEdit *m_text;
    QLabel *m_why;
    QString m_problem; ///< why the newest command about alarms was refused
    QTimer m_typing;
    quint64 m_question = 0; ///< answers to older ones are not shown
};

} // namespace twinfeed
