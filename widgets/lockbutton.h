// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QAbstractButton>

namespace twinfeed {

/// A padlock in the corner of a button of the bus: closed and filled where its source is locked. Shows what the backend says,
/// not what was pressed. UI thread.
class LockButton final : public QAbstractButton
{
    Q_OBJECT

public:
    static constexpr QSize wanted{30, 28};

    explicit LockButton(QWidget *parent = nullptr);

    void setLocked(bool locked);
    bool locked() const { return m_locked; }
    /// What it is painted with: the text colour of what it stands on.
    void setInk(theme::Token ink);

    QSize sizeHint() const override { return wanted; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_locked = false;
    theme::Token m_ink = theme::Token::Quiet;
};

} // namespace twinfeed
