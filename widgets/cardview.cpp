// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/cardview.h"

#include "models/cardfilter.h"
#include "models/cardmodel.h"
#include "widgets/cardwords.h"
#include "widgets/paint.h"
#include "widgets/severitysign.h"

#include <QEvent>
#include <QKeyEvent>
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
constexpr int mostPainted = 2000;
constexpr QSize wallSizes[]{{156, 84}, {138, 72}, {240, 136}};

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
    CardText text = cardText(index);
    if (m_channelsNamed)
        text.node = CardView::tr("%1 %2", "channel and node")
                        .arg(index.data(CardModel::ChannelRole).toString(), text.node);
    const QVariant severity = index.data(CardModel::SeverityRole);
    const double scale = painter->device()->devicePixelRatioF();
    const QStringList names{index.data(CardModel::ChannelRole).toString(),
                            index.data(CardModel::NodeRole).toString(),
                            index.data(CardModel::MetricRole).toString()};
    const QString state = QStringList{text.node,
                                      text.metric,
                                      text.unit,
                                      text.note,
                                      QString::number(int(text.worth)),
                                      severity.toString(),
                                      QString::number(m_size.width()),
                                      QString::number(m_size.height()),
                                      QString::number(scale)}
                              .join(QLatin1Char('\x1f'));
    if (m_painted.size() > mostPainted)
        m_painted.clear();
    Painted &painted = m_painted[names.join(QLatin1Char('\x1f'))];
    // A line's newest second may wait for its turn, a number for the next but one; what is wrong waits for nothing.
    const bool another = painted.turn != m_turn;
    const bool lineDue = another && (index.row() + m_turn) % turns == 0;
    const bool valueDue = index.model()->rowCount() < many || (another && (index.row() + m_turn) % 2 == 0);
    if (painted.state != state || lineDue || (painted.value != text.value && valueDue)) {
        painted.state = state;
        painted.value = text.value;
        painted.card = paintCard(text, index, scale);
    }
    painted.turn = m_turn;
    painter->drawPixmap(option.rect.topLeft(), painted.card);
    if (option.state & QStyle::State_HasFocus) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(theme::color(theme::Token::Focus), 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(
            QRectF(QPointF(option.rect.topLeft()), QSizeF(m_size)).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter->restore();
    }
}

QPixmap CardDelegate::paintCard(const CardText &text, const QModelIndex &index, double scale) const
{
    QPixmap pixmap(m_size * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = theme::color(tokenOf(text));
    const QRectF box = QRectF(QPointF(), QSizeF(m_size)).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(theme::color(theme::Token::Line), 1));
    painter.setBrush(theme::color(theme::Token::Panel));
    painter.drawRoundedRect(box, 4, 4);
    painter.fillRect(QRectF(box.left(), box.top() + 4, barWidth, box.height() - 8), color);
    QRectF inside = box.adjusted(padding + barWidth - 2, 6, -padding + 2, -6);
    const QVariant severity = index.data(CardModel::SeverityRole);
    if (severity.isValid()) {
        severitysign::paint(painter, QRectF(inside.right() - 16, inside.top(), 18, 16),
                            Severity(severity.toInt()));
    }
    paintText(&painter, inside, text, index);
    return pixmap;
}

void CardDelegate::paintText(QPainter *painter, const QRectF &inside, const CardText &text,
                             const QModelIndex &index) const
{
    const QColor color = theme::color(tokenOf(text));
    const bool alarm = index.data(CardModel::SeverityRole).isValid();
    const QRectF top(inside.left(), inside.top(), inside.width() - (alarm ? 20 : 0), 16);
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
    , m_state(state)
    , m_model(new CardModel(state, this))
    , m_filter(new CardFilter(this))
    , m_words(new CardWords(this))
    , m_delegate(new CardDelegate(this))
{
    setObjectName(QStringLiteral("cards"));
    m_filter->setSourceModel(m_model);
    m_words->setSourceModel(m_filter);
    setModel(m_words);
    connect(&state, &ConsoleState::metricsChanged, this, [this] { m_delegate->nextTurn(); });
    connect(&state, &ConsoleState::secondPassed, this, [this] {
        // Not with each value: cards that change places five times a second cannot be read.
        if (m_troubleFirst)
            m_filter->setTroubleFirst(true);
    });
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
    const int columns = (m_filter->rowCount() + rows - 1) / rows;
    return columns * (CardDelegate::leastSize.width() + gap);
}

void CardView::fitCards()
{
    if (m_everything)
        return fitWall();
    setFlow(QListView::TopToBottom);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const int columns = std::max((m_filter->rowCount() + rows - 1) / rows, 1);
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

void CardView::fitWall()
{
    setFlow(QListView::LeftToRight);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    const QSize least = wallSizes[int(m_cardSize)] + QSize(gap, gap);
    const int room = std::max(viewport()->width() - 1, least.width());
    // As many as fit side by side, and no ragged edge at their right.
    const QSize cell(room / (room / least.width()), least.height());
    m_delegate->setSize(cell - QSize(gap, gap));
    setGridSize(cell);
    scheduleDelayedItemsLayout();
}

void CardView::setEverything(bool on)
{
    m_everything = on;
    m_delegate->setChannelsNamed(on && m_state.channelIds().size() > 1);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_model->setScope(on ? CardModel::Scope::Everything : CardModel::Scope::Overview);
    fitCards();
}

void CardView::setCardSize(CardSize size)
{
    m_cardSize = size;
    fitCards();
}

void CardView::setTroubleFirst(bool first)
{
    m_troubleFirst = first;
    m_filter->setTroubleFirst(first);
}

void CardView::choose(const QModelIndex &card, bool more)
{
    if (card.isValid())
        Q_EMIT chosen(card.data(CardModel::ChannelRole).toString(), card.data(CardModel::NodeRole).toString(),
                      card.data(CardModel::MetricRole).toString(), more);
}

void CardView::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    if (event->button() == Qt::LeftButton)
        choose(indexAt(event->position().toPoint()), event->modifiers() & Qt::ControlModifier);
}

void CardView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return choose(currentIndex(), event->modifiers() & Qt::ControlModifier);
    QListView::keyPressEvent(event);
}

void CardView::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    if (m_filter->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setFont(theme::font(theme::Type::Body));
    painter.setPen(theme::color(theme::Token::Line));
    const QRect place = viewport()->rect().adjusted(0, 0, -gap, -gap);
    painter.setBrush(theme::color(theme::Token::Panel));
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setPen(theme::color(theme::Token::Quiet));
    painter.drawText(place, Qt::AlignCenter,
                     m_model->rowCount() > 0 ? tr("No card passes the filters")
                                             : tr("Nothing to measure yet"));
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
    m_delegate->forget(); // fonts, colours and words may be others
    QListView::changeEvent(event);
}

void CardView::retranslate()
{
    setAccessibleName(tr("Cards"));
    setAccessibleDescription(tr("Picture rate and bitrate of the paths, the programme and its outputs"));
    m_words->retranslate();
}

} // namespace twinfeed
