// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/cardview.h"

#include "models/cardfilter.h"
#include "models/cardmodel.h"
#include "widgets/cardface.h"
#include "widgets/numberglyphs.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int rows = 2;
constexpr int mostWidth = 240;
/// A wall is painted band by band, all of it once in this many turns of this length: 2.5 times a second, as nobody reads more.
constexpr int bands = 10;
constexpr int bandMs = 40;
constexpr int mostPainted = 2000;
constexpr QSize wallSizes[]{{156, 84}, {138, 72}, {240, 136}};

} // namespace

QSize CardDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return m_size + QSize(CardView::gap, CardView::gap);
}

const NumberGlyphs &CardDelegate::glyphs(theme::Token token, double scale) const
{
    std::unique_ptr<NumberGlyphs> &signs = m_glyphs[{token, scale}];
    if (!signs)
        signs =
            std::make_unique<NumberGlyphs>(CardFace::valueFont(m_size.height()), theme::color(token), scale);
    return *signs;
}

void CardDelegate::forget()
{
    m_faces.clear();
    m_glyphs.clear();
}

void CardDelegate::setSize(QSize size)
{
    if (size != m_size)
        forget();
    m_size = size;
}

void CardDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const auto facts = index.data(CardModel::FactsRole).value<CardFacts>();
    const double scale = painter->device()->devicePixelRatioF();
    if (m_faces.size() > mostPainted)
        m_faces.clear();
    Face &face = m_faces[{facts.channel, facts.node, facts.metric}];
    face.card.follow(facts, {m_size, scale, m_channelsNamed});
    // Not all lines in the same turn; each once a second, of many each other second.
    const int turns = index.model()->rowCount() < many ? lineTurns : 2 * lineTurns;
    if (!face.card.hasLine() || m_turn >= face.lineAt) {
        const bool first = !face.card.hasLine();
        face.lineAt = m_turn + (first ? 1 + index.row() % turns : turns);
        face.card.followLine(index.data(CardModel::HistoryRole).value<QList<double>>());
    }
    face.card.paint(
        *painter, option.rect.topLeft(),
        [this, scale](theme::Token token) -> const NumberGlyphs & { return glyphs(token, scale); });
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
    connect(&m_bandTimer, &QTimer::timeout, this, &CardView::paintNextBand);
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

void CardView::dataChanged(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles)
{
    const bool many = last.row() - first.row() >= CardDelegate::many;
    if (!many || roles.contains(CardModel::SeverityRole)) {
        QListView::dataChanged(first, last, roles);
        return;
    }
    // Hundreds of values change at once, five times a second. They are painted a band at a time, so that no turn of the event loop is long.
    m_bandsLeft = bands;
    if (!m_bandTimer.isActive())
        m_bandTimer.start(bandMs);
}

void CardView::paintNextBand()
{
    if (m_bandsLeft-- <= 0) {
        m_bandTimer.stop();
        return;
    }
    const int line = gridSize().height();
    const QSize room = viewport()->size();
    const int lines = line > 0 ? (room.height() + line - 1) / line : 1;
    const int top = m_band * lines / bands * line;
    m_band = (m_band + 1) % bands;
    const int bottom = m_band == 0 ? room.height() : m_band * lines / bands * line;
    // Lines stand where the view is scrolled to.
    if (bottom > top)
        viewport()->update(0, top - verticalOffset() % std::max(line, 1), room.width(), bottom - top);
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
