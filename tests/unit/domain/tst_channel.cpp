// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/channel.h"

#include <QJsonArray>
#include <QTest>

using namespace twinfeed;

class TestChannel final : public QObject
{
    Q_OBJECT

private:
    static ChannelConfig sample()
    {
        ChannelConfig config;
        config.id = QStringLiteral("main-1");
        config.name = QStringLiteral("Main 主");
        config.primary = {QStringLiteral("rtmp://0.0.0.0:1935/live/key"), InputMode::Listen};
        config.backup = {QStringLiteral("srt://b.example:9000?passphrase=secret"), InputMode::Pull, 1800};
        config.outputs = {
            {QStringLiteral("cdn"), OutputKind::Rtmp, QStringLiteral("rtmps://cdn.example/live/key"), true},
            {QStringLiteral("rec"), OutputKind::Recording, QStringLiteral("/srv/a.ts"), false},
            {QStringLiteral("hls"), OutputKind::Hls, QStringLiteral("/srv/hls"), true},
            {QStringLiteral("udp"), OutputKind::Udp, QStringLiteral("udp://239.0.0.1:5000"), true},
            {QStringLiteral("srt"), OutputKind::Srt, QStringLiteral("srt://c.example:9000"), true}};
        config.holdMs = 1200;
        config.cut = Cut::Keyframe;
        config.lossMs = 150;
        config.warm = true;
        config.sound = SoundFormat{44100, 1};
        config.failover = {FailoverMode::Reverting, 3000};
        return config;
    }
    static QJsonObject with(const QStringList &path, const QJsonValue &value,
                            QJsonObject object = toJson(sample(), true))
    {
        if (path.size() == 1) {
            if (value.isUndefined())
                object.remove(path.front());
            else
                object.insert(path.front(), value);
            return object;
        }
        if (object.value(path.front()).isArray()) {
            QJsonArray array = object.value(path.front()).toArray();
            array[path[1].toInt()] = with(path.mid(2), value, array.at(path[1].toInt()).toObject());
            object.insert(path.front(), array);
        } else {
            object.insert(path.front(), with(path.mid(1), value, object.value(path.front()).toObject()));
        }
        return object;
    }

private Q_SLOTS:
    void aConfigComesBackAsItWas()
    {
        const auto read = channelConfigFromJson(toJson(sample(), true));
        QVERIFY(read);
        QCOMPARE(*read, sample());
        QCOMPARE(sample().input(Source::Backup).mode, InputMode::Pull);
        QCOMPARE(sample().input(Source::Primary).mode, InputMode::Listen);
    }

    void whatMayBeLeftOutHasItsDefault()
    {
        QJsonObject object{
            {QLatin1String("id"), QLatin1String("a")},
            {QLatin1String("name"), QLatin1String("A")},
            {QLatin1String("primary"), QJsonObject{{QLatin1String("url"), QLatin1String("srt://a:1")}}},
            {QLatin1String("backup"), QJsonObject{{QLatin1String("url"), QLatin1String("file:///a.ts")}}}};
        const auto read = channelConfigFromJson(object);
        QVERIFY(read);
        QCOMPARE(read->holdMs, 500);
        QCOMPARE(read->cut, Cut::Bridged);
        QCOMPARE(read->primary.mode, InputMode::Pull);
        QCOMPARE(read->primary.delayMs, 0);
        QCOMPARE(read->lossMs, std::nullopt);
        QCOMPARE(read->effectiveLossMs(), 300);
        QCOMPARE(read->sound, std::nullopt);
        QVERIFY(!read->warm);
        QCOMPARE(read->failover, (FailoverConfig{FailoverMode::Once, 10'000}));
        QVERIFY(read->outputs.empty());
    }

    void faultsAreNamedAtTheirPlace_data()
    {
        QTest::addColumn<QStringList>("path");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const char *path, const QJsonValue &value, const char *code) {
            QTest::newRow(name) << QString(QLatin1String(path)).split(QLatin1Char('/')) << value
                                << QString(QLatin1String(code));
        };
        row("no id", "id", QJsonValue::Undefined, "missing-field");
        row("capitals", "id", QLatin1String("Main"), "invalid-id");
        row("long id", "id", QString(33, QLatin1Char('a')), "out-of-range");
        row("path in id", "id", QLatin1String("../a"), "invalid-id");
        row("line feed in id", "id", QLatin1String("a\n"), "invalid-id");
        row("blank name", "name", QLatin1String("  "), "out-of-range");
        row("long name", "name", QString(81, QLatin1Char('a')), "out-of-range");
        row("no primary", "primary", QJsonValue::Undefined, "missing-field");
        row("unknown", "colour", 1, "unknown-field");
        row("unknown in input", "primary/colour", 1, "unknown-field");
        row("scheme", "backup/url", QLatin1String("gopher://a"), "invalid-url");
        row("no scheme", "backup/url", QLatin1String("/etc/passwd"), "invalid-url");
        row("listen on http", "primary/url", QLatin1String("http://0.0.0.0/a"), "invalid-url");
        row("long url", "backup/url", QString(QLatin1String("srt://") + QString(1100, QLatin1Char('a'))),
            "out-of-range");
        row("mode", "backup/mode", QLatin1String("push"), "unknown-value");
        row("hold", "holdMs", 5001, "out-of-range");
        row("cut", "cut", QLatin1String("hard"), "unknown-value");
        row("delay", "backup/delayMs", 5001, "out-of-range");
        row("loss", "lossMs", 99, "out-of-range");
        row("warm", "warm", 1, "wrong-type");
        row("rate", "sound/sampleRate", 47000, "out-of-range");
        row("channels", "sound/channels", 3, "out-of-range");
        row("unknown in sound", "sound/colour", 1, "unknown-field");
        row("failover mode", "failover/mode", QLatin1String("sometimes"), "unknown-value");
        row("clear time", "failover/clearMs", 600'001, "out-of-range");
        row("outputs", "outputs", QLatin1String("none"), "wrong-type");
        row("output kind", "outputs/0/kind", QLatin1String("ftp"), "unknown-value");
        row("output scheme", "outputs/0/url", QLatin1String("srt://a:1"), "invalid-url");
        row("recording's name", "outputs/1/url", QLatin1String("/srv/a.mp4"), "invalid-path");
        row("recording's place", "outputs/1/url", QLatin1String("a.ts"), "invalid-path");
        row("way up", "outputs/2/url", QLatin1String("/srv/../etc"), "invalid-path");
        row("doubled", "outputs/1/id", QLatin1String("cdn"), "duplicate-id");
        row("enabled", "outputs/1/enabled", 1, "wrong-type");
    }
    void faultsAreNamedAtTheirPlace()
    {
        QFETCH(QStringList, path);
        QFETCH(QJsonValue, value);
        QFETCH(QString, code);
        const auto read = channelConfigFromJson(with(path, value));
        QVERIFY(!read);
        QCOMPARE(read.error().code, code);
        QCOMPARE(read.error().where, QString(QLatin1Char('/') + path.join(QLatin1Char('/'))));
    }

    void sixteenOutputsAndNoMore()
    {
        QJsonArray outputs;
        for (int i = 0; i < 17; ++i) {
            outputs << QJsonObject{{QLatin1String("id"), QString::number(i)},
                                   {QLatin1String("kind"), QLatin1String("udp")},
                                   {QLatin1String("url"), QLatin1String("udp://a:1")}};
        }
        QVERIFY(!channelConfigFromJson(with({QStringLiteral("outputs")}, outputs)));
        outputs.removeLast();
        QVERIFY(channelConfigFromJson(with({QStringLiteral("outputs")}, outputs)));
        outputs[3] = 7;
        QCOMPARE(channelConfigFromJson(with({QStringLiteral("outputs")}, outputs)).error().where,
                 QStringLiteral("/outputs/3"));
    }

    void aDocumentComesBackAsItWas()
    {
        const ChannelDocument document{
            sample(), 123456789012, Source::Backup, QStringLiteral("night"), true, {Source::Primary}, true};
        auto read = channelDocumentFromJson(toJson(document, true));
        QVERIFY(read);
        QCOMPARE(*read, document);
        QJsonObject newer = toJson(document, true);
        newer.insert(QLatin1String("encryption"), true);
        newer.insert(QLatin1String("config"),
                     with({QStringLiteral("primary"), QStringLiteral("colour")}, 5,
                          with({QStringLiteral("weight")}, 300)));
        read = channelDocumentFromJson(newer);
        QVERIFY(read);
        QCOMPARE(*read, document);
    }

    void aDocumentOfAnOlderBackendIsRead()
    {
        QJsonObject config = toJson(sample(), true);
        for (const char *name : {"lossMs", "warm", "sound", "failover"})
            config.remove(QLatin1String(name));
        QJsonObject older = toJson(ChannelDocument{sample(), 7, Source::Primary, {}}, true);
        older.insert(QLatin1String("config"), config);
        for (const char *name : {"suspended", "locked", "ended"})
            older.remove(QLatin1String(name));
        const auto read = channelDocumentFromJson(older);
        QVERIFY(read);
        QCOMPARE(read->config.failover, FailoverConfig());
        QCOMPARE(read->config.cut, Cut::Keyframe);
        QVERIFY(!read->suspended && !read->ended && read->locked.empty());
    }

    void aRedactedDocumentCanBeRead()
    {
        const auto read =
            channelDocumentFromJson(toJson(ChannelDocument{sample(), 7, Source::Primary, {}}, false));
        QVERIFY(read);
        QCOMPARE(read->config.primary.url, QStringLiteral("rtmp://0.0.0.0:1935/live/***"));
    }

    void aBrokenDocumentIsRefused()
    {
        const QJsonObject good = toJson(ChannelDocument{sample(), 7, Source::Primary, {}}, true);
        QVERIFY(!channelDocumentFromJson({}));
        for (const char *field : {"config", "revision", "onAir"})
            QVERIFY2(!channelDocumentFromJson(with({QLatin1String(field)}, QJsonValue::Undefined, good)),
                     field);
        QVERIFY(!channelDocumentFromJson(with({QStringLiteral("revision")}, QLatin1String("7"), good)));
        QVERIFY(!channelDocumentFromJson(with({QStringLiteral("revision")}, 0, good)));
        QVERIFY(!channelDocumentFromJson(with({QStringLiteral("onAir")}, QLatin1String("third"), good)));
    }

    void addressesLoseTheirSecrets_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("redacted");
        const auto row = [](const char *url, const char *redacted) {
            QTest::newRow(url) << QString(QLatin1String(url)) << QString(QLatin1String(redacted));
        };
        row("rtmp://host/live/key", "rtmp://host/live/***");
        row("rtmp://host/live/key/", "rtmp://host/live/***");
        row("rtmp://host/key", "rtmp://host/***");
        row("rtmp://host/live", "rtmp://host/***");
        row("rtmp://host/", "rtmp://host/");
        row("rtmp://host", "rtmp://host");
        row("rtmps://user:password@host:443/live/key?token=x#y", "rtmps://host:443/live/***?***");
        row("RTMP://host/live/key", "rtmp://host/live/***");
        row("srt://host:9000?passphrase=x&streamid=y", "srt://host:9000?***");
        row("srt://host:9000", "srt://host:9000");
        row("http://user:password@host/a.flv?sign=x", "http://host/a.flv?***");
        row("udp://239.0.0.1:5000", "udp://239.0.0.1:5000");
        row("/srv/recording.ts", "/srv/recording.ts");
        row("file:///srv/a.ts", "file:///srv/a.ts");
        row("rtmp://host:99999/live/key", "rtmp://***");
        row("rtmp://ho st/live/key", "rtmp://***");
        row("", "");
    }
    void addressesLoseTheirSecrets()
    {
        QFETCH(QString, url);
        QFETCH(QString, redacted);
        QCOMPARE(redactedUrl(url), redacted);
        QCOMPARE(redactedUrl(redacted), redacted);
    }

    void errorsCarryNoKey()
    {
        const auto read = channelConfigFromJson(with({QStringLiteral("primary"), QStringLiteral("url")},
                                                     QLatin1String("rtmp://host:99999/live/hidden")));
        QVERIFY(!read);
        QVERIFY(!read.error().message.contains(QLatin1String("hidden")));
    }
};

QTEST_GUILESS_MAIN(TestChannel)
#include "tst_channel.moc"
