// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/logthrottle.h"

#include <QRegularExpression>

#include <algorithm>

namespace twinfeed::media {

namespace {

QString keyOf(const QString &line)
{
    static const QRegularExpression numbers(QStringLiteral("-?\\b(0x[0-9a-f]+|[0-9]+)"));
    if (line.contains(QLatin1String("://")))
        return line;
    return QString(line).replace(numbers, QStringLiteral("#"));
}

} // namespace

std::optional<QString> LogThrottle::say(const QString &line, int64_t nowUs)
{
    const QString key = keyOf(line);
    const auto known = m_said.find(key);
    if (known == m_said.end()) {
        if (m_said.size() >= mostLines)
            forgetOne();
        m_said.insert(key, {nowUs, 0});
        return line;
    }
    if (nowUs - known->at < periodUs) {
        ++known->since;
        return std::nullopt;
    }
    const Said before = *known;
    *known = {nowUs, 0};
    if (before.since == 0)
        return line;
    return QStringLiteral("%1 (%2 more times in %3 min)")
        .arg(line)
        .arg(before.since)
        .arg((nowUs - before.at) / 60'000'000);
}

void LogThrottle::forgetOne()
{
    m_said.erase(std::min_element(m_said.begin(), m_said.end(),
                                  [](const Said &a, const Said &b) { return a.at < b.at; }));
}

} // namespace twinfeed::media
