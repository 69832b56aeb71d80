// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/system/consolestage.h"

#include <QApplication>

namespace twinfeed::test {

ConsoleStage::ConsoleStage()
{
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"})
        qputenv(name, m_home.path().toUtf8());
}

QString ConsoleStage::open()
{
    CommandLine line;
    line.runtimeFile = daemon().folder() + QStringLiteral("/runtime.json");
    line.language = QStringLiteral("en");
    line.size = QSize(1366, 768);
    m_console = std::make_unique<Console>(line);
    const auto started = m_console->start();
    if (!started)
        return started.error().message;
    return window() ? QString() : QStringLiteral("There is no window.");
}

void ConsoleStage::close()
{
    m_console.reset();
    stop();
}

MainWindow *ConsoleStage::window() const
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *window = qobject_cast<MainWindow *>(widget))
            return window;
    }
    return nullptr;
}

void ConsoleStage::activate() const
{
    QApplication::setActiveWindow(window());
}

} // namespace twinfeed::test
