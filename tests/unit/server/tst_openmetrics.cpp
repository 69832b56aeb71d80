// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/openmetrics.h"
#include "tests/unit/server/serverfixture.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QTest>

using namespace twinfeed;
using namespace twinfeed::server;
using namespace twinfeed::test;

/// What Prometheus gets, held against the formats and against Prometheus' own tool.
class TestOpenMetrics final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void prometheusTakesIt()
    {
        const QString promtool = QStandardPaths::findExecutable(QStringLiteral("promtool"));
        QVERIFY2(!promtool.isEmpty(), "Debian's package prometheus is missing");
        const ServerFixture fixture;
        const auto answer = fixture.get("/metrics");
        QVERIFY(answer);
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->header("content-type"), QByteArray("text/plain; version=0.0.4; charset=utf-8"));
        QProcess tool;
        tool.setProcessChannelMode(QProcess::MergedChannels);
        tool.start(promtool, {QStringLiteral("check"), QStringLiteral("metrics")});
        QVERIFY(tool.waitForStarted(30'000));
        tool.write(answer->body);
        tool.closeWriteChannel();
        QVERIFY(tool.waitForFinished(60'000));
        const QByteArray said = tool.readAll();
        QVERIFY2(tool.exitCode() == 0 && said.isEmpty(), QByteArray(said + '\n' + answer->body).constData());
    }

    void openMetricsWhereItIsAskedFor()
    {
        const ServerFixture fixture;
        const auto answer = ask(
            fixture.port, "GET", "/metrics",
            {ServerFixture::bearer(Role::Viewer),
             "Accept: application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"});
        QVERIFY(answer);
        QCOMPARE(answer->header("content-type"),
                 QByteArray("application/openmetrics-text; version=1.0.0; charset=utf-8"));
        QVERIFY(answer->body.endsWith("# EOF\n"));
        QVERIFY(
            answer->body.contains("twinfeed_picture_rate_hertz{channel=\"main\",node=\"primary\"} 29.97\n"));
        // Nothing for what is N/A, no secret, and each family once.
        QVERIFY(!answer->body.contains("node=\"backup\"} "));
        QVERIFY(!answer->body.contains(FakeBackend::secret().toUtf8()));
        QVERIFY(answer->body.contains("twinfeed_on_air{channel=\"main\",source=\"primary\"} 1\n"));
        QVERIFY(answer->body.contains("twinfeed_alarms_active{severity=\"warning\"} 1\n"));
        QSet<QByteArray> seen;
        for (const QByteArray &line : answer->body.split('\n')) {
            if (!line.startsWith("# TYPE "))
                continue;
            QVERIFY2(!seen.contains(line), line.constData());
            seen.insert(line);
        }
        QVERIFY(seen.size() >= 5);
    }

    /// Every name that the dashboard asks for is one that can be there.
    void theDashboardAsksForWhatThereIs()
    {
        class Everything final : public FakeBackend
        {
        public:
            using FakeBackend::FakeBackend;
            std::vector<Metric> metrics() const override
            {
                std::vector<Metric> all;
                for (const MetricKind &kind : metricKinds())
                    all.push_back({QStringLiteral("main"),
                                   QStringLiteral("primary"),
                                   QLatin1String(kind.name),
                                   1,
                                   QLatin1String(kind.unit),
                                   0,
                                   1000,
                                   {}});
                return all;
            }
        };
        const FakeClock clock;
        const Everything backend(clock);
        const QString text = QString::fromUtf8(exposition(backend, false));
        QFile file(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/grafana/twinfeed.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY(QJsonDocument::fromJson(content).isObject());
        static const QRegularExpression name(QStringLiteral("twinfeed_[a-z_]+"));
        int names = 0;
        for (auto found = name.globalMatch(QString::fromUtf8(content)); found.hasNext(); ++names) {
            const QString asked = found.next().captured();
            QVERIFY2(text.contains(QString(QLatin1String("# TYPE ") + asked + QLatin1Char(' '))),
                     qPrintable(asked));
        }
        QVERIFY(names >= 9);
    }

    void countersAreDeclaredAsEachFormatWantsThem()
    {
        class Counting final : public FakeBackend
        {
        public:
            using FakeBackend::FakeBackend;
            std::vector<Metric> metrics() const override
            {
                return {{QStringLiteral("a\"b\\c\nd"),
                         QStringLiteral("primary"),
                         QStringLiteral("bytes"),
                         12,
                         QStringLiteral("1"),
                         0,
                         1000,
                         {}},
                        {QStringLiteral("main"),
                         QStringLiteral("primary"),
                         QStringLiteral("jitter"),
                         250,
                         QStringLiteral("ms"),
                         0,
                         1000,
                         {}},
                        {QStringLiteral("main"),
                         QStringLiteral("primary"),
                         QStringLiteral("fps"),
                         qQNaN(),
                         QStringLiteral("1/s"),
                         0,
                         1000,
                         {}}};
            }
        };
        const FakeClock clock;
        const Counting backend(clock);
        const QByteArray open = exposition(backend, true);
        QVERIFY(open.contains("# TYPE twinfeed_payload_bytes counter\n"));
        const QByteArray sample =
            "twinfeed_payload_bytes_total{channel=\"a\\\"b\\\\c\\nd\",node=\"primary\"} 12\n";
        QVERIFY(open.contains(sample));
        const QByteArray plain = exposition(backend, false);
        QVERIFY(plain.contains("# TYPE twinfeed_payload_bytes_total counter\n"));
        QVERIFY(plain.contains(sample));
        QVERIFY(!plain.contains("# EOF"));
        QVERIFY(plain.contains("twinfeed_jitter_seconds{channel=\"main\",node=\"primary\"} 0.25\n"));
        QVERIFY(!plain.contains("picture_rate"));
    }
};

QTEST_GUILESS_MAIN(TestOpenMetrics)
#include "tst_openmetrics.moc"
