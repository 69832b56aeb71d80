// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/trend.h"

#include <QChartView>

class QDateTimeAxis;
class QValueAxis;

namespace twinfeed {

/// The chart of a TrendPanel: lines, limits, marks, and a cursor that reads all lines at one time. Drag: zoom into a time; wheel:
/// zoom around the pointer; double click: all of it again. UI thread.
class TrendChart final : public QChartView
{
    Q_OBJECT

public:
    struct Limit
    {
        double value;
        QString text;
        QString unit;
    };
    struct Line
    {
        QString name;
        QString unit;
        Trend trend;
        TrendSeries series;
    };

    explicit TrendChart(QWidget *parent = nullptr);

    /// All that is seen, from `from` to `to`. Lines of a third unit and more share the right axis.
    void setLines(std::vector<Line> lines, std::vector<Limit> limits, std::vector<TrendMark> marks,
                  const QDateTime &from, const QDateTime &to);
    const std::vector<Line> &lines() const { return m_lines; }
    const std::vector<TrendMark> &marks() const { return m_marks; }
    int pointCount() const; ///< of all lines
    bool isZoomed() const { return m_zoomed; }
    void zoomOut();
    /// What the cursor reads: time, and each line with its value.
    QStringList reading(qint64 atMs) const;
    /// The colour of a line, by its place.
    static QColor colorOf(size_t line);

Q_SIGNALS:
    void zoomChanged();

protected:
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void addSeries();
    void setTimes(const QDateTime &from, const QDateTime &to);
    void zoomAround(qint64 atMs, double factor);
    void drawLimits(QPainter *painter, const QRectF &plot) const;
    void drawMarks(QPainter *painter, const QRectF &plot) const;
    void drawCursor(QPainter *painter, const QRectF &plot) const;
    double xOf(qint64 atMs, const QRectF &plot) const;
    qint64 timeAt(double x) const;
    QValueAxis *axisOf(const QString &unit) const;

    std::vector<Line> m_lines;
    std::vector<Limit> m_limits;
    std::vector<TrendMark> m_marks;
    QDateTime m_from;
    QDateTime m_to;
    bool m_zoomed = false;
    QDateTimeAxis *m_time;
    QValueAxis *m_left;
    QValueAxis *m_right;
    QString m_leftUnit;
    std::optional<qint64> m_cursor; ///< milliseconds since 1970
};

} // namespace twinfeed
