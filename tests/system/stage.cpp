// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/system/stage.h"

#include "models/domain/clock.h"
#include "tests/support/ports.h"

#include <QCryptographicHash>
#include <QJsonDocument>

using namespace std::chrono_literals;

namespace twinfeed::test {

namespace {

const QString channel = QStringLiteral("main");

QJsonObject tokenOfBen()
{
    const QByteArray digest = QCryptographicHash::hash(secretOfBen(), QCryptographicHash::Sha256);
    return {{QStringLiteral("name"), QStringLiteral("ben")},
            {QStringLiteral("role"), QStringLiteral("director")},
            {QStringLiteral("sha256"), QString::fromLatin1(digest.toHex())}};
}

} // namespace

QString wordOf(const QJsonValue &object, const char *name)
{
    return object[QLatin1String(name)].toString();
}

QJsonObject jsonOf(QByteArray text)
{
    return QJsonDocument::fromJson(text.replace('\'', '"')).object();
}

QByteArray secretOfBen()
{
    return QByteArrayLiteral("tf_0123456789012345678901234567890123456789012");
}

bool Stage::start(const Kind &kind)
{
    if (!m_nginx.start())
        return false;
    QStringList urls;
    for (const char *path : {"a", "b"})
        urls << QStringLiteral("rtmp://127.0.0.1:%1/live/%2").arg(freePort()).arg(QLatin1String(path));
    QJsonArray outputs = kind.outputs;
    outputs.prepend(outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), programme()));
    QJsonObject config =
        channelJson(channel, urls[0], QStringLiteral("listen"), urls[1], QStringLiteral("listen"), outputs);
    if (kind.holdMs > 0)
        config.insert(QStringLiteral("holdMs"), kind.holdMs);
    m_daemon = std::make_unique<Daemon>(QJsonArray{config},
                                        QJsonObject{{QStringLiteral("tokens"), QJsonArray{tokenOfBen()}},
                                                    {QStringLiteral("plans"), kind.plans}},
                                        kind.arguments);
    m_feeds = std::make_unique<Feeds>(Feeds::smallPictures() + kind.feedOptions, urls);
    m_reading = std::make_unique<Reading>(programme());
    return m_daemon->start() && m_feeds->start() && ready(kind.onAir)
        && m_nginx.waitForPublisher(QStringLiteral("programme"), 20s) && m_reading->start()
        && !m_reading->firstPicture().isEmpty();
}

QString Stage::report() const
{
    QString all = m_nginx.report();
    if (m_daemon)
        all += m_daemon->report() + m_feeds->report() + m_reading->report();
    return all;
}

void Stage::stop()
{
    m_reading.reset();
    m_feeds.reset();
    m_daemon.reset();
}

bool Stage::ready(const QString &onAir)
{
    for (const char *source : {"primary", "backup", "slate"}) {
        if (!api().waitUntilFit(channel, QLatin1String(source)))
            return false;
    }
    return onAir.isEmpty() || wordOf(document(), "onAir") == onAir
        || wordOf(api().takeAndWait(channel, onAir), "state") == QLatin1String("done");
}

int64_t Stage::now()
{
    return SystemClock().now();
}

QJsonObject Stage::seen(const QString &to, int64_t since, std::chrono::milliseconds timeout)
{
    while (true) {
        const QJsonObject change = m_reading->nextChange(timeout);
        if (change.isEmpty()
            || (wordOf(change, "to") == to
                && change.value(QLatin1String("at_us")).toDouble() > double(since)))
            return change;
    }
}

} // namespace twinfeed::test
