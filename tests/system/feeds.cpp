// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/system/feeds.h"

#include "models/domain/clock.h"
#include "tests/support/wait.h"

#include <QDebug>
#include <QJsonDocument>

#include <algorithm>

using namespace std::chrono_literals;

namespace twinfeed::test {

namespace {

QJsonObject parsed(const std::optional<QRegularExpressionMatch> &line)
{
    return line ? QJsonDocument::fromJson(line->captured(0).toUtf8()).object() : QJsonObject();
}

QString feedProgram()
{
    return QStringLiteral(TWINFEED_BIN_DIR "/twinfeed-feed");
}

} // namespace

QStringList Feeds::smallPictures()
{
    return {QStringLiteral("--size"), QStringLiteral("640x360"),        QStringLiteral("--bitrate"),
            QStringLiteral("1M"),     QStringLiteral("--loop-seconds"), QStringLiteral("20")};
}

Feeds::Feeds(QStringList options, QStringList urls)
    : m_process(feedProgram(), QStringList{QStringLiteral("push")} + options + urls)
{
}

bool Feeds::start()
{
    return m_process.start()
        && m_process.waitForLine(QStringLiteral("^\\{.*\"ready\".*\\}$"), 180s).has_value();
}

QJsonObject Feeds::say(const QString &command)
{
    m_process.writeLine(command);
    return took(command.section(QLatin1Char(' '), -1));
}

QJsonObject Feeds::took(const QString &word)
{
    return parsed(m_process.waitForLine(QStringLiteral("^\\{.*\"did\": ?\"%1\".*\\}$").arg(word), 60s));
}

Reading::Reading(const QString &url, QStringList options)
    : m_process(feedProgram(),
                QStringList{QStringLiteral("read"), QStringLiteral("--json"), QStringLiteral("--live"),
                            QStringLiteral("--until-line"), QStringLiteral("--wait"), QStringLiteral("30")}
                    + options + QStringList{url})
{
}

bool Reading::start()
{
    return m_process.start();
}

QJsonObject Reading::nextEvent(const QString &kind, std::chrono::milliseconds timeout)
{
    return parsed(m_process.waitForLine(QStringLiteral("^\\{.*\"event\": ?\"%1\".*\\}$").arg(kind), timeout));
}

QJsonObject Reading::firstPicture(std::chrono::milliseconds timeout)
{
    return nextEvent(QStringLiteral("first_picture"), timeout);
}

QJsonObject Reading::nextChange(std::chrono::milliseconds timeout)
{
    return nextEvent(QStringLiteral("change"), timeout);
}

QJsonObject Reading::finish()
{
    m_process.writeLine(QStringLiteral("end"));
    return summary(20s);
}

QJsonObject Reading::summary(std::chrono::milliseconds timeout)
{
    const QJsonObject summary = nextEvent(QStringLiteral("summary"), timeout);
    m_process.waitForEnd(10s);
    return summary;
}

bool letRun(std::chrono::milliseconds time)
{
    const SystemClock clock;
    const int64_t until = clock.now() + std::chrono::microseconds(time).count();
    return waitUntil([&] { return clock.now() >= until; }, 2 * time + 1s, "the programme to run on");
}

QString faultsIn(QJsonObject summary, const QString &harmless)
{
    // The first ten messages are kept: with more errors than those, one may be of another kind.
    const QJsonArray messages = summary.value(QLatin1String("decode_messages")).toArray();
    const bool expected =
        std::ranges::all_of(messages, [&](const QJsonValue &m) { return m.toString().contains(harmless); });
    if (!harmless.isEmpty() && expected
        && summary.value(QLatin1String("decode_errors")).toInt() == messages.size())
        summary.insert(QStringLiteral("decode_errors"), 0);
    if (summary.isEmpty())
        return QStringLiteral("The reader gave no summary.");
    QStringList faults;
    const auto mustBeZero = [&](const QJsonObject &object, const char *key) {
        const QJsonValue value = object.value(QLatin1String(key));
        if (!value.isDouble() || value.toDouble() != 0)
            faults << QStringLiteral("%1 is %2").arg(QLatin1String(key), value.toVariant().toString());
    };
    for (const char *key :
         {"decode_errors", "corrupt", "damaged", "unreadable", "lost", "repeated", "pts_not_rising"})
        mustBeZero(summary, key);
    const QJsonObject dts = summary.value(QLatin1String("dts_not_rising")).toObject();
    mustBeZero(dts, "video");
    mustBeZero(dts, "sound");
    if (summary.value(QLatin1String("pictures")).toInt() < 30)
        faults << QStringLiteral("hardly any pictures");
    if (!faults.isEmpty())
        qInfo().noquote() << QJsonDocument(summary).toJson(QJsonDocument::Compact);
    return faults.join(QLatin1String("; "));
}

} // namespace twinfeed::test
