// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/buswords.h"

#include <QFrame>

class QLabel;

namespace twinfeed {

/// The words beside the bus. A bar and a sign at its left tell the tone without reading, and not by colour alone. Is read out
/// by screen readers when it changes. UI thread.
class MessagePanel final : public QFrame
{
    Q_OBJECT

public:
    explicit MessagePanel(QWidget *parent = nullptr);

    void setMessage(const BusMessage &message);
    const BusMessage &message() const { return m_message; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void elideHeadline();

    QLabel *m_headline;
    QLabel *m_detail;
    BusMessage m_message;
};

} // namespace twinfeed
