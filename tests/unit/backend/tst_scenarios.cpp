// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/config.h"
#include "app/backend/drills/drillrun.h"
#include "app/backend/rulefile.h"
#include "app/backend/scenariofile.h"
#include "app/backend/yamldocument.h"
#include "models/domain/drill.h"

#include <QDir>
#include <QJsonDocument>
#include <QTest>

#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

using namespace twinfeed;
using namespace twinfeed::backend;

/// Scenarios as files: those that come with the program, and wrong ones. Cases are folders under tests/data/scenarios/bad:
/// scenario.yaml, and expected.txt with what `twinfeedd scenario check` says about it (the file's name is FILE there).
class tst_Scenarios : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bad_data();
    void bad();
    void shipped_data();
    void shipped();
    void drillsAreKeptWhole();

private:
    static QByteArray read(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static QString shippedFolder() { return QStringLiteral(TWINFEED_SOURCE_DIR "/resources/scenarios"); }
};

void tst_Scenarios::bad_data()
{
    QTest::addColumn<QString>("folder");
    const QDir cases(QStringLiteral(TWINFEED_SOURCE_DIR "/tests/data/scenarios/bad"));
    const QStringList names = cases.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    QVERIFY(names.size() >= 20);
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << cases.filePath(name);
}

void tst_Scenarios::bad()
{
    QFETCH(QString, folder);
    const QString file = folder + QStringLiteral("/scenario.yaml");
    const auto scenario = loadScenario(file);
    QVERIFY(!scenario.ok());
    // "must be a number" is its own remedy.
    QVERIFY(!scenario.error().remedy.isEmpty() || scenario.error().code == QLatin1String("wrong-type"));
    const QString said = toText(scenario.error()).replace(file, QStringLiteral("FILE"));
    QCOMPARE(said, QString::fromUtf8(read(folder + QStringLiteral("/expected.txt"))).trimmed());
}

void tst_Scenarios::shipped_data()
{
    QTest::addColumn<QString>("name");
    const QStringList names = QDir(shippedFolder()).entryList({QStringLiteral("*.yaml")}, QDir::Files);
    QVERIFY(names.size() >= 9);
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << name;
}

void tst_Scenarios::shipped()
{
    QFETCH(QString, name);
    const QString file = shippedFolder() + QLatin1Char('/') + name;
    const auto scenario = loadScenario(file);
    QVERIFY2(scenario.ok(), scenario.ok() ? "" : qPrintable(toText(scenario.error())));
    QCOMPARE(QString(scenario->id + QStringLiteral(".yaml")), name);
    const auto again = scenarioFromJson(toJson(*scenario));
    QVERIFY2(again.ok(), again.ok() ? "" : qPrintable(again.error().message));
    QCOMPARE(*again, *scenario);

    const auto rules = loadRules(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/rules/default.json"));
    QVERIFY(rules.ok());
    for (const ScenarioFault &fault : scenario->faults) {
        const auto known = std::ranges::find(rules->rules, fault.rule, &Rule::id);
        QVERIFY2(fault.rule.isEmpty() || known != rules->rules.end(), qPrintable(fault.rule));
    }

    const QJsonValue schemaJson =
        QJsonDocument::fromJson(read(shippedFolder() + QStringLiteral("/scenario.schema.json"))).object();
    valijson::Schema schema;
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::QtJsonAdapter(schemaJson), schema);
    const auto fits = [&schema](const QJsonValue &value) {
        valijson::Validator validator(valijson::Validator::kStrongTypes);
        return validator.validate(schema, valijson::adapters::QtJsonAdapter(value), nullptr);
    };
    QJsonObject written = YamlDocument::load(file)->root();
    QVERIFY(fits(written));
    QVERIFY(fits(toJson(*scenario)));
    written.insert(QStringLiteral("length"), 5);
    QVERIFY(!fits(written));
}

void tst_Scenarios::drillsAreKeptWhole()
{
    Drill drill;
    drill.id = QStringLiteral("7");
    drill.scenario = *loadScenario(shippedFolder() + QStringLiteral("/primary-dies.yaml"));
    drill.seed = (qint64(1) << 53) - 1;
    drill.channel = QStringLiteral("main");
    drill.state = DrillState::Ended;
    drill.startedBy = QStringLiteral("anna");
    drill.startedAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
    drill.endedAt = drill.startedAt.addSecs(90);
    drill.operators = QStringList{QStringLiteral("anna"), QStringLiteral("ben")};
    drill.marks = {{1,
                    35'100,
                    QStringLiteral("fault"),
                    QStringLiteral("dies"),
                    QStringLiteral("cut"),
                    QStringLiteral("primary"),
                    {},
                    true}};
    drill.score = {90,
                   true,
                   {{QStringLiteral("late"), QStringLiteral("to-backup"), QStringLiteral("anna"), 50'000, 10,
                     QStringLiteral("Too late.")}},
                   {{QStringLiteral("dies"), 1'200, std::nullopt, 80}}};
    drill.notes = {{drill.startedAt, QStringLiteral("anna"), QStringLiteral("Look sooner."),
                    QStringLiteral("ben"), QStringLiteral("2026-12-01")}};
    const auto read = drillFromJson(toJson(drill));
    QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().message));
    QCOMPARE(*read, drill);
}

QTEST_GUILESS_MAIN(tst_Scenarios)
#include "tst_scenarios.moc"
