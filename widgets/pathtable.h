// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <QWidget>

#include <vector>

namespace twinfeed {

/// The verdict and what a take would look like now; below it both paths' numbers side by side, line by line, the better one
/// marked; at the end how their contents lie to each other. On old numbers nothing is recommended. UI thread.
class PathTable final : public QWidget
{
    Q_OBJECT

public:
    explicit PathTable(const ConsoleState &state, QWidget *parent = nullptr);

    void setChannel(const QString &channel);

    QString verdict() const { return m_verdict; } ///< empty before there is one
    QString prediction() const { return m_prediction; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Cell
    {
        QString text;
        MetricWorth worth = MetricWorth::Missing;
        bool operator==(const Cell &) const = default;
    };
    struct Line
    {
        QString label;
        Cell cells[2];
        bool onTiles = false; ///< is on the tiles as well: goes first where there is no room
        bool spare = false; ///< left out where there is still no room: the trend and the settings say it
        std::optional<Source> better = {}; ///< by the verdict
        bool operator==(const Line &) const = default;
    };

    void refresh();
    void refreshVerdict();
    int verdictHeight() const;
    void paintVerdict(QPainter &painter, const QRectF &place) const;
    void paintLine(QPainter &painter, const QRectF &place, const Line &line) const;
    QRectF column(int index, const QRectF &place) const;
    std::vector<Line> lines() const;
    Cell stateCell(Source path) const;
    Cell sizeCell(Source path) const;
    Cell trimCell(Source path) const;
    Cell metricCell(Source path, const QString &metric) const;

    const ConsoleState &m_state;
    QString m_channel;
    std::vector<Line> m_lines;
    QString m_verdict;
    QString m_prediction;
    bool m_recommends = false; ///< the verdict names the better path
    QString m_alignment; ///< empty where it is not known now
};

} // namespace twinfeed
