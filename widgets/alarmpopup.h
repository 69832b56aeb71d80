// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QToolButton;

namespace twinfeed {

class AlarmChime;

/// Calls for a new critical alarm inside the window: says what is wrong, and offers what one does first. It is no window of its
/// own and takes the keyboard from nobody; it never lies over what it is told to keep clear (the bus with TAKE), and where
/// there is no such place it stays away: the alarm is in the list and in the strip. UI thread.
class AlarmPopup final : public QFrame
{
    Q_OBJECT

public:
    /// A child of `window`, placed inside it. All outlive it.
    AlarmPopup(const ConsoleState &state, AlarmChime &chime, QWidget *window);

    /// These stay uncovered, wherever they go.
    void keepClear(const QList<QWidget *> &widgets);
    /// The alarm it shows; empty while it shows none.
    QString alarm() const { return m_alarm; }

Q_SIGNALS:
    void acknowledgeRequested(const QString &alarm);
    void showRequested(const QString &alarm);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void raised(const Alarm &alarm);
    void refresh();
    void dismiss();
    void place();
    bool isClear(const QRect &place) const;
    void retranslate();

    const ConsoleState &m_state;
    AlarmChime &m_chime;
    QWidget *m_window;
    QList<QPointer<QWidget>> m_clear;
    QString m_alarm;
    QStringList m_dismissed; ///< until they come back
    QLabel *m_title;
    QLabel *m_sentence;
    QToolButton *m_show;
    QToolButton *m_acknowledge;
    QToolButton *m_silence;
    QToolButton *m_close;
};

} // namespace twinfeed
