// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/layoutmenu.h"

#include "widgets/theme.h"
#include "widgets/workspace.h"

#include <QInputDialog>

namespace twinfeed {

LayoutMenu::LayoutMenu(Workspace &workspace, QWidget *parent)
    : QMenu(parent)
    , m_workspace(workspace)
{
    connect(this, &QMenu::aboutToShow, this, &LayoutMenu::fill);
}

void LayoutMenu::fill()
{
    clear();
    for (const NamedLayout layout : allNamedLayouts) {
        QAction *action = addAction(titleOf(layout), this, [this, layout] { m_workspace.arrange(layout); });
        action->setCheckable(true);
        action->setChecked(m_workspace.layout() == layout && m_workspace.isAsArranged());
        // Shown only: the window has the key.
        action->setText(QStringLiteral("%1\tAlt+%2").arg(titleOf(layout)).arg(int(layout) + 1));
    }
    addOwn();
    addSeparator();
    addPanels();
    addSeparator();
    addThemes();
    QAction *lock = addAction(tr("Lock panels where they are"));
    lock->setCheckable(true);
    lock->setChecked(m_workspace.isLocked());
    connect(lock, &QAction::toggled, &m_workspace, &Workspace::setLocked);
    addAction(tr("Wall in a window of its own") + QStringLiteral("\tF8"), this, &LayoutMenu::wallRequested);
}

void LayoutMenu::addOwn()
{
    if (!m_own.isEmpty())
        addSeparator();
    for (auto one = m_own.cbegin(); one != m_own.cend(); ++one)
        addAction(one.key(), this, [this, places = one.value()] { m_workspace.restore(places); });
    addSeparator();
    addAction(tr("Keep this layout..."), this, &LayoutMenu::askForName);
    if (m_own.isEmpty())
        return;
    QMenu *away = addMenu(tr("Forget a layout"));
    for (auto one = m_own.cbegin(); one != m_own.cend(); ++one) {
        away->addAction(one.key(), this, [this, name = one.key()] {
            m_own.remove(name);
            Q_EMIT ownChanged(m_own);
        });
    }
}

void LayoutMenu::addPanels()
{
    for (const Panel panel : allPanels) {
        if (m_workspace.isWanted(panel))
            addAction(m_workspace.action(panel));
    }
}

void LayoutMenu::addThemes()
{
    QMenu *themes = addMenu(tr("Colours"));
    const QString names[]{tr("Dark", "colours of the window"), tr("Light", "colours of the window"),
                          tr("High contrast", "colours of the window")};
    for (const theme::Variant variant : theme::allVariants) {
        QAction *action = themes->addAction(names[size_t(variant)], this,
                                            [this, variant] { Q_EMIT themeChosen(theme::wordOf(variant)); });
        action->setCheckable(true);
        action->setChecked(theme::variant() == variant);
    }
}

void LayoutMenu::askForName()
{
    // Not modal: it would switch the bus and its keys off.
    auto *dialog = new QInputDialog(parentWidget());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keep this layout"));
    dialog->setLabelText(tr("Name of the layout:"));
    dialog->setOkButtonText(tr("Keep", "a layout"));
    dialog->setCancelButtonText(tr("Cancel"));
    connect(dialog, &QInputDialog::textValueSelected, this, &LayoutMenu::keep);
    dialog->setModal(false);
    dialog->show();
}

void LayoutMenu::keep(const QString &name)
{
    const QString known = name.simplified().left(40);
    if (known.isEmpty())
        return;
    m_own.insert(known, m_workspace.save());
    Q_EMIT ownChanged(m_own);
}

} // namespace twinfeed
