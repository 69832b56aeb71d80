// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/planbutton.h"

#include "widgets/paint.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace twinfeed {

namespace {

using Look = PlanDeck::Look;
using theme::Token;

constexpr int padding = 10;
constexpr int signSize = 22;

void polygon(QPainter &painter, const QRectF &box, std::initializer_list<QPointF> points)
{
    QPainterPath path;
    bool first = true;
    for (const QPointF &point : points) {
        const QPointF at(box.left() + point.x() * box.width(), box.top() + point.y() * box.height());
        if (first)
            path.moveTo(at);
        else
            path.lineTo(at);
        first = false;
    }
    painter.drawPath(path);
}

/// A circle of what is left, from the top clockwise, and a hand's breadth inside it a dot.
void ringOf(QPainter &painter, const QRectF &box, double part)
{
    const QRectF circle = box.adjusted(2, 2, -2, -2);
    QPen pen = painter.pen();
    pen.setWidthF(1);
    QColor faint = pen.color();
    faint.setAlphaF(0.35F);
    painter.setPen(QPen(faint, 3));
    painter.drawEllipse(circle);
    pen.setWidthF(3);
    pen.setCapStyle(Qt::FlatCap);
    painter.setPen(pen);
    painter.drawArc(circle, 90 * 16, int(std::lround(part * 360 * 16)));
}

} // namespace

PlanButton::PlanButton(const PlanPlace &place, const Clock &clock, QWidget *parent)
    : HoldButton(clock, parent)
    , m_place(place)
{
    setFixedHeight(fixedHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PlanButton::setFace(const PlanFace &face)
{
    if (m_face == face)
        return;
    m_face = face;
    const QString name = QStringLiteral("%1: %2").arg(face.title, face.word);
    if (accessibleName() != name)
        setAccessibleName(name);
    if (accessibleDescription() != face.note) {
        setAccessibleDescription(face.note);
        setToolTip(face.note);
    }
    update();
}

PlanButton::Colors PlanButton::colors() const
{
    const Token plain = isDown() || underMouse() ? Token::Pressed : Token::Raised;
    switch (m_face.look) {
    case Look::Unknown:
    case Look::Undecided:
    case Look::Disabled:
        return {Token::Panel, Token::Disabled, Token::Disabled, Token::Disabled, Token::Line};
    case Look::Dark:
        return {plain, Token::Text, Token::Quiet, Token::Quiet, Token::Edge};
    case Look::Lit:
        return {Token::Caution, Token::CautionText, Token::CautionText, Token::CautionText, Token::Caution};
    case Look::Sent:
    case Look::Armed:
    case Look::SecondMissing:
    case Look::SecondWanted:
        return {Token::Text, Token::Window, Token::Window, Token::Window, Token::Text};
    case Look::ArmedByOther:
        return {plain, Token::Text, Token::Quiet, Token::Text, Token::Text};
    case Look::Running:
    case Look::RollingBack:
        return {plain, Token::Text, Token::Quiet, Token::Rate, Token::Rate};
    case Look::Asking:
        return {plain, Token::Text, Token::Quiet, Token::Caution, Token::Caution};
    case Look::Done:
        return {plain, Token::Text, Token::Quiet, Token::InOrder, Token::InOrder};
    case Look::Restored:
        return {plain, Token::Text, Token::Quiet, Token::Caution, Token::Caution};
    case Look::Failed:
        return {plain, Token::Text, Token::Quiet, Token::Low, Token::Low};
    case Look::NotRestored:
        return {Token::OnAir, Token::OnAirText, Token::OnAirText, Token::OnAirText, Token::OnAir};
    }
    return {plain, Token::Text, Token::Quiet, Token::Quiet, Token::Edge};
}

void paintPlanSign(QPainter &painter, const QRectF &box, const QColor &color, Look look, double ring)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    const QRectF inside = box.adjusted(2, 2, -2, -2);
    switch (look) {
    case Look::Unknown:
    case Look::Undecided:
        painter.setPen(QPen(color, 2, Qt::DotLine));
        painter.drawEllipse(inside);
        break;
    case Look::Disabled: // a crossed circle
        painter.drawEllipse(inside);
        polygon(painter, box, {{0.25, 0.75}, {0.75, 0.25}});
        break;
    case Look::Dark:
        painter.drawEllipse(inside);
        break;
    case Look::Lit: // a filled triangle: look here
        painter.setBrush(color);
        polygon(painter, box, {{0.5, 0.1}, {0.94, 0.88}, {0.06, 0.88}, {0.5, 0.1}});
        break;
    case Look::Sent:
        ringOf(painter, box, 1);
        break;
    case Look::Armed:
    case Look::ArmedByOther:
    case Look::SecondMissing:
    case Look::SecondWanted:
        ringOf(painter, box, std::max(ring, 0.0));
        break;
    case Look::Running: // on, forwards
        painter.setBrush(color);
        polygon(painter, box, {{0.2, 0.12}, {0.88, 0.5}, {0.2, 0.88}, {0.2, 0.12}});
        break;
    case Look::RollingBack: // and back
        painter.setBrush(color);
        polygon(painter, box, {{0.8, 0.12}, {0.12, 0.5}, {0.8, 0.88}, {0.8, 0.12}});
        break;
    case Look::Asking: { // a filled bubble with a question mark
        painter.setBrush(color);
        painter.drawEllipse(inside);
        QFont font = theme::font(theme::Type::Strong);
        painter.setFont(font);
        painter.setPen(theme::color(Token::Window));
        painter.drawText(box, Qt::AlignCenter, QStringLiteral("?"));
        break;
    }
    case Look::Done:
        painter.setPen(QPen(color, 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        polygon(painter, box, {{0.12, 0.55}, {0.4, 0.82}, {0.9, 0.2}});
        break;
    case Look::Failed:
        painter.setPen(QPen(color, 3, Qt::SolidLine, Qt::RoundCap));
        polygon(painter, box, {{0.18, 0.18}, {0.82, 0.82}});
        polygon(painter, box, {{0.82, 0.18}, {0.18, 0.82}});
        break;
    case Look::Restored: // back to where it began
        painter.drawArc(inside, 140 * 16, -290 * 16);
        painter.setBrush(color);
        polygon(painter, box, {{0.02, 0.1}, {0.42, 0.14}, {0.1, 0.46}, {0.02, 0.1}});
        break;
    case Look::NotRestored: // a filled octagon: stop
        painter.setBrush(color);
        polygon(painter, box,
                {{0.32, 0.06},
                 {0.68, 0.06},
                 {0.94, 0.32},
                 {0.94, 0.68},
                 {0.68, 0.94},
                 {0.32, 0.94},
                 {0.06, 0.68},
                 {0.06, 0.32},
                 {0.32, 0.06}});
        painter.setPen(QPen(theme::color(Token::OnAir), 3, Qt::SolidLine, Qt::RoundCap));
        polygon(painter, box, {{0.5, 0.26}, {0.5, 0.56}});
        polygon(painter, box, {{0.5, 0.75}, {0.5, 0.76}});
        break;
    }
    painter.restore();
}

void PlanButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors colors = this->colors();
    const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
    QColor fill = theme::color(colors.fill);
    if (isDown() && colors.fill != Token::Pressed)
        fill = fill.darker(112);
    painter.setPen(
        QPen(theme::color(colors.edge), colors.edge == Token::Edge || colors.edge == Token::Line ? 1 : 2));
    painter.setBrush(fill);
    painter.drawRoundedRect(box, 6, 6);
    if (progress() > 0) {
        QPainterPath shape;
        shape.addRoundedRect(box, 6, 6);
        painter.save();
        painter.setClipPath(shape);
        painter.fillRect(QRectF(box.left(), box.top(), box.width() * progress(), box.height()),
                         theme::color(Token::Caution));
        painter.restore();
    }
    const QRectF inside = box.adjusted(padding, 4, -padding, -4);
    const QRectF sign(inside.left(), inside.top() + 2, signSize, signSize);
    paintPlanSign(painter, sign, theme::color(colors.sign), m_face.look, m_face.ring);
    const double left = sign.right() + 10;
    painter.setFont(theme::font(theme::Type::Small));
    painter.setPen(theme::color(colors.quiet));
    const double keys =
        m_face.keys.isEmpty() ? 0 : QFontMetricsF(painter.font()).horizontalAdvance(m_face.keys) + 8;
    painter.drawText(QRectF(inside.left(), inside.top(), inside.width(), 20),
                     Qt::AlignRight | Qt::AlignVCenter, m_face.keys);
    painter.setFont(theme::font(theme::Type::Strong));
    painter.setPen(theme::color(colors.text));
    paint::line(painter, QRectF(left, inside.top(), inside.right() - left - keys, 20), Qt::AlignLeft,
                m_face.title);
    painter.setFont(theme::font(theme::Type::Tally));
    painter.setPen(theme::color(colors.fill == Token::Raised || colors.fill == Token::Pressed ? colors.sign
                                                                                              : colors.text));
    paint::line(painter, QRectF(left, inside.top() + 20, inside.right() - left, 17), Qt::AlignLeft,
                m_face.word);
    painter.setFont(theme::font(theme::Type::Small));
    painter.setPen(theme::color(colors.quiet));
    paint::line(painter, QRectF(left, inside.top() + 38, inside.right() - left, 17), Qt::AlignLeft,
                m_face.note);
    if (m_face.chosen) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::color(Token::Text));
        painter.drawRoundedRect(QRectF(box.left() + 8, box.bottom() - 3, box.width() - 16, 3), 1.5, 1.5);
    }
    if (hasFocus())
        paint::focusRing(painter, QRectF(rect()), 7);
}

} // namespace twinfeed
