// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/server/contract.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include <yaml-cpp/yaml.h>

namespace twinfeed::test {

namespace {

QJsonValue scalar(const YAML::Node &node)
{
    const QString text = QString::fromStdString(node.Scalar());
    if (node.Tag() == "!") // quoted
        return text;
    if (text == QLatin1String("null") || text == QLatin1String("~") || text.isEmpty())
        return QJsonValue::Null;
    if (text == QLatin1String("true") || text == QLatin1String("false"))
        return text == QLatin1String("true");
    bool number = false;
    const double value = text.toDouble(&number);
    return number ? QJsonValue(value) : QJsonValue(text);
}

QJsonValue toJson(const YAML::Node &node)
{
    if (node.IsMap()) {
        QJsonObject object;
        for (const auto &entry : node)
            object.insert(QString::fromStdString(entry.first.Scalar()), toJson(entry.second));
        return object;
    }
    if (node.IsSequence()) {
        QJsonArray array;
        for (const auto &element : node)
            array << toJson(element);
        return array;
    }
    return node.IsScalar() ? scalar(node) : QJsonValue(QJsonValue::Null);
}

/// OpenAPI 3.0's dialect to draft 7: nullable, places of references, strict objects.
QJsonValue toDraft7(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue &element : value.toArray())
            array << toDraft7(element);
        return array;
    }
    if (!value.isObject())
        return value;
    QJsonObject object;
    const QJsonObject from = value.toObject();
    for (auto it = from.begin(); it != from.end(); ++it) {
        if (it.key() == QLatin1String("example") || it.key() == QLatin1String("nullable"))
            continue;
        if (it.key() == QLatin1String("$ref"))
            object.insert(it.key(),
                          it.value().toString().replace(QLatin1String("#/components/schemas/"),
                                                        QLatin1String("#/definitions/")));
        else
            object.insert(it.key(), toDraft7(it.value()));
    }
    if (object.value(QLatin1String("properties")).isObject()
        && !object.contains(QLatin1String("additionalProperties")))
        object.insert(QLatin1String("additionalProperties"), false);
    if (from.value(QLatin1String("nullable")).toBool())
        return QJsonObject{{QLatin1String("anyOf"),
                            QJsonArray{QJsonObject{{QLatin1String("type"), QLatin1String("null")}}, object}}};
    return object;
}

} // namespace

Contract::Contract()
{
    QFile file(QStringLiteral(TWINFEED_SOURCE_DIR "/resources/openapi.yaml"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("resources/openapi.yaml cannot be read");
    m_document = toJson(YAML::Load(file.readAll().toStdString())).toObject();
}

QStringList Contract::operations() const
{
    QStringList names;
    const QJsonObject paths = m_document.value(QLatin1String("paths")).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject item = path.value().toObject();
        for (const QString &method : item.keys()) {
            if (method != QLatin1String("parameters"))
                names << QString(method.toUpper() + QLatin1Char(' ') + path.key());
        }
    }
    return names;
}

QJsonObject Contract::operation(const QString &name) const
{
    const QString method = name.section(QLatin1Char(' '), 0, 0).toLower();
    const QString path = name.section(QLatin1Char(' '), 1);
    return m_document.value(QLatin1String("paths"))
        .toObject()
        .value(path)
        .toObject()
        .value(method)
        .toObject();
}

QStringList Contract::statuses(const QString &name) const
{
    QStringList statuses = operation(name).value(QLatin1String("responses")).toObject().keys();
    statuses.removeAll(QStringLiteral("default"));
    return statuses;
}

QJsonObject Contract::resolved(const QJsonObject &object) const
{
    const QString reference = object.value(QLatin1String("$ref")).toString();
    if (reference.isEmpty())
        return object;
    QJsonValue value = m_document;
    for (const QString &part : reference.mid(2).split(QLatin1Char('/')))
        value = value.toObject().value(part);
    return value.toObject();
}

QString Contract::schemaFaults(const QJsonObject &schema, const QJsonValue &value) const
{
    QJsonObject root = toDraft7(schema).toObject();
    if (root.contains(QLatin1String("$ref")))
        root = {{QLatin1String("allOf"), QJsonArray{root}}};
    QJsonObject definitions;
    const QJsonObject schemas =
        m_document.value(QLatin1String("components")).toObject().value(QLatin1String("schemas")).toObject();
    for (auto it = schemas.begin(); it != schemas.end(); ++it)
        definitions.insert(it.key(), toDraft7(it.value()));
    root.insert(QLatin1String("definitions"), definitions);

    const QJsonValue rootValue(root);
    const valijson::adapters::QtJsonAdapter schemaAdapter(rootValue);
    valijson::Schema parsed;
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(schemaAdapter, parsed);
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    const valijson::adapters::QtJsonAdapter target(value);
    if (validator.validate(parsed, target, &results))
        return {};
    QString faults;
    for (const auto &error : results) {
        for (const std::string &part : error.context)
            faults += QString::fromStdString(part);
        faults += QLatin1String(": ") + QString::fromStdString(error.description) + QLatin1Char('\n');
    }
    return faults;
}

QString Contract::headerFaults(const QJsonObject &response, const HttpAnswer &answer) const
{
    const QJsonObject headers = response.value(QLatin1String("headers")).toObject();
    for (auto it = headers.begin(); it != headers.end(); ++it) {
        const QByteArray value = answer.header(it.key().toLatin1().toLower().constData());
        const bool mayMiss =
            it.key() == QLatin1String("ETag") || it.key() == QLatin1String("Idempotent-Replayed");
        if (value.isEmpty() && mayMiss)
            continue;
        const QJsonObject schema = resolved(it.value().toObject()).value(QLatin1String("schema")).toObject();
        if (value.isEmpty())
            return QString(QLatin1String("no header ") + it.key());
        if (const QString faults = schemaFaults(schema, QString::fromLatin1(value)); !faults.isEmpty())
            return QString(it.key() + QLatin1String(" is ") + QString::fromLatin1(value) + QLatin1Char('\n')
                           + faults);
    }
    return {};
}

QString Contract::faults(const QString &name, const HttpAnswer &answer) const
{
    const QJsonObject responses = operation(name).value(QLatin1String("responses")).toObject();
    const QString status = QString::number(answer.status);
    if (!responses.contains(status) && answer.status < 400)
        return QStringLiteral("%1 does not list %2").arg(name, status);
    const QJsonObject response =
        resolved(responses.value(responses.contains(status) ? status : QStringLiteral("default")).toObject());
    const QJsonObject content = response.value(QLatin1String("content")).toObject();
    const QString type = QString::fromLatin1(answer.header("content-type")).section(QLatin1Char(';'), 0, 0);
    if (!content.contains(type))
        return QStringLiteral("%1 %2 lists %3 and not \"%4\"")
            .arg(name, status, content.keys().join(QLatin1Char(' ')), type);
    if (const QString faults = headerFaults(response, answer); !faults.isEmpty())
        return faults;
    if (!type.endsWith(QLatin1String("json")))
        return {};
    const QJsonDocument body = QJsonDocument::fromJson(answer.body);
    if (!body.isObject())
        return QStringLiteral("the body is no JSON object");
    if (type == QLatin1String("application/problem+json")
        && body.object().value(QLatin1String("status")).toInt() != answer.status)
        return QStringLiteral("the problem says another status");
    return schemaFaults(content.value(type).toObject().value(QLatin1String("schema")).toObject(),
                        body.object());
}

QString Contract::eventFaults(const QString &type, const QJsonObject &data) const
{
    const QJsonObject events = operation(QStringLiteral("GET /v1/events"))
                                   .value(QLatin1String("responses"))
                                   .toObject()
                                   .value(QLatin1String("200"))
                                   .toObject()
                                   .value(QLatin1String("x-events"))
                                   .toObject();
    if (!events.contains(type))
        return QString(QLatin1String("no event is called ") + type);
    return schemaFaults(events.value(type).toObject(), data);
}

} // namespace twinfeed::test
