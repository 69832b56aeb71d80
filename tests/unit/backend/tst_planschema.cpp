// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/yamldocument.h"

#include <QDir>
#include <QJsonDocument>
#include <QTest>

#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

using namespace twinfeed;
using namespace twinfeed::backend;

/// The published schema of plans against the files that ship, and against what is wrong.
class PlanSchemaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void shippedOnesFit();
    void mistakesDoNot_data();
    void mistakesDoNot();

private:
    QString faultsOf(const QString &file) const;

    valijson::Schema m_schema;
};

void PlanSchemaTest::initTestCase()
{
    QFile file(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/plans/plan.schema.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonValue root(QJsonDocument::fromJson(file.readAll()).object());
    const valijson::adapters::QtJsonAdapter adapter(root);
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(adapter, m_schema);
}

QString PlanSchemaTest::faultsOf(const QString &file) const
{
    const auto document = YamlDocument::load(file);
    if (!document)
        return document.error().message;
    const QJsonValue value(document->root());
    const valijson::adapters::QtJsonAdapter target(value);
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    if (validator.validate(m_schema, target, &results))
        return {};
    QString faults = QStringLiteral("not valid");
    valijson::ValidationResults::Error error;
    while (results.popError(error))
        faults += QLatin1Char('\n') + QString::fromStdString(error.description);
    return faults;
}

void PlanSchemaTest::shippedOnesFit()
{
    const QDir folder(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/plans"));
    const QStringList names = folder.entryList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name);
    QVERIFY(names.size() >= 13);
    for (const QString &name : names) {
        const QString faults = faultsOf(folder.filePath(name));
        QVERIFY2(faults.isEmpty(), qPrintable(name + faults));
    }
}

void PlanSchemaTest::mistakesDoNot_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name :
         {"two-comparisons", "unknown-state", "empty-is", "unknown-step", "two-actions", "unknown-source",
          "no-english", "no-language", "unknown-field", "no-steps", "bad-id", "output-does-nothing",
          "rule-without-end", "joins-nothing", "no-condition", "share-of-nothing"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void PlanSchemaTest::mistakesDoNot()
{
    QFETCH(QString, name);
    QVERIFY(!faultsOf(QStringLiteral(TWINFEED_SOURCE_DIR "/tests/data/plans/bad/%1/plan.yaml").arg(name))
                 .isEmpty());
}

QTEST_GUILESS_MAIN(PlanSchemaTest)
#include "tst_planschema.moc"
