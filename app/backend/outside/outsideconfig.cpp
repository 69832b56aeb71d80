// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/outside/outsideconfig.h"

#include "models/domain/channel.h"
#include "models/domain/jsonreader.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>

namespace twinfeed::backend {

namespace {

const QLatin1String idKey("id");
const QLatin1String nameKey("name");
const QLatin1String kindKey("kind");
const QLatin1String urlKey("url");
const QLatin1String channelKey("channel");
const QLatin1String streamKey("stream");
const QLatin1String everyKey("everySeconds");
const QLatin1String queriesKey("queries");
const QLatin1String queryKey("query");
const QLatin1String unitKey("unit");
const QLatin1String tokenFileKey("tokenFile");
const QLatin1String secretFileKey("secretFile");
const QLatin1String severitiesKey("severities");
const QLatin1String channelsKey("channels");

constexpr qint64 mostSecret = 512;
constexpr qsizetype leastSecret = 8;
constexpr qsizetype mostQueries = 50;

constexpr std::pair<NodeConfig::Kind, const char *> kinds[]{{NodeConfig::Kind::NginxRtmp, "nginx-rtmp"},
                                                            {NodeConfig::Kind::Srs, "srs"},
                                                            {NodeConfig::Kind::MediaMtx, "mediamtx"},
                                                            {NodeConfig::Kind::Prometheus, "prometheus"}};

void readId(JsonReader &reader, QString &id)
{
    reader.required(idKey, id, 32);
    if (!reader.failed() && !isValidId(id))
        reader.fail(idKey, QStringLiteral("invalid-id"), QStringLiteral("\"%1\" is no id.").arg(id),
                    QStringLiteral("Use 1 to 32 small letters, digits and hyphens."));
}

void readUrl(JsonReader &reader, QUrl &url)
{
    QString text;
    reader.required(urlKey, text, 2048);
    if (reader.failed())
        return;
    url = QUrl(text, QUrl::StrictMode);
    const bool web = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (!url.isValid() || !web || url.host().isEmpty() || url.hasFragment())
        reader.fail(urlKey, QStringLiteral("invalid-url"),
                    QStringLiteral("This is no http or https address."),
                    QStringLiteral("Write it as https://host:port/path."));
}

void readChannel(JsonReader &reader, QLatin1String name, const QString &channel)
{
    if (!reader.failed() && !channel.isEmpty() && !isValidId(channel))
        reader.fail(name, QStringLiteral("invalid-id"),
                    QStringLiteral("\"%1\" is no channel's id.").arg(channel),
                    QStringLiteral("Use 1 to 32 small letters, digits and hyphens."));
}

void readSecret(JsonReader &reader, QLatin1String name, const QString &folder, QByteArray &secret)
{
    QString file;
    reader.optional(name, file, 1024);
    if (reader.failed() || file.isEmpty())
        return;
    QFile source(QDir::cleanPath(QDir(folder).absoluteFilePath(file)));
    secret = source.open(QIODevice::ReadOnly) ? source.read(mostSecret).trimmed() : QByteArray();
    if (secret.size() < leastSecret || secret.contains('\n') || secret.contains('\r'))
        reader.fail(
            name, QStringLiteral("file-not-found"),
            QStringLiteral("The file %1 holds no secret that can be read.").arg(source.fileName()),
            QStringLiteral("Put one line of %1 characters and more into it; names are relative to the "
                           "configuration's folder.")
                .arg(leastSecret));
}

void readKind(JsonReader &reader, NodeConfig::Kind &kind)
{
    QString word;
    reader.required(kindKey, word, 32);
    if (reader.failed())
        return;
    QStringList known;
    for (const auto &[one, name] : kinds) {
        known << QLatin1String(name);
        if (word == known.last()) {
            kind = one;
            return;
        }
    }
    reader.fail(kindKey, QStringLiteral("unknown-value"),
                QStringLiteral("\"%1\" is no kind of node.").arg(word),
                QStringLiteral("Use one of: %1.").arg(known.join(QLatin1String(", "))));
}

Result<NodeConfig::Query> queryFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    NodeConfig::Query query;
    reader.required(nameKey, query.name, 64);
    static const QRegularExpression form(QStringLiteral("\\A[A-Za-z][A-Za-z0-9]*\\z"));
    if (!reader.failed() && !form.match(query.name).hasMatch())
        reader.fail(nameKey, QStringLiteral("invalid-id"),
                    QStringLiteral("\"%1\" is no name of a metric.").arg(query.name),
                    QStringLiteral("Use letters and digits, like cpuLoad."));
    reader.required(queryKey, query.query, 2048);
    reader.optional(unitKey, query.unit, 16);
    if (auto read = reader.finish(); !read)
        return read.error();
    return query;
}

void readQueries(JsonReader &reader, NodeConfig &node)
{
    const auto list = reader.array(queriesKey, node.kind == NodeConfig::Kind::Prometheus);
    if (!list || reader.failed())
        return;
    if (node.kind != NodeConfig::Kind::Prometheus)
        return reader.fail(queriesKey, QStringLiteral("unknown-field"),
                           QStringLiteral("Only Prometheus is asked by queries."),
                           QStringLiteral("Remove them, or use kind: prometheus."));
    if (list->isEmpty() || list->size() > mostQueries)
        return reader.fail(queriesKey, QStringLiteral("out-of-range"),
                           QStringLiteral("There must be 1 to %1 queries.").arg(mostQueries),
                           QStringLiteral("Add one, or make a second node of them."));
    for (qsizetype i = 0; i < list->size(); ++i) {
        const QString pointer = reader.pointerTo(queriesKey, i);
        const auto query = queryFromJson(list->at(i).toObject(), pointer);
        if (!query)
            return reader.fail(query.error());
        for (const auto &other : node.queries) {
            if (other.name == query->name)
                return reader.fail(Error{QStringLiteral("duplicate-id"),
                                         QStringLiteral("Two queries are called \"%1\".").arg(query->name),
                                         pointer + QLatin1String("/name"),
                                         QStringLiteral("Give each its own name."),
                                         {}});
        }
        node.queries.push_back(*query);
    }
}

void readStream(JsonReader &reader, NodeConfig &node)
{
    if (node.kind == NodeConfig::Kind::Prometheus)
        return;
    reader.required(streamKey, node.stream, 255);
    if (!reader.failed() && node.kind != NodeConfig::Kind::MediaMtx
        && node.stream.count(QLatin1Char('/')) != 1)
        reader.fail(streamKey, QStringLiteral("out-of-range"),
                    QStringLiteral("\"%1\" names no stream.").arg(node.stream),
                    QStringLiteral("Write application and name, like live/main."));
}

void readSeverities(JsonReader &reader, std::vector<Severity> &severities)
{
    const auto list = reader.array(severitiesKey);
    if (!list)
        return;
    severities.clear();
    for (qsizetype i = 0; i < list->size(); ++i) {
        const auto severity = fromWord<Severity>(list->at(i).toString());
        if (!severity)
            return reader.fail(
                Error{QStringLiteral("unknown-value"),
                      QStringLiteral("There is no such severity."),
                      reader.pointerTo(severitiesKey, i),
                      QStringLiteral("Use some of: %1.").arg(wordsOf<Severity>().join(QLatin1String(", "))),
                      {}});
        severities.push_back(*severity);
    }
    if (severities.empty())
        reader.fail(severitiesKey, QStringLiteral("out-of-range"),
                    QStringLiteral("A webhook without a severity would be told nothing."),
                    QStringLiteral("Name one, or leave the field out for warning and critical."));
}

} // namespace

QString toWord(NodeConfig::Kind kind)
{
    for (const auto &[one, name] : kinds) {
        if (one == kind)
            return QLatin1String(name);
    }
    return {};
}

Result<NodeConfig> nodeFromJson(const QJsonObject &object, const QString &pointer, const QString &folder)
{
    JsonReader reader(object, pointer);
    NodeConfig node;
    readId(reader, node.id);
    node.name = node.id;
    reader.optional(nameKey, node.name, 80);
    readKind(reader, node.kind);
    readUrl(reader, node.url);
    readSecret(reader, tokenFileKey, folder, node.token);
    reader.optional(channelKey, node.channel, 32);
    readChannel(reader, channelKey, node.channel);
    readStream(reader, node);
    readQueries(reader, node);
    reader.optional(everyKey, node.everySeconds, 1, 60);
    if (auto read = reader.finish(); !read)
        return read.error();
    return node;
}

Result<WebhookConfig> webhookFromJson(const QJsonObject &object, const QString &pointer,
                                      const QString &folder)
{
    JsonReader reader(object, pointer);
    WebhookConfig hook;
    readId(reader, hook.id);
    readUrl(reader, hook.url);
    readSecret(reader, tokenFileKey, folder, hook.token);
    readSecret(reader, secretFileKey, folder, hook.secret);
    readSeverities(reader, hook.severities);
    if (const auto list = reader.array(channelsKey)) {
        for (const QJsonValue &channel : *list) {
            hook.channels << channel.toString();
            if (!reader.failed() && !isValidId(hook.channels.last()))
                reader.fail(channelsKey, QStringLiteral("invalid-id"),
                            QStringLiteral("\"%1\" is no channel's id.").arg(hook.channels.last()),
                            QStringLiteral("Use 1 to 32 small letters, digits and hyphens."));
        }
    }
    if (auto read = reader.finish(); !read)
        return read.error();
    return hook;
}

} // namespace twinfeed::backend
