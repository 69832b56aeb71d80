// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/drillreport.h"

#include "widgets/drillchart.h"
#include "widgets/drilltext.h"
#include "widgets/drillwords.h"
#include "widgets/paper.h"
#include "widgets/theme.h"

#include <QBuffer>
#include <QLocale>
#include <QTextDocument>
#include <QUrl>

#include <algorithm>
#include <ranges>

namespace twinfeed {

namespace {

constexpr int pageWidth = 680;
constexpr int picturesInARow = 3;
constexpr int pictureWidth = 216;
constexpr size_t mostCompared = 10;

QString plain(const QString &text)
{
    return text.toHtmlEscaped();
}

QString imageTag(const QString &source, int width)
{
    return QStringLiteral("<img src=\"%1\" width=\"%2\">").arg(source).arg(width);
}

/// Over all faults of a drill: the mean of one of its times.
std::optional<qint64> meanOf(const Drill &drill, std::optional<qint64> DrillTimes::*time)
{
    qint64 sum = 0;
    int count = 0;
    for (const DrillTimes &one : drill.score.times) {
        if (one.*time) {
            sum += *(one.*time);
            ++count;
        }
    }
    return count > 0 ? std::optional(sum / count) : std::nullopt;
}

QByteArray pngOf(const QImage &image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

} // namespace

QString DrillReport::title(const Drill &drill)
{
    return tr("Drill %1: %2", "%1: its number, %2: name of the scenario")
        .arg(drill.id, DrillWords::local(drill.scenario.name));
}

std::vector<Drill> DrillReport::earlierOf(const Drill &drill, const std::vector<Drill> &history)
{
    std::vector<Drill> earlier;
    for (const Drill &other : history) {
        if (other.scenario.id == drill.scenario.id && other.state == DrillState::Ended
            && other.id.toLongLong() < drill.id.toLongLong() && earlier.size() < mostCompared)
            earlier.push_back(other);
    }
    return earlier;
}

QString DrillReport::comparison(const Content &content)
{
    std::vector<QStringList> rows;
    const auto row = [&rows](const Drill &drill, const QString &name) {
        rows.push_back({plain(name), QString::number(drill.score.points),
                        plain(DrillWords::time(meanOf(drill, &DrillTimes::alarm))),
                        plain(DrillWords::time(meanOf(drill, &DrillTimes::action))),
                        plain(DrillWords::time(meanOf(drill, &DrillTimes::good))),
                        plain(drill.operators.join(QLatin1String(", ")))});
    };
    row(content.drill, tr("This one"));
    for (const Drill &drill : content.earlier)
        row(drill, QLocale().toString(drill.startedAt.toLocalTime(), QLocale::ShortFormat));
    QString html = DrillText::table(rows,
                                    {tr("Drill"), tr("Points"), tr("to the alarm"), tr("to the right press"),
                                     tr("to a good programme"), tr("Operators")});
    const int change = content.drill.score.points - content.earlier.front().score.points;
    html += DrillText::paragraph(plain(change == 0 ? tr("As many points as the time before.")
                                           : change > 0
                                           ? tr("%n point(s) more than the time before.", nullptr, change)
                                           : tr("%n point(s) less than the time before.", nullptr, -change)));
    return html;
}

QString DrillReport::pictures(const Content &content, const PictureName &picture)
{
    QString html = QStringLiteral("<table cellspacing='0' cellpadding='4'>");
    int column = 0;
    for (const DrillMark &mark : content.drill.marks) {
        const auto found = content.pictures.find(mark.number);
        const QImage image =
            found == content.pictures.end() ? QImage() : QImage::fromData(found->second, "JPG");
        if (image.isNull())
            continue;
        if (column == 0)
            html += QLatin1String("<tr>");
        html += QStringLiteral("<td valign='top' width='%1'>%2<br>%3</td>")
                    .arg(pictureWidth + 8)
                    .arg(imageTag(picture(QStringLiteral("mark-%1").arg(mark.number), image), pictureWidth),
                         plain(DrillWords::clock(mark.atMs) + QLatin1String("  ")
                               + DrillWords::mark(content.drill, mark)));
        column = (column + 1) % picturesInARow;
        if (column == 0)
            html += QLatin1String("</tr>");
    }
    return html + QLatin1String(column == 0 ? "</table>" : "</tr></table>");
}

QString DrillReport::body(const Content &content, const QDateTime &now, const PictureName &picture)
{
    const Drill &drill = content.drill;
    const auto section = [](const QString &name) { return QStringLiteral("<h3>%1</h3>").arg(plain(name)); };
    QString html = QStringLiteral("<h2>%1</h2>").arg(plain(title(drill)));
    html += DrillText::facts(drill) + DrillText::paragraph(plain(DrillWords::local(drill.scenario.summary)));
    html += section(tr("Score")) + DrillText::result(drill);
    if (drill.kind != DrillKind::Tabletop)
        html += section(tr("Time line"))
            + imageTag(picture(QStringLiteral("timeline"), DrillChart::timeline(drill)), pageWidth);
    html += section(tr("Course")) + DrillText::course(drill);
    if (!content.pictures.empty())
        html += section(tr("The programme at each mark")) + pictures(content, picture);
    if (!content.earlier.empty()) {
        std::vector<Drill> rising(content.earlier.rbegin(), content.earlier.rend());
        rising.push_back(drill);
        html += section(tr("Against earlier drills")) + comparison(content)
            + imageTag(picture(QStringLiteral("trend"), DrillChart::trend(rising)), pageWidth);
    }
    const QString notes = DrillText::notes(drill);
    html += section(tr("What is to be done"))
        + (notes.isEmpty() ? DrillText::paragraph(plain(tr("Nothing was written down."))) : notes);
    return html
        + DrillText::paragraph(plain(tr("Written at %1", "a date and time")
                                         .arg(QLocale().toString(now.toLocalTime(), QLocale::LongFormat))));
}

QByteArray DrillReport::pdf(const Content &content, const QDateTime &now)
{
    QTextDocument document;
    QFont font = theme::font(theme::Type::Body);
    font.setPointSize(9);
    document.setDefaultFont(font);
    // Whatever the window's colours are, paper is white.
    document.setDefaultStyleSheet(QStringLiteral("body, p, td, th, h2, h3 { color: #15181c; }"));
    const QString html = body(content, now, [&document](const QString &name, const QImage &image) {
        document.addResource(QTextDocument::ImageResource, QUrl(name), image);
        return name;
    });
    document.setHtml(QStringLiteral("<body>%1</body>").arg(html));
    return pdfOf(document, title(content.drill));
}

QByteArray DrillReport::page(const Content &content, const QDateTime &now)
{
    const QString html = body(content, now, [](const QString &, const QImage &image) {
        return QString(QLatin1String("data:image/png;base64,") + QLatin1String(pngOf(image).toBase64()));
    });
    return QStringLiteral("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%1</title><style>"
                          "body{font:14px/1.5 sans-serif;max-width:760px;margin:24px auto;color:#15181c;"
                          "background:#fff}td,th{vertical-align:top;text-align:left}img{max-width:100%}"
                          "</style></head><body>\n%2\n</body></html>\n")
        .arg(plain(title(content.drill)), html)
        .toUtf8();
}

} // namespace twinfeed
