// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/alarmview.h"

#include "models/alarmmodel.h"
#include "widgets/alarmwords.h"
#include "widgets/paint.h"
#include "widgets/severitysign.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int padding = 8;
constexpr int signWidth = 24;
constexpr int indent = 24;
constexpr int ageWidth = 62;
/// From here on there is room for the severity's word as well as the sentence.
constexpr int wordFrom = 420;

} // namespace

QSize AlarmDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {200, rowHeight};
}

void AlarmDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    const auto alarm = index.data(AlarmModel::AlarmRole).value<Alarm>();
    const bool calls = !alarm.acknowledged && !alarm.shelf && !alarm.closed;
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, theme::color(theme::Token::Pressed));
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, theme::color(theme::Token::Raised));
    QRectF place = QRectF(option.rect).adjusted(padding, 0, -padding, 0);
    severitysign::paint(*painter, QRectF(place.left() - 2, place.top(), signWidth - 4, place.height()),
                        alarm.severity, calls && alarm.active);
    place.setLeft(place.left() + signWidth);
    if (option.rect.width() >= wordFrom) {
        painter->setFont(theme::font(calls ? theme::Type::Strong : theme::Type::Body));
        painter->setPen(theme::color(calls ? severitysign::token(alarm.severity) : theme::Token::Quiet));
        const QString word = AlarmWords::severity(alarm.severity);
        const double width = QFontMetricsF(theme::font(theme::Type::Strong)).horizontalAdvance(word) + 12;
        paint::line(*painter, place, Qt::AlignLeft, word);
        place.setLeft(place.left() + std::max(width, 62.0));
    }
    paintRight(painter, place, alarm, index.data(AlarmModel::FollowersRole).toInt());
    painter->setFont(theme::font(calls && alarm.active ? theme::Type::Strong : theme::Type::Body));
    painter->setPen(theme::color(calls ? theme::Token::Text : theme::Token::Quiet));
    paint::line(*painter, place, Qt::AlignLeft, AlarmWords::sentence(alarm));
    if (option.state & QStyle::State_HasFocus)
        paint::focusRing(*painter, QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 2);
    painter->restore();
}

void AlarmDelegate::paintRight(QPainter *painter, QRectF &place, const Alarm &alarm, int followers) const
{
    painter->setFont(theme::font(theme::Type::Small));
    painter->setPen(theme::color(theme::Token::Quiet));
    const QString age = AlarmWords::age(alarm, m_state.clock().wall());
    const double width = std::max<double>(ageWidth, paint::tabularWidth(painter->font(), age));
    paint::tabular(*painter, place, Qt::AlignRight, age);
    place.setRight(place.right() - width - padding);
    if (alarm.state() != AlarmState::Active) {
        painter->setPen(theme::color(theme::Token::Quiet));
        place.setRight(
            place.right()
            - paint::outlineBadge(*painter, place, AlarmWords::state(alarm.state()), theme::Token::Edge)
            - padding);
    }
    if (followers > 0) {
        const QString more = QStringLiteral("+%1").arg(followers);
        place.setRight(place.right()
                       - paint::badge(*painter, place, more, theme::Token::Pressed, theme::Token::Text)
                       - padding);
    }
}

bool AlarmDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &,
                              const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    const auto alarm = index.data(AlarmModel::AlarmRole).value<Alarm>();
    QToolTip::showText(event->globalPos(), AlarmWords::whole(alarm, m_state.clock().wall()), view);
    return true;
}

AlarmView::AlarmView(const ConsoleState &state, QWidget *parent)
    : QTreeView(parent)
{
    setObjectName(QStringLiteral("alarms"));
    setItemDelegate(new AlarmDelegate(state, this));
    setHeaderHidden(true);
    setUniformRowHeights(true);
    setIndentation(indent);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setAccessibleName(tr("Alarms"));
    connect(&state, &ConsoleState::secondPassed, viewport(), qOverload<>(&QWidget::update));
}

void AlarmView::setEmptyText(const QString &text)
{
    m_empty = text;
    viewport()->update();
}

std::optional<Alarm> AlarmView::current() const
{
    const QModelIndex index = currentIndex();
    if (!index.isValid() || !selectionModel()->isSelected(index))
        return std::nullopt;
    return index.data(AlarmModel::AlarmRole).value<Alarm>();
}

void AlarmView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentChosen();
}

void AlarmView::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    // An arrow only: lines would be louder than what they join.
    if (!index.model()->hasChildren(index))
        return;
    const QPointF c(rect.right() - indent / 2.0 + 2, rect.center().y() + 0.5);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(theme::color(theme::Token::Quiet), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (isExpanded(index))
        painter->drawPolyline(QPolygonF({c + QPointF(-4, -2), c + QPointF(0, 2), c + QPointF(4, -2)}));
    else
        painter->drawPolyline(QPolygonF({c + QPointF(-2, -4), c + QPointF(2, 0), c + QPointF(-2, 4)}));
    painter->restore();
}

void AlarmView::paintEvent(QPaintEvent *event)
{
    QTreeView::paintEvent(event);
    if (model() && model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setFont(theme::font(theme::Type::Body));
    painter.setPen(theme::color(theme::Token::Quiet));
    painter.drawText(viewport()->rect().adjusted(padding, 0, -padding, 0), Qt::AlignCenter | Qt::TextWordWrap,
                     m_empty);
}

} // namespace twinfeed
