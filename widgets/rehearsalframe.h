// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QWidget>

class QLabel;
class QPushButton;

namespace twinfeed {

namespace theme {
/// What is rehearsed has a colour of its own, which stands for nothing else; and text on it.
QColor rehearsal();
QColor rehearsalText();
} // namespace theme

/// Around all of a window: nothing while its unit is live; else a border and a band at the top that say in colour, pattern and
/// words that this is a rehearsal, and how to leave it. UI thread.
class RehearsalFrame final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int border = 4;
    static constexpr int band = 32;

    /// Takes ownership of `content`.
    explicit RehearsalFrame(QWidget *content, QWidget *parent = nullptr);

    void setRehearsal(bool rehearsal);
    bool isRehearsal() const { return m_rehearsal; }
    /// Whoever leaves ends the unit as well.
    void setOwnUnit(bool own) { m_ownUnit = own; }
    /// A drill goes on.
    void setDrillRuns(bool runs) { m_drillRuns = runs; }
    /// Asks first; never modal.
    void askToLeave();

Q_SIGNALS:
    /// Asked, and meant.
    void leaveRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void connectNotify(const QMetaMethod &signal) override;

private:
    void arrange();
    void retranslate();

    bool m_rehearsal = false;
    bool m_ownUnit = false;
    bool m_drillRuns = false;
    QLabel *m_title;
    QLabel *m_says;
    QPushButton *m_leave;
};

} // namespace twinfeed
