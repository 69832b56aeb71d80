// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/panels.h"

#include <QMap>
#include <QMenu>

namespace twinfeed {

class Workspace;

/// Which layout the window has, the person's own ones, and which panels are open. UI thread.
class LayoutMenu final : public QMenu
{
    Q_OBJECT

public:
    /// `workspace` outlives it.
    LayoutMenu(Workspace &workspace, QWidget *parent);

    /// Layouts by the names that the person gave them.
    using OwnLayouts = QMap<QString, QByteArray>;
    void setOwn(const OwnLayouts &layouts) { m_own = layouts; }
    const OwnLayouts &own() const { return m_own; }
    /// Keeps the places of now under this name; replaces what had it.
    void keep(const QString &name);

Q_SIGNALS:
    /// They are to be remembered.
    void ownChanged(const twinfeed::LayoutMenu::OwnLayouts &layouts);
    void wallRequested();
    /// As of theme::wordOf().
    void themeChosen(const QString &word);

private:
    void fill();
    void addOwn();
    void addPanels();
    void addThemes();
    void askForName();

    Workspace &m_workspace;
    OwnLayouts m_own;
};

} // namespace twinfeed
