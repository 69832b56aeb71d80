// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/logthrottle.h"

#include <QTest>

using namespace twinfeed::media;

class TestLogThrottle final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysOnceThenCounts()
    {
        LogThrottle throttle;
        const QString line =
            QStringLiteral("[tcp] Connection to tcp://10.0.0.1:1935 failed: Connection refused");
        int said = 0;
        QString last;
        // Every two seconds for an hour.
        for (int64_t t = 0; t < 3'600; t += 2) {
            if (const auto text = throttle.say(line, t * 1'000'000)) {
                ++said;
                last = *text;
            }
        }
        QCOMPARE(said, 12);
        QCOMPARE(last, QString(line + QStringLiteral(" (149 more times in 5 min)")));
    }

    void whatComesRarelyIsSaidEachTime()
    {
        LogThrottle throttle;
        for (int64_t t = 0; t < 5; ++t)
            QCOMPARE(throttle.say(QStringLiteral("rare"), t * LogThrottle::periodUs), QStringLiteral("rare"));
    }

    void numbersMakeNoDifference()
    {
        LogThrottle throttle;
        QVERIFY(throttle.say(QStringLiteral("[h264] error while decoding MB 12 3, bytestream -5"), 0));
        QVERIFY(!throttle.say(QStringLiteral("[h264] error while decoding MB 7 31, bytestream 905"), 1));
        // But whose address it is does.
        QVERIFY(throttle.say(QStringLiteral("tcp://10.0.0.1:1 failed"), 2));
        QVERIFY(throttle.say(QStringLiteral("tcp://10.0.0.2:1 failed"), 3));
    }

    void memoryIsBounded()
    {
        LogThrottle throttle;
        int64_t now = 0;
        const QString address = QStringLiteral("tcp://host-%1 failed");
        for (qsizetype i = 0; i < 3 * LogThrottle::mostLines; ++i)
            QVERIFY(throttle.say(address.arg(i), now += 1'000));
        // The newest are known still, the oldest are not.
        QVERIFY(!throttle.say(address.arg(3 * LogThrottle::mostLines - 1), now));
        QVERIFY(throttle.say(address.arg(0), now));
    }
};

QTEST_GUILESS_MAIN(TestLogThrottle)
#include "tst_logthrottle.moc"
