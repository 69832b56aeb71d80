// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QWidget>

namespace twinfeed {

/// Whether what the window shows is true: a quiet lamp while it is, a filled banner in the same place while it is not, so
/// that nothing else moves. UI thread.
class ConnectionLamp final : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionLamp(const ConsoleState &state, QWidget *parent = nullptr);

    /// Ten times a second.
    void refresh();
    QString text() const { return m_text; }
    bool alarming() const { return m_alarming; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {190, 40}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QString sentence() const;
    QString shortSentence() const;

    const ConsoleState &m_state;
    QString m_text;
    bool m_alarming = false;
};

} // namespace twinfeed
