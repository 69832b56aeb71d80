// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/drillchart.h"

#include "widgets/alarmwords.h"
#include "widgets/drillwords.h"
#include "widgets/theme.h"
#include "widgets/words.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace twinfeed {

namespace {

constexpr int laneHeight = 44;
constexpr int nameWidth = 330;
constexpr int axisHeight = 44;
constexpr int enough = 80; // points of a green drill

constexpr QRgb ink = 0xff15181c;
constexpr QRgb faint = 0xffd5dae0;
constexpr QRgb fault = 0xffb3261e;
constexpr QRgb alarm = 0xff8a5a00;
constexpr QRgb press = 0xff00609c;
constexpr QRgb good = 0xff006b4f;

QFont letters(int pixels, bool strong = false)
{
    QFont font = theme::font(theme::Type::Body);
    font.setPixelSize(pixels);
    font.setBold(strong);
    return font;
}

/// A round step, so that there are no more than ten of them.
qint64 stepOf(qint64 ms)
{
    for (const int seconds : {5, 10, 15, 30, 60, 120, 300, 600, 1800}) {
        if (ms / (seconds * 1000) <= 10)
            return seconds * 1000;
    }
    return 3'600'000;
}

QString elided(const QPainter &painter, const QString &text, int width)
{
    return painter.fontMetrics().elidedText(text, Qt::ElideRight, width);
}

QImage paper(int width, int height)
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(Qt::white);
    return image;
}

QRgb colorOf(const QString &source)
{
    if (source == QLatin1String("primary"))
        return 0xff0072b2;
    return source == QLatin1String("backup") ? 0xff009e73 : 0xffcc79a7;
}

} // namespace

struct DrillChart::Lane
{
    struct Piece
    {
        qint64 fromMs = 0;
        qint64 toMs = 0; ///< equal: a moment
        QRgb color = ink;
        QString text;
    };
    QString name;
    std::vector<Piece> pieces;
};

std::vector<DrillChart::Lane> DrillChart::lanesOf(const Drill &drill)
{
    const qint64 end =
        drill.endedAt ? drill.startedAt.msecsTo(*drill.endedAt) : qint64(1000 * drill.scenario.lasts);
    std::vector<Lane> lanes;
    Lane alarms{tr("Alarms"), {}};
    Lane presses{tr("Presses"), {}};
    Lane programme{tr("On air"), {}};
    for (const DrillMark &mark : drill.marks) {
        if (mark.kind == QLatin1String("fault")) {
            const auto over = std::ranges::find_if(drill.marks, [&mark](const DrillMark &other) {
                return other.kind == QLatin1String("fault-end") && other.id == mark.id;
            });
            const qint64 to = over != drill.marks.end() ? over->atMs : end;
            lanes.push_back({DrillWords::faultOf(drill, mark.id), {{mark.atMs, to, fault, {}}}});
        } else if (mark.kind == QLatin1String("alarm")) {
            alarms.pieces.push_back({mark.atMs, mark.atMs, alarm, AlarmWords::rule(mark.id, mark.id)});
        } else if (mark.kind == QLatin1String("action")) {
            const auto what = fromWord<OperatorAction>(mark.what);
            presses.pieces.push_back(
                {mark.atMs, mark.atMs, press, what ? DrillWords::action(*what, mark.on) : mark.what});
        } else if (mark.kind == QLatin1String("programme")) {
            if (!programme.pieces.empty())
                programme.pieces.back().toMs = mark.atMs;
            const auto source = fromWord<Source>(mark.id);
            programme.pieces.push_back(
                {mark.atMs, end, colorOf(mark.id), source ? Words::source(*source) : mark.id});
        }
    }
    for (Lane *lane : {&alarms, &presses, &programme})
        lanes.push_back(std::move(*lane));
    return lanes;
}

QImage DrillChart::timeline(const Drill &drill, int width)
{
    const std::vector<Lane> lanes = lanesOf(drill);
    const qint64 end = std::max<qint64>(
        drill.endedAt ? drill.startedAt.msecsTo(*drill.endedAt) : qint64(1000 * drill.scenario.lasts), 1000);
    QImage image = paper(width, int(lanes.size()) * laneHeight + axisHeight);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto x = [&](qint64 ms) { return nameWidth + double(ms) / double(end) * (width - nameWidth - 20); };
    const int bottom = int(lanes.size()) * laneHeight;
    painter.setFont(letters(18));
    for (qint64 at = 0; at <= end; at += stepOf(end)) {
        painter.setPen(QColor::fromRgb(faint));
        painter.drawLine(QPointF(x(at), 0), QPointF(x(at), bottom));
        painter.setPen(QColor::fromRgb(ink));
        painter.drawText(QRectF(x(at) - 60, bottom, 120, axisHeight), Qt::AlignCenter,
                         DrillWords::clockInSeconds(at));
    }
    for (size_t i = 0; i < lanes.size(); ++i) {
        const int top = int(i) * laneHeight;
        painter.setPen(QColor::fromRgb(ink));
        painter.setFont(letters(19));
        painter.drawText(QRect(4, top, nameWidth - 14, laneHeight), Qt::AlignVCenter | Qt::AlignLeft,
                         elided(painter, lanes[i].name, nameWidth - 14));
        double free = 0; // words end there
        for (const Lane::Piece &piece : lanes[i].pieces) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(QColor::fromRgb(piece.color));
            const double from = x(piece.fromMs);
            const bool moment = piece.fromMs == piece.toMs;
            const double to = moment ? from : std::max(x(piece.toMs), from + 4);
            if (moment)
                painter.drawEllipse(QPointF(from, top + laneHeight / 2.0), 8, 8);
            else
                painter.drawRect(QRectF(from, top + 9, to - from, laneHeight - 18));
            painter.setFont(letters(16, !moment));
            painter.setPen(moment ? QColor::fromRgb(ink) : QColor(Qt::white));
            const double wordsAt = from + (moment ? 13 : 6);
            const double room = moment ? width - wordsAt : to - wordsAt - 4;
            if (wordsAt < free || room < 24)
                continue;
            const QString words = elided(painter, piece.text, int(std::min(room, 260.0)));
            painter.drawText(QRectF(wordsAt, top, room, laneHeight), Qt::AlignVCenter | Qt::AlignLeft, words);
            free = wordsAt + painter.fontMetrics().horizontalAdvance(words) + 8;
        }
        painter.setPen(QColor::fromRgb(faint));
        painter.drawLine(0, top + laneHeight - 1, width, top + laneHeight - 1);
    }
    return image;
}

QImage DrillChart::trend(const std::vector<Drill> &drills, int width)
{
    constexpr int height = 240;
    constexpr int left = 60;
    QImage image = paper(width, height);
    QPainter painter(&image);
    const auto y = [](int points) { return 16 + (100 - points) * (height - axisHeight - 16) / 100.0; };
    painter.setFont(letters(16));
    for (const int points : {0, 50, enough, 100}) {
        painter.setPen(QPen(QColor::fromRgb(points == enough ? good : faint), points == enough ? 2 : 1));
        painter.drawLine(QPointF(left, y(points)), QPointF(width, y(points)));
        painter.setPen(QColor::fromRgb(ink));
        painter.drawText(QRectF(0, y(points) - 14, left - 8, 28), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(points));
    }
    if (drills.empty())
        return image;
    const double step = std::min(120.0, double(width - left) / double(drills.size()));
    for (size_t i = 0; i < drills.size(); ++i) {
        const Drill &drill = drills[i];
        const double at = left + step * double(i) + 8;
        const QRectF bar(at, y(drill.score.points), step - 16, y(0) - y(drill.score.points));
        painter.fillRect(bar, QColor::fromRgb(drill.score.green ? good : fault));
        painter.setPen(QColor::fromRgb(ink));
        painter.drawText(QRectF(at - 8, y(drill.score.points) - 24, step, 24), Qt::AlignCenter,
                         QString::number(drill.score.points));
        painter.drawText(QRectF(at - 8, y(0), step, axisHeight), Qt::AlignCenter,
                         QLocale().toString(drill.startedAt.toLocalTime().date(), QLocale::ShortFormat));
    }
    return image;
}

} // namespace twinfeed
