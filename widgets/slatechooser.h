// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/slatemodel.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace twinfeed {

class SlateMenu;

/// Which slate stands ready, and its state. Emits what the person chose; shows what the backend says. UI thread.
class SlateChooser final : public QWidget
{
    Q_OBJECT

public:
    explicit SlateChooser(ConsoleState &state, QWidget *parent = nullptr);

    void setChannel(const QString &channel);
    /// Empty: enabled. Else the sentence why it is not.
    void setBlocked(const QString &why);
    void setMenuVisible(bool visible);
    /// What else can be done with slates.
    SlateMenu *menu() const { return m_menu; }

Q_SIGNALS:
    void chosen(const QString &slateId);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showState();
    void retranslate();

    ConsoleState &m_state;
    QString m_channel;
    QString m_blocked;
    QLabel *m_label;
    QComboBox *m_combo;
    QPushButton *m_more;
    SlateMenu *m_menu;
};

} // namespace twinfeed
