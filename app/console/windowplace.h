// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QScreen;

namespace twinfeed {

class MainWindow;
class Settings;

/// Remembers where the window and its panels stand: the panels for each screen by itself, since what fits on one does not
/// fit on another. Restores when it is made and when the window comes to another screen; writes in the destructor, before
/// that. UI thread.
class WindowPlace final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    WindowPlace(MainWindow &window, Settings &settings);
    ~WindowPlace() override;

    /// Under which name a screen is remembered.
    static QString nameOf(const QScreen &screen);

private:
    void follow(const QScreen *screen);
    void remember();

    MainWindow &m_window;
    Settings &m_settings;
    QString m_screen;
};

} // namespace twinfeed
