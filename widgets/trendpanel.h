// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "widgets/inquiries.h"

#include <QTimer>
#include <QWidget>

class QButtonGroup;
class QLabel;
class QToolButton;

namespace twinfeed {

class TrendChart;

/// How chosen metrics have been, from the last minute to the last six hours: a line each, with the limits of their rules and
/// with takes and alarms as marks. Asks again by itself while it shows the present. UI thread.
class TrendPanel final : public QWidget
{
    Q_OBJECT

public:
    static constexpr size_t mostLines = 6;
    static constexpr int pointsPerLine = 300;

    struct Line
    {
        QString channel;
        QString node;
        QString metric;
        bool operator==(const Line &) const = default;
    };

    explicit TrendPanel(const ConsoleState &state, QWidget *parent = nullptr);

    /// Outlives it; null: nothing can be shown.
    void setInquiries(Inquiries *inquiries);
    /// Only this one.
    void showLine(const Line &line);
    /// Beside those that are shown, up to mostLines; once more: away with it.
    void toggle(const Line &line);
    const std::vector<Line> &lines() const { return m_lines; }
    /// The last so many minutes, up to now.
    void setMinutes(int minutes);
    int minutes() const { return m_minutes; }
    /// This time in the middle, until the person wants the present again.
    void showTime(const QDateTime &at, int minutes);
    bool isLive() const { return !m_middle; }
    TrendChart *chart() const { return m_chart; }

    QSize sizeHint() const override { return {520, 240}; }

Q_SIGNALS:
    /// To be kept as a file; `name` is a suggestion.
    void fileWanted(const QString &name, const QByteArray &content);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void buildTools();
    void keepTabStops();
    void ask();
    void take(const Line &line, const Trend &trend);
    void refresh();
    void savePicture();
    void saveTable();
    QString fileName(const char *ending) const;
    void retranslate();
    QToolButton *tool(const char *name);

    const ConsoleState &m_state;
    Inquiries *m_inquiries = nullptr;
    std::vector<Line> m_lines;
    std::vector<Trend> m_trends; ///< of each line what was answered last; without a series before that
    int m_minutes = 5;
    std::optional<QDateTime> m_middle; ///< nothing: up to now
    QTimer m_again;
    quint64 m_question = 0;
    TrendChart *m_chart;
    QButtonGroup *m_ranges;
    QToolButton *m_now;
    QToolButton *m_picture;
    QToolButton *m_table;
    QToolButton *m_clear;
    QLabel *m_says;
};

} // namespace twinfeed
