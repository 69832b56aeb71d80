// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/holdbutton.h"

#include "widgets/paint.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int turnMs = 33;

bool isPressKey(int key)
{
    return key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Enter;
}

} // namespace

HoldButton::HoldButton(const Clock &clock, QWidget *parent)
    : QAbstractButton(parent)
    , m_clock(clock)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    m_timer.setInterval(turnMs);
    connect(&m_timer, &QTimer::timeout, this, &HoldButton::poll);
    connect(this, &QAbstractButton::clicked, this, [this] {
        if (!m_hold)
            Q_EMIT fired(false);
    });
}

void HoldButton::setHold(bool hold)
{
    if (m_hold == hold)
        return;
    m_hold = hold;
    end();
}

double HoldButton::progress() const
{
    return m_since ? std::clamp(double(m_clock.now() - *m_since) / double(holdUs), 0.0, 1.0) : 0;
}

void HoldButton::pressByKey(int key)
{
    if (!isEnabled())
        return;
    if (!m_hold) {
        click();
        return;
    }
    m_key = key;
    QCoreApplication::instance()->installEventFilter(this);
    begin();
}

void HoldButton::begin()
{
    if (m_since)
        return;
    m_since = m_clock.now();
    m_timer.start();
    update();
}

void HoldButton::end()
{
    if (m_key != 0)
        QCoreApplication::instance()->removeEventFilter(this);
    m_key = 0;
    m_since.reset();
    m_timer.stop();
    setDown(false);
    update();
}

void HoldButton::poll()
{
    update();
    if (!m_since || progress() < 1)
        return;
    end();
    Q_EMIT fired(true);
}

bool HoldButton::event(QEvent *event)
{
    // What is disabled under the finger is let go.
    if (event->type() == QEvent::EnabledChange && !isEnabled())
        end();
    return QAbstractButton::event(event);
}

bool HoldButton::eventFilter(QObject *object, QEvent *event)
{
    if (m_key != 0 && event->type() == QEvent::KeyRelease) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == m_key && !key->isAutoRepeat())
            end();
    } else if (m_key != 0 && event->type() == QEvent::ApplicationDeactivate) {
        end(); // the key may be let go where we do not hear of it
    }
    return QAbstractButton::eventFilter(object, event);
}

void HoldButton::mousePressEvent(QMouseEvent *event)
{
    QAbstractButton::mousePressEvent(event);
    if (m_hold && event->button() == Qt::LeftButton)
        begin();
}

void HoldButton::mouseReleaseEvent(QMouseEvent *event)
{
    QAbstractButton::mouseReleaseEvent(event);
    if (m_hold)
        end();
}

void HoldButton::keyPressEvent(QKeyEvent *event)
{
    if (!isPressKey(event->key())) {
        QAbstractButton::keyPressEvent(event);
    } else if (!event->isAutoRepeat()) {
        // A key held down is one press.
        if (m_hold)
            begin();
        else
            click();
    }
}

void HoldButton::keyReleaseEvent(QKeyEvent *event)
{
    if (!isPressKey(event->key()))
        QAbstractButton::keyReleaseEvent(event);
    else if (!event->isAutoRepeat() && m_hold)
        end();
}

void HoldButton::focusOutEvent(QFocusEvent *event)
{
    QAbstractButton::focusOutEvent(event);
    if (m_key == 0)
        end();
}

void HoldButton::hideEvent(QHideEvent *event)
{
    end();
    QAbstractButton::hideEvent(event);
}

FireButton::FireButton(const Clock &clock, QWidget *parent)
    : HoldButton(clock, parent)
{
    setFixedHeight(theme::criticalTarget);
}

void FireButton::setReady(bool ready)
{
    if (m_ready == ready)
        return;
    m_ready = ready;
    update();
}

void FireButton::setKeys(const QString &keys)
{
    m_keys = keys;
    updateGeometry();
    update();
}

QSize FireButton::sizeHint() const
{
    const int word = QFontMetrics(theme::font(theme::Type::Strong)).horizontalAdvance(text());
    const int keys = QFontMetrics(theme::font(theme::Type::Small)).horizontalAdvance(m_keys);
    return {word + (m_keys.isEmpty() ? 0 : keys + 10) + 26, theme::criticalTarget};
}

void FireButton::paintEvent(QPaintEvent *)
{
    using theme::Token;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool ready = m_ready && isEnabled();
    const Token fill = !isEnabled() ? Token::Panel
        : ready                     ? Token::Text
        : isDown() || underMouse()  ? Token::Pressed
                                    : Token::Raised;
    const Token ink = !isEnabled() ? Token::Disabled : ready ? Token::Window : Token::Text;
    painter.setPen(ready ? QPen(Qt::NoPen) : QPen(theme::color(isEnabled() ? Token::Edge : Token::Line), 1));
    painter.setBrush(theme::color(fill));
    painter.drawRoundedRect(box, 6, 6);
    QPainterPath shape;
    shape.addRoundedRect(box, 6, 6);
    const QRectF words = box.adjusted(13, isDown() ? 1 : 0, -13, isDown() ? 1 : 0);
    const auto write = [&](Token color) {
        painter.setPen(theme::color(color));
        painter.setFont(theme::font(theme::Type::Strong));
        paint::line(painter, words, Qt::AlignLeft, text());
        painter.setFont(theme::font(theme::Type::Small));
        painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, m_keys);
    };
    write(ink);
    if (progress() > 0) {
        // The fill that grows has its own ink: readable on both sides of its edge.
        painter.save();
        painter.setClipPath(shape);
        painter.setClipRect(QRectF(box.left(), box.top(), box.width() * progress(), box.height()),
                            Qt::IntersectClip);
        painter.fillRect(rect(), theme::color(Token::Caution));
        write(Token::CautionText);
        painter.restore();
    }
    if (hasFocus())
        paint::focusRing(painter, QRectF(rect()), 7);
}

} // namespace twinfeed
