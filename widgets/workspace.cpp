// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/workspace.h"

#include "widgets/paneltitle.h"
#include "widgets/theme.h"

#include <QAction>
#include <QDataStream>
#include <QDockWidget>
#include <QEvent>
#include <QIODevice>
#include <QTabBar>

#include <algorithm>

namespace twinfeed {

namespace {

// Raised when panels change so that places saved before mean something else.
constexpr int stateVersion = 1;
constexpr int leastSide = 300;
constexpr int mostSide = 900;
constexpr int leastBottom = 186; ///< two rows of cards

Qt::DockWidgetArea areaOf(PanelPlace::Side side)
{
    switch (side) {
    case PanelPlace::Side::Left:
        return Qt::LeftDockWidgetArea;
    case PanelPlace::Side::Right:
        return Qt::RightDockWidgetArea;
    case PanelPlace::Side::Bottom:
        break;
    }
    return Qt::BottomDockWidgetArea;
}

} // namespace

Workspace::Workspace(QWidget *centre, std::function<int(int)> heightFor, QWidget *parent)
    : QMainWindow(parent)
    , m_heightFor(std::move(heightFor))
{
    setWindowFlags(Qt::Widget); // QMainWindow makes itself a window whatever it is told
    setCentralWidget(centre);
    // No animation: it would cost turns of the event loop that belong to pictures.
    setDockOptions(AllowNestedDocks | AllowTabbedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setDocumentMode(true);
    for (const Qt::Corner corner : {Qt::TopLeftCorner, Qt::BottomLeftCorner})
        setCorner(corner, Qt::LeftDockWidgetArea);
    for (const Qt::Corner corner : {Qt::TopRightCorner, Qt::BottomRightCorner})
        setCorner(corner, Qt::RightDockWidgetArea);
}

void Workspace::add(Panel panel, QWidget *content)
{
    auto *dock = new QDockWidget(this);
    dock->setObjectName(wordOf(panel));
    dock->setWindowTitle(titleOf(panel));
    dock->setTitleBarWidget(new PanelTitle(dock));
    dock->setWidget(content);
    dock->setMinimumSize(160, PanelTitle::lineHeight + 48);
    m_docks[size_t(panel)] = dock;
    arrange(m_layout);
    setLocked(m_locked);
}

QAction *Workspace::action(Panel panel) const
{
    return dock(panel) ? dock(panel)->toggleViewAction() : nullptr;
}

void Workspace::reveal(Panel panel)
{
    if (!isWanted(panel))
        return;
    dock(panel)->show();
    dock(panel)->raise();
    if (dock(panel)->isFloating())
        dock(panel)->activateWindow();
}

void Workspace::setWanted(Panel panel, bool wanted)
{
    if (m_unwanted[size_t(panel)] == !wanted)
        return;
    const bool asArranged = isAsArranged();
    m_unwanted[size_t(panel)] = !wanted;
    if (!dock(panel))
        return;
    // Where nobody has moved anything, it comes to its place among the others, perhaps behind one of them.
    if (asArranged)
        return arrange(m_layout);
    const std::vector<PanelPlace> &places = placesOf(m_layout);
    const bool placed = std::any_of(places.begin(), places.end(),
                                    [panel](const PanelPlace &one) { return one.panel == panel; });
    dock(panel)->setVisible(wanted && placed);
    if (!m_ownSizes)
        share();
}

void Workspace::arrange(NamedLayout layout)
{
    m_layout = layout;
    m_ownSizes = false;
    for (QDockWidget *dock : m_docks) {
        if (dock) {
            dock->setFloating(false);
            removeDockWidget(dock);
        }
    }
    QDockWidget *before = nullptr;
    QDockWidget *raised = nullptr;
    for (const PanelPlace &one : placesOf(layout)) {
        // Also what is not wanted now has its place, for when it is.
        if (!dock(one.panel))
            continue;
        place(one, before);
        before = dock(one.panel);
        if (one.tabbed && raised)
            raised->raise();
        else
            raised = before;
        before->setVisible(isWanted(one.panel));
    }
    // What this layout does not show has a place all the same, for when it is opened.
    for (const Panel panel : allPanels) {
        QDockWidget *dock = this->dock(panel);
        if (!dock || dockWidgetArea(dock) != Qt::NoDockWidgetArea)
            continue;
        addDockWidget(Qt::RightDockWidgetArea, dock);
        dock->hide();
    }
    share();
}

void Workspace::place(const PanelPlace &place, QDockWidget *before)
{
    QDockWidget *dock = this->dock(place.panel);
    const Qt::DockWidgetArea area = areaOf(place.side);
    addDockWidget(area, dock, place.side == PanelPlace::Side::Bottom ? Qt::Horizontal : Qt::Vertical);
    if (place.tabbed && before && dockWidgetArea(before) == area)
        tabifyDockWidget(before, dock);
    dock->show();
}

Workspace::Extents Workspace::extents() const
{
    const auto isShown = [this](PanelPlace::Side side) {
        const std::vector<PanelPlace> &places = placesOf(m_layout);
        return std::any_of(places.begin(), places.end(),
                           [&](const PanelPlace &one) { return one.side == side && isWanted(one.panel); });
    };
    Extents extents{};
    if (isShown(PanelPlace::Side::Left))
        extents.left = std::clamp(width() / 7, 170, mostSide / 2);
    if (isShown(PanelPlace::Side::Right))
        extents.right = std::clamp(width() / 4, leastSide, mostSide);
    // The pictures get the height at which they fill their width; what is under them gets the rest, but its least.
    const int centre = width() - extents.left - extents.right;
    const bool numbersFirst = m_layout == NamedLayout::Engineer || m_layout == NamedLayout::Wall;
    const int rest = height() - m_heightFor(centre) - 8;
    extents.bottom = std::max({rest, leastBottom, numbersFirst ? height() * 45 / 100 : 0});
    // What the pictures then leave free at their sides is the panels'.
    if (extents.right > 0) {
        const int high = height() - extents.bottom - 8;
        int wide = centre;
        while (wide > centre / 2 && m_heightFor(wide) > high)
            wide -= 4;
        extents.right = std::min(width() - extents.left - wide, mostSide);
    }
    return extents;
}

/// Gives each side its extent and each panel its share of it.
void Workspace::share()
{
    const Extents extents = this->extents();
    QList<QDockWidget *> docks[3];
    QList<int> along[3];
    for (const PanelPlace &one : placesOf(m_layout)) {
        QDockWidget *dock = this->dock(one.panel);
        if (!isWanted(one.panel) || dock->isHidden() || dock->isFloating() || one.tabbed)
            continue;
        docks[size_t(one.side)] << dock;
        along[size_t(one.side)] << one.share * 100;
    }
    const int across[]{extents.left, extents.right, extents.bottom};
    const Qt::Orientation lengths[]{Qt::Vertical, Qt::Vertical, Qt::Horizontal};
    const Qt::Orientation crosses[]{Qt::Horizontal, Qt::Horizontal, Qt::Vertical};
    for (size_t side = 0; side < 3; ++side) {
        if (docks[side].isEmpty())
            continue;
        resizeDocks({docks[side].first()}, {across[side]}, crosses[side]);
        resizeDocks(docks[side], along[side], lengths[side]);
    }
}

bool Workspace::isAsArranged() const
{
    return !m_ownSizes && standWhereArranged();
}

bool Workspace::standWhereArranged() const
{
    for (const PanelPlace &one : placesOf(m_layout)) {
        if (!isWanted(one.panel) || one.tabbed)
            continue;
        QDockWidget *dock = this->dock(one.panel);
        if (dock->isHidden() || dock->isFloating() || dockWidgetArea(dock) != areaOf(one.side))
            return false;
    }
    return true;
}

void Workspace::setLocked(bool locked)
{
    m_locked = locked;
    for (QDockWidget *dock : m_docks) {
        if (!dock)
            continue;
        dock->setFeatures(locked ? QDockWidget::NoDockWidgetFeatures
                                 : QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable
                                  | QDockWidget::DockWidgetClosable);
        static_cast<PanelTitle *>(dock->titleBarWidget())->setLocked(locked);
    }
}

QByteArray Workspace::save() const
{
    QByteArray places;
    QDataStream out(&places, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_0);
    out << stateVersion << wordOf(m_layout) << m_locked << isAsArranged() << saveState(stateVersion);
    return places;
}

bool Workspace::restore(const QByteArray &places)
{
    QDataStream in(places);
    in.setVersion(QDataStream::Qt_6_0);
    int version = 0;
    QString word;
    bool locked = false;
    bool asArranged = false;
    QByteArray state;
    in >> version >> word >> locked >> asArranged >> state;
    const auto layout = std::find_if(std::begin(allNamedLayouts), std::end(allNamedLayouts),
                                     [&word](NamedLayout one) { return wordOf(one) == word; });
    if (in.status() != QDataStream::Ok || version != stateVersion || layout == std::end(allNamedLayouts))
        return false;
    // First as arranged: panels that the saved places do not know yet then stand somewhere sensible.
    arrange(*layout);
    setLocked(locked);
    m_ownSizes = !asArranged && restoreState(state, stateVersion);
    for (const Panel panel : allPanels) {
        if (dock(panel) && !isWanted(panel))
            dock(panel)->hide();
    }
    return true;
}

bool Workspace::event(QEvent *event)
{
    const bool handled = QMainWindow::event(event);
    // What is released over this widget itself was pressed on the line between two panels.
    if (event->type() == QEvent::MouseButtonRelease)
        m_ownSizes = true;
    return handled;
}

void Workspace::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    if (isAsArranged())
        share();
}

void Workspace::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QMainWindow::changeEvent(event);
}

void Workspace::retranslate()
{
    for (const Panel panel : allPanels) {
        if (QDockWidget *dock = this->dock(panel))
            dock->setWindowTitle(titleOf(panel));
    }
}

} // namespace twinfeed
