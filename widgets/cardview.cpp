// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/cardview.h"

#include "models/cardmodel.h"
#include "widgets/cardwords.h"
#include "widgets/paint.h"

#include <QEvent>
#include <QPainter>
#include <QScrollBar>

#include <cmath>

namespace twinfeed {

namespace {

constexpr int rows = 2;
constexpr int padding = 10;
constexpr int barWidth = 3;
constexpr int mostWidth = 240;
constexpr int tallFrom = 88;

theme::Token tokenOf(const CardText &text)
{
    switch (text.worth) {
    case MetricWorth::Missing:
    case MetricWorth::Stale:
        return theme::Token::Disabled;
    case MetricWorth::Low:
        return theme::Token::Low;
    case MetricWorth::InOrder:
        break;
    }
    return text.isRate ? theme::Token::Rate : theme::Token::InOrder;
}

} // namespace

QSize CardDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return m_size + QSize(CardView::gap, CardView::gap);
}

void CardDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const CardText text = cardText(index);
    const QColor color = theme::color(tokenOf(text));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    // The view's grid includes the gap to the next card.
    const QRectF box = QRectF(QPointF(option.rect.topLeft()), QSizeF(m_size)).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool current = option.state & QStyle::State_HasFocus;
    painter->setPen(QPen(theme::color(current ? theme::Token::Focus : theme::Token::Line), 1));
    painter->setBrush(theme::color(theme::Token::Panel));
    painter->drawRoundedRect(box, 4, 4);
    painter->fillRect(QRectF(box.left(), box.top() + 4, barWidth, box.height() - 8), color);

    paintText(painter, box.adjusted(padding + barWidth - 2, 6, -padding + 2, -6), text, index);
    painter->restore();
}

void CardDelegate::paintText(QPainter *painter, const QRectF &inside, const CardText &text,
                             const QModelIndex &index) const
{
    const QColor color = theme::color(tokenOf(text));
    const QRectF top(inside.left(), inside.top(), inside.width(), 16);
    QFont strong = theme::font(theme::Type::Small);
    strong.setWeight(QFont::DemiBold);
    painter->setFont(strong);
    painter->setPen(theme::color(theme::Token::Text));
    paint::line(*painter, top, Qt::AlignLeft, text.node);

    QFont valueFont = theme::font(theme::Type::Value);
    // Where there is room, the number can be read from further away.
    valueFont.setPixelSize(std::clamp(m_size.height() / 4, valueFont.pixelSize(), 32));
    valueFont.setStrikeOut(text.worth == MetricWorth::Stale);
    const double valueWidth = paint::tabularWidth(valueFont, text.value);
    const bool tall = inside.height() >= tallFrom;
    const QRectF middle(inside.left(), tall ? top.bottom() + 4 : inside.center().y() - 17, inside.width(),
                        34);
    painter->setFont(valueFont);
    painter->setPen(color);
    paint::tabular(*painter, middle, Qt::AlignLeft, text.value);
    painter->setFont(theme::font(theme::Type::Small));
    painter->setPen(theme::color(theme::Token::Quiet));
    paint::line(*painter, middle.adjusted(valueWidth + 4, 4, 0, 4), Qt::AlignLeft, text.unit);
    const double unitWidth = QFontMetricsF(painter->font()).horizontalAdvance(text.unit);

    const QRectF bottom(inside.left(), inside.bottom() - 16, inside.width(), 16);
    painter->setPen(theme::color(text.worth == MetricWorth::Low ? theme::Token::Low : theme::Token::Quiet));
    paint::line(*painter, bottom, Qt::AlignLeft, text.note);
    // The spark line is under the value in a tall card, else at its right.
    const double sparkLeft = inside.left() + (tall ? 0 : valueWidth + 4 + unitWidth + 10);
    const double sparkTop = (tall ? middle : top).bottom() + 2;
    const QRectF spark(sparkLeft, sparkTop, inside.right() - sparkLeft, bottom.top() - sparkTop - 3);
    if (spark.width() > 20)
        paintSpark(painter, spark, index, color);
}

void CardDelegate::paintSpark(QPainter *painter, const QRectF &place, const QModelIndex &index,
                              const QColor &color) const
{
    const auto all = index.data(CardModel::HistoryRole).value<QList<double>>();
    const qsizetype first = std::max<qsizetype>(all.size() - sparkSeconds, 0);
    double most = 0;
    for (qsizetype i = first; i < all.size(); ++i) {
        if (std::isfinite(all.at(i)))
            most = std::max(most, all.at(i));
    }
    if (most <= 0)
        return;
    // From zero up, so that a small tremble looks small; the newest second is always at the right edge.
    most *= 1.15;
    const auto x = [&](qsizetype i) {
        return place.right() - double(all.size() - 1 - i) * place.width() / (sparkSeconds - 1);
    };
    const auto y = [&](double value) { return place.bottom() - value / most * place.height(); };
    const QVariant threshold = index.data(CardModel::ThresholdRole);
    if (threshold.isValid() && threshold.toDouble() < most) {
        painter->setPen(QPen(theme::color(theme::Token::Edge), 1, Qt::DotLine));
        painter->drawLine(QPointF(place.left(), y(threshold.toDouble())),
                          QPointF(place.right(), y(threshold.toDouble())));
    }
    painter->setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    QPolygonF run;
    for (qsizetype i = first; i <= all.size(); ++i) {
        if (i < all.size() && std::isfinite(all.at(i))) {
            run << QPointF(x(i), y(all.at(i)));
            continue;
        }
        if (run.size() > 1)
            painter->drawPolyline(run);
        else if (run.size() == 1)
            painter->drawPoint(run.first());
        run.clear();
    }
}

CardView::CardView(const ConsoleState &state, QWidget *parent)
    : QListView(parent)
    , m_model(new CardModel(state, this))
    , m_words(new CardWords(this))
    , m_delegate(new CardDelegate(this))
{
    setObjectName(QStringLiteral("cards"));
    m_words->setSourceModel(m_model);
    setModel(m_words);
    setItemDelegate(m_delegate);
    setFlow(QListView::TopToBottom);
    setWrapping(true);
    setResizeMode(QListView::Adjust);
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::NoSelection);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    connect(m_words, &QAbstractItemModel::modelReset, this, &CardView::fitCards);
    retranslate();
}

void CardView::setChannel(const QString &channel)
{
    m_model->setChannel(channel);
    fitCards();
}

int CardView::wantedWidth() const
{
    const int columns = (m_model->rowCount() + rows - 1) / rows;
    return columns * (CardDelegate::leastSize.width() + gap);
}

void CardView::fitCards()
{
    const int columns = std::max((m_model->rowCount() + rows - 1) / rows, 1);
    // All cards side by side where they fit; else at their least width, and the view scrolls. Decided here, since a list
    // that decides by itself always keeps room for its scroll bar, and two rows would not fit.
    const bool scrolls = columns * (CardDelegate::leastSize.width() + gap) > width();
    setHorizontalScrollBarPolicy(scrolls ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    const QSize room = maximumViewportSize();
    const QSize cell(std::clamp(room.width() / columns, CardDelegate::leastSize.width() + gap, mostWidth),
                     std::max((room.height() - 1) / rows, CardDelegate::leastSize.height()));
    m_delegate->setSize(cell - QSize(gap, gap));
    setGridSize(cell);
    scheduleDelayedItemsLayout();
}

void CardView::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    if (m_model->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setFont(theme::font(theme::Type::Body));
    painter.setPen(theme::color(theme::Token::Line));
    const QRect place = viewport()->rect().adjusted(0, 0, -gap, -gap);
    painter.setBrush(theme::color(theme::Token::Panel));
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setPen(theme::color(theme::Token::Quiet));
    painter.drawText(place, Qt::AlignCenter, tr("Nothing to measure yet"));
}

void CardView::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    fitCards();
}

void CardView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QListView::changeEvent(event);
}

void CardView::retranslate()
{
    setAccessibleName(tr("Cards"));
    setAccessibleDescription(tr("Picture rate and bitrate of the paths, the programme and its outputs"));
    m_words->retranslate();
}

} // namespace twinfeed
