// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/alarmtext.h"

#include <QTest>

using namespace twinfeed;
using namespace twinfeed::backend;

class TestAlarmText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void amounts_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<QString>("text");
        const auto row = [](double value, const char *unit, const char *text) {
            QTest::newRow(text) << value << QString::fromLatin1(unit) << QString::fromLatin1(text);
        };
        row(11.8, "1/s", "11.8 fps");
        row(30, "1/s", "30.0 fps");
        row(2'412'345, "bit/s", "2.41 Mb/s");
        row(640'000, "bit/s", "640 kb/s");
        row(850, "ms", "850 ms");
        row(12'500, "ms", "12.5 s");
        row(-61.26, "ms", "-61.3 ms");
        row(-23.4, "LUFS", "-23.4 LUFS");
        row(4, "1", "4");
        row(6.25, "s", "6.25 s");
    }
    void amounts()
    {
        QFETCH(double, value);
        QFETCH(QString, unit);
        QFETCH(QString, text);
        QCOMPARE(amountText(value, unit), text);
    }

    void durations()
    {
        QCOMPARE(durationText(850'000), QStringLiteral("850 ms"));
        QCOMPARE(durationText(2'000'000), QStringLiteral("2 s"));
        QCOMPARE(durationText(2'340'000), QStringLiteral("2.3 s"));
        QCOMPARE(durationText(32'400'000), QStringLiteral("32 s"));
        QCOMPARE(durationText(1'260'000'000), QStringLiteral("21 min"));
    }

    void theWholeSentence()
    {
        Finding finding;
        finding.rule.metric = QStringLiteral("fps");
        finding.rule.value = 15;
        finding.rule.text = QStringLiteral("{node} of {channel}: {value} for {for}, was {was}");
        finding.channel = QStringLiteral("main");
        finding.node = QStringLiteral("primary");
        finding.reading.value = 11.8;
        finding.reading.usual = 30;
        finding.reading.since = 0;
        ChannelStatus status;
        SourceStatus backup;
        backup.source = Source::Backup;
        backup.state = InputState::Live;
        backup.fit = true;
        status.sources = {backup};
        constexpr int64_t now = 32'000'000;
        const QString main = QStringLiteral("Main");
        QCOMPARE(alarmText(finding, main, &status, now),
                 QStringLiteral("primary of Main: 11.8 fps for 32 s, was 30.0 fps; backup is fit."));
        status.sources[0].fit = false;
        QCOMPARE(alarmText(finding, main, &status, now),
                 QStringLiteral("primary of Main: 11.8 fps for 32 s, was 30.0 fps; backup is not fit."));
        status.sources[0].state = InputState::Idle;
        finding.reading.usual.reset();
        QCOMPARE(alarmText(finding, main, &status, now),
                 QStringLiteral("primary of Main: 11.8 fps for 32 s, was not known."));
        finding.rule.text = QStringLiteral("{limit} {mean}");
        finding.node = QStringLiteral("programme");
        QCOMPARE(alarmText(finding, main, nullptr, now), QStringLiteral("15.0 fps not known."));
    }
};

QTEST_GUILESS_MAIN(TestAlarmText)
#include "tst_alarmtext.moc"
