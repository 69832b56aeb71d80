// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/tileoverlay.h"

#include "widgets/paint.h"

#include <QFontMetrics>
#include <QPainter>

namespace twinfeed {

namespace {

constexpr int wrapFlags = Qt::TextWordWrap | Qt::AlignHCenter | Qt::AlignTop;

QColor veil(float alpha)
{
    QColor color = theme::color(theme::Token::Picture);
    color.setAlphaF(alpha);
    return color;
}

void strike(QPainter &painter, const QRect &place)
{
    painter.fillRect(place, veil(0.72F));
    // Struck: nobody takes it for a live picture, also without its colour or the words.
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::color(theme::Token::Edge), 1.5));
    painter.drawLine(place.bottomLeft(), place.topRight());
}

/// As much of the text as fits into this height, with a mark where something is missing; nothing where not even a line does.
QString fitted(const QFont &font, const QRect &column, int height, const QString &text)
{
    const QFontMetrics metrics(font);
    const auto fits = [&](const QString &some) {
        return metrics.boundingRect(column, wrapFlags, some).height() <= height;
    };
    if (text.isEmpty() || fits(text))
        return text;
    qsizetype most = 0; // that is known to fit
    for (qsizetype step = text.size() / 2 + 1; step > 0; step = step == 1 ? 0 : (step + 1) / 2) {
        while (most + step < text.size() && fits(text.left(most + step) + QChar(0x2026)))
            most += step;
    }
    return most == 0 ? QString() : text.left(most).trimmed() + QChar(0x2026);
}

} // namespace

void paintTileOverlay(QPainter &painter, const QRect &place, const TileOverlay &whole)
{
    TileOverlay overlay = whole;
    painter.save();
    painter.setClipRect(place);
    if (overlay.overPicture)
        strike(painter, place);
    const QFont title = theme::font(overlay.large ? theme::Type::Value : theme::Type::Title);
    const QFont body = theme::font(theme::Type::Body);
    const int titleHeight = QFontMetrics(title).height();
    const int lineHeight = QFontMetrics(body).height() + 2;
    const QRect column = place.adjusted(2 * theme::unit, 0, -2 * theme::unit, 0);
    const int firstLine = overlay.lines.isEmpty() ? 0 : lineHeight;
    overlay.reason = fitted(body, column, place.height() - titleHeight - firstLine - 4, overlay.reason);
    const int reasonHeight = overlay.reason.isEmpty()
        ? 0
        : QFontMetrics(body).boundingRect(column, wrapFlags, overlay.reason).height() + 4;
    // In a small tile the first words count most: half a line is worse than none.
    while (overlay.lines.size() > 1
           && titleHeight + int(overlay.lines.size()) * lineHeight + reasonHeight > place.height())
        overlay.lines.removeLast();
    const int total = titleHeight + int(overlay.lines.size()) * lineHeight + reasonHeight;
    QRect box(column.left(), std::max(place.center().y() - total / 2, place.top()), column.width(), total);
    if (overlay.overPicture)
        painter.fillRect(box.adjusted(-theme::unit, -theme::unit, theme::unit, theme::unit), veil(0.6F));
    const auto write = [&](const QFont &font, theme::Token token, int height, int flags,
                           const QString &text) {
        painter.setFont(font);
        painter.setPen(theme::color(token));
        painter.drawText(QRect(box.left(), box.top(), box.width(), height), flags, text);
        box.setTop(box.top() + height);
    };
    write(title, overlay.titleToken, titleHeight, Qt::AlignCenter, overlay.title);
    for (const QString &line : overlay.lines)
        write(body, theme::Token::Text, lineHeight, Qt::AlignCenter, line);
    box.setTop(box.top() + 4);
    write(body, theme::Token::Quiet, reasonHeight, wrapFlags, overlay.reason);
    painter.restore();
}

void paintTileMarks(QPainter &painter, const QRect &place, const TileMarks &marks)
{
    constexpr double line = 22;
    const double half = theme::unit / 2.0;
    QRectF right(place.left(), place.top() + half, place.width() - half, 20);
    for (const QString &text : {marks.motion, marks.age, marks.note}) {
        if (text.isEmpty())
            continue;
        paint::badge(painter, right, text, theme::Token::Raised, theme::Token::Text);
        right.translate(0, line);
    }
    if (marks.heard.isEmpty())
        return;
    const theme::Token fill = marks.isHeard ? theme::Token::Text : theme::Token::Caution;
    const theme::Token text = marks.isHeard ? theme::Token::Panel : theme::Token::CautionText;
    const QRectF left(place.left() + half, place.bottom() - 20 - half, paint::badgeWidth(marks.heard), 20);
    paint::badge(painter, left, marks.heard, fill, text);
}

void paintTileFaults(QPainter &painter, const QRect &place, const QStringList &faults, bool large)
{
    // Shape and word, not colour alone.
    const QFont font = theme::font(large ? theme::Type::Value : theme::Type::Title);
    const int height = QFontMetrics(font).height() + theme::unit;
    int bottom = place.bottom() - place.height() / 8;
    for (auto fault = faults.crbegin(); fault != faults.crend(); ++fault) {
        const int width = int(paint::tabularWidth(font, *fault)) + 3 * theme::unit;
        QRect plate(0, 0, std::min(width, place.width()), height);
        plate.moveCenter(QPoint(place.center().x(), bottom - height / 2));
        painter.fillRect(plate, theme::color(theme::Token::Caution));
        painter.setFont(font);
        painter.setPen(theme::color(theme::Token::CautionText));
        paint::tabular(painter, plate, Qt::AlignHCenter, *fault);
        bottom -= height + 2;
    }
}

void paintSafeArea(QPainter &painter, const QRect &place)
{
    // Light over dark: seen on any picture, in any theme.
    for (const double inside : {0.035, 0.05}) {
        const double dx = place.width() * inside;
        const double dy = place.height() * inside;
        const QRectF box = QRectF(place).adjusted(dx, dy, -dx, -dy);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(Qt::black, 3));
        painter.drawRect(box);
        painter.setPen(QPen(Qt::white, 1));
        painter.drawRect(box);
    }
}

} // namespace twinfeed
