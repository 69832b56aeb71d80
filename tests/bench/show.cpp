// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/show.h"

#include "tests/support/ports.h"

using namespace std::chrono_literals;

namespace twinfeed::bench {

namespace {

struct Addresses
{
    QString listen; ///< for the configuration
    QString push; ///< for the feed
};

Addresses addressesFor(const QString &protocol)
{
    const QString port = QString::number(test::freePort());
    if (protocol == QLatin1String("srt"))
        return {QStringLiteral("srt://127.0.0.1:") + port, QStringLiteral("srt://127.0.0.1:") + port};
    if (protocol == QLatin1String("udp"))
        return {QStringLiteral("udp://127.0.0.1:") + port,
                QStringLiteral("udp://127.0.0.1:%1?pkt_size=1316").arg(port)};
    const QString url = QStringLiteral("rtmp://127.0.0.1:%1/live/path").arg(port);
    return {url, url};
}

} // namespace

QString ShowKind::name() const
{
    return QStringLiteral("%1, GOP %2 s%3%4")
        .arg(protocol)
        .arg(gopSeconds)
        .arg(aligned ? QStringLiteral(", aligned") : QString())
        .arg(warm ? QStringLiteral(", warm") : QString());
}

QString shownOf(const QString &source)
{
    if (source == QLatin1String("slate"))
        return QStringLiteral("none");
    return source == QLatin1String("primary") ? QStringLiteral("1") : QStringLiteral("2");
}

Show::Show(const ShowKind &kind)
{
    const Addresses a = addressesFor(kind.protocol);
    const Addresses b = addressesFor(kind.protocol);
    const QString listen = QStringLiteral("listen");
    QJsonObject json =
        test::channelJson(channel(), a.listen, listen, b.listen, listen,
                          {test::outputJson(QStringLiteral("cdn"), QStringLiteral("rtmp"), programme())});
    json.insert(QStringLiteral("holdMs"), kind.holdMs);
    json.insert(QStringLiteral("warm"), kind.warm);
    if (!kind.failover.isEmpty())
        json.insert(QStringLiteral("failover"), QJsonObject{{QStringLiteral("mode"), kind.failover}});
    m_daemon = std::make_unique<test::Daemon>(QJsonArray{json});
    QStringList options{QStringLiteral("--gop"), QString::number(kind.gopSeconds * 30)};
    if (kind.aligned)
        options << QStringLiteral("--aligned");
    m_feeds = std::make_unique<test::Feeds>(options + kind.feedOptions, QStringList{a.push, b.push});
}

bool Show::start()
{
    if (!m_nginx.start() || !m_daemon->start() || !m_feeds->start())
        return false;
    for (const char *source : {"primary", "backup", "slate"}) {
        if (!api().waitUntilFit(channel(), QLatin1String(source)))
            return false;
    }
    api().takeAndWait(channel(), QStringLiteral("primary"));
    return m_nginx.waitForPublisher(QStringLiteral("programme"), 20s);
}

QString Show::report() const
{
    return m_daemon->report() + QLatin1Char('\n') + m_feeds->report() + QLatin1Char('\n') + m_nginx.report();
}

} // namespace twinfeed::bench
