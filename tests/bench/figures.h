// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace twinfeed::bench {

/// Measured values of one kind.
class Spread final
{
public:
    void add(double value) { m_values.push_back(value); }
    bool isEmpty() const { return m_values.empty(); }
    double median() const { return at(0.5); }
    double worst() const { return at(1); }
    /// The least value that at least `part` of them do not exceed; NaN where there are none.
    double at(double part) const;
    double sum() const;
    /// Median, 99th of a hundred and worst, each six wide.
    QString text() const;

private:
    std::vector<double> m_values;
};

/// Columns of text with a heading, one row at a time as they are measured.
class Table final
{
public:
    struct Column
    {
        QString heading;
        int width; ///< less than 0: to the left
    };

    /// Prints the heading.
    explicit Table(std::vector<Column> columns);
    void print(const QStringList &cells);

private:
    const std::vector<Column> m_columns;
};

/// What was promised. Those that are missed are named at the end, with by how much, and make the program fail.
class Goals final
{
public:
    /// Holds where `value` is at most `most`.
    void hold(const QString &what, double value, double most, const QString &unit);
    /// Holds where it did not go wrong at all.
    void hold(const QString &what, bool kept, const QString &otherwise);
    /// Prints what was missed, or that nothing was; the exit code.
    int conclude() const;

private:
    QStringList m_missed;
    int m_held = 0;
};

} // namespace twinfeed::bench
