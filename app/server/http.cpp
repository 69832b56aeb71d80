// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/http.h"

#include <QJsonDocument>
#include <QList>
#include <QRandomGenerator>
#include <QStringDecoder>

namespace twinfeed::server {

namespace {

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::optional<QString> decoded(const QByteArray &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '%')
            continue;
        if (i + 2 >= text.size() || !isHex(text[i + 1]) || !isHex(text[i + 2]))
            return std::nullopt;
    }
    const QByteArray bytes = QByteArray::fromPercentEncoding(text);
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    const QString result = decoder(bytes);
    if (decoder.hasError() || bytes.contains('\0'))
        return std::nullopt;
    return result;
}

Error badQuery(const QString &message, const QString &field = {})
{
    return {QStringLiteral("invalid-query"),
            message,
            field,
            QStringLiteral("Write each parameter once, percent-encoded as UTF-8."),
            {}};
}

/// How specific a media range is about a type: 0 for "not at all", 1 for "*/*", 2 for "image/*", 3 for the type itself.
int specificity(const QByteArray &range, const QByteArray &type)
{
    if (range == type)
        return 3;
    if (range == "*/*" || range == "*")
        return 1;
    return range.endsWith("/*") && type.startsWith(range.left(range.size() - 1)) ? 2 : 0;
}

} // namespace

bool Request::has(const char *name) const
{
    for (const Header &header : headers) {
        if (header.first == name)
            return true;
    }
    return false;
}

Result<std::optional<QByteArray>> Request::header(const char *name) const
{
    std::optional<QByteArray> found;
    for (const Header &header : headers) {
        if (header.first != name)
            continue;
        if (found) {
            return Error{QStringLiteral("duplicate-header"),
                         QStringLiteral("The header %1 is there twice.").arg(QLatin1String(name)),
                         QLatin1String(name),
                         QStringLiteral("Send it once."),
                         {}};
        }
        found = header.second.trimmed();
    }
    return found;
}

Response jsonResponse(int status, const QJsonObject &body)
{
    Response response;
    response.status = status;
    response.contentType = "application/json";
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return response;
}

bool accepts(const QByteArray &accept, const QByteArray &type)
{
    if (accept.trimmed().isEmpty())
        return true;
    int best = 0;
    bool accepted = false;
    for (const QByteArray &element : accept.split(',')) {
        const QList<QByteArray> parts = element.split(';');
        const int match = specificity(parts.front().trimmed().toLower(), type);
        if (match == 0 || match < best)
            continue;
        double quality = 1;
        for (qsizetype i = 1; i < parts.size(); ++i) {
            const QByteArray parameter = parts[i].trimmed().toLower();
            if (parameter.startsWith("q="))
                quality = parameter.mid(2).toDouble();
        }
        accepted = match == best ? accepted || quality > 0 : quality > 0;
        best = match;
    }
    return accepted;
}

Result<QHash<QString, QString>> parseQuery(const QByteArray &query)
{
    QHash<QString, QString> parameters;
    if (query.isEmpty())
        return parameters;
    for (const QByteArray &pair : query.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        const auto name = decoded(equals < 0 ? pair : pair.left(equals));
        const auto value = decoded(equals < 0 ? QByteArray() : pair.mid(equals + 1));
        if (!name || !value || name->isEmpty())
            return badQuery(QStringLiteral("The query cannot be read."));
        if (parameters.contains(*name))
            return badQuery(QStringLiteral("\"%1\" is in the query twice.").arg(*name), *name);
        parameters.insert(*name, *value);
    }
    return parameters;
}

std::optional<quint64> parseEntityTag(const QByteArray &tag)
{
    // 15 digits are below 2^53: what JSON carries exactly.
    if (tag.size() < 3 || tag.size() > 17 || tag.front() != '"' || tag.back() != '"')
        return std::nullopt;
    quint64 number = 0;
    for (const char c : tag.mid(1, tag.size() - 2)) {
        if (c < '0' || c > '9')
            return std::nullopt;
        number = number * 10 + quint64(c - '0');
    }
    return number;
}

QByteArray entityTag(quint64 revision)
{
    return '"' + QByteArray::number(revision) + '"';
}

QString newRequestId()
{
    return QStringLiteral("%1").arg(QRandomGenerator::system()->generate64(), 16, 16, QLatin1Char('0'));
}

} // namespace twinfeed::server
