// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/messagepanel.h"

#include "widgets/theme.h"

#include <QAccessible>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace twinfeed {

namespace {

constexpr int barWidth = 4;
constexpr int signWidth = 36;

theme::Token tokenOf(BusMessage::Tone tone)
{
    switch (tone) {
    case BusMessage::Tone::Quiet:
        return theme::Token::Edge;
    case BusMessage::Tone::Working:
        return theme::Token::Rate;
    case BusMessage::Tone::Good:
        return theme::Token::InOrder;
    case BusMessage::Tone::Caution:
        return theme::Token::Caution;
    case BusMessage::Tone::Bad:
        break;
    }
    return theme::Token::Low;
}

/// Painted, so that no font decides how they look.
void paintSign(QPainter &painter, const QRectF &box, BusMessage::Tone tone)
{
    painter.setPen(QPen(theme::color(tokenOf(tone)), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    const QPointF c = box.center();
    switch (tone) {
    case BusMessage::Tone::Quiet:
        painter.drawEllipse(c, 3, 3);
        break;
    case BusMessage::Tone::Working:
        painter.drawArc(QRectF(c.x() - 7, c.y() - 7, 14, 14), 90 * 16, -270 * 16);
        break;
    case BusMessage::Tone::Good:
        painter.drawPolyline(QPolygonF({{c.x() - 7, c.y()}, {c.x() - 2, c.y() + 5}, {c.x() + 7, c.y() - 6}}));
        break;
    case BusMessage::Tone::Caution:
        painter.drawPolygon(QPolygonF({{c.x(), c.y() - 8}, {c.x() + 9, c.y() + 7}, {c.x() - 9, c.y() + 7}}));
        painter.drawLine(QPointF(c.x(), c.y() - 2), QPointF(c.x(), c.y() + 1));
        painter.drawPoint(QPointF(c.x(), c.y() + 4.5));
        break;
    case BusMessage::Tone::Bad:
        painter.drawLine(c + QPointF(-6, -6), c + QPointF(6, 6));
        painter.drawLine(c + QPointF(-6, 6), c + QPointF(6, -6));
        break;
    }
}

} // namespace

MessagePanel::MessagePanel(QWidget *parent)
    : QFrame(parent)
    , m_headline(new QLabel(this))
    , m_detail(new QLabel(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(barWidth + signWidth, 2, 8, 2);
    layout->setSpacing(0);
    layout->addStretch();
    layout->addWidget(m_headline);
    layout->addWidget(m_detail);
    layout->addStretch();
    m_headline->setFont(theme::font(theme::Type::Title));
    m_headline->setTextFormat(Qt::PlainText);
    m_headline->setMinimumWidth(0);
    m_headline->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setWordWrap(true);
    m_detail->setProperty("quiet", true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void MessagePanel::setMessage(const BusMessage &message)
{
    if (m_message == message)
        return;
    m_message = message;
    elideHeadline();
    m_detail->setText(message.detail);
    m_detail->setVisible(!message.detail.isEmpty());
    setAccessibleName(message.headline);
    setAccessibleDescription(message.detail);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    update();
}

void MessagePanel::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    elideHeadline();
}

void MessagePanel::elideHeadline()
{
    // Ours fit; a name that somebody gave may not.
    const int room = width() - layout()->contentsMargins().left() - layout()->contentsMargins().right();
    m_headline->setText(
        m_headline->fontMetrics().elidedText(m_message.headline, Qt::ElideRight, std::max(room, 0)));
    const bool cut = m_headline->text() != m_message.headline;
    setToolTip(cut ? m_message.headline : QString());
}

void MessagePanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::color(theme::Token::Panel));
    painter.drawRoundedRect(rect(), 4, 4);
    painter.setBrush(theme::color(tokenOf(m_message.tone)));
    painter.drawRoundedRect(QRectF(0, 0, barWidth, height()), 2, 2);
    paintSign(painter, QRectF(barWidth, 0, signWidth, height()), m_message.tone);
}

} // namespace twinfeed
