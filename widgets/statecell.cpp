// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/statecell.h"

#include "widgets/paint.h"
#include "widgets/tone.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QRegularExpression>

namespace twinfeed {

namespace {

constexpr int signWidth = 30;
constexpr int padding = 8;

} // namespace

StateCell::StateCell(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StateCell::setMessage(const BusMessage &message)
{
    if (m_message == message)
        return;
    m_message = message;
    describe();
    update();
}

void StateCell::setExplanation(const QString &name, const QString &explanation)
{
    setAccessibleName(name);
    m_explanation = explanation;
    describe();
}

void StateCell::describe()
{
    const QStringList lines{m_message.headline, m_message.detail, m_explanation};
    setToolTip(lines.filter(QRegularExpression(QStringLiteral("."))).join(QLatin1Char('\n')));
    setAccessibleDescription(QStringList{m_message.headline, m_message.detail}.join(QLatin1String(". ")));
}

QRectF StateCell::inside() const
{
    return QRectF(rect()).adjusted(signWidth + 4, 4, -padding, -4);
}

bool StateCell::isCut() const
{
    const double room = inside().width();
    return QFontMetricsF(theme::font(theme::Type::Strong)).horizontalAdvance(m_message.headline) > room
        || QFontMetricsF(theme::font(theme::Type::Small)).horizontalAdvance(m_message.detail) > room;
}

void StateCell::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::color(theme::Token::Panel));
    painter.drawRoundedRect(rect(), 4, 4);
    tone::paintSign(painter, QRectF(2, 0, signWidth, height()), m_message.tone);
    const QRectF inside = this->inside();
    const bool matters =
        m_message.tone == BusMessage::Tone::Caution || m_message.tone == BusMessage::Tone::Bad;
    painter.setFont(theme::font(theme::Type::Strong));
    painter.setPen(theme::color(matters ? tone::token(m_message.tone) : theme::Token::Text));
    paint::line(painter, QRectF(inside.left(), inside.top(), inside.width(), inside.height() / 2),
                Qt::AlignLeft, m_message.headline);
    painter.setFont(theme::font(theme::Type::Small));
    painter.setPen(theme::color(theme::Token::Quiet));
    paint::line(painter, QRectF(inside.left(), inside.center().y(), inside.width(), inside.height() / 2),
                Qt::AlignLeft, m_message.detail);
}

} // namespace twinfeed
