// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/trendchart.h"

#include "models/trendtable.h"
#include "widgets/alarmwords.h"
#include "widgets/measures.h"
#include "widgets/paint.h"
#include "widgets/severitysign.h"
#include "widgets/words.h"

#include <QDateTimeAxis>
#include <QGraphicsLayout>
#include <QLegendMarker>
#include <QLineSeries>
#include <QMouseEvent>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace twinfeed {

namespace {

constexpr qint64 leastSpanMs = 5000;
constexpr double wheelFactor = 1.25;
constexpr double readingPadding = 8;

// Okabe and Ito's, told apart by the colour-blind, each with a dash of its own besides.
constexpr QRgb colors[]{0xff56b4e9, 0xffe69f00, 0xff3fc79b, 0xffcc79a7, 0xfff0e442, 0xffd55e00};
constexpr Qt::PenStyle dashes[]{Qt::SolidLine, Qt::SolidLine, Qt::SolidLine,
                                Qt::DashLine,  Qt::DashLine,  Qt::DashLine};

void calm(QAbstractAxis *axis)
{
    axis->setLabelsColor(theme::color(theme::Token::Quiet));
    axis->setLabelsFont(theme::font(theme::Type::Small));
    axis->setTitleBrush(theme::color(theme::Token::Quiet));
    axis->setTitleFont(theme::font(theme::Type::Small));
    axis->setGridLineColor(theme::color(theme::Token::Line));
    axis->setLinePenColor(theme::color(theme::Token::Line));
}

/// With a little air, and never without a height.
void fit(QValueAxis *axis, double low, double high)
{
    const double air = std::max((high - low) * 0.1, std::max(std::abs(high) * 0.02, 0.5));
    axis->setRange(low >= 0 && low - air < 0 ? 0 : low - air, high + air);
    axis->applyNiceNumbers();
}

} // namespace

TrendChart::TrendChart(QWidget *parent)
    : QChartView(parent)
    , m_time(new QDateTimeAxis(this))
    , m_left(new QValueAxis(this))
    , m_right(new QValueAxis(this))
{
    setObjectName(QStringLiteral("trend"));
    setFrameShape(QFrame::NoFrame);
    setRubberBand(QChartView::HorizontalRubberBand);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setRenderHint(QPainter::Antialiasing);
    setMinimumSize(200, 110);
    setBackgroundBrush(theme::color(theme::Token::Panel));
    chart()->setBackgroundBrush(theme::color(theme::Token::Panel));
    chart()->setBackgroundRoundness(0);
    chart()->setMargins({4, 4, 4, 4});
    chart()->legend()->setAlignment(Qt::AlignTop);
    chart()->legend()->setLabelColor(theme::color(theme::Token::Text));
    chart()->legend()->setFont(theme::font(theme::Type::Small));
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    for (QAbstractAxis *axis : std::initializer_list<QAbstractAxis *>{m_time, m_left, m_right})
        calm(axis);
    m_time->setTickCount(6);
    chart()->addAxis(m_time, Qt::AlignBottom);
    chart()->addAxis(m_left, Qt::AlignLeft);
    chart()->addAxis(m_right, Qt::AlignRight);
    m_right->setGridLineVisible(false);
}

QColor TrendChart::colorOf(size_t line)
{
    return QColor::fromRgb(colors[line % std::size(colors)]);
}

QValueAxis *TrendChart::axisOf(const QString &unit) const
{
    return unit == m_leftUnit ? m_left : m_right;
}

void TrendChart::setLines(std::vector<Line> lines, std::vector<Limit> limits, std::vector<TrendMark> marks,
                          const QDateTime &from, const QDateTime &to)
{
    m_lines = std::move(lines);
    m_limits = std::move(limits);
    m_marks = std::move(marks);
    m_from = from;
    m_to = to;
    m_leftUnit = m_lines.empty() ? QString() : m_lines.front().unit;
    addSeries();
    if (!m_zoomed)
        setTimes(from, to);
    viewport()->update();
}

void TrendChart::addSeries()
{
    chart()->removeAllSeries();
    std::optional<std::pair<double, double>> ranges[2];
    const auto widen = [&](bool right, double low, double high) {
        auto &range = ranges[right ? 1 : 0];
        range = range ? std::pair(std::min(range->first, low), std::max(range->second, high))
                      : std::pair(low, high);
    };
    for (size_t i = 0; i < m_lines.size(); ++i) {
        const Line &line = m_lines[i];
        const double scale = Measures::scale(line.unit);
        if (const auto range = trendtable::rangeOf(line.series))
            widen(line.unit != m_leftUnit, range->first / scale, range->second / scale);
        auto runs = trendtable::runsOf(line.series, line.trend.from, line.trend.stepMs);
        if (runs.empty())
            runs.emplace_back(); // it is in the legend all the same
        for (size_t run = 0; run < runs.size(); ++run) {
            auto *series = new QLineSeries(chart());
            for (QPointF &point : runs[run])
                point.ry() /= scale;
            series->append(runs[run]);
            series->setName(line.name);
            series->setPen(QPen(colorOf(i), 1.8, dashes[i % std::size(dashes)], Qt::RoundCap, Qt::RoundJoin));
            chart()->addSeries(series);
            series->attachAxis(m_time);
            series->attachAxis(axisOf(line.unit));
            // A line with holes is one line to the person.
            if (run > 0) {
                for (QLegendMarker *marker : chart()->legend()->markers(series))
                    marker->setVisible(false);
            }
        }
    }
    for (const Limit &limit : m_limits)
        widen(limit.unit != m_leftUnit, limit.value / Measures::scale(limit.unit),
              limit.value / Measures::scale(limit.unit));
    for (const bool right : {false, true}) {
        QValueAxis *axis = right ? m_right : m_left;
        const auto &range = ranges[right ? 1 : 0];
        axis->setVisible(range.has_value());
        if (range)
            fit(axis, range->first, range->second);
    }
    m_left->setTitleText(Measures::unit(m_leftUnit));
    QStringList others;
    for (const Line &line : m_lines) {
        const QString unit = Measures::unit(line.unit);
        if (line.unit != m_leftUnit && !others.contains(unit))
            others << unit;
    }
    m_right->setTitleText(others.join(QLatin1String(" / ")));
    chart()->legend()->setVisible(!m_lines.empty());
}

int TrendChart::pointCount() const
{
    int count = 0;
    for (const QAbstractSeries *series : chart()->series())
        count += int(static_cast<const QLineSeries *>(series)->count());
    return count;
}

void TrendChart::setTimes(const QDateTime &from, const QDateTime &to)
{
    m_time->setFormat(from.secsTo(to) <= 900 ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
    m_time->setRange(from.toLocalTime(), to.toLocalTime());
}

void TrendChart::zoomOut()
{
    m_zoomed = false;
    setTimes(m_from, m_to);
    viewport()->update();
    Q_EMIT zoomChanged();
}

void TrendChart::zoomAround(qint64 atMs, double factor)
{
    const qint64 left = m_time->min().toMSecsSinceEpoch();
    const qint64 right = m_time->max().toMSecsSinceEpoch();
    const qint64 from = std::max(atMs - qint64(double(atMs - left) * factor), m_from.toMSecsSinceEpoch());
    const qint64 to = std::min(atMs + qint64(double(right - atMs) * factor), m_to.toMSecsSinceEpoch());
    if (to - from < leastSpanMs)
        return;
    m_zoomed = from > m_from.toMSecsSinceEpoch() || to < m_to.toMSecsSinceEpoch();
    setTimes(QDateTime::fromMSecsSinceEpoch(from), QDateTime::fromMSecsSinceEpoch(to));
    viewport()->update();
    Q_EMIT zoomChanged();
}

double TrendChart::xOf(qint64 atMs, const QRectF &plot) const
{
    const double left = double(m_time->min().toMSecsSinceEpoch());
    const double span = double(m_time->max().toMSecsSinceEpoch()) - left;
    return plot.left() + (double(atMs) - left) / std::max(span, 1.0) * plot.width();
}

qint64 TrendChart::timeAt(double x) const
{
    const QRectF plot = chart()->plotArea();
    const qint64 left = m_time->min().toMSecsSinceEpoch();
    const qint64 span = m_time->max().toMSecsSinceEpoch() - left;
    return left + qint64((x - plot.left()) / std::max(plot.width(), 1.0) * double(span));
}

void TrendChart::drawForeground(QPainter *painter, const QRectF &rect)
{
    QChartView::drawForeground(painter, rect);
    const QRectF plot = chart()->plotArea();
    painter->save();
    drawLimits(painter, plot);
    drawMarks(painter, plot);
    drawCursor(painter, plot);
    painter->restore();
}

void TrendChart::drawLimits(QPainter *painter, const QRectF &plot) const
{
    painter->setFont(theme::font(theme::Type::Small));
    for (const Limit &limit : m_limits) {
        const QValueAxis *axis = axisOf(limit.unit);
        const double part =
            (limit.value / Measures::scale(limit.unit) - axis->min()) / (axis->max() - axis->min());
        if (!axis->isVisible() || !(part >= 0 && part <= 1))
            continue;
        const double y = plot.bottom() - part * plot.height();
        painter->setPen(QPen(theme::color(theme::Token::Low), 1, Qt::DotLine));
        painter->drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter->setPen(theme::color(theme::Token::Low));
        paint::line(*painter, QRectF(plot.left() + 4, y - 16, plot.width() - 8, 15), Qt::AlignRight,
                    limit.text);
    }
}

void TrendChart::drawMarks(QPainter *painter, const QRectF &plot) const
{
    painter->setFont(theme::font(theme::Type::Small));
    for (const TrendMark &mark : m_marks) {
        const double x = xOf(mark.at.toMSecsSinceEpoch(), plot);
        if (x < plot.left() || x > plot.right())
            continue;
        const bool alarm = mark.kind.startsWith(QLatin1String("alarm"));
        const theme::Token token =
            alarm && mark.severity ? severitysign::token(*mark.severity) : theme::Token::Quiet;
        painter->setPen(QPen(theme::color(token), 1, alarm ? Qt::DashLine : Qt::SolidLine));
        painter->drawLine(QPointF(x, plot.top() + 14), QPointF(x, plot.bottom()));
        const QRectF sign(x - 8, plot.top() - 2, 16, 16);
        if (alarm && mark.severity) {
            severitysign::paint(*painter, sign, *mark.severity, mark.kind == QLatin1String("alarm"));
            continue;
        }
        painter->setPen(theme::color(theme::Token::Text));
        const QString word = mark.source ? Words::source(*mark.source) : QStringLiteral("•");
        paint::line(*painter, QRectF(x + 3, plot.top(), 90, 14), Qt::AlignLeft, word);
    }
}

QStringList TrendChart::reading(qint64 atMs) const
{
    QStringList read{Words::timeOfDay(QDateTime::fromMSecsSinceEpoch(atMs))};
    for (const Line &line : m_lines) {
        const auto value = trendtable::valueAt(line.series, line.trend.from, line.trend.stepMs, atMs);
        read << tr("%1: %2", "a metric and its value")
                    .arg(line.name, value ? Measures::text(*value, line.unit) : Words::notMeasured());
    }
    const qint64 near = (m_time->max().toMSecsSinceEpoch() - m_time->min().toMSecsSinceEpoch()) / 80;
    for (const TrendMark &mark : m_marks) {
        if (std::abs(mark.at.toMSecsSinceEpoch() - atMs) <= near)
            read << mark.text;
    }
    return read;
}

void TrendChart::drawCursor(QPainter *painter, const QRectF &plot) const
{
    if (!m_cursor || m_lines.empty())
        return;
    const double x = xOf(*m_cursor, plot);
    if (x < plot.left() || x > plot.right())
        return;
    painter->setPen(QPen(theme::color(theme::Token::Text), 1));
    painter->drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    const QStringList read = reading(*m_cursor);
    const QFontMetricsF metrics(theme::font(theme::Type::Small));
    double width = 0;
    for (const QString &text : read)
        width = std::max(width, std::min(metrics.horizontalAdvance(text), plot.width() * 0.6));
    const double step = metrics.height() + 2;
    QRectF box(x + 10, plot.top() + 18, width + 2 * readingPadding,
               step * double(read.size()) + readingPadding);
    if (box.right() > plot.right())
        box.moveRight(x - 10);
    painter->setPen(QPen(theme::color(theme::Token::Edge), 1));
    painter->setBrush(theme::color(theme::Token::Raised));
    painter->drawRoundedRect(box, 4, 4);
    painter->setFont(theme::font(theme::Type::Small));
    for (qsizetype i = 0; i < read.size(); ++i) {
        const bool isLine = i > 0 && size_t(i) <= m_lines.size();
        painter->setPen(isLine ? colorOf(size_t(i - 1)) : theme::color(theme::Token::Text));
        paint::line(*painter,
                    QRectF(box.left() + readingPadding, box.top() + readingPadding / 2 + double(i) * step,
                           width, step),
                    Qt::AlignLeft, read.at(i));
    }
}

void TrendChart::mouseMoveEvent(QMouseEvent *event)
{
    m_cursor = timeAt(mapToScene(event->position().toPoint()).x());
    viewport()->update();
    QChartView::mouseMoveEvent(event);
}

void TrendChart::leaveEvent(QEvent *event)
{
    m_cursor.reset();
    viewport()->update();
    QChartView::leaveEvent(event);
}

void TrendChart::mouseReleaseEvent(QMouseEvent *event)
{
    const QDateTime before = m_time->min();
    QChartView::mouseReleaseEvent(event);
    if (m_time->min() == before)
        return;
    m_zoomed = true;
    Q_EMIT zoomChanged();
}

void TrendChart::mouseDoubleClickEvent(QMouseEvent *)
{
    zoomOut();
}

void TrendChart::wheelEvent(QWheelEvent *event)
{
    const qint64 at = timeAt(mapToScene(event->position().toPoint()).x());
    zoomAround(at, event->angleDelta().y() > 0 ? 1 / wheelFactor : wheelFactor);
    event->accept();
}

void TrendChart::keyPressEvent(QKeyEvent *event)
{
    const qint64 left = m_time->min().toMSecsSinceEpoch();
    const qint64 right = m_time->max().toMSecsSinceEpoch();
    const qint64 step = std::max<qint64>((right - left) / 60, 1000);
    const qint64 at = m_cursor.value_or(right);
    switch (event->key()) {
    case Qt::Key_Left:
        m_cursor = std::max(at - step, left);
        break;
    case Qt::Key_Right:
        m_cursor = std::min(at + step, right);
        break;
    case Qt::Key_Plus:
        zoomAround(at, 1 / wheelFactor);
        break;
    case Qt::Key_Minus:
        zoomAround(at, wheelFactor);
        break;
    default:
        return QChartView::keyPressEvent(event);
    }
    setAccessibleDescription(m_cursor ? reading(*m_cursor).join(QLatin1String("; ")) : QString());
    viewport()->update();
}

} // namespace twinfeed
