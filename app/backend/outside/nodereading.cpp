// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/outside/nodereading.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QXmlStreamReader>

#include <cmath>

namespace twinfeed::backend {

namespace {

Error notUnderstood(const QString &what)
{
    return {QStringLiteral("not-understood"),
            QStringLiteral("The answer is not understood: %1.").arg(what),
            {},
            QStringLiteral("Check that this is the right address, and the kind of the node."),
            {}};
}

Result<QJsonObject> objectOf(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return notUnderstood(QStringLiteral("it is no JSON"));
    return document.object();
}

std::optional<double> numberOf(const QJsonValue &value)
{
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

std::optional<double> numberOf(const QString &text)
{
    bool ok = false;
    const double value = text.toDouble(&ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// A <stream> of nginx-rtmp, up to its end; its name goes into `name`.
StreamFigures readStream(QXmlStreamReader &xml, QString &name)
{
    StreamFigures figures;
    double clients = 0;
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("name"))
            name = xml.readElementText();
        else if (xml.name() == QLatin1String("bw_in"))
            figures.bitrate = numberOf(xml.readElementText());
        else if (xml.name() == QLatin1String("bw_out"))
            figures.bitrateOut = numberOf(xml.readElementText());
        else if (xml.name() == QLatin1String("bytes_in"))
            figures.bytes = numberOf(xml.readElementText());
        else if (xml.name() == QLatin1String("nclients"))
            clients = numberOf(xml.readElementText()).value_or(0);
        else {
            figures.publishing = figures.publishing || xml.name() == QLatin1String("publishing");
            xml.skipCurrentElement();
        }
    }
    figures.readers = std::max(0.0, clients - figures.publishing);
    return figures;
}

/// The streams of an <application>, whose name comes first.
std::optional<StreamFigures> readApplication(QXmlStreamReader &xml, const QString &wanted)
{
    std::optional<StreamFigures> found;
    QString application;
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("name")) {
            application = xml.readElementText();
        } else if (xml.name() == QLatin1String("live")) {
            while (xml.readNextStartElement()) {
                if (xml.name() != QLatin1String("stream")) {
                    xml.skipCurrentElement();
                    continue;
                }
                QString name;
                const StreamFigures figures = readStream(xml, name);
                if (QString(application + QLatin1Char('/') + name) == wanted)
                    found = figures;
            }
        } else {
            xml.skipCurrentElement();
        }
    }
    return found;
}

} // namespace

Result<StreamFigures> readNginxRtmp(const QByteArray &text, const QString &stream)
{
    QXmlStreamReader xml(text);
    // No page of nginx-rtmp has entities; a stranger's could grow without end.
    xml.setEntityExpansionLimit(0);
    if (!xml.readNextStartElement() || xml.name() != QLatin1String("rtmp"))
        return notUnderstood(QStringLiteral("it is no statistics page of nginx-rtmp"));
    StreamFigures figures;
    while (xml.readNextStartElement()) {
        if (xml.name() != QLatin1String("server")) {
            xml.skipCurrentElement();
            continue;
        }
        while (xml.readNextStartElement()) {
            if (xml.name() != QLatin1String("application"))
                xml.skipCurrentElement();
            else if (const auto found = readApplication(xml, stream))
                figures = *found;
        }
    }
    if (xml.hasError())
        return notUnderstood(QStringLiteral("the page is damaged or cut short"));
    return figures;
}

Result<StreamFigures> readSrs(const QByteArray &json, const QString &stream)
{
    const auto object = objectOf(json);
    if (!object)
        return object.error();
    if (object->value(QLatin1String("code")).toInt(-1) != 0
        || !object->value(QLatin1String("streams")).isArray())
        return notUnderstood(QStringLiteral("it has no streams"));
    for (const QJsonValue &value : object->value(QLatin1String("streams")).toArray()) {
        const QString name = value[QLatin1String("app")].toString() + QLatin1Char('/')
            + value[QLatin1String("name")].toString();
        if (name != stream)
            continue;
        const auto kbps = [&value](QLatin1String which) -> std::optional<double> {
            const auto rate = numberOf(value[QLatin1String("kbps")][which]);
            return rate ? std::optional(*rate * 1000) : std::nullopt;
        };
        StreamFigures figures;
        figures.publishing = value[QLatin1String("publish")][QLatin1String("active")].toBool();
        figures.bitrate = kbps(QLatin1String("recv_30s"));
        figures.bitrateOut = kbps(QLatin1String("send_30s"));
        figures.bytes = numberOf(value[QLatin1String("recv_bytes")]);
        // The publisher is a client as well.
        if (const auto clients = numberOf(value[QLatin1String("clients")]))
            figures.readers = std::max(0.0, *clients - figures.publishing);
        return figures;
    }
    return StreamFigures();
}

Result<StreamFigures> readMediaMtx(const QByteArray &json, const QString &stream)
{
    const auto object = objectOf(json);
    if (!object)
        return object.error();
    if (!object->value(QLatin1String("items")).isArray())
        return notUnderstood(QStringLiteral("it has no items"));
    for (const QJsonValue &value : object->value(QLatin1String("items")).toArray()) {
        if (value[QLatin1String("name")].toString() != stream)
            continue;
        StreamFigures figures;
        figures.publishing = value[QLatin1String("ready")].toBool();
        figures.bytes = numberOf(value[QLatin1String("bytesReceived")]);
        if (value[QLatin1String("readers")].isArray())
            figures.readers = double(value[QLatin1String("readers")].toArray().size());
        return figures;
    }
    return StreamFigures();
}

Result<std::optional<double>> readPrometheus(const QByteArray &json)
{
    const auto object = objectOf(json);
    if (!object)
        return object.error();
    if (object->value(QLatin1String("status")).toString() != QLatin1String("success"))
        return notUnderstood(QStringLiteral("Prometheus says \"%1\"")
                                 .arg(object->value(QLatin1String("error")).toString().left(200)));
    const QJsonValue data = object->value(QLatin1String("data"));
    const QString type = data[QLatin1String("resultType")].toString();
    QJsonArray value;
    if (type == QLatin1String("scalar")) {
        value = data[QLatin1String("result")].toArray();
    } else if (type == QLatin1String("vector")) {
        const QJsonArray all = data[QLatin1String("result")].toArray();
        if (all.isEmpty())
            return std::optional<double>();
        if (all.size() > 1)
            return notUnderstood(QStringLiteral("the query gives %1 numbers, one is wanted").arg(all.size()));
        value = all.at(0)[QLatin1String("value")].toArray();
    } else {
        return notUnderstood(QStringLiteral("the query gives no number of now"));
    }
    if (value.size() != 2 || !value.at(1).isString())
        return notUnderstood(QStringLiteral("the number is missing"));
    return numberOf(value.at(1).toString());
}

} // namespace twinfeed::backend
