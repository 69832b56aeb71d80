// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/live.h"

#include <QJsonArray>
#include <QTest>

using namespace twinfeed;

class TestLive final : public QObject
{
    Q_OBJECT

private:
    static Metric metric()
    {
        return {QStringLiteral("main"),
                QStringLiteral("output:cdn"),
                QStringLiteral("bitrate"),
                4123456.5,
                QStringLiteral("bit/s"),
                1000,
                500,
                QDateTime({2026, 1, 31}, {20, 15, 0, 123}, Qt::UTC)};
    }
    static ChannelStatus status()
    {
        ChannelStatus status;
        status.channel = QStringLiteral("main");
        status.sources = {{Source::Primary,
                           InputState::Live,
                           true,
                           {},
                           {QStringLiteral("h264"), 1920, 1080, 29.97, QStringLiteral("High"),
                            QStringLiteral("aac"), 48000, 2},
                           12,
                           {}},
                          {Source::Backup,
                           InputState::Refused,
                           false,
                           QStringLiteral("It is MPEG-2."),
                           {},
                           {},
                           QStringLiteral("codec-refused")},
                          {Source::Slate,
                           InputState::Idle,
                           false,
                           QStringLiteral("None stands ready."),
                           {},
                           {},
                           QStringLiteral("no-slate")}};
        status.outputs = {{QStringLiteral("cdn"), OutputState::Failed, QStringLiteral("Refused."),
                           123456789012345, 3, 7, QStringLiteral("refuses-connection"), 2300,
                           QStringLiteral("/srv/show-2.ts")}};
        status.programme = Source::Backup;
        status.behindMs = 512;
        return status;
    }

private Q_SLOTS:
    void aMetricComesBackAsItWas()
    {
        auto read = metricFromJson(toJson(metric()));
        QVERIFY(read);
        QCOMPARE(*read, metric());
        QJsonObject newer = toJson(metric());
        newer.insert(QLatin1String("threshold"), 5);
        QVERIFY(metricFromJson(newer));
    }

    void missingIsNotZero()
    {
        Metric unknown = metric();
        unknown.value.reset();
        QVERIFY(toJson(unknown).value(QLatin1String("value")).isNull());
        auto read = metricFromJson(toJson(unknown));
        QVERIFY(read);
        QVERIFY(!read->value);
        Metric zero = metric();
        zero.value = 0;
        read = metricFromJson(toJson(zero));
        QCOMPARE(read->value, std::optional(0.0));
    }

    void brokenMetricsAreRefused()
    {
        for (const char *field : {"node", "name", "at"}) {
            QJsonObject object = toJson(metric());
            object.remove(QLatin1String(field));
            QVERIFY2(!metricFromJson(object), field);
            object.insert(QLatin1String(field), 7);
            QVERIFY2(!metricFromJson(object), field);
        }
        QJsonObject object = toJson(metric());
        object.insert(QLatin1String("value"), QLatin1String("7"));
        QCOMPARE(metricFromJson(object).error().where, QStringLiteral("/value"));
    }

    void aStatusComesBackAsItWas()
    {
        auto read = channelStatusFromJson(toJson(status()));
        QVERIFY(read);
        QCOMPARE(*read, status());
        ChannelStatus empty;
        empty.channel = QStringLiteral("x");
        read = channelStatusFromJson(toJson(empty));
        QVERIFY(read);
        QCOMPARE(*read, empty);
        QVERIFY(toJson(empty).value(QLatin1String("programme")).isNull());
    }

    void anOlderBackendHasNoReasonCodes()
    {
        QJsonObject object = toJson(status());
        QJsonArray sources = object.value(QLatin1String("sources")).toArray();
        QJsonObject source = sources[1].toObject();
        source.remove(QLatin1String("reasonCode"));
        sources[1] = source;
        object.insert(QLatin1String("sources"), sources);
        const auto read = channelStatusFromJson(object);
        QVERIFY(read);
        QCOMPARE(read->sources[1].reasonCode, QString());
        QCOMPARE(read->sources[2].reasonCode, QStringLiteral("no-slate"));
    }

    void newerFieldsAreLeftAlone()
    {
        QJsonObject object = toJson(status());
        QJsonArray sources = object.value(QLatin1String("sources")).toArray();
        QJsonObject source = sources[0].toObject();
        source.insert(QLatin1String("loudness"), -23);
        sources[0] = source;
        object.insert(QLatin1String("sources"), sources);
        object.insert(QLatin1String("sealed"), true);
        const auto read = channelStatusFromJson(object);
        QVERIFY(read);
        QCOMPARE(*read, status());
    }

    void brokenStatusesNameTheirPlace_data()
    {
        QTest::addColumn<QString>("list");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("source") << QStringLiteral("sources") << QStringLiteral("source")
                                << QJsonValue(QLatin1String("third"));
        QTest::newRow("state") << QStringLiteral("sources") << QStringLiteral("state")
                               << QJsonValue(QLatin1String("well"));
        QTest::newRow("age") << QStringLiteral("sources") << QStringLiteral("ageMs")
                             << QJsonValue(QLatin1String("old"));
        QTest::newRow("fit") << QStringLiteral("sources") << QStringLiteral("fit") << QJsonValue(1);
        QTest::newRow("output id") << QStringLiteral("outputs") << QStringLiteral("id") << QJsonValue();
        QTest::newRow("output state")
            << QStringLiteral("outputs") << QStringLiteral("state") << QJsonValue(QLatin1String("idle"));
        QTest::newRow("bytes") << QStringLiteral("outputs") << QStringLiteral("bytes") << QJsonValue(1.5);
    }
    void brokenStatusesNameTheirPlace()
    {
        QFETCH(QString, list);
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QJsonObject object = toJson(status());
        QJsonArray array = object.value(list).toArray();
        QJsonObject element = array[0].toObject();
        element.insert(field, value);
        array[0] = element;
        object.insert(list, array);
        const auto read = channelStatusFromJson(object);
        QVERIFY(!read);
        QCOMPARE(read.error().where, QStringLiteral("/%1/0/%2").arg(list, field));
    }
};

QTEST_GUILESS_MAIN(TestLive)
#include "tst_live.moc"
