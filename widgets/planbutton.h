// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/plandeck.h"
#include "widgets/holdbutton.h"

namespace twinfeed {

/// What stands on a plan's button.
struct PlanFace
{
    PlanDeck::Look look = PlanDeck::Look::Unknown;
    QString title;
    QString word; ///< of the state
    QString note; ///< numbers, reason, step, who; one line
    QString keys; ///< "F4"
    double ring = -1; ///< part of the arm's time that is left; below 0: no ring
    bool chosen = false; ///< its details are shown

    bool operator==(const PlanFace &) const = default;
};

/// One plan at one place. Colour, shape (a sign of its own for each state) and word say how it stands. UI thread.
class PlanButton final : public HoldButton
{
    Q_OBJECT

public:
    static constexpr int leastWidth = 240;
    static constexpr int fixedHeight = 66;

    PlanButton(const PlanPlace &place, const Clock &clock, QWidget *parent = nullptr);

    const PlanPlace &place() const { return m_place; }
    void setFace(const PlanFace &face);
    const PlanFace &face() const { return m_face; }

    QSize sizeHint() const override { return {leastWidth, fixedHeight}; }
    QSize minimumSizeHint() const override { return {120, fixedHeight}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Colors
    {
        theme::Token fill;
        theme::Token text;
        theme::Token quiet;
        theme::Token sign;
        theme::Token edge;
    };
    Colors colors() const;

    const PlanPlace m_place;
    PlanFace m_face;
};

/// The state's sign alone, in `box`: where its button is not.
void paintPlanSign(QPainter &painter, const QRectF &box, const QColor &color, PlanDeck::Look look,
                   double ring);

} // namespace twinfeed
