// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoreApplication>
#include <QString>

namespace twinfeed {

/// Measured values with their units, in the language that is set: one way for cards, tables, alarms and trends. UI thread.
class Measures final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::Measures)

public:
    /// "30.0 fps", "4.12 Mb/s", "-23.1 LUFS", "412"; `unit` as in Metric.
    static QString text(double value, const QString &unit);
    /// The same apart.
    static QString value(double value, const QString &unit);
    static QString unit(const QString &unit);
    /// What a value of this unit is divided by to be shown: bit/s are shown as Mb/s.
    static double scale(const QString &unit);
};

} // namespace twinfeed
