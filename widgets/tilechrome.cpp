// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/tilechrome.h"

#include "widgets/paint.h"
#include "widgets/words.h"

#include <QPainter>

namespace twinfeed::tilechrome {

namespace {

struct TileWords
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::VideoTile)
};

} // namespace

void paintHeader(QPainter &painter, const QRect &place, const TileLabels &labels, Tally tally, bool large)
{
    QRectF room = QRectF(place).adjusted(theme::unit, 0, -theme::unit + 2, 0);
    double badge = 0;
    if (tally == Tally::OnAir)
        badge = paint::badge(painter, room, Words::onAir(), theme::Token::OnAir, theme::Token::OnAirText);
    else if (tally == Tally::Next)
        badge = paint::badge(painter, room, Words::next(), theme::Token::Next, theme::Token::NextText);
    else if (tally == Tally::WasOnAir)
        badge = paint::outlineBadge(painter, room, TileWords::tr("was ON AIR"), theme::Token::Caution);
    room.setRight(room.right() - badge - (badge > 0 ? theme::unit : 0));
    painter.setFont(theme::font(large ? theme::Type::Title : theme::Type::Strong));
    painter.setPen(theme::color(theme::Token::Text));
    paint::line(painter, room, Qt::AlignLeft, labels.name);
    room.setLeft(room.left() + QFontMetricsF(painter.font()).horizontalAdvance(labels.name) + 12);
    if (room.width() > 24) {
        painter.setFont(theme::font(large ? theme::Type::Title : theme::Type::Body));
        painter.setPen(theme::color(large ? theme::Token::Text : theme::Token::Quiet));
        paint::line(painter, room, Qt::AlignLeft, labels.note);
    }
}

void paintFooter(QPainter &painter, const QRect &place, const QStringList &figures, const QString &remark)
{
    QRectF room = QRectF(place).adjusted(theme::unit, 0, -theme::unit, 0);
    painter.setFont(theme::font(theme::Type::Small));
    painter.setPen(theme::color(theme::Token::Quiet));
    paint::tabular(painter, room, Qt::AlignRight, remark);
    if (!remark.isEmpty())
        room.setRight(room.right() - paint::tabularWidth(painter.font(), remark) - theme::unit);
    // What does not fit is left out whole: half a number is a wrong number.
    const QString gap = QStringLiteral("   ");
    QString text;
    for (const QString &figure : figures) {
        const QString longer = text.isEmpty() ? figure : QString(text % gap % figure);
        if (paint::tabularWidth(painter.font(), longer) > room.width())
            break;
        text = longer;
    }
    painter.setPen(theme::color(theme::Token::Text));
    paint::tabular(painter, room, Qt::AlignLeft, text);
}

void paintFrame(QPainter &painter, const QRect &tile, Tally tally)
{
    painter.setBrush(Qt::NoBrush);
    if (tally == Tally::None || tally == Tally::WasOnAir) {
        const bool was = tally == Tally::WasOnAir;
        painter.setPen(QPen(theme::color(was ? theme::Token::Caution : theme::Token::Line), 1,
                            was ? Qt::DashLine : Qt::SolidLine));
        painter.drawRect(tile.adjusted(0, 0, -1, -1));
        return;
    }
    const theme::Token token = tally == Tally::OnAir ? theme::Token::OnAir : theme::Token::Next;
    painter.setPen(QPen(theme::color(token), frameWidth, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(
        QRectF(tile).adjusted(frameWidth / 2.0, frameWidth / 2.0, -frameWidth / 2.0, -frameWidth / 2.0));
}

} // namespace twinfeed::tilechrome
