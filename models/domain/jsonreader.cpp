// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/jsonreader.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace twinfeed {

JsonReader::JsonReader(QJsonObject object, QString pointer)
    : m_object(std::move(object))
    , m_pointer(std::move(pointer))
{
}

QString JsonReader::pointerTo(QLatin1String name) const
{
    QString escaped = name;
    escaped.replace(QLatin1Char('~'), QLatin1String("~0")).replace(QLatin1Char('/'), QLatin1String("~1"));
    return m_pointer + QLatin1Char('/') + escaped;
}

QString JsonReader::pointerTo(QLatin1String name, qsizetype index) const
{
    return pointerTo(name) + QLatin1Char('/') + QString::number(index);
}

void JsonReader::fail(QLatin1String name, const QString &code, const QString &message, const QString &remedy)
{
    fail({code, message, pointerTo(name), remedy, {}});
}

void JsonReader::fail(const Error &error)
{
    // What is wrong already is not looked at more closely.
    if (std::ranges::find(m_errors, error.where, &Error::where) == m_errors.end())
        m_errors.push_back(error);
}

bool JsonReader::failed(QLatin1String name) const
{
    return std::ranges::find(m_errors, pointerTo(name), &Error::where) != m_errors.end();
}

void JsonReader::failType(QLatin1String name, const QString &wanted)
{
    fail(name, QStringLiteral("wrong-type"), QStringLiteral("\"%1\" must be %2.").arg(name, wanted));
}

void JsonReader::failWord(QLatin1String name, const QString &word, const QStringList &words)
{
    fail(name, QStringLiteral("unknown-value"),
         QStringLiteral("\"%1\" is not a value of \"%2\".").arg(word, name),
         QStringLiteral("Use one of: %1.").arg(words.join(QLatin1String(", "))));
}

QJsonValue JsonReader::member(QLatin1String name, bool required)
{
    m_known.insert(name);
    const QJsonValue value = m_object.value(name);
    if (value.isUndefined() && required) {
        fail(name, QStringLiteral("missing-field"), QStringLiteral("\"%1\" is missing.").arg(name),
             QStringLiteral("Add the field."));
    }
    return value;
}

void JsonReader::required(QLatin1String name, QString &value, int maxLength)
{
    const QJsonValue json = member(name, true);
    if (json.isUndefined())
        return;
    if (!json.isString())
        return failType(name, QStringLiteral("a text"));
    if (json.toString().size() > maxLength) {
        return fail(name, QStringLiteral("out-of-range"),
                    QStringLiteral("\"%1\" is longer than %2 characters.").arg(name).arg(maxLength));
    }
    value = json.toString();
}

void JsonReader::optional(QLatin1String name, QString &value, int maxLength)
{
    m_known.insert(name);
    if (has(name))
        required(name, value, maxLength);
}

void JsonReader::required(QLatin1String name, int &value, int least, int most)
{
    const QJsonValue json = member(name, true);
    if (json.isUndefined())
        return;
    if (!json.isDouble() || json.toDouble() != std::floor(json.toDouble()))
        return failType(name, QStringLiteral("a whole number"));
    const double number = json.toDouble();
    if (number < least || number > most) {
        return fail(name, QStringLiteral("out-of-range"),
                    QStringLiteral("\"%1\" must be from %2 to %3.").arg(name).arg(least).arg(most));
    }
    value = int(number);
}

void JsonReader::optional(QLatin1String name, int &value, int least, int most)
{
    m_known.insert(name);
    if (has(name))
        required(name, value, least, most);
}

void JsonReader::optional(QLatin1String name, bool &value)
{
    const QJsonValue json = member(name, false);
    if (json.isUndefined())
        return;
    if (!json.isBool())
        return failType(name, QStringLiteral("true or false"));
    value = json.toBool();
}

void JsonReader::optional(QLatin1String name, qint64 &value)
{
    const QJsonValue json = member(name, false);
    if (json.isUndefined())
        return;
    constexpr double exact = 9007199254740992.0; // 2^53
    const double number = json.toDouble();
    if (!json.isDouble() || number != std::floor(number) || std::abs(number) > exact)
        return failType(name, QStringLiteral("a whole number"));
    value = qint64(number);
}

void JsonReader::optional(QLatin1String name, double &value)
{
    const QJsonValue json = member(name, false);
    if (json.isUndefined())
        return;
    if (!json.isDouble())
        return failType(name, QStringLiteral("a number"));
    value = json.toDouble();
}

void JsonReader::required(QLatin1String name, QDateTime &value)
{
    QString text;
    required(name, text, 64);
    if (failed(name))
        return;
    const QDateTime read = QDateTime::fromString(text, Qt::ISODateWithMs);
    // Without an offset it would be the reader's local time: refused, since two machines would disagree.
    if (!read.isValid() || read.timeSpec() == Qt::LocalTime) {
        return fail(name, QStringLiteral("wrong-type"), QStringLiteral("\"%1\" is no time.").arg(name),
                    QStringLiteral("Write it like 2026-01-31T20:15:00.000Z."));
    }
    value = read.toUTC();
}

void JsonReader::optional(QLatin1String name, QDateTime &value)
{
    m_known.insert(name);
    if (has(name))
        required(name, value);
}

bool JsonReader::isNothing(QLatin1String name)
{
    m_known.insert(name);
    const QJsonValue json = m_object.value(name);
    return json.isUndefined() || json.isNull();
}

void JsonReader::nullable(QLatin1String name, std::optional<int> &value, int least, int most)
{
    value.reset();
    if (isNothing(name))
        return;
    int read = 0;
    required(name, read, least, most);
    if (!failed(name))
        value = read;
}

std::optional<QJsonObject> JsonReader::nullableObject(QLatin1String name)
{
    return isNothing(name) ? std::nullopt : object(name);
}

std::optional<QJsonObject> JsonReader::object(QLatin1String name, bool required)
{
    const QJsonValue json = member(name, required);
    if (json.isUndefined())
        return std::nullopt;
    if (!json.isObject()) {
        failType(name, QStringLiteral("an object"));
        return std::nullopt;
    }
    return json.toObject();
}

std::optional<QJsonArray> JsonReader::array(QLatin1String name, bool required)
{
    const QJsonValue json = member(name, required);
    if (json.isUndefined())
        return std::nullopt;
    if (!json.isArray()) {
        failType(name, QStringLiteral("a list"));
        return std::nullopt;
    }
    return json.toArray();
}

Result<void> JsonReader::finishLenient() const
{
    if (failed())
        return m_errors.front();
    return {};
}

void JsonReader::refuseUnknown()
{
    for (auto it = m_object.begin(); it != m_object.end(); ++it) {
        if (m_known.contains(it.key()))
            continue;
        const QByteArray key = it.key().toUtf8();
        fail(QLatin1String(key), QStringLiteral("unknown-field"),
             QStringLiteral("\"%1\" is not a field here.").arg(it.key()),
             QStringLiteral("Remove it, or check its spelling."));
    }
}

Result<void> JsonReader::finish()
{
    refuseUnknown();
    return finishLenient();
}

void JsonReader::finishInto(std::vector<Error> &errors)
{
    refuseUnknown();
    errors.insert(errors.end(), m_errors.begin(), m_errors.end());
}

} // namespace twinfeed
