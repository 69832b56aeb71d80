// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/cardface.h"

#include "widgets/measures.h"
#include "widgets/numberglyphs.h"
#include "widgets/paint.h"
#include "widgets/severitysign.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace twinfeed {

namespace {

constexpr int padding = 10;
constexpr int barWidth = 3;
constexpr int tallFrom = 88;
constexpr int largestValue = 32; ///< pixels: larger only takes the line's room
constexpr double leastLine = 20;

struct CardFaceWords
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::CardView)
};

bool saysTheSame(const CardText &one, const CardText &other)
{
    return one.node == other.node && one.unit == other.unit && one.note == other.note
        && one.worth == other.worth;
}

} // namespace

QFont CardFace::valueFont(int height)
{
    QFont font = theme::font(theme::Type::Value);
    // Where there is room, the number can be read from further away.
    font.setPixelSize(std::clamp(height / 4, font.pixelSize(), largestValue));
    return font;
}

theme::Token CardFace::token() const
{
    switch (m_facts.worth) {
    case MetricWorth::Missing:
    case MetricWorth::Stale:
        return theme::Token::Disabled;
    case MetricWorth::Low:
        return theme::Token::Low;
    case MetricWorth::InOrder:
        break;
    }
    return m_text.isRate ? theme::Token::Rate : theme::Token::InOrder;
}

void CardFace::follow(const CardFacts &facts, const CardForm &form)
{
    const bool sameForm = form == m_form;
    CardFacts before = m_facts;
    before.value = facts.value;
    if (facts.worth != MetricWorth::Stale)
        before.ageMs = facts.ageMs; // said of what is old only
    const bool onlyTheNumber =
        sameForm && !m_plate.isNull() && before == facts && facts.value && m_facts.value && hasGlyphs();
    m_facts = facts;
    m_form = form;
    if (onlyTheNumber) {
        m_text.value = Measures::value(*facts.value, facts.unit);
        return;
    }
    CardText text = cardText(facts);
    if (form.channelsNamed)
        text.node = CardFaceWords::tr("%1 %2", "channel and node").arg(facts.channel, text.node);
    // A threshold may move without a word of it changing.
    if (!sameForm || before.severity != facts.severity || !saysTheSame(text, m_text)
        || (!hasGlyphs() && text.value != m_text.value))
        m_plate = {};
    if (!sameForm)
        m_valueColumn = 0;
    m_text = text;
}

void CardFace::followLine(const QList<double> &history)
{
    m_history = history;
    m_hasLine = true;
    m_line = {};
}

QRectF CardFace::inside() const
{
    const QRectF box = QRectF(QPointF(), QSizeF(m_form.size)).adjusted(0.5, 0.5, -0.5, -0.5);
    return box.adjusted(padding + barWidth - 2, 6, -padding + 2, -6);
}

bool CardFace::isTall() const
{
    return inside().height() >= tallFrom;
}

QRectF CardFace::middle() const
{
    const QRectF room = inside();
    return {room.left(), isTall() ? room.top() + 20 : room.center().y() - 17, room.width(), 34};
}

QPixmap CardFace::plain(QSizeF size) const
{
    QPixmap pixmap((size * m_form.scale).toSize());
    pixmap.setDevicePixelRatio(m_form.scale);
    pixmap.fill(Qt::transparent);
    return pixmap;
}

void CardFace::paintPlate()
{
    m_plate = plain(m_form.size);
    QPainter painter(&m_plate);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(QPointF(), QSizeF(m_form.size)).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(theme::color(theme::Token::Line), 1));
    painter.setBrush(theme::color(theme::Token::Panel));
    painter.drawRoundedRect(box, 4, 4);
    painter.fillRect(QRectF(box.left(), box.top() + 4, barWidth, box.height() - 8), theme::color(token()));
    if (m_facts.severity) {
        const QRectF room = inside();
        severitysign::paint(painter, QRectF(room.right() - 16, room.top(), 18, 16), *m_facts.severity);
    }
    paintWords(painter);
    paintUnit();
}

/// By itself, since it moves with the number.
void CardFace::paintUnit()
{
    const QFont small = theme::font(theme::Type::Small);
    m_unitWidth = int(std::ceil(QFontMetricsF(small).horizontalAdvance(m_text.unit)));
    m_unit = plain(QSizeF(m_unitWidth + 1, middle().height()));
    QPainter painter(&m_unit);
    painter.setFont(small);
    painter.setPen(theme::color(theme::Token::Quiet));
    paint::line(painter, QRectF(0, 0, m_unitWidth + 1, middle().height()), Qt::AlignLeft, m_text.unit);
}

void CardFace::paintWords(QPainter &painter) const
{
    const QRectF room = inside();
    const QRectF top(room.left(), room.top(), room.width() - (m_facts.severity ? 20 : 0), 16);
    QFont strong = theme::font(theme::Type::Small);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(theme::color(theme::Token::Text));
    paint::line(painter, top, Qt::AlignLeft, m_text.node);
    if (!hasGlyphs()) {
        // It stands still: laid out once, with the plate.
        QFont font = valueFont(m_form.size.height());
        font.setStrikeOut(m_facts.worth == MetricWorth::Stale);
        painter.setFont(font);
        painter.setPen(theme::color(token()));
        paint::tabular(painter, middle(), Qt::AlignLeft, m_text.value);
        painter.setFont(theme::font(theme::Type::Small));
        painter.setPen(theme::color(theme::Token::Quiet));
        const double width = paint::tabularWidth(font, m_text.value);
        paint::line(painter, middle().adjusted(width + 4, 4, 0, 4), Qt::AlignLeft, m_text.unit);
    }
    painter.setFont(theme::font(theme::Type::Small));
    painter.setPen(theme::color(m_text.worth == MetricWorth::Low ? theme::Token::Low : theme::Token::Quiet));
    paint::line(painter, QRectF(room.left(), room.bottom() - 16, room.width(), 16), Qt::AlignLeft,
                m_text.note);
}

/// The spark line is under the value in a tall card, else at its right.
QRectF CardFace::place(int valueWidth) const
{
    const QRectF room = inside();
    const double left = room.left() + (isTall() ? 0 : valueWidth + 4 + m_unitWidth + 10);
    const double top = (isTall() ? middle().bottom() : room.top() + 16) + 2;
    return {left, top, room.right() - left, room.bottom() - 16 - top - 3};
}

void CardFace::paintLine(const QRectF &place)
{
    m_line = plain(place.size());
    const qsizetype first = std::max<qsizetype>(m_history.size() - sparkSeconds, 0);
    double most = 0;
    for (qsizetype i = first; i < m_history.size(); ++i) {
        if (std::isfinite(m_history.at(i)))
            most = std::max(most, m_history.at(i));
    }
    if (most <= 0)
        return;
    QPainter painter(&m_line);
    painter.setRenderHint(QPainter::Antialiasing);
    // From zero up, so that a small tremble looks small; the newest second is always at the right edge.
    most *= 1.15;
    const auto x = [&](qsizetype i) {
        return place.width() - double(m_history.size() - 1 - i) * place.width() / (sparkSeconds - 1);
    };
    const auto y = [&](double value) { return place.height() - value / most * place.height(); };
    if (m_facts.threshold && *m_facts.threshold < most) {
        painter.setPen(QPen(theme::color(theme::Token::Edge), 1, Qt::DotLine));
        painter.drawLine(QPointF(0, y(*m_facts.threshold)), QPointF(place.width(), y(*m_facts.threshold)));
    }
    painter.setPen(QPen(theme::color(token()), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    QPolygonF run;
    for (qsizetype i = first; i <= m_history.size(); ++i) {
        if (i < m_history.size() && std::isfinite(m_history.at(i))) {
            run << QPointF(x(i), y(m_history.at(i)));
            continue;
        }
        if (run.size() > 1)
            painter.drawPolyline(run);
        else if (run.size() == 1)
            painter.drawPoint(run.first());
        run.clear();
    }
}

void CardFace::paint(QPainter &painter, QPoint at, const Glyphs &glyphs)
{
    if (m_plate.isNull())
        paintPlate();
    painter.drawPixmap(at, m_plate);
    int width = 0;
    if (hasGlyphs()) {
        const NumberGlyphs &signs = glyphs(token());
        const QRectF room = middle();
        const int left = at.x() + int(room.left());
        width = signs.width(m_text.value);
        signs.draw(painter, left, at.y() + int(room.center().y()), m_text.value);
        painter.drawPixmap(left + width + 4, at.y() + int(room.top()) + 4, m_unit);
    } else {
        width = int(std::ceil(paint::tabularWidth(valueFont(m_form.size.height()), m_text.value)));
    }
    if (width > m_valueColumn) {
        m_valueColumn = width;
        m_line = {};
    }
    const QRectF spark = place(m_valueColumn);
    if (!m_hasLine || spark.width() <= leastLine || spark.height() <= 0)
        return;
    if (m_line.isNull())
        paintLine(spark);
    painter.drawPixmap(spark.topLeft().toPoint() + at, m_line);
}

} // namespace twinfeed
