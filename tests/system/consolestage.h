// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console/console.h"
#include "tests/system/stage.h"
#include "widgets/mainwindow.h"

namespace twinfeed::test {

/// A stage with the real console in front of it: its real window, in English. Nothing of the person who runs the tests is read or written. Test's
/// main thread.
class ConsoleStage final : public Stage
{
public:
    ConsoleStage();
    /// Behind start(): the window is there; empty, or why it is not.
    QString open();
    /// Console first, then the stage.
    void close();

    MainWindow *window() const;
    /// Keys that are not for the whole program go to the window that is in front; the platform without a screen leaves that
    /// to us after a menu.
    void activate() const;

private:
    QTemporaryDir m_home;
    std::unique_ptr<Console> m_console;
};

} // namespace twinfeed::test
