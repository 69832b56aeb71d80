// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/paneltitle.h"

#include "widgets/theme.h"

#include <QAbstractButton>
#include <QDockWidget>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace twinfeed {

namespace {

/// A small drawn sign in the colours of the theme, without a frame until the mouse is over it.
class SignButton final : public QAbstractButton
{
public:
    enum class Sign { Out, Back, Close };

    SignButton(Sign sign, QWidget *parent)
        : QAbstractButton(parent)
        , m_sign(sign)
    {
        setFixedSize(theme::smallestTarget, theme::smallestTarget);
        // The menu of layouts does the same by key; Tab goes to what is used during a show.
        setFocusPolicy(Qt::NoFocus);
        setAttribute(Qt::WA_Hover);
    }

    void setSign(Sign sign)
    {
        m_sign = sign;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        if (underMouse())
            painter.fillRect(rect(), theme::color(theme::Token::Pressed));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme::color(underMouse() ? theme::Token::Text : theme::Token::Quiet), 1.5));
        const QPointF centre = QRectF(rect()).center();
        const QRectF box(centre - QPointF(4, 4), QSizeF(8, 8));
        if (m_sign == Sign::Close) {
            painter.drawLine(box.topLeft(), box.bottomRight());
            painter.drawLine(box.topRight(), box.bottomLeft());
            return;
        }
        const QPointF tip = m_sign == Sign::Out ? box.topRight() : box.bottomLeft();
        const double back = m_sign == Sign::Out ? 1 : -1;
        painter.drawLine(box.bottomLeft(), box.topRight());
        painter.drawLine(tip, tip - QPointF(5 * back, 0));
        painter.drawLine(tip, tip + QPointF(0, 5 * back));
    }

private:
    Sign m_sign;
};

} // namespace

PanelTitle::PanelTitle(QDockWidget *dock)
    : QWidget(dock)
    , m_dock(dock)
    , m_name(new QLabel(this))
    , m_float(new SignButton(SignButton::Sign::Out, this))
    , m_close(new SignButton(SignButton::Sign::Close, this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2, 0, 0, 0);
    layout->setSpacing(0);
    m_name->setFont(theme::font(theme::Type::Small));
    m_name->setProperty("quiet", true);
    m_name->setTextFormat(Qt::PlainText);
    layout->addWidget(m_name, 1);
    layout->addWidget(m_float);
    layout->addWidget(m_close);
    connect(m_float, &QAbstractButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
    connect(m_close, &QAbstractButton::clicked, dock, &QDockWidget::close);
    connect(dock, &QDockWidget::topLevelChanged, this, &PanelTitle::retranslate);
    connect(dock, &QWidget::windowTitleChanged, this, &PanelTitle::retranslate);
    retranslate();
}

void PanelTitle::setLocked(bool locked)
{
    m_float->setVisible(!locked);
    m_close->setVisible(!locked);
}

void PanelTitle::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void PanelTitle::retranslate()
{
    m_name->setText(m_dock->windowTitle());
    const QString back = tr("Put %1 back into the window", "%1: a panel").arg(m_dock->windowTitle());
    const QString out = tr("Take %1 out of the window", "%1: a panel").arg(m_dock->windowTitle());
    static_cast<SignButton *>(m_float)->setSign(m_dock->isFloating() ? SignButton::Sign::Back
                                                                     : SignButton::Sign::Out);
    m_float->setToolTip(m_dock->isFloating() ? back : out);
    m_float->setAccessibleName(m_float->toolTip());
    m_close->setToolTip(
        tr("Close %1; the menu of layouts brings it back", "%1: a panel").arg(m_dock->windowTitle()));
    m_close->setAccessibleName(tr("Close %1", "%1: a panel").arg(m_dock->windowTitle()));
}

} // namespace twinfeed
