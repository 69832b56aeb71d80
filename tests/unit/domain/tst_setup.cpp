// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/setup.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;

namespace {

QJsonObject json(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

SetupChange sample()
{
    ChannelConfig config;
    config.id = QStringLiteral("main");
    config.name = QStringLiteral("Main");
    config.primary.url = QStringLiteral("rtmp://a.example/live/key");
    config.backup.url = QStringLiteral("rtmp://b.example/live/key");
    SetupChange change;
    change.channels = {{7, config, QStringLiteral("standby")}};
    config.id = QStringLiteral("new");
    change.channels.push_back({{}, config, {}});
    change.removedChannels = {{QStringLiteral("side"), 3}};
    change.removedSlates << QStringLiteral("old");
    change.rules = SetupChange::Rules{4, {}};
    return change;
}

} // namespace

class TestSetup final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWent()
    {
        const auto back = setupChangeFromJson(toJson(sample(), true));
        QVERIFY2(back, qPrintable(back ? QString() : back.error().where));
        QCOMPARE(*back, sample());
        QVERIFY(!QJsonDocument(toJson(sample(), false)).toJson().contains("live/key"));
        QVERIFY(SetupChange().isEmpty());
        QVERIFY(!sample().isEmpty());
    }

    void eachMistakeHasItsPlace_data()
    {
        QTest::addColumn<QJsonObject>("object");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("where");
        const auto row = [](const char *name, const QJsonObject &object, const char *code,
                            const char *where) {
            QTest::newRow(name) << object << QString::fromLatin1(code) << QString::fromLatin1(where);
        };
        row("nothing", {}, "missing-field", "");
        row("what nobody knows", json(R"({"chanels":[]})"), "unknown-field", "/chanels");
        row("no entry", json(R"({"channels":[1]})"), "wrong-type", "/channels/0");
        row("no configuration", json(R"({"channels":[{"revision":1}]})"), "missing-field",
            "/channels/0/config");
        row("no revision that was seen", json(R"({"removedChannels":[{"id":"side","revision":0}]})"),
            "out-of-range", "/removedChannels/0/revision");
        row("without a revision", json(R"({"removedChannels":[{"id":"side"}]})"), "out-of-range",
            "/removedChannels/0/revision");
        row("no id", json(R"({"removedSlates":["../x"]})"), "invalid-id", "/removedSlates/0");
        row("a slate twice", json(R"({"removedSlates":["a","a"]})"), "duplicate-id", "/removedSlates/1");
        row("no rules", json(R"({"rules":{"revision":1}})"), "missing-field", "/rules/set");
        const QJsonObject change = toJson(sample(), true);
        const auto with = [&change](const QJsonObject &config) {
            QJsonObject whole = change;
            whole.insert(
                QLatin1String("channels"),
                QJsonArray{QJsonObject{{QStringLiteral("revision"), 1}, {QStringLiteral("config"), config}}});
            return whole;
        };
        QJsonObject config = toJson(sample().channels[0].config, true);
        config.insert(QLatin1String("holdMs"), 9999);
        row("a part's own mistake", with(config), "out-of-range", "/channels/0/config/holdMs");
        config.insert(QLatin1String("holdMs"), 500);
        config.insert(QLatin1String("id"), QLatin1String("side"));
        row("changed and taken down", with(config), "duplicate-id", "/removedChannels/0/id");
    }

    void eachMistakeHasItsPlace()
    {
        QFETCH(const QJsonObject, object);
        const auto read = setupChangeFromJson(object);
        QVERIFY(!read);
        QTEST(read.error().code, "code");
        QTEST(read.error().where, "where");
    }
};

QTEST_APPLESS_MAIN(TestSetup)
#include "tst_setup.moc"
