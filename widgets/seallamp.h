// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/sealview.h"
#include "widgets/buswords.h"
#include "widgets/theme.h"

#include <QWidget>

class QPainter;

namespace twinfeed {

/// How a look of encryption looks: a colour and a shape of its own, so that nobody depends on the colour alone. UI thread.
namespace seal {

theme::Token token(SealView::Look look);
/// In the middle of `box`, 22 px wide.
void paintSign(QPainter &painter, const QRectF &box, SealView::Look look);

} // namespace seal

/// The lamp: what was seen in the outputs of a channel, as shape, colour, word and line. Steady; nothing blinks. UI thread.
class SealLamp final : public QWidget
{
    Q_OBJECT

public:
    explicit SealLamp(QWidget *parent = nullptr);

    /// `outputs`: a line for each, for the tool tip.
    void setView(const SealView &view, const BusMessage &message, const QStringList &outputs);
    SealView::Look look() const { return m_look; }
    const BusMessage &message() const { return m_message; }
    /// Something has no room, and stands in the tool tip only.
    bool isCut() const;
    /// What the lamp is, for screen readers and behind its tool tip.
    void setExplanation(const QString &name, const QString &explanation);

    QSize sizeHint() const override { return {330, 44}; }
    QSize minimumSizeHint() const override { return {220, 44}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe();
    QRectF inside() const;

    SealView::Look m_look = SealView::Look::None;
    BusMessage m_message;
    QStringList m_outputs;
    QString m_explanation;
};

} // namespace twinfeed
