// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/alarmbook.h"
#include "app/backend/alarms/alarmquality.h"
#include "app/backend/alarms/alarmtext.h"
#include "app/backend/alarms/statemetrics.h"
#include "tests/support/fakeclock.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <random>

using namespace twinfeed;
using namespace twinfeed::backend;
using namespace twinfeed::test;
using namespace std::chrono_literals;

namespace {

/// Channels with two encoders each, that do what the test says, and the default rules over them.
class Show final
{
public:
    struct Path
    {
        bool sends = true;
        double fps = 30;
        double bitrate = 4e6;
        bool black = false;
        double blackFor = 0; ///< seconds
        int64_t newest = 0;
    };

    Show(unsigned seed, int channels)
        : random(seed)
        , m_book(clock, 1)
    {
        QFile file(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/rules/default.json"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no default rules");
        const auto rules = ruleSetFromJson(QJsonDocument::fromJson(file.readAll()).object());
        if (!rules)
            qFatal("%s", qPrintable(rules.error().message));
        m_engine.setRules(*rules);
        for (int i = 0; i < channels; ++i)
            paths.push_back({});
    }

    /// A quarter of a second, as the director's.
    void round(std::chrono::milliseconds step = 250ms)
    {
        clock.advance(step);
        for (auto &channel : paths) {
            for (Path &path : channel)
                path.blackFor = path.black ? path.blackFor + double(step.count()) / 1000 : 0;
        }
        std::vector<Metric> metrics;
        Surroundings around;
        std::map<QString, ChannelStatus> statuses;
        for (size_t i = 0; i < paths.size(); ++i) {
            const QString id = QStringLiteral("c%1").arg(i);
            ChannelStatus &status = statuses[id];
            status.channel = id;
            measure(i, status, metrics);
            if (i == 0)
                measureOutside(metrics);
            for (Metric &metric : m_states.of(status, clock.now(), clock.wall()))
                metrics.push_back(std::move(metric));
            around[id] = {id, {QStringLiteral("primary"), QStringLiteral("backup")}, onAir(i)};
        }
        m_engine.feed(metrics, clock.now());
        judge(around, statuses);
    }
    void run(std::chrono::seconds time)
    {
        for (auto left = time * 4; left.count() > 0; left -= 1s)
            round();
    }

    /// Everything that was raised since `from`, as it is now.
    std::vector<Alarm> raisedSince(const QDateTime &from) const
    {
        std::vector<Alarm> alarms;
        for (const auto &[id, alarm] : m_all) {
            if (alarm.raisedAt >= from)
                alarms.push_back(alarm);
        }
        return alarms;
    }

    std::mt19937 random;
    FakeClock clock;
    std::vector<std::array<Path, 2>> paths;
    bool outputsFail = false;
    bool nodeFails = false; ///< the ingest server of the first channel, whose figures are polled
    bool hooksFail = false;

private:
    double wobble(double most) { return std::uniform_real_distribution<double>(-most, most)(random); }

    Source onAir(size_t channel) const
    {
        return paths[channel][0].sends ? Source::Primary
            : paths[channel][1].sends  ? Source::Backup
                                       : Source::Slate;
    }

    void measure(size_t channel, ChannelStatus &status, std::vector<Metric> &metrics)
    {
        const int64_t now = clock.now();
        for (size_t i = 0; i < 2; ++i) {
            Path &path = paths[channel][i];
            if (path.sends)
                path.newest = now - int64_t(std::abs(wobble(60'000)));
            SourceStatus source;
            source.source = i == 0 ? Source::Primary : Source::Backup;
            const int64_t age = now - path.newest;
            source.state = age < 2'000'000 ? InputState::Live : InputState::Connecting;
            source.fit = age < 300'000;
            source.ageMs = age / 1000;
            status.sources.push_back(source);
            const bool measured = age < 1'000'000;
            add(metrics, status.channel, toWord(source.source), measured, path);
        }
        status.programme = onAir(channel);
        OutputStatus output;
        output.id = QStringLiteral("cdn");
        output.state = outputsFail ? OutputState::Connecting : OutputState::Live;
        status.outputs = {output};
        add(metrics, status.channel, QStringLiteral("programme"), true,
            paths[channel][onAir(channel) == Source::Backup ? 1 : 0]);
        add(metrics, status.channel, QStringLiteral("output:cdn"), true, paths[channel][0]);
    }

    /// As OutsideDesk has it: a node is asked every 2 s, and is down when three questions in a row had no good answer.
    void measureOutside(std::vector<Metric> &metrics)
    {
        const auto put = [&](const char *channel, const char *node, const char *name,
                             std::optional<double> value, int periodMs) {
            metrics.push_back({QLatin1String(channel), QLatin1String(node), QLatin1String(name), value,
                               QStringLiteral("1"), 0, periodMs, clock.wall()});
        };
        const int64_t now = clock.now();
        m_nodeGoodAt = nodeFails ? m_nodeGoodAt : now;
        m_hookGoodAt = hooksFail ? m_hookGoodAt : now;
        const bool down = now - m_nodeGoodAt > 6'000'000;
        put("c0", "node:ingest", "down", down ? 1 : 0, 2000);
        put("c0", "node:ingest", "bitrate", down ? std::nullopt : std::optional(4e6 + wobble(2e5)), 2000);
        put("c0", "node:ingest", "publishing", down ? std::nullopt : std::optional(1.0), 2000);
        // Tries at 0, 1, 3 s.
        put("", "webhook:duty", "down", now - m_hookGoodAt > 3'000'000 ? 1 : 0, 1000);
    }

    void add(std::vector<Metric> &metrics, const QString &channel, const QString &node, bool measured,
             const Path &path)
    {
        const auto put = [&](const char *name, double value, const char *unit) {
            metrics.push_back({channel, node, QLatin1String(name),
                               measured ? std::optional(value) : std::nullopt, QLatin1String(unit), 1000,
                               1000, clock.wall()});
        };
        const bool keyframe = (clock.now() / 1'000'000) % 2 == 0;
        put("fps", path.fps + wobble(0.6), "1/s");
        put("bitrate", path.bitrate * ((keyframe ? 1.25 : 0.75) + wobble(0.05)), "bit/s");
        put("keyframeInterval", 2, "s");
        put("black", path.blackFor, "s");
    }

    void judge(const Surroundings &around, const std::map<QString, ChannelStatus> &statuses)
    {
        for (const Finding &finding : m_engine.findings(clock.now())) {
            const Rule &rule = finding.rule;
            const auto status = statuses.find(finding.channel);
            if (finding.reading.holds)
                m_book.raise({rule.id, finding.channel, finding.node, rule.metric, rule.severity, rule.root,
                              alarmText(finding, finding.channel,
                                        status == statuses.end() ? nullptr : &status->second, clock.now()),
                              finding.reading.value});
            else if (finding.reading.state != RuleState::Undecided)
                m_book.clear(rule.id, finding.channel, finding.node);
        }
        m_book.settle(around);
        for (const AlarmChange &change : m_book.take())
            m_all[change.alarm.id.toLongLong()] = change.alarm;
    }

    RuleEngine m_engine;
    StateMetrics m_states;
    AlarmBook m_book;
    std::map<qint64, Alarm> m_all; // the newest of each
    int64_t m_nodeGoodAt = 0;
    int64_t m_hookGoodAt = 0;
};

int alone(const std::vector<Alarm> &alarms)
{
    return int(
        std::count_if(alarms.begin(), alarms.end(), [](const Alarm &alarm) { return alarm.root.isEmpty(); }));
}

QByteArray listed(unsigned seed, const std::vector<Alarm> &alarms)
{
    QByteArray text = "seed " + QByteArray::number(seed) + ":";
    for (const Alarm &alarm : alarms)
        text += "\n  #" + alarm.id.toUtf8() + " < " + alarm.root.toUtf8() + " " + alarm.text.toUtf8();
    return text;
}

} // namespace

/// The default rules and the alarm book together, over made-up shows with a clock of their own.
class TestAlarmHistories final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTotalLossOfThePrimary()
    {
        for (unsigned seed = 1; seed <= 6; ++seed) {
            Show show(seed, 3);
            show.run(90s);
            const QDateTime from = show.clock.wall();
            // It dies slowly, or at once; and may come back in between, once or twice.
            auto &primary = show.paths[0][0];
            if (seed % 2 == 0) {
                primary.fps = 8;
                primary.bitrate = 1e6;
                show.run(std::chrono::seconds(show.random() % 60));
            }
            primary.sends = false;
            if (seed % 3 == 0) {
                show.run(40s);
                primary.sends = true;
                show.run(std::chrono::seconds(1 + show.random() % 5));
                primary.sends = false;
            }
            show.run(600s);
            const auto alarms = show.raisedSince(from);
            QVERIFY2(!alarms.empty() && alarms.size() <= 10, listed(seed, alarms).constData());
            QVERIFY2(alone(alarms) == 1, listed(seed, alarms).constData());
            for (const Alarm &alarm : alarms) {
                if (alarm.root.isEmpty())
                    QVERIFY2(alarm.rule == QLatin1String("no-data"), listed(seed, alarms).constData());
            }
        }
    }

    /// The ingest server that the primary comes from dies, and takes its statistics and the way to the webhook with it.
    void aTotalLossWithWhatIsOutside()
    {
        for (unsigned seed = 1; seed <= 4; ++seed) {
            Show show(seed, 2);
            show.run(90s);
            const QDateTime from = show.clock.wall();
            show.paths[0][0].sends = false;
            show.nodeFails = true;
            show.hooksFail = seed % 2 == 0;
            if (seed > 2) { // it tries to come back, three times
                for (int i = 0; i < 3; ++i) {
                    show.run(std::chrono::seconds(20 + show.random() % 20));
                    show.nodeFails = show.hooksFail = false;
                    show.paths[0][0].sends = true;
                    show.run(std::chrono::seconds(2 + show.random() % 3));
                    show.paths[0][0].sends = false;
                    show.nodeFails = true;
                    show.hooksFail = seed % 2 == 0;
                }
            }
            show.run(500s);
            const auto alarms = show.raisedSince(from);
            QVERIFY2(alarms.size() <= 10, listed(seed, alarms).constData());
            std::map<QString, int> roots;
            for (const Alarm &alarm : alarms)
                roots[alarm.rule] += alarm.root.isEmpty() ? 1 : 0;
            QVERIFY2(roots[QStringLiteral("no-data")] == 1, listed(seed, alarms).constData());
            QVERIFY2(roots[QStringLiteral("node-down")] == 1, listed(seed, alarms).constData());
            QVERIFY2(roots[QStringLiteral("webhook-down")] == int(seed % 2 == 0),
                     listed(seed, alarms).constData());
            QVERIFY2(alone(alarms) <= 3, listed(seed, alarms).constData());
        }
    }

    /// A node that answers now and then, and a webhook that fails for a moment: notices that do not chatter.
    void whatIsOutsideComesAndGoes()
    {
        for (unsigned seed = 1; seed <= 4; ++seed) {
            Show show(seed, 1);
            show.run(60s);
            const QDateTime from = show.clock.wall();
            for (int i = 0; i < 60; ++i) {
                show.nodeFails = i % 2 == 0;
                show.hooksFail = i % 3 == 0;
                show.run(std::chrono::seconds(4 + show.random() % 8));
            }
            const auto alarms = show.raisedSince(from);
            QVERIFY2(alone(alarms) <= 2, listed(seed, alarms).constData());
        }
    }

    void aLossIsFoundInTime()
    {
        for (unsigned seed = 1; seed <= 20; ++seed) {
            Show show(seed, 1);
            show.run(30s);
            show.paths[0][0].sends = false;
            const QDateTime from = show.clock.wall();
            show.run(4s);
            const auto alarms = show.raisedSince(from);
            QCOMPARE(alarms.size(), size_t(1));
            // A second without data, and 250 ms; rounds are 250 ms apart.
            QVERIFY2(from.msecsTo(alarms.front().raisedAt) <= 1250, listed(seed, alarms).constData());
            QVERIFY2(alarms.front().text.contains(QLatin1String("backup is fit")),
                     listed(seed, alarms).constData());
        }
    }

    void everythingIsLost()
    {
        for (unsigned seed = 1; seed <= 2; ++seed) {
            Show show(seed, 4);
            show.run(60s);
            const QDateTime from = show.clock.wall();
            show.outputsFail = show.nodeFails = show.hooksFail = true;
            for (auto &channel : show.paths) {
                for (auto &path : channel)
                    path.sends = false;
                if (seed % 2 == 0)
                    show.round();
            }
            show.run(600s);
            const auto alarms = show.raisedSince(from);
            QVERIFY2(alone(alarms) == 1, listed(seed, alarms).constData());
            for (const Alarm &alarm : alarms) {
                if (alarm.root.isEmpty())
                    QVERIFY2(alarm.rule == QLatin1String("all-inputs-lost"),
                             listed(seed, alarms).constData());
            }
            QVERIFY(qualityOf(alarms, from, show.clock.wall()).floods == 0);
        }
    }

    void aNormalShow()
    {
        for (unsigned seed = 1; seed <= 2; ++seed) {
            Show show(seed, 2);
            show.run(60s);
            const QDateTime from = show.clock.wall();
            // What happens in an evening: short hiccups, a dark scene, a rate that breathes.
            for (int minute = 0; minute < 60; ++minute) {
                auto &path = show.paths[show.random() % 2][show.random() % 2];
                const unsigned what = show.random() % 6;
                // A statistics page or a webhook that stumbles once is nobody's business.
                show.nodeFails = what == 4;
                show.hooksFail = what == 5;
                path.sends = what != 0;
                show.run(what == 0 ? 0s : 1s);
                if (what == 0)
                    show.round();
                path.sends = true;
                path.fps = what == 1 ? 14 : 30;
                path.bitrate = what == 2 ? 4.6e6 : 4e6;
                path.black = what == 3;
                show.run(1s);
                show.nodeFails = show.hooksFail = false;
                path.black = false;
                show.run(20s);
                path.fps = 30;
                show.run(37s);
                path.bitrate = 4e6;
            }
            const AlarmQuality quality = qualityOf(show.raisedSince(from), from, show.clock.wall());
            QVERIFY2(quality.per10Minutes <= 1, listed(seed, show.raisedSince(from)).constData());
            QVERIFY2(quality.most10Minutes <= 1, listed(seed, show.raisedSince(from)).constData());
        }
    }

    void aCleanEvening()
    {
        Show show(11, 1);
        const QDateTime from = show.clock.wall();
        for (int i = 0; i < 8 * 3600; ++i)
            show.round(1s);
        QVERIFY2(show.raisedSince(from).empty(), listed(11, show.raisedSince(from)).constData());
    }

    void aValueAboutItsThreshold()
    {
        for (unsigned seed = 1; seed <= 5; ++seed) {
            Show show(seed, 1);
            show.run(60s);
            const QDateTime from = show.clock.wall();
            for (int i = 0; i < 600; ++i) {
                show.paths[0][0].fps = 13.5 + double(show.random() % 30) / 10; // 13.5 to 16.4
                show.run(1s);
            }
            show.paths[0][0].black = false;
            for (int i = 0; i < 60; ++i) {
                show.paths[0][0].black = i % 2 == 1;
                show.run(5s);
            }
            const auto alarms = show.raisedSince(from);
            int blacks = 0;
            for (const Alarm &alarm : alarms)
                blacks += alarm.rule == QLatin1String("black") && alarm.root.isEmpty() ? 1 : 0;
            QVERIFY2(blacks == 1, listed(seed, alarms).constData());
            QVERIFY2(alone(alarms) <= 3, listed(seed, alarms).constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestAlarmHistories)
#include "tst_alarmhistories.moc"
