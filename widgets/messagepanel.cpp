// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/messagepanel.h"

#include "widgets/tone.h"

#include <QAccessible>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace twinfeed {

namespace {

constexpr int barWidth = 4;
constexpr int signWidth = 36;

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
    painter.setBrush(theme::color(tone::token(m_message.tone)));
    painter.drawRoundedRect(QRectF(0, 0, barWidth, height()), 2, 2);
    tone::paintSign(painter, QRectF(barWidth, 0, signWidth, height()), m_message.tone);
}

} // namespace twinfeed
