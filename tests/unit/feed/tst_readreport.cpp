// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/feed/readreport.h"

#include <QJsonArray>
#include <QtTest>

using namespace twinfeed::feed;

class TestReadReport final : public QObject
{
    Q_OBJECT

private:
    static ReadReport report()
    {
        Analyser analyser;
        for (int i = 0; i < 20; ++i) {
            PictureFact fact;
            fact.ptsUs = i * 40'000;
            fact.arrivedUs = 1'000'000 + i * 40'000;
            fact.width = 640;
            fact.height = 360;
            if (i < 15)
                fact.reading = {PictureReading::Found::Code, {i < 10 ? 1 : 2, Variant::Normal, 25, i, 1'500}};
            analyser.picture(fact);
        }
        ReadReport report;
        report.url = QStringLiteral("udp://h");
        report.ended = QStringLiteral("seconds");
        report.startedUs = 400'000;
        report.totals = analyser.totals();
        report.events = analyser.events();
        return report;
    }

private Q_SLOTS:
    void jsonHasEveryMember()
    {
        const QJsonObject json = toJson(report());
        for (const char *name : {"event",
                                 "url",
                                 "ended",
                                 "error",
                                 "seconds",
                                 "fps",
                                 "pictures",
                                 "lost",
                                 "repeated",
                                 "lost_at_changes",
                                 "repeated_at_changes",
                                 "frozen",
                                 "unreadable",
                                 "none",
                                 "damaged",
                                 "corrupt",
                                 "decode_errors",
                                 "decode_messages",
                                 "sources",
                                 "variants",
                                 "changes",
                                 "jumps",
                                 "variant_changes",
                                 "sizes",
                                 "damages",
                                 "largest_gap_ms",
                                 "largest_sound_gap_ms",
                                 "largest_wall_gap_ms",
                                 "largest_sound_wall_gap_ms",
                                 "pts_not_rising",
                                 "dts_not_rising",
                                 "sound_ahead_ms",
                                 "first_picture",
                                 "packets",
                                 "bytes",
                                 "skipped_before_keyframe",
                                 "format"})
            QVERIFY2(json.contains(QLatin1String(name)), name);
        QCOMPARE(json[QStringLiteral("event")].toString(), QStringLiteral("summary"));
        QCOMPARE(json[QStringLiteral("pictures")].toInt(), 20);
        QCOMPARE(json[QStringLiteral("none")].toInt(), 5);
        QCOMPARE(json[QStringLiteral("fps")].toDouble(), 25.0);
        QVERIFY(json[QStringLiteral("error")].isNull());
        QVERIFY(json[QStringLiteral("sound_ahead_ms")].isNull());
        QCOMPARE(json[QStringLiteral("sources")][QStringLiteral("none")].toInt(), 5);
        QCOMPARE(json[QStringLiteral("first_picture")][QStringLiteral("after_ms")].toDouble(), 600.0);
    }

    void changesNameBothSides()
    {
        const QJsonArray changes = toJson(report())[QStringLiteral("changes")].toArray();
        QCOMPARE(changes.size(), 2);
        const QJsonObject first = changes.at(0).toObject();
        QCOMPARE(first[QStringLiteral("from")].toString(), QStringLiteral("1"));
        QCOMPARE(first[QStringLiteral("to")].toString(), QStringLiteral("2"));
        QCOMPARE(first[QStringLiteral("counter_before")].toInt(), 9);
        QCOMPARE(first[QStringLiteral("counter_after")].toInt(), 10);
        QCOMPARE(first[QStringLiteral("step")].toInt(), 1);
        QCOMPARE(first[QStringLiteral("pts_ms")].toDouble(), 400.0);
        QCOMPARE(first[QStringLiteral("at_us")].toInteger(), qint64(1'400'000));
        const QJsonObject second = changes.at(1).toObject();
        QCOMPARE(second[QStringLiteral("to")].toString(), QStringLiteral("none"));
        QVERIFY(second[QStringLiteral("counter_after")].isNull());
        QVERIFY(second[QStringLiteral("step")].isNull());
    }

    void textTellsTheSame()
    {
        const QString text = toText(report());
        QVERIFY(text.contains(QLatin1String("20 in 0.76 s")));
        QVERIFY(text.contains(QLatin1String("1 -> 2, counter 9 -> 10 (step 1)")));
    }
};

QTEST_GUILESS_MAIN(TestReadReport)
#include "tst_readreport.moc"
