// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/jsonreader.h"

#include <QJsonArray>

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
    if (!m_error)
        m_error = Error{code, message, pointerTo(name), remedy, {}};
}

void JsonReader::fail(const Error &error)
{
    if (!m_error)
        m_error = error;
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
    if (m_error)
        return QJsonValue::Undefined;
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
    if (m_error)
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
    if (m_error)
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
    if (m_error || json.isUndefined())
        return;
    if (!json.isBool())
        return failType(name, QStringLiteral("true or false"));
    value = json.toBool();
}

void JsonReader::optional(QLatin1String name, qint64 &value)
{
    const QJsonValue json = member(name, false);
    if (m_error || json.isUndefined())
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
    if (m_error || json.isUndefined())
        return;
    if (!json.isDouble())
        return failType(name, QStringLiteral("a number"));
    value = json.toDouble();
}

void JsonReader::required(QLatin1String name, QDateTime &value)
{
    QString text;
    required(name, text, 64);
    if (m_error)
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
    return m_error || json.isUndefined() || json.isNull();
}

void JsonReader::nullable(QLatin1String name, std::optional<int> &value, int least, int most)
{
    value.reset();
    if (isNothing(name))
        return;
    int read = 0;
    required(name, read, least, most);
    if (!m_error)
        value = read;
}

std::optional<QJsonObject> JsonReader::nullableObject(QLatin1String name)
{
    return isNothing(name) ? std::nullopt : object(name);
}

std::optional<QJsonObject> JsonReader::object(QLatin1String name, bool required)
{
    const QJsonValue json = member(name, required);
    if (m_error || json.isUndefined())
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
    if (m_error || json.isUndefined())
        return std::nullopt;
    if (!json.isArray()) {
        failType(name, QStringLiteral("a list"));
        return std::nullopt;
    }
    return json.toArray();
}

Result<void> JsonReader::finishLenient() const
{
    if (m_error)
        return *m_error;
    return {};
}

Result<void> JsonReader::finish()
{
    if (m_error)
        return *m_error;
    for (auto it = m_object.begin(); it != m_object.end(); ++it) {
        if (!m_known.contains(it.key())) {
            const QByteArray key = it.key().toUtf8();
            fail(QLatin1String(key), QStringLiteral("unknown-field"),
                 QStringLiteral("\"%1\" is not a field here.").arg(it.key()),
                 QStringLiteral("Remove it, or check its spelling."));
            return *m_error;
        }
    }
    return {};
}

} // namespace twinfeed
