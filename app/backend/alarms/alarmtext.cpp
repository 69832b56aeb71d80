// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/alarmtext.h"

#include <algorithm>
#include <cmath>

namespace twinfeed::backend {

namespace {

/// At most three figures that say something: "11.8", "2.41", "850".
QString figures(double value)
{
    const double size = std::abs(value);
    if (value == std::floor(value) && size < 1e6)
        return QString::number(value, 'f', 0);
    return QString::number(value, 'f', size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

QString otherPath(const Finding &finding, const ChannelStatus *status)
{
    if (!status || nodeKind(finding.node) != QLatin1String("path"))
        return {};
    const Source other = finding.node == toWord(Source::Primary) ? Source::Backup : Source::Primary;
    for (const SourceStatus &source : status->sources) {
        if (source.source != other || source.state == InputState::Idle)
            continue;
        return QStringLiteral("; %1 %2").arg(
            toWord(other), source.fit ? QLatin1String("is fit") : QLatin1String("is not fit"));
    }
    return {};
}

} // namespace

QString durationText(int64_t us)
{
    if (us < 10'000'000)
        return us % 1'000'000 == 0 && us > 0 ? QStringLiteral("%1 s").arg(us / 1'000'000)
            : us < 1'000'000                 ? QStringLiteral("%1 ms").arg(us / 1000)
                                             : QStringLiteral("%1 s").arg(double(us) / 1e6, 0, 'f', 1);
    return us < 600'000'000 ? QStringLiteral("%1 s").arg(us / 1'000'000)
                            : QStringLiteral("%1 min").arg(us / 60'000'000);
}

QString amountText(double value, const QString &unit)
{
    if (unit == QLatin1String("1"))
        return figures(value);
    if (unit == QLatin1String("1/s"))
        return QStringLiteral("%1 fps").arg(value, 0, 'f', 1);
    if (unit == QLatin1String("ms") && std::abs(value) >= 10'000)
        return QStringLiteral("%1 s").arg(figures(value / 1000));
    if (unit != QLatin1String("bit/s"))
        return QStringLiteral("%1 %2").arg(figures(value), unit);
    return std::abs(value) >= 1e6 ? QStringLiteral("%1 Mb/s").arg(value / 1e6, 0, 'f', 2)
                                  : QStringLiteral("%1 kb/s").arg(value / 1e3, 0, 'f', 0);
}

QString alarmText(const Finding &finding, const QString &channel, const ChannelStatus *status, int64_t now)
{
    const MetricKind *kind = metricKind(finding.rule.metric);
    const QString unit = kind ? QLatin1String(kind->unit) : QString();
    const auto amount = [&unit](const std::optional<double> &value) {
        return value ? amountText(*value, unit) : QStringLiteral("not known");
    };
    const RuleReading &reading = finding.reading;
    QString text = finding.rule.text;
    text.replace(QLatin1String("{channel}"), channel)
        .replace(QLatin1String("{node}"), finding.node)
        .replace(QLatin1String("{value}"), amount(reading.value))
        .replace(QLatin1String("{limit}"), amount(finding.rule.value))
        .replace(QLatin1String("{mean}"), amount(reading.usual))
        .replace(QLatin1String("{was}"), amount(reading.usual))
        .replace(QLatin1String("{for}"), durationText(reading.since ? now - *reading.since : 0));
    return text + otherPath(finding, status) + QLatin1Char('.');
}

} // namespace twinfeed::backend
