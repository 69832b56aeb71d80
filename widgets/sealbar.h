// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/encryptionswitch.h"

#include <QWidget>

class QAction;
class QLineEdit;
class QMenu;
class QToolButton;

namespace twinfeed {

class SealLamp;
class StateCell;

/// Encryption, under automation: its switch, the lamp of what was seen in the outputs, what is under way or became of it, and
/// the emergency stop with its reason. Decides nothing itself: see EncryptionSwitch. UI thread.
class SealBar final : public QWidget
{
    Q_OBJECT

public:
    explicit SealBar(ConsoleState &state, QWidget *parent = nullptr);

    void setChannel(const QString &channel);
    /// Whether what it asks for is sent anywhere: else it only shows.
    void setControlsVisible(bool visible);

    // What keys and buttons do.
    void openChoice();
    /// At once, with the reason that is chosen.
    void pressEmergency();
    /// A first press is forgotten.
    void clear();

    /// Ten times a second: ages, count-downs, and questions that lapse.
    void tick();

Q_SIGNALS:
    void encryptionRequested(const twinfeed::EncryptionOrder &order);

protected:
    void changeEvent(QEvent *event) override;

private:
    void follow();
    void buildReasons();
    void pressSwitch();
    void fillChoice();
    void send(const std::optional<EncryptionOrder> &order);
    void chooseReason(const QString &reason);
    void refresh();
    void refreshLamp();
    void refreshSwitch();
    void refreshStop();
    void retranslate();

    ConsoleState &m_state;
    EncryptionSwitch m_encryption;
    bool m_controls = false;
    int m_preset = 0; ///< of the reasons; -1: typed
    QString m_typed;
    QToolButton *m_switch;
    QMenu *m_choice;
    SealLamp *m_lamp;
    StateCell *m_working;
    QToolButton *m_stop;
    QToolButton *m_why;
    QMenu *m_reasons;
    QLineEdit *m_other;
};

} // namespace twinfeed
