// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/nginxrtmp.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"

namespace twinfeed::test {

/// A real twinfeedd with the channel "main", a feed for each path, an nginx-rtmp that takes its outputs, and whom plans need: a second director ("ben"), and
/// the configuration's part about plans. The engine does nothing by itself (failover is off): what happens is a plan's. Test's main thread.
class PlanShow final
{
public:
    struct Kind
    {
        QStringList feedOptions = {}; ///< besides small pictures
        QJsonArray outputs = {}; ///< besides "cdn"
        QJsonObject plans = {}; ///< of the configuration
        QString cdn = {}; ///< where "cdn" goes; empty: straight to nginx
    };

    /// False where it does not come about; report() says why. Primary is on air, and a reader sees it.
    bool start(const Kind &kind);
    QString report() const;
    void stop();

    Api &api() { return m_daemon->api(); }
    Daemon &daemon() { return *m_daemon; }
    Feeds &feeds() { return *m_feeds; }
    Reading &reading() { return *m_reading; }
    NginxRtmp &nginx() { return m_nginx; }
    /// Where "cdn" is read.
    QString programme() const { return m_nginx.url(QStringLiteral("programme")); }

    /// The feed of both paths again, after they were ended.
    bool push();
    /// Both paths fit, this one on air.
    bool ready(const QString &onAir = QStringLiteral("primary"));

    QJsonObject plan(const QString &id);
    QJsonObject state(const QString &plan, const QString &output = {});
    bool waitForState(const QString &plan, const QString &wanted, const QString &output = {},
                      std::chrono::milliseconds timeout = std::chrono::seconds(20));
    /// Armed as its danger wants it, by one or by two, and fired. Id of the run, or the code of the refusal.
    QString fire(const QString &plan, const QString &output = {},
                 const QString &reason = QStringLiteral("A test."));
    /// The change of the programme to "1", "2" or "none" that a reader saw after this time (unit clock, microseconds); empty where none came.
    QJsonObject seen(const QString &to, int64_t since,
                     std::chrono::milliseconds timeout = std::chrono::seconds(20));
    static int64_t now();
    QJsonObject run(const QString &id);
    /// Waits until it asks; the answer's status.
    int answer(const QString &run, const QString &answer,
               std::chrono::milliseconds timeout = std::chrono::seconds(90));
    QJsonObject ended(const QString &run, std::chrono::milliseconds timeout = std::chrono::seconds(90));
    /// Its clear criteria are met.
    bool recovered(const QString &run, std::chrono::milliseconds timeout = std::chrono::seconds(60));
    /// Empty where it was taken, else what was answered.
    QString put(const QJsonObject &plan);

private:
    QString armed(const QString &plan, const QString &output, Api &by);
    QByteArray tag();

    NginxRtmp m_nginx;
    std::unique_ptr<Daemon> m_daemon;
    std::unique_ptr<Api> m_ben;
    std::unique_ptr<Feeds> m_feeds;
    std::unique_ptr<Reading> m_reading;
    QStringList m_urls;
    QStringList m_feedOptions;
};

/// A member that is a text.
QString wordOf(const QJsonValue &object, const char *name);
/// JSON in which ' stands for ".
QJsonObject jsonOf(QByteArray text);
/// Another person of the configuration, and their secret.
QJsonObject tokenOfBen(const QString &role = QStringLiteral("director"));
QByteArray secretOfBen();

} // namespace twinfeed::test
