// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/alarm.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace twinfeed {

/// Asks why and for how long an alarm is put aside: both are needed. Not modal. UI thread.
class ShelveDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `now`: for the end that is shown.
    ShelveDialog(const Alarm &alarm, const QDateTime &now, QWidget *parent = nullptr);

Q_SIGNALS:
    /// 1 to 1440 minutes.
    void chosen(const QString &alarm, const QString &reason, int minutes);

private:
    void refresh();
    int minutes() const;

    const QString m_alarm;
    const QDateTime m_now;
    QComboBox *m_reason;
    QComboBox *m_time;
    QLabel *m_says;
    QPushButton *m_shelve;
};

/// Asks for a note for the journal: of an alarm, of a channel, or of the show as a whole. Not modal. UI thread.
class NoteDialog final : public QDialog
{
    Q_OBJECT

public:
    static constexpr int longest = 500;

    /// `about`: a sentence that says what it is about; may be empty.
    NoteDialog(const QString &channel, const QString &alarm, const QString &about, QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(const QString &channel, const QString &alarm, const QString &text);

private:
    void refresh();
    QString text() const;

    const QString m_channel;
    const QString m_alarm;
    QPlainTextEdit *m_text;
    QLabel *m_says;
    QPushButton *m_write;
};

} // namespace twinfeed
