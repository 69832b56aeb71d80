// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/buswords.h"

#include <QWidget>

namespace twinfeed {

/// A sign, a word and a line in a small panel: how something stands, readable at a glance. What does not fit is in its tool
/// tip. UI thread.
class StateCell final : public QWidget
{
    Q_OBJECT

public:
    explicit StateCell(QWidget *parent = nullptr);

    void setMessage(const BusMessage &message);
    const BusMessage &message() const { return m_message; }
    /// Something has no room, and stands in the tool tip only.
    bool isCut() const;
    /// What the cell is about, for screen readers and before its tool tip.
    void setExplanation(const QString &name, const QString &explanation);

    QSize sizeHint() const override { return {240, 44}; }
    QSize minimumSizeHint() const override { return {160, 44}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe();
    QRectF inside() const;

    BusMessage m_message;
    QString m_explanation;
};

} // namespace twinfeed
