// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "widgets/inquiries.h"

#include <QObject>
#include <QPointer>

namespace twinfeed {

class AlarmChime;
class AlarmPanel;
class AlarmPopup;
class CardPanel;
class JournalPanel;
class TrendPanel;

/// What the director watches besides the pictures, joined in one place: the list of alarms, the one that calls, their sounds.
/// The window puts the panels where they belong; the composition root connects the intents, as MainWindow's. UI thread.
class Watch final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it; the panels belong to whoever takes them, at first to the window.
    Watch(ConsoleState &state, QWidget *window);

    /// Outlives it; null: nothing but what events tell.
    void setInquiries(Inquiries *inquiries);
    /// The pop-up never lies over these.
    void keepClear(const QList<QWidget *> &widgets);
    /// Ten times a second.
    void tick();

    /// Cards open trends, and an alarm finds its cards.
    void serve(CardPanel *cards);
    /// Its notes, searches and exports.
    void serve(JournalPanel *journal);

    AlarmPanel *alarms() const { return m_alarms; }
    TrendPanel *trends() const { return m_trends; }
    AlarmPopup *popup() const { return m_popup; }
    AlarmChime *chime() const { return m_chime; }

    /// Asks the person where, then fileRequested().
    void chooseFile(const QString &name, const QByteArray &content);
    /// What became of fileRequested(); `problem` is one sentence, empty where there was none.
    void fileWritten(const QString &path, const QString &problem);

    // As their keys do.
    void pressSilence();
    /// Of the alarm that calls, or the one that is chosen in the list.
    void pressAcknowledge();

Q_SIGNALS:
    void acknowledgeRequested(const QString &alarm);
    void shelveRequested(const QString &alarm, const QString &reason, int minutes);
    void unshelveRequested(const QString &alarm);
    /// A note for the journal; `channel` and `alarm` may be empty.
    void noteRequested(const QString &channel, const QString &alarm, const QString &text);
    /// All rules as they are to be; `revision`: of those that the person saw.
    void rulesRequested(const twinfeed::RuleSet &rules, quint64 revision);
    void rulesResetRequested(quint64 revision);
    /// To be written into this file, which the person chose.
    void fileRequested(const QString &path, const QByteArray &content);
    /// To be heard now.
    void soundRequested(twinfeed::Severity severity);
    /// The list of alarms is to be brought to sight.
    void alarmsWanted();
    /// The same of trends, and of cards.
    void trendsWanted();
    void cardsWanted();

private:
    void showAlarm(const QString &alarm);
    void openQuality();
    void openRules();
    void jumpTo(const Alarm &alarm);
    void writeReport(const QString &name, const std::vector<JournalEntry> &entries);

    ConsoleState &m_state;
    QWidget *m_window;
    Inquiries *m_inquiries = nullptr;
    AlarmChime *m_chime;
    AlarmPanel *m_alarms;
    AlarmPopup *m_popup;
    TrendPanel *m_trends;
    QPointer<CardPanel> m_cards;
    QPointer<JournalPanel> m_journal;
};

} // namespace twinfeed
