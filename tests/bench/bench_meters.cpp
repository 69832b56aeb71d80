// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/alarmbook.h"
#include "app/backend/alarms/ruleengine.h"
#include "app/backend/rulefile.h"
#include "app/backend/trendbook.h"
#include "app/server/eventhub.h"
#include "tests/bench/figures.h"
#include "tests/bench/usage.h"
#include "tests/support/fakeclock.h"
#include "tests/support/nginxrtmp.h"
#include "tests/support/wait.h"
#include "tests/system/daemon.h"
#include "tests/system/feeds.h"
#include "tests/unit/server/fakebackend.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cmath>
#include <ctime>

#include <unistd.h>

using namespace std::chrono_literals;
using namespace twinfeed;
using namespace twinfeed::bench;
using namespace twinfeed::test;

/// `./dev bench meters`: what knowing costs. The thread "analysis" of a real twinfeedd, with both paths and the programme at
/// 1080p30 and 4 Mb/s; and 500 metrics five times a second through rules, alarms, trends and the events of one console.
namespace {

constexpr double analysisGoal = 1.5; // % of a core, a path
constexpr double metricsGoal = 5; // % of a core

/// Processor time of all threads of this name, in seconds.
double threadSeconds(qint64 pid, const QByteArray &name)
{
    double ticks = 0;
    const QDir tasks(QStringLiteral("/proc/%1/task").arg(pid));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile comm(tasks.filePath(task + QStringLiteral("/comm")));
        QFile stat(tasks.filePath(task + QStringLiteral("/stat")));
        if (!comm.open(QIODevice::ReadOnly) || comm.readAll().trimmed() != name
            || !stat.open(QIODevice::ReadOnly))
            continue;
        // Behind the name, which may hold anything: user and system time are the 12th and 13th.
        const QByteArray all = stat.readAll();
        const QList<QByteArray> fields = all.mid(all.lastIndexOf(')') + 2).split(' ');
        ticks += fields.value(11).toDouble() + fields.value(12).toDouble();
    }
    return ticks / double(::sysconf(_SC_CLK_TCK));
}

/// % of a core for one stream of `channels` channels with two paths and a programme each; nothing where it did not start.
std::optional<double> analysisCost(const NginxRtmp &hub, int channels, std::chrono::seconds time)
{
    const QString pull = QStringLiteral("pull");
    QJsonArray list;
    for (int i = 0; i < channels; ++i)
        list.append(channelJson(QStringLiteral("channel-%1").arg(i), hub.url(QStringLiteral("a")), pull,
                                hub.url(QStringLiteral("b")), pull, QJsonArray()));
    Daemon daemon(list);
    if (!daemon.start())
        return {};
    for (int i = 0; i < channels; ++i) {
        const QString channel = QStringLiteral("channel-%1").arg(i);
        if (!daemon.api().waitUntilFit(channel, QStringLiteral("primary"))
            || !daemon.api().waitUntilFit(channel, QStringLiteral("backup"))
            || !daemon.api()
                    .takeAndWait(channel, QStringLiteral("primary"))
                    .contains(QLatin1String("evidence")))
            return {};
    }
    letRun(10s); // what the start has brought is over
    const double before = threadSeconds(daemon.pid(), "analysis");
    const SystemClock clock;
    const int64_t since = clock.now();
    letRun(time);
    const double seconds = double(clock.now() - since) / 1e6;
    return 100 * (threadSeconds(daemon.pid(), "analysis") - before) / seconds / (3 * channels);
}

std::vector<Metric> metricsOf(int round, const QDateTime &at)
{
    std::vector<Metric> metrics;
    const char *const names[]{"fps",    "bitrate",     "jitter", "largestGap", "keyframeInterval",
                              "silent", "lostPackets", "bytes",  "black",      "frozen"};
    for (int i = 0; i < 500; ++i) {
        const char *const nodes[]{"primary", "backup", "programme", "output:cdn", "output:rec"};
        metrics.push_back({QStringLiteral("channel-%1").arg(i / 50), QLatin1String(nodes[i / 10 % 5]),
                           QLatin1String(names[i % 10]), 30 + std::sin(round * 0.1 + i),
                           QStringLiteral("1/s"), 1000, 200, at});
    }
    return metrics;
}

/// % of a core.
double metricsCost(const RuleSet &rules, int rounds)
{
    FakeClock clock;
    FakeBackend backend(clock);
    server::EventHub hub(backend, clock, server::Limits());
    const auto console = hub.subscribe({});
    backend::RuleEngine engine;
    engine.setRules(rules);
    backend::AlarmBook book(clock, 1);
    backend::TrendBook trends(clock);
    timespec before{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
    for (int round = 0; round < rounds; ++round) {
        clock.advance(200ms);
        const std::vector<Metric> metrics = metricsOf(round, clock.wall());
        engine.feed(metrics, clock.now());
        for (const backend::Finding &finding : engine.findings(clock.now())) {
            if (finding.reading.holds)
                book.raise({finding.rule.id, finding.channel, finding.node, finding.rule.metric,
                            finding.rule.severity, finding.rule.root, QStringLiteral("It holds.")});
            else if (finding.reading.state == backend::RuleState::Clear)
                book.clear(finding.rule.id, finding.channel, finding.node);
        }
        book.settle({});
        (void)book.take();
        trends.add(metrics);
        hub.publishMetrics(metrics);
        hub.tick();
        while (console && !(*console)->read(1 << 20).isEmpty()) { }
    }
    timespec after{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
    const double used = double(after.tv_sec - before.tv_sec) + double(after.tv_nsec - before.tv_nsec) / 1e9;
    return 100 * used / (rounds * 0.2);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption seconds(QStringLiteral("seconds"), QStringLiteral("How long to measure."),
                                     QStringLiteral("SECONDS"), QStringLiteral("30"));
    const QCommandLineOption channels(QStringLiteral("channels"), QStringLiteral("How many, besides one."),
                                      QStringLiteral("COUNT"), QStringLiteral("8"));
    parser.addOptions({seconds, channels});
    parser.process(app);
    Goals goals;
    Table table({{QStringLiteral("what"), -44}, {QStringLiteral("% of a core"), 12}});

    const auto rules =
        backend::loadRules(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/rules/default.json"));
    if (!rules)
        return 1;
    const double metrics = metricsCost(*rules, 500);
    table.print(
        {QStringLiteral("500 metrics at 5 Hz: rules, trends, events"), QString::number(metrics, 'f', 2)});
    goals.hold(QStringLiteral("500 metrics at 5 Hz"), metrics, metricsGoal, QStringLiteral("% of a core"));

    NginxRtmp hub;
    Feeds feeds({}, {hub.url(QStringLiteral("a")), hub.url(QStringLiteral("b"))});
    if (!hub.start() || !feeds.start()) {
        goals.hold(QStringLiteral("feeds"), false, QStringLiteral("they did not start"));
        return goals.conclude();
    }
    for (const int count : {1, parser.value(channels).toInt()}) {
        const auto cost = analysisCost(hub, count, std::chrono::seconds(parser.value(seconds).toInt()));
        const QString what = QStringLiteral("analysis of one stream, %1 channels").arg(count);
        table.print({what, cost ? QString::number(*cost, 'f', 2) : QStringLiteral("did not start")});
        goals.hold(what, cost.value_or(100), analysisGoal, QStringLiteral("% of a core"));
    }
    return goals.conclude();
}
