// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/sealview.h"

#include <QWidget>

#include <vector>

namespace twinfeed {

/// Each output in a line: how it stands, why, what it dropped and what is missing. Those in trouble come first; what has no
/// room is counted in the last line. UI thread.
class OutputList final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int rowHeight = 24;

    explicit OutputList(const ConsoleState &state, QWidget *parent = nullptr);

    void setChannel(const QString &channel);
    /// How many lines there are to show; 1 at least.
    int wantedRows() const { return std::max(int(m_lines.size()), 1); }

Q_SIGNALS:
    void rowsChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Line
    {
        QString name;
        QString kind;
        OutputState state = OutputState::Off;
        QString why; ///< empty while it is live
        QString counts; ///< the two that matter most; empty where nothing is amiss
        QString allCounts;
        QString file;
        SealView::Look seal = SealView::Look::None;
        QString sealed; ///< in words; empty where nothing is sent
        bool operator==(const Line &) const = default;
    };

    void refresh();
    std::vector<Line> lines() const;
    /// At most so many of them; -1: all.
    static QString counts(const OutputStatus &status, int most);
    static QString told(const Line &line);
    void paintSeal(QPainter &painter, const QRectF &place, const Line &line) const;
    void paintLine(QPainter &painter, const QRectF &place, const Line &line) const;
    /// How many are shown; the others are counted.
    size_t shown() const;

    const ConsoleState &m_state;
    QString m_channel;
    std::vector<Line> m_lines;
};

} // namespace twinfeed
