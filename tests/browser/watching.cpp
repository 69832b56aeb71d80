// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/browser/watching.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace std::chrono_literals;

namespace twinfeed::test {

namespace {

constexpr double longestMs = 1000;
// All standstills together: a decoder in software that has to wait for a processor stands still for a tenth of a second at a time.
constexpr double mostLost = 0.1;

QString sourceFile(const QString &name)
{
    return QStringLiteral(TWINFEED_SOURCE_DIR "/tests/browser/") + name;
}

QProcessEnvironment homeAt(const QString &folder)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
        environment.insert(QLatin1String(name), folder);
    return environment;
}

} // namespace

QStringList Watching::flv(const QUrl &url, const QByteArray &token)
{
    return {
        QStringLiteral("--player"), QStringLiteral("mpegts"),
        QStringLiteral("--url"),    url.toString(),
        QStringLiteral("--header"), QStringLiteral("Authorization: Bearer ") + QString::fromLatin1(token)};
}

QStringList Watching::hls(const QString &folder)
{
    return {QStringLiteral("--player"), QStringLiteral("hls"), QStringLiteral("--folder"), folder};
}

QString Watching::modules()
{
    return QStringLiteral(TWINFEED_SOURCE_DIR "/build/browser/node_modules");
}

Watching::Watching(const QStringList &stream)
    : m_process(QStringLiteral("node"),
                QStringList{sourceFile(QStringLiteral("watch.mjs")), QStringLiteral("--modules"), modules()}
                    + stream,
                homeAt(m_folder.path()))
{
}

bool Watching::start(const QString &source)
{
    return m_process.start() && waitUntilShown(source, 60s);
}

bool Watching::begin()
{
    m_process.writeLine(QStringLiteral("begin"));
    return m_process.waitForLine(QStringLiteral("\"began\""), 20s).has_value();
}

bool Watching::waitUntilShown(const QString &source, std::chrono::milliseconds timeout)
{
    return m_process.waitForLine(QStringLiteral("\"shows\",\"source\":\"%1\"").arg(source), timeout)
        .has_value();
}

QJsonObject Watching::finish()
{
    m_process.writeLine(QStringLiteral("end"));
    const auto line = m_process.waitForLine(QStringLiteral("^\\{.*\"summary\".*\\}$"), 20s);
    m_process.waitForEnd(10s);
    return line ? QJsonDocument::fromJson(line->captured(0).toUtf8()).object() : QJsonObject();
}

QString noticedIn(const QJsonObject &summary)
{
    if (summary.isEmpty())
        return QStringLiteral("The browser gave no summary.");
    QStringList noticed;
    const auto number = [&](const char *key) { return summary.value(QLatin1String(key)).toDouble(); };
    const auto tooLong = [&](const char *key, double ms) {
        if (ms > longestMs)
            noticed << QStringLiteral("%1 for %2 ms").arg(QLatin1String(key)).arg(ms);
    };
    for (const char *key : {"waiting", "stalled"}) {
        for (const QJsonValue &one : summary.value(QLatin1String(key)).toArray())
            tooLong(key, one.toObject().value(QLatin1String("ms")).toDouble());
    }
    tooLong("longestStandstill", number("longestStandstill"));
    for (const QJsonValue &error : summary.value(QLatin1String("errors")).toArray())
        noticed << error.toString();
    if (number("loads") != 1 || number("connections") > 1)
        noticed << QStringLiteral("reloaded");
    if (std::abs(number("seconds") - number("played")) > mostLost * number("seconds"))
        noticed << QStringLiteral("played %1 s in %2 s").arg(number("played")).arg(number("seconds"));
    if (number("frames") < 10 * number("seconds"))
        noticed << QStringLiteral("%1 pictures in %2 s").arg(number("frames")).arg(number("seconds"));
    if (number("unreadable") > 0)
        noticed << QStringLiteral("%1 pictures were damaged").arg(number("unreadable"));
    return noticed.join(QLatin1String("; "));
}

} // namespace twinfeed::test
