// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/figures.h"

#include <QTextStream>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace twinfeed::bench {

double Spread::at(double part) const
{
    if (m_values.empty())
        return std::nan("");
    std::vector<double> sorted = m_values;
    std::sort(sorted.begin(), sorted.end());
    const auto index = size_t(std::max(1.0, std::ceil(part * double(sorted.size())))) - 1;
    return sorted[std::min(index, sorted.size() - 1)];
}

double Spread::sum() const
{
    return std::accumulate(m_values.begin(), m_values.end(), 0.0);
}

QString Spread::text() const
{
    if (m_values.empty())
        return QStringLiteral("     -      -      -");
    return QStringLiteral("%1 %2 %3").arg(at(0.5), 6, 'f', 0).arg(at(0.99), 6, 'f', 0).arg(at(1), 6, 'f', 0);
}

Table::Table(std::vector<Column> columns)
    : m_columns(std::move(columns))
{
    QStringList headings;
    for (const Column &column : m_columns)
        headings << column.heading;
    print(headings);
}

void Table::print(const QStringList &cells)
{
    QString line;
    for (size_t i = 0; i < m_columns.size(); ++i) {
        const QString cell = cells.value(qsizetype(i));
        const int width = m_columns[i].width;
        line += (width < 0 ? cell.leftJustified(-width) : cell.rightJustified(width)) + QLatin1String("  ");
    }
    QTextStream(stdout) << line.trimmed() << Qt::endl;
}

void Goals::hold(const QString &what, double value, double most, const QString &unit)
{
    if (value <= most) {
        ++m_held;
        return;
    }
    m_missed << QStringLiteral("%1: %2 %4, not %3 %4").arg(what).arg(value, 0, 'f', 1).arg(most).arg(unit);
}

void Goals::hold(const QString &what, bool kept, const QString &otherwise)
{
    if (kept)
        ++m_held;
    else
        m_missed << QStringLiteral("%1: %2").arg(what, otherwise);
}

int Goals::conclude() const
{
    QTextStream out(stdout);
    out << "\nGoals: " << m_held << " held, " << m_missed.size() << " missed" << Qt::endl;
    for (const QString &missed : m_missed)
        out << "  missed: " << missed << Qt::endl;
    return m_missed.isEmpty() ? 0 : 1;
}

} // namespace twinfeed::bench
