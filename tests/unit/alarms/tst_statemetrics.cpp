// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/statemetrics.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;

namespace {

constexpr int64_t second = 1'000'000;

ChannelStatus status()
{
    ChannelStatus status;
    status.channel = QStringLiteral("main");
    SourceStatus primary;
    primary.state = InputState::Live;
    primary.ageMs = 12;
    SourceStatus backup;
    backup.source = Source::Backup;
    backup.state = InputState::Waiting;
    SourceStatus slate;
    slate.source = Source::Slate;
    status.sources = {primary, backup, slate};
    OutputStatus cdn;
    cdn.id = QStringLiteral("cdn");
    cdn.state = OutputState::Live;
    status.outputs = {cdn};
    status.programme = Source::Primary;
    return status;
}

} // namespace

class TestStateMetrics final : public QObject
{
    Q_OBJECT

private:
    StateMetrics m_metrics;

    /// "node name value", N/A as "-".
    QStringList of(const ChannelStatus &status, int64_t now = 0)
    {
        QStringList list;
        for (const Metric &metric : m_metrics.of(status, now, QDateTime::currentDateTimeUtc()))
            list << QStringLiteral("%1 %2 %3")
                        .arg(metric.node, metric.name,
                             metric.value ? QString::number(*metric.value) : QStringLiteral("-"));
        return list;
    }

private Q_SLOTS:
    void init() { m_metrics = StateMetrics(); }

    void statesBecomeNumbers()
    {
        QCOMPARE(of(status()),
                 QStringList({QStringLiteral("primary dataAge 12"), QStringLiteral("primary down 0"),
                              QStringLiteral("backup dataAge -"), QStringLiteral("backup down 1"),
                              QStringLiteral("programme down 0"), QStringLiteral("output:cdn down 0")}));
    }

    void whatIsNotConfiguredIsNotDown()
    {
        ChannelStatus idle = status();
        idle.sources[1].state = InputState::Idle;
        QVERIFY(of(idle).filter(QStringLiteral("backup")).isEmpty());
        QVERIFY(StateMetrics::isIdle(idle, QStringLiteral("backup")));
        QVERIFY(!StateMetrics::isIdle(idle, QStringLiteral("primary")));
        QVERIFY(!StateMetrics::isIdle(idle, QStringLiteral("slate")));
    }

    void aStartIsNoFault()
    {
        ChannelStatus starting = status();
        starting.programme.reset();
        starting.outputs[0].state = OutputState::Connecting;
        QVERIFY(of(starting).contains(QStringLiteral("programme down -")));
        QVERIFY(of(starting, 100 * second).contains(QStringLiteral("output:cdn down -")));
        starting.programme = Source::Primary;
        QVERIFY(of(starting, 100 * second).contains(QStringLiteral("output:cdn down -")));
        QVERIFY(of(starting, 114 * second).contains(QStringLiteral("output:cdn down -")));
        QVERIFY(of(starting, 115 * second).contains(QStringLiteral("output:cdn down 1")));
    }

    void whatWasUpAndIsNotIsDown()
    {
        ChannelStatus gone = status();
        of(gone);
        gone.programme.reset();
        gone.outputs[0].state = OutputState::Failed;
        QVERIFY(of(gone, 1).contains(QStringLiteral("programme down 1")));
        QVERIFY(of(gone, 1).contains(QStringLiteral("output:cdn down 1")));
        gone.outputs[0].state = OutputState::Off;
        QVERIFY(of(gone, 2).contains(QStringLiteral("output:cdn down -")));
        gone.outputs[0].state = OutputState::Connecting;
        QVERIFY(of(gone, 3).contains(QStringLiteral("output:cdn down -")));
        m_metrics.forget(QStringLiteral("main"));
        QVERIFY(of(gone, 4).contains(QStringLiteral("programme down -")));
    }
};

QTEST_GUILESS_MAIN(TestStateMetrics)
#include "tst_statemetrics.moc"
