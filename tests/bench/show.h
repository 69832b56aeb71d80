// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/nginxrtmp.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

#include <memory>

namespace twinfeed::bench {

/// What a measured show is made of.
struct ShowKind
{
    QString protocol = QStringLiteral("rtmp"); ///< or "srt", "udp"
    int gopSeconds = 2;
    bool aligned = false; ///< both paths carry the same packets
    QString failover = {}; ///< mode; empty: as by default
    bool warm = false; ///< the standby decoder
    int holdMs = 500;
    QStringList feedOptions = {}; ///< further ones

    /// "rtmp, GOP 2 s, aligned"
    QString name() const;
};

/// 1080p30 H.264 at 4 Mb/s and AAC on two paths, a real twinfeedd with one channel "main" that has primary on air, and a real
/// nginx-rtmp that takes the programme. Feed 1 is the primary, feed 2 the backup.
class Show final
{
public:
    explicit Show(const ShowKind &kind);

    /// False when it does not come about; report() says what is known.
    bool start();
    test::Api &api() { return m_daemon->api(); }
    test::Daemon &daemon() { return *m_daemon; }
    test::Feeds &feeds() { return *m_feeds; }
    test::NginxRtmp &nginx() { return m_nginx; }
    /// Where the programme is read.
    QString programme() const { return m_nginx.url(QStringLiteral("programme")); }
    QString report() const;

    static QString channel() { return QStringLiteral("main"); }

private:
    test::NginxRtmp m_nginx;
    std::unique_ptr<test::Daemon> m_daemon;
    std::unique_ptr<test::Feeds> m_feeds;
};

/// "1" for primary, "2" for backup, "none" for the slate: what its pictures say.
QString shownOf(const QString &source);

} // namespace twinfeed::bench
