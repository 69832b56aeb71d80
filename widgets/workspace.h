// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/panels.h"

#include <QMainWindow>

#include <array>
#include <functional>
#include <optional>

class QAction;
class QDockWidget;

namespace twinfeed {

/// The middle of the window: the multiview, and around it the panels, which can be moved, closed and taken out of the window.
/// What is pressed during a show (bus, automation, encryption) is not among them: it never moves. UI thread.
///
/// To bring a new panel: give it a place in placesOf() and add() it; menus, keys, layouts and saving know it then.
class Workspace final : public QMainWindow
{
    Q_OBJECT

public:
    /// `heightFor`: the height at which `centre` fills a width. Takes ownership of `centre`.
    Workspace(QWidget *centre, std::function<int(int)> heightFor, QWidget *parent = nullptr);

    /// Puts `content` into its dock and takes ownership; where the layout has no place for it, it stays closed.
    void add(Panel panel, QWidget *content);
    /// Null while nobody has added it.
    QDockWidget *dock(Panel panel) const { return m_docks[size_t(panel)]; }
    /// Shows or hides it, checkable, named by its title; null as dock() is.
    QAction *action(Panel panel) const;
    /// Brings it to sight, from wherever it is: out of a tab, opened again.
    void reveal(Panel panel);
    /// Without a purpose now (one channel only, no plans): closed, and absent from menus until it is wanted again.
    void setWanted(Panel panel, bool wanted);
    bool isWanted(Panel panel) const { return dock(panel) && !m_unwanted[size_t(panel)]; }

    void arrange(NamedLayout layout);
    /// The one that was arranged last.
    NamedLayout layout() const { return m_layout; }

    /// Nothing was moved, opened, closed or dragged since.
    bool isAsArranged() const;

    /// Locked panels cannot be moved, closed or taken out by a slip of the hand.
    void setLocked(bool locked);
    bool isLocked() const { return m_locked; }

    /// Where all panels are, for restore(); carries its version. A layout as it was arranged fits any size of the window.
    QByteArray save() const;
    /// False where `places` is not understood: everything stays.
    bool restore(const QByteArray &places);

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Extents
    {
        int left;
        int right;
        int bottom;
    };

    void place(const PanelPlace &place, QDockWidget *before);
    bool standWhereArranged() const;
    void share();
    Extents extents() const;
    void retranslate();

    const std::function<int(int)> m_heightFor;
    std::array<QDockWidget *, std::size(allPanels)> m_docks{};
    std::array<bool, std::size(allPanels)> m_unwanted{};
    NamedLayout m_layout = NamedLayout::Director;
    bool m_locked = false;
    bool m_ownSizes =
        false; ///< restored, or made by hand: they are not touched when the window changes its size
};

} // namespace twinfeed
