// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/busbutton.h"

#include "widgets/paint.h"

#include <QPainter>

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int padding = 12;
constexpr int keyGap = 12;
constexpr int buttonHeight = 64;

} // namespace

BusButton::BusButton(const QString &keys, QWidget *parent)
    : QAbstractButton(parent)
    , m_keys(keys)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
}

void BusButton::setLook(Look look)
{
    if (m_look == look)
        return;
    m_look = look;
    update();
}

void BusButton::setNote(const QString &note, bool bad)
{
    if (m_note == note && m_bad == bad)
        return;
    m_note = note;
    m_bad = bad;
    updateGeometry();
    update();
}

void BusButton::setCorner(QWidget *corner)
{
    m_corner = corner;
    updateGeometry();
}

int BusButton::cornerWidth() const
{
    return m_corner && !m_corner->isHidden() ? m_corner->width() : 0;
}

void BusButton::resizeEvent(QResizeEvent *event)
{
    QAbstractButton::resizeEvent(event);
    if (m_corner)
        m_corner->move(width() - m_corner->width() - 4, height() - m_corner->height() - 4);
}

QSize BusButton::sizeHint() const
{
    const int word = QFontMetrics(theme::font(theme::Type::Title)).horizontalAdvance(text());
    const int keys = QFontMetrics(theme::font(theme::Type::Small)).horizontalAdvance(m_keys);
    const int note = QFontMetrics(theme::font(theme::Type::Body)).horizontalAdvance(m_note);
    return {std::max({word + keyGap + keys, note + cornerWidth(), 2 * theme::criticalTarget}) + 2 * padding,
            buttonHeight};
}

QSize BusButton::minimumSizeHint() const
{
    return sizeHint();
}

BusButton::Colors BusButton::colors() const
{
    switch (m_look) {
    case Look::OnAir:
        return {theme::Token::OnAir, theme::Token::OnAirText, theme::Token::OnAirText};
    case Look::Next:
        return {theme::Token::Next, theme::Token::NextText, theme::Token::NextText};
    case Look::Armed:
        return {theme::Token::Text, theme::Token::Window, theme::Token::Window};
    case Look::Asking:
        return {theme::Token::Caution, theme::Token::CautionText, theme::Token::CautionText};
    case Look::Plain:
        break;
    }
    if (!isEnabled())
        return {theme::Token::Panel, theme::Token::Disabled, theme::Token::Disabled};
    return {isDown() || underMouse() ? theme::Token::Pressed : theme::Token::Raised, theme::Token::Text,
            m_bad ? theme::Token::Low : theme::Token::Quiet};
}

void BusButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors colors = this->colors();
    QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QColor fill = theme::color(colors.fill);
    if (isDown() && m_look != Look::Plain)
        fill = fill.darker(115);
    const bool bordered = m_look == Look::Plain;
    painter.setPen(bordered ? QPen(theme::color(isEnabled() ? theme::Token::Edge : theme::Token::Line), 1)
                            : QPen(Qt::NoPen));
    painter.setBrush(fill);
    painter.drawRoundedRect(box, 6, 6);
    // Pressed is seen at once, by a step down of the words too.
    const double down = isDown() ? 1 : 0;
    const QRectF inside = box.adjusted(padding, 9 + down, -padding, -9 + down);
    painter.setPen(theme::color(colors.text));
    painter.setFont(theme::font(theme::Type::Title));
    painter.drawText(QRectF(inside.left(), inside.top(), inside.width(), 24),
                     Qt::AlignLeft | Qt::AlignVCenter, text());
    painter.setFont(theme::font(theme::Type::Small));
    painter.setPen(theme::color(colors.quiet == theme::Token::Low ? theme::Token::Quiet : colors.quiet));
    painter.drawText(QRectF(inside.left(), inside.top(), inside.width(), 24),
                     Qt::AlignRight | Qt::AlignVCenter, m_keys);
    painter.setFont(theme::font(theme::Type::Body));
    painter.setPen(theme::color(colors.quiet));
    paint::line(painter, QRectF(inside.left(), inside.bottom() - 20, inside.width() - cornerWidth(), 20),
                Qt::AlignLeft, m_note);
    if (hasFocus())
        paint::focusRing(painter, QRectF(rect()), 7);
}

} // namespace twinfeed
