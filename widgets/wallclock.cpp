// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/wallclock.h"

#include "widgets/paint.h"
#include "widgets/words.h"

#include <QEvent>
#include <QPainter>

namespace twinfeed {

WallClock::WallClock(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Time of day"));
    refresh();
}

void WallClock::refresh()
{
    const QString text = Words::timeOfDay(m_clock.wall());
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleDescription(text);
    update();
}

QSize WallClock::sizeHint() const
{
    return {int(paint::tabularWidth(theme::font(theme::Type::Value), QStringLiteral("00:00:00"))) + 4, 40};
}

void WallClock::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        setAccessibleName(tr("Time of day"));
    QWidget::changeEvent(event);
}

void WallClock::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(theme::font(theme::Type::Value));
    painter.setPen(theme::color(theme::Token::Text));
    paint::tabular(painter, rect(), Qt::AlignRight, m_text);
}

} // namespace twinfeed
