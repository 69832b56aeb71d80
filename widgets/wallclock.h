// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/clock.h"

#include <QWidget>

namespace twinfeed {

/// The time of day, readable from across the room, with digits that do not tremble. UI thread.
class WallClock final : public QWidget
{
    Q_OBJECT

public:
    explicit WallClock(const Clock &clock, QWidget *parent = nullptr);

    /// Ten times a second; paints once a second.
    void refresh();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    const Clock &m_clock;
    QString m_text;
};

} // namespace twinfeed
