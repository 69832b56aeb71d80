// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QAbstractButton>

namespace twinfeed {

/// In the status strip: how many alarms of each severity call for somebody, and how long the incident lasts (since the oldest
/// critical alarm that nobody has acknowledged). A click brings the alarms to sight. UI thread.
class AlarmLamp final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit AlarmLamp(const ConsoleState &state, QWidget *parent = nullptr);

    QString incident() const; ///< "1:04"; empty without one
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    const ConsoleState &m_state;
    AlarmCounts m_counts;
    QString m_incident;
    bool m_stale = true;
};

} // namespace twinfeed
