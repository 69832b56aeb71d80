// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/rehearsalframe.h"

#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QMetaMethod>
#include <QPainter>
#include <QPushButton>

namespace twinfeed {

namespace {

constexpr int stripe = 14; // width of the band's slanting stripes

void setColor(QLabel *label, const QColor &color)
{
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, color);
    label->setPalette(palette);
}

} // namespace

RehearsalFrame::RehearsalFrame(QWidget *content, QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_says(new QLabel(this))
    , m_leave(new QPushButton(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(content);
    m_title->setFont(theme::font(theme::Type::Tally));
    m_title->setObjectName(QStringLiteral("rehearsal"));
    m_leave->setObjectName(QStringLiteral("leave"));
    m_says->setFont(theme::font(theme::Type::Strong));
    connect(m_leave, &QPushButton::clicked, this, &RehearsalFrame::askToLeave);
    m_leave->hide();
    m_title->hide();
    m_says->hide();
    retranslate();
}

void RehearsalFrame::setRehearsal(bool rehearsal)
{
    if (rehearsal == m_rehearsal)
        return;
    m_rehearsal = rehearsal;
    layout()->setContentsMargins(rehearsal ? QMargins(border, band, border, border) : QMargins());
    m_title->setVisible(rehearsal);
    m_says->setVisible(rehearsal);
    m_leave->setVisible(rehearsal
                        && isSignalConnected(QMetaMethod::fromSignal(&RehearsalFrame::leaveRequested)));
    arrange();
    update();
}

void RehearsalFrame::connectNotify(const QMetaMethod &signal)
{
    if (signal == QMetaMethod::fromSignal(&RehearsalFrame::leaveRequested))
        m_leave->setVisible(m_rehearsal);
}

void RehearsalFrame::askToLeave()
{
    QString says =
        tr("Nothing that is on air is touched, now or by leaving: this unit never had a way to it.");
    if (m_ownUnit && m_drillRuns)
        says += QLatin1Char(' ') + tr("The drill that runs is broken off; its record is kept.");
    else if (m_ownUnit)
        says += QLatin1Char(' ') + tr("The rehearsal unit ends; the records of its drills are kept.");
    auto *box = new QMessageBox(QMessageBox::Question, tr("Leave the rehearsal"), tr("Leave the rehearsal?"),
                                QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("leave-rehearsal"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(says);
    const QPushButton *yes = box->addButton(tr("Leave"), QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(tr("Stay"), QMessageBox::RejectRole));
    connect(yes, &QAbstractButton::clicked, this, &RehearsalFrame::leaveRequested);
    box->setModal(false);
    box->show();
}

void RehearsalFrame::arrange()
{
    constexpr int gap = theme::unit;
    const int buttonHeight = theme::smallestTarget;
    const int buttonWidth = m_leave->sizeHint().width();
    m_leave->setGeometry(width() - border - gap - buttonWidth, (band - buttonHeight) / 2, buttonWidth,
                         buttonHeight);
    const int left = border + 3 * stripe + gap;
    const int titleWidth = m_title->sizeHint().width() + 2 * gap;
    m_title->setGeometry(left, 0, titleWidth, band);
    const int right = m_leave->isHidden() ? width() - border : m_leave->x();
    m_says->setGeometry(left + titleWidth, 0, std::max(0, right - left - titleWidth - gap - 3 * stripe),
                        band);
}

void RehearsalFrame::resizeEvent(QResizeEvent *)
{
    arrange();
}

void RehearsalFrame::paintEvent(QPaintEvent *)
{
    if (!m_rehearsal)
        return;
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), band), theme::rehearsal());
    painter.fillRect(QRect(0, band, border, height() - band), theme::rehearsal());
    painter.fillRect(QRect(width() - border, band, border, height() - band), theme::rehearsal());
    painter.fillRect(QRect(0, height() - border, width(), border), theme::rehearsal());
    // Slanting stripes beside the words: seen without colours, too.
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::rehearsalText());
    const auto stripes = [&](int from, int to) {
        painter.setClipRect(QRect(from, 0, to - from, band));
        for (int x = from - band; x < to; x += 2 * stripe)
            painter.drawConvexPolygon(QPolygon({QPoint(x, band), QPoint(x + band, 0),
                                                QPoint(x + band + stripe, 0), QPoint(x + stripe, band)}));
    };
    stripes(0, border + 3 * stripe);
    const int end = m_says->x() + std::min(m_says->sizeHint().width(), m_says->width()) + 2 * theme::unit;
    const int right = m_leave->isHidden() ? width() : m_leave->x() - theme::unit;
    if (end < right)
        stripes(end, right);
}

void RehearsalFrame::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange
        || event->type() == QEvent::StyleChange)
        retranslate();
    QWidget::changeEvent(event);
}

void RehearsalFrame::retranslate()
{
    m_title->setText(tr("REHEARSAL"));
    m_says->setText(tr("Nothing in this window reaches an audience: unit, inputs and outputs are its own."));
    m_leave->setText(tr("Leave the rehearsal"));
    m_leave->setToolTip(tr("Closes this window. Nothing that is on air is touched."));
    setColor(m_title, theme::rehearsalText());
    setColor(m_says, theme::rehearsalText());
    arrange();
    update();
}

} // namespace twinfeed
