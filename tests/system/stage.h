// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/nginxrtmp.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

namespace twinfeed::test {

/// A real twinfeedd with the channel "main", a feed for each path, an nginx-rtmp that takes its outputs, a reader behind that, and a second director
/// ("ben"). The engine does nothing by itself: failover is off. Test's main thread.
class Stage
{
public:
    struct Kind
    {
        QStringList feedOptions = {}; ///< besides small pictures
        QJsonArray outputs = {}; ///< besides "cdn"
        QJsonObject plans = {}; ///< of the configuration
        QString onAir = QStringLiteral("primary"); ///< before it begins; empty: what comes
        int holdMs = 1500; ///< 0: as by default
        QStringList arguments = {}; ///< of twinfeedd
    };

    /// False where it does not come about; report() says why.
    bool start(const Kind &kind);
    QString report() const;
    void stop();

    Api &api() { return m_daemon->api(); }
    Daemon &daemon() { return *m_daemon; }
    Feeds &feeds() { return *m_feeds; }
    Reading &reading() { return *m_reading; }
    NginxRtmp &nginx() { return m_nginx; }
    QJsonObject document() { return api().get(QStringLiteral("/v1/channels/main")).json; }
    QJsonObject status() { return api().get(QStringLiteral("/v1/channels/main/status")).json; }
    /// Where "cdn" is read.
    QString programme() const { return m_nginx.url(QStringLiteral("programme")); }

    /// Both paths and the slate are fit, and this is on air.
    bool ready(const QString &onAir = QStringLiteral("primary"));
    /// The change of the programme to "1", "2" or "none" that a reader saw after this time (unit clock, microseconds); empty where none came.
    QJsonObject seen(const QString &to, int64_t since,
                     std::chrono::milliseconds timeout = std::chrono::seconds(20));
    static int64_t now();

private:
    NginxRtmp m_nginx;
    std::unique_ptr<Daemon> m_daemon;
    std::unique_ptr<Feeds> m_feeds;
    std::unique_ptr<Reading> m_reading;
};

/// A member that is a text.
QString wordOf(const QJsonValue &object, const char *name);
/// JSON in which ' stands for ".
QJsonObject jsonOf(QByteArray text);
/// The second director's secret.
QByteArray secretOfBen();

} // namespace twinfeed::test
