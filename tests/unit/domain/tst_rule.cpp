// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/rule.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace twinfeed;

namespace {

QJsonObject json(QByteArray text)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(text.replace('\'', '"'), &error);
    if (error.error != QJsonParseError::NoError)
        qWarning("%s", qPrintable(error.errorString()));
    return document.object();
}

/// A good rule, with some of its members said otherwise; null takes one out.
QJsonObject ruleWith(const QByteArray &members)
{
    QJsonObject rule =
        json("{'id':'rate-low','name':'Rate','metric':'fps','nodes':['path'],'compare':'below',"
             "'value':15,'clear':20,'forMs':30000,'clearForMs':5000,'severity':'warning',"
             "'text':'{node}: {value}'}");
    const QJsonObject others = json(members);
    for (auto it = others.begin(); it != others.end(); ++it) {
        if (it.value().isNull())
            rule.remove(it.key());
        else
            rule.insert(it.key(), it.value());
    }
    return rule;
}

QJsonObject setOf(const QJsonArray &rules, const QJsonArray &overrides = {})
{
    return {{QStringLiteral("rules"), rules}, {QStringLiteral("overrides"), overrides}};
}

} // namespace

class TestRule final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDefaultsAreRules()
    {
        QFile file(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/rules/default.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto set = ruleSetFromJson(QJsonDocument::fromJson(file.readAll()).object());
        QVERIFY2(set, set ? "" : qPrintable(set.error().where + set.error().message));
        const auto find = [&](const char *id) {
            for (const Rule &rule : set->rules) {
                if (rule.id == QLatin1String(id))
                    return rule;
            }
            return Rule();
        };
        QCOMPARE(find("rate-low").value, 15.0);
        QCOMPARE(find("rate-low").forMs, 30'000);
        QCOMPARE(find("bitrate-off").value, 25.0);
        for (const char *id : {"silent", "black", "frozen"})
            QCOMPARE(find(id).value * 1000 + find(id).forMs, 2000.0);
        QCOMPARE(find("lip-sync").value, 40.0);
        QCOMPARE(find("lip-sync").low, -60.0);
        QCOMPARE(int(find("no-data").value) + find("no-data").forMs, 1000);
        QVERIFY(find("no-data").root);
        for (const char *id : {"output-down", "seal-missing", "probe-failed"})
            QVERIFY2(!find(id).id.isEmpty(), id);
    }

    void thereAndBack()
    {
        const auto set = ruleSetFromJson(setOf(
            {ruleWith("{}"),
             ruleWith("{'id':'off','metric':'bitrate','compare':'off-mean','value':25,'clear':15}"),
             ruleWith(
                 "{'id':'lip','metric':'soundOffset','compare':'outside','low':-60,'value':40,'clear':5}"),
             ruleWith("{'id':'lost','metric':'lostPackets','compare':'rising','value':9,'clear':null,'"
                      "windowMs':60000}")},
            {json("{'channel':'main','rule':'rate-low','value':10,'severity':'critical','enabled':false}")}));
        QVERIFY2(set, set ? "" : qPrintable(set.error().message));
        QCOMPARE(set->rules.size(), size_t(4));
        const auto again = ruleSetFromJson(toJson(*set));
        QVERIFY2(again, again ? "" : qPrintable(again.error().message));
        QVERIFY(*again == *set);
    }

    void aChannelMayDiffer()
    {
        const auto set = ruleSetFromJson(
            setOf({ruleWith("{}")}, {json("{'channel':'main','rule':'rate-low','value':10,'forMs':5000}")}));
        QVERIFY(set);
        QCOMPARE(set->effective(set->rules[0], QStringLiteral("main")).value, 10.0);
        QCOMPARE(set->effective(set->rules[0], QStringLiteral("main")).forMs, 5000);
        QCOMPARE(set->effective(set->rules[0], QStringLiteral("main")).clear, 20.0);
        QVERIFY(set->effective(set->rules[0], QStringLiteral("other")) == set->rules[0]);
    }

    void mistakes_data()
    {
        QTest::addColumn<QByteArray>("members");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("where");
        const auto row = [](const char *name, const char *members, const char *code, const char *where) {
            QTest::newRow(name) << QByteArray(members) << QString::fromLatin1(code)
                                << QString(QLatin1String("/rules/0/") + QLatin1String(where));
        };
        row("no id", "{'id':null}", "missing-field", "id");
        row("bad id", "{'id':'Rate low'}", "invalid-id", "id");
        row("no name", "{'name':' '}", "out-of-range", "name");
        row("unknown metric", "{'metric':'fsp'}", "unknown-value", "metric");
        row("no nodes", "{'nodes':[]}", "missing-field", "nodes");
        row("nodes no list", "{'nodes':'path'}", "wrong-type", "nodes");
        row("unknown node", "{'nodes':['path','audience']}", "unknown-value", "nodes/1");
        row("not measured there", "{'metric':'dataAge','nodes':['output']}", "unknown-value", "nodes/0");
        row("node twice", "{'nodes':['path','path']}", "duplicate-id", "nodes/1");
        row("unknown comparison", "{'compare':'under'}", "unknown-value", "compare");
        row("no value", "{'value':null}", "missing-field", "value");
        row("value a text", "{'value':'15'}", "wrong-type", "value");
        row("not a number", "{'value':'.nan'}", "out-of-range", "value");
        row("infinite", "{'value':'-.inf'}", "out-of-range", "value");
        row("too large", "{'value':1e300}", "out-of-range", "value");
        row("clear not a number", "{'clear':'NaN'}", "out-of-range", "clear");
        row("clear below", "{'clear':14}", "out-of-range", "clear");
        row("clear above", "{'compare':'above','clear':16}", "out-of-range", "clear");
        row("deviation none", "{'compare':'off-mean','value':0,'clear':0}", "out-of-range", "value");
        row("deviation clear", "{'compare':'off-mean','value':25,'clear':30}", "out-of-range", "clear");
        row("low missing", "{'compare':'outside','clear':0}", "missing-field", "low");
        row("low above", "{'compare':'outside','low':20,'clear':0}", "out-of-range", "low");
        row("no room", "{'compare':'outside','low':10,'clear':3}", "out-of-range", "clear");
        row("low without outside", "{'low':3}", "unknown-field", "low");
        row("mean without off-mean", "{'meanMs':60000}", "unknown-field", "meanMs");
        row("rising without window", "{'compare':'rising','clear':null}", "missing-field", "windowMs");
        row("rising with clear", "{'compare':'rising','windowMs':9000}", "unknown-field", "clear");
        row("for too short", "{'forMs':999}", "out-of-range", "forMs");
        row("for none", "{'forMs':0}", "out-of-range", "forMs");
        row("for negative", "{'forMs':-1}", "out-of-range", "forMs");
        row("for broken", "{'forMs':1000.5}", "wrong-type", "forMs");
        row("for missing", "{'forMs':null}", "missing-field", "forMs");
        row("clear too short", "{'clearForMs':10}", "out-of-range", "clearForMs");
        row("window too short", "{'windowMs':500}", "out-of-range", "windowMs");
        row("severity", "{'severity':'high'}", "unknown-value", "severity");
        row("text", "{'text':'{colour}'}", "unknown-value", "text");
        row("text not closed", "{'text':'{valu'}", "unknown-value", "text");
        row("failover of an output", "{'metric':'fps','nodes':['output'],'failover':true}", "out-of-range",
            "failover");
        row("unknown field", "{'colour':'red'}", "unknown-field", "colour");
    }
    void mistakes()
    {
        QFETCH(QByteArray, members);
        QFETCH(QString, code);
        QFETCH(QString, where);
        const auto set = ruleSetFromJson(setOf({ruleWith(members)}));
        QVERIFY(!set);
        QCOMPARE(set.error().code, code);
        QCOMPARE(set.error().where, where);
        QVERIFY(!set.error().message.isEmpty());
        // What can be done is said wherever our own check found it.
        if (code != QLatin1String("wrong-type") && code != QLatin1String("out-of-range"))
            QVERIFY(!set.error().remedy.isEmpty());
    }

    void mistakesOfTheWhole()
    {
        const auto fails = [](const QJsonObject &object, const char *code, const char *where) {
            const auto set = ruleSetFromJson(object);
            return !set && set.error().code == QLatin1String(code)
                && set.error().where == QLatin1String(where);
        };
        QVERIFY(fails({}, "missing-field", "/rules"));
        QVERIFY(fails(json("{'rules':{}}"), "wrong-type", "/rules"));
        QVERIFY(fails(json("{'rules':[7]}"), "wrong-type", "/rules/0"));
        QVERIFY(fails(json("{'rules':[],'colour':1}"), "unknown-field", "/colour"));
        QVERIFY(fails(setOf({ruleWith("{}"), ruleWith("{}")}), "duplicate-id", "/rules/1/id"));
        QJsonArray many;
        for (int i = 0; i < 201; ++i)
            many << QJsonObject();
        QVERIFY(fails(setOf(many), "out-of-range", "/rules"));
        const QJsonArray good{ruleWith("{}")};
        QVERIFY(fails(setOf(good, {json("{'channel':'main','rule':'other'}")}), "unknown-value",
                      "/overrides/0/rule"));
        QVERIFY(fails(setOf(good, {json("{'channel':'main','rule':'rate-low','value':25}")}), "out-of-range",
                      "/overrides/0/clear"));
        QVERIFY(fails(setOf(good, {json("{'channel':'main','rule':'rate-low','forMs':10}")}), "out-of-range",
                      "/overrides/0/forMs"));
        QVERIFY(fails(setOf(good, {json("{'channel':'main','rule':'rate-low','value':'.inf'}")}),
                      "out-of-range", "/overrides/0/value"));
        const QJsonObject one = json("{'channel':'main','rule':'rate-low','value':11}");
        QVERIFY(fails(setOf(good, {one, one}), "duplicate-id", "/overrides/1/rule"));
    }

    void nodesHaveKinds()
    {
        QCOMPARE(nodeKind(QStringLiteral("backup")), QStringLiteral("path"));
        QCOMPARE(nodeKind(QStringLiteral("output:cdn")), QStringLiteral("output"));
        QCOMPARE(nodeKind(QStringLiteral("programme")), QStringLiteral("programme"));
        QCOMPARE(nodeKind(QStringLiteral("channel")), QString());
        QVERIFY(metricKind(QStringLiteral("fps")));
        QVERIFY(!metricKind(QStringLiteral("FPS")));
    }
};

QTEST_GUILESS_MAIN(TestRule)
#include "tst_rule.moc"
