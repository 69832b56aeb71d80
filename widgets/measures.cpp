// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/measures.h"

#include "widgets/words.h"

#include <cmath>

namespace twinfeed {

namespace {

int decimalsOf(const QString &unit, double value)
{
    if (unit == QLatin1String("bit/s"))
        return 2;
    if (unit == QLatin1String("1/s") || unit == QLatin1String("s") || unit == QLatin1String("LUFS")
        || unit == QLatin1String("LU") || unit == QLatin1String("dBTP"))
        return 1;
    const bool broken = unit == QLatin1String("ms") && std::abs(value) < 10 && value != std::round(value);
    return broken ? 1 : 0;
}

} // namespace

double Measures::scale(const QString &unit)
{
    return unit == QLatin1String("bit/s") ? 1e6 : 1;
}

QString Measures::value(double value, const QString &unit)
{
    const double shown = value / scale(unit);
    return Words::number(shown, decimalsOf(unit, shown));
}

QString Measures::unit(const QString &unit)
{
    if (unit == QLatin1String("1/s"))
        return Words::rateUnit();
    if (unit == QLatin1String("bit/s"))
        return Words::bitrateUnit();
    if (unit == QLatin1String("1"))
        return {};
    // s, ms, %, LUFS, dBTP are written alike in both languages.
    return unit;
}

QString Measures::text(double value, const QString &unit)
{
    const QString shown = Measures::unit(unit);
    const QString number = Measures::value(value, unit);
    return shown.isEmpty() ? number : tr("%1 %2", "value and unit").arg(number, shown);
}

} // namespace twinfeed
