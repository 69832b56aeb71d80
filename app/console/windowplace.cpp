// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/windowplace.h"

#include "app/console/settings.h"
#include "widgets/mainwindow.h"

#include <QScreen>
#include <QWindow>

namespace twinfeed {

WindowPlace::WindowPlace(MainWindow &window, Settings &settings)
    : m_window(window)
    , m_settings(settings)
{
    m_window.restoreGeometry(m_settings.geometry());
    m_window.setOwnLayouts(m_settings.ownLayouts());
    connect(&m_window, &MainWindow::ownLayoutsChanged, this,
            [this](const LayoutMenu::OwnLayouts &layouts) { m_settings.setOwnLayouts(layouts); });
    // Its handle is there before it is shown, so that moving on by the window manager is heard as well.
    m_window.winId();
    connect(m_window.windowHandle(), &QWindow::screenChanged, this, &WindowPlace::follow);
    follow(m_window.screen());
}

WindowPlace::~WindowPlace()
{
    remember();
}

QString WindowPlace::nameOf(const QScreen &screen)
{
    const QSize size = screen.size();
    return QStringLiteral("%1 %2x%3").arg(screen.name()).arg(size.width()).arg(size.height());
}

void WindowPlace::follow(const QScreen *screen)
{
    if (!screen || nameOf(*screen) == m_screen)
        return;
    if (!m_screen.isEmpty())
        remember();
    m_screen = nameOf(*screen);
    m_window.setPanels(m_settings.panels(m_screen));
}

void WindowPlace::remember()
{
    m_settings.setGeometry(m_window.saveGeometry());
    m_settings.setPanels(m_screen, m_window.panels());
}

} // namespace twinfeed
