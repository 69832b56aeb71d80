// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QAbstractButton;
class QDockWidget;
class QLabel;

namespace twinfeed {

/// The line over a panel: its name, and at the right what takes it out of the window and what closes it. Is dragged to move
/// the panel. UI thread.
class PanelTitle final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int lineHeight = 24;

    /// Follows the dock's title; owned by it.
    explicit PanelTitle(QDockWidget *dock);

    /// While the panels are locked there is nothing to press.
    void setLocked(bool locked);

    QSize sizeHint() const override { return {120, lineHeight}; }
    QSize minimumSizeHint() const override { return {60, lineHeight}; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QDockWidget *m_dock;
    QLabel *m_name;
    QAbstractButton *m_float;
    QAbstractButton *m_close;
};

} // namespace twinfeed
