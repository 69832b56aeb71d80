// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/audience.h"
#include "tests/bench/figures.h"
#include "tests/bench/show.h"
#include "tests/bench/usage.h"
#include "tests/support/ports.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QLoggingCategory>
#include <QRandomGenerator>

#include <csignal>

using namespace std::chrono_literals;
using namespace twinfeed::bench;
using namespace twinfeed::test;

/// `./dev soak`: ten minutes of a bad day. Every five seconds something breaks or comes back, every ten there is a take; the
/// programme must stay whole, and memory, threads and files flat.
namespace {

const QString channel = QStringLiteral("main");

/// The streams, and what can happen to them. Never both at once: a show with nothing to send has nothing to hold.
class BadDay final
{
public:
    explicit BadDay(quint32 seed)
        : m_random(seed)
        , m_urls{url(), url()}
        , m_feeds(QStringList{QStringLiteral("--gop"), QStringLiteral("60"), QStringLiteral("--prepare"),
                              QStringLiteral("black,freeze,bitrate")}
                      + Feeds::smallPictures(),
                  {m_urls[0], m_urls[1]})
        , m_daemon(QJsonArray{config()})
    {
    }

    bool start()
    {
        if (!m_nginx.start() || !m_fragile.start() || !m_daemon.start() || !m_feeds.start())
            return false;
        for (const char *source : {"primary", "backup", "slate"}) {
            if (!m_daemon.api().waitUntilFit(channel, QLatin1String(source)))
                return false;
        }
        take();
        return m_nginx.waitForPublisher(QStringLiteral("programme"), 20s);
    }
    QString programme() const { return m_nginx.url(QStringLiteral("programme")); }
    Daemon &daemon() { return m_daemon; }
    QString report() const { return m_daemon.report() + m_feeds.report(); }

    /// Something breaks, or what is broken is mended; what it was.
    QString next()
    {
        if (!m_mend.isEmpty()) {
            const QString mended = std::exchange(m_mend, {});
            if (mended == QLatin1String("server"))
                m_fragile.start();
            else
                m_feeds.say(mended);
            return mended == QLatin1String("server") ? QStringLiteral("server back") : mended;
        }
        static const QStringList faults{QStringLiteral("cut"),     QStringLiteral("stop"),
                                        QStringLiteral("black"),   QStringLiteral("freeze"),
                                        QStringLiteral("bitrate"), QStringLiteral("server")};
        const QString fault = faults.at(m_random.bounded(int(faults.size())));
        if (fault == QLatin1String("server")) {
            m_fragile.stop();
            m_mend = fault;
            return QStringLiteral("server gone");
        }
        const int feed = 1 + m_random.bounded(2);
        const bool away = fault == QLatin1String("cut") || fault == QLatin1String("stop");
        m_feeds.say(QStringLiteral("%1 %2").arg(feed).arg(fault));
        m_mend =
            QStringLiteral("%1 %2").arg(feed).arg(away ? QStringLiteral("resume") : QStringLiteral("normal"));
        return QStringLiteral("%1 %2").arg(feed).arg(fault);
    }

    /// To any source; true when it was made or refused for a reason, as one that is not fit.
    bool take()
    {
        const QStringList sources{QStringLiteral("primary"), QStringLiteral("backup"),
                                  QStringLiteral("slate")};
        const QString source = sources.at(m_random.bounded(3));
        const QJsonObject answer = m_daemon.api().takeAndWait(channel, source);
        const bool made = answer.value(QLatin1String("state")) == QLatin1String("done");
        ++(made ? m_made : m_refused);
        return made || !answer.isEmpty();
    }
    int made() const { return m_made; }
    int refused() const { return m_refused; }

private:
    static QString url() { return QStringLiteral("rtmp://127.0.0.1:%1/live/path").arg(freePort()); }
    QJsonObject config() const
    {
        const QString listen = QStringLiteral("listen");
        const QString rtmp = QStringLiteral("rtmp");
        QJsonObject config = channelJson(
            channel, m_urls[0], listen, m_urls[1], listen,
            {outputJson(QStringLiteral("cdn"), rtmp, programme()),
             outputJson(QStringLiteral("fragile"), rtmp, m_fragile.url(QStringLiteral("programme"))),
             outputJson(QStringLiteral("web"), QStringLiteral("hls"),
                        m_folder.filePath(QStringLiteral("hls")))});
        config.insert(QStringLiteral("failover"),
                      QJsonObject{{QStringLiteral("mode"), QStringLiteral("once")}});
        return config;
    }

    QRandomGenerator m_random;
    const QTemporaryDir m_folder;
    const std::array<QString, 2> m_urls;
    NginxRtmp m_nginx;
    NginxRtmp m_fragile; ///< a destination that comes and goes
    Feeds m_feeds;
    Daemon m_daemon;
    QString m_mend; ///< what has to be said to be whole again
    int m_made = 0;
    int m_refused = 0;
};

struct Sample
{
    double seconds;
    Held held;
};

/// The mean of a quarter of the samples, by its number.
double quarter(const std::vector<Sample> &samples, size_t number, double (*value)(const Held &))
{
    const size_t count = samples.size() / 4;
    double sum = 0;
    for (size_t i = number * count; i < (number + 1) * count; ++i)
        sum += value(samples[i].held);
    return sum / double(count);
}

void holdFlat(const std::vector<Sample> &samples, Goals &goals)
{
    if (samples.size() < 48) {
        QTextStream(stdout) << "Too short to tell whether it is flat: four minutes at least." << Qt::endl;
        return;
    }
    // The second quarter is warm: every kind of fault has been there. What rises from there on goes on rising.
    const auto flat = [&](const char *what, double (*value)(const Held &), double allowed, const char *unit) {
        const double before = quarter(samples, 1, value);
        const double after = quarter(samples, 3, value);
        goals.hold(
            QStringLiteral("soak, more %1 in the last quarter than in the second").arg(QLatin1String(what)),
            after - before, allowed, QLatin1String(unit));
    };
    flat(
        "memory", [](const Held &held) { return held.memoryMb; }, 5, "MB");
    flat(
        "threads", [](const Held &held) { return double(held.threads); }, 1, "");
    flat(
        "files", [](const Held &held) { return double(held.handles); }, 2, "");
}

void holdProgramme(const QJsonObject &summary, bool watched, Goals &goals)
{
    const QString name = QStringLiteral("soak, programme");
    goals.hold(name, watched, QStringLiteral("the reader was sent away"));
    const auto zero = [&](const QJsonObject &object, const char *key) {
        goals.hold(name + QLatin1String(", ") + QLatin1String(key),
                   object.value(QLatin1String(key)).toDouble(1), 0, QString());
    };
    for (const char *key : {"decode_errors", "corrupt", "damaged", "unreadable", "pts_not_rising"})
        zero(summary, key);
    const QJsonObject dts = summary.value(QLatin1String("dts_not_rising")).toObject();
    zero(dts, "video");
    zero(dts, "sound");
    goals.hold(name + QStringLiteral(", largest gap"),
               summary.value(QLatin1String("largest_gap_ms")).toDouble(), 1000, QStringLiteral("ms"));
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QLoggingCategory::setFilterRules(QStringLiteral("default.info=false"));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("A fault every 5 s and a take every 10 s: is everything whole and flat?"));
    parser.addHelpOption();
    const QCommandLineOption minutesOption(QStringLiteral("minutes"),
                                           QStringLiteral("How long (default 10)."), QStringLiteral("N"),
                                           QStringLiteral("10"));
    const QCommandLineOption seedOption(QStringLiteral("seed"), QStringLiteral("Of the faults (default 1)."),
                                        QStringLiteral("N"), QStringLiteral("1"));
    parser.addOptions({minutesOption, seedOption});
    parser.process(application);

    QTextStream out(stdout);
    BadDay day(parser.value(seedOption).toUInt());
    Audience audience(day.programme());
    if (!day.start() || !audience.start()) {
        out << day.report() << Qt::endl;
        return 1;
    }
    const double seconds = parser.value(minutesOption).toDouble() * 60;
    out << "Soak: 640x360p30, RTMP; a fault or its end every 5 s, a take every 10 s, for " << seconds << " s"
        << Qt::endl;
    Table table({{QStringLiteral("s"), 6},
                 {QStringLiteral("MB"), 6},
                 {QStringLiteral("threads"), 8},
                 {QStringLiteral("files"), 6},
                 {QStringLiteral("CPU s"), 7},
                 {QStringLiteral("what happens"), -20}});
    Goals goals;
    std::vector<Sample> samples;
    const double beganUs = nowUs();
    for (int step = 1; (nowUs() - beganUs) / 1e6 < seconds; ++step) {
        letRun(std::chrono::milliseconds(qMax(0, int(step * 5000 - (nowUs() - beganUs) / 1000))));
        const QString what = day.next();
        if (step % 2 == 0)
            goals.hold(QStringLiteral("soak, take at %1 s").arg(step * 5), day.take(),
                       QStringLiteral("no answer"));
        const Sample sample{(nowUs() - beganUs) / 1e6, heldBy({day.daemon().pid()})};
        samples.push_back(sample);
        table.print({QString::number(sample.seconds, 'f', 0), QString::number(sample.held.memoryMb, 'f', 1),
                     QString::number(sample.held.threads), QString::number(sample.held.handles),
                     QString::number(sample.held.cpuSeconds, 'f', 1), what});
    }
    goals.hold(QStringLiteral("soak"), day.daemon().process().isRunning(),
               QStringLiteral("twinfeedd has ended"));
    const bool watched = audience.isRunning();
    const QJsonObject summary = audience.finish();
    out << day.made() << " takes made, " << day.refused() << " refused; "
        << summary.value(QLatin1String("pictures")).toInt() << " pictures, largest gap "
        << summary.value(QLatin1String("largest_gap_ms")).toDouble() << " ms" << Qt::endl;
    holdProgramme(summary, watched, goals);
    holdFlat(samples, goals);
    return goals.conclude();
}
