// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QMenu;
class QToolButton;

namespace twinfeed {

class AlarmLamp;
class BackendButton;
class ChannelModel;
class ConnectionLamp;
class ControlButton;
class WallClock;

/// The line at the top: channel, connection and age of data, wall clock, language, help. UI thread.
class StatusStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusStrip(const ConsoleState &state, QWidget *parent = nullptr);

    void setChannel(const QString &channel);
    void setLanguage(const QString &language);
    void setLanguageVisible(bool visible);
    /// Opened by the button of layouts; stays its owner's.
    void setLayoutMenu(QMenu *menu);
    void openLayouts();
    ControlButton *control() const { return m_control; }
    void setControlVisible(bool visible);
    BackendButton *backend() const { return m_backend; }
    /// Ten times a second.
    void tick();

Q_SIGNALS:
    void channelChosen(const QString &channel);
    void languageChosen(const QString &language);
    void keysRequested();
    void alarmsRequested();
    void handbookRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refreshChannels();
    void retranslate();
    void buildLanguageMenu();

    const ConsoleState &m_state;
    ChannelModel *m_channels;
    QString m_channel;
    QString m_language;
    QLabel *m_mark;
    QLabel *m_name;
    QComboBox *m_choice;
    ControlButton *m_control;
    AlarmLamp *m_alarms;
    ConnectionLamp *m_lamp;
    BackendButton *m_backend;
    WallClock *m_clock;
    QToolButton *m_layouts;
    QToolButton *m_languageButton;
    QToolButton *m_keys;
    QToolButton *m_handbook;
};

} // namespace twinfeed
