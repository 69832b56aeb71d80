// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/channel.h"

#include "models/domain/jsonreader.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QUrl>

namespace twinfeed {

namespace {

const QLatin1String idKey("id");
const QLatin1String nameKey("name");
const QLatin1String urlKey("url");
const QLatin1String modeKey("mode");
const QLatin1String kindKey("kind");
const QLatin1String enabledKey("enabled");
const QLatin1String probeUrlKey("probeUrl");
const QLatin1String keyUrlKey("keyUrl");
const QLatin1String sealedKey("sealed");
const QLatin1String primaryKey("primary");
const QLatin1String backupKey("backup");
const QLatin1String outputsKey("outputs");
const QLatin1String holdKey("holdMs");
const QLatin1String cutKey("cut");
const QLatin1String delayKey("delayMs");
const QLatin1String lossKey("lossMs");
const QLatin1String warmKey("warm");
const QLatin1String analysisKey("analysis");
const QLatin1String soundKey("sound");
const QLatin1String sampleRateKey("sampleRate");
const QLatin1String channelsKey("channels");
const QLatin1String failoverKey("failover");
const QLatin1String clearKey("clearMs");
const QLatin1String suspendedKey("suspended");
const QLatin1String lockedKey("locked");
const QLatin1String endedKey("ended");
const QLatin1String revisionKey("revision");
const QLatin1String onAirKey("onAir");
const QLatin1String slateKey("slate");
const QLatin1String configKey("config");

constexpr int maxOutputs = 16;

/// Commands are read strictly; what a backend says may have fields of a newer version.
enum class Fields { Known, Any };

Result<void> finish(JsonReader &reader, Fields fields)
{
    return fields == Fields::Known ? reader.finish() : reader.finishLenient();
}

void readId(JsonReader &reader, QString &id)
{
    reader.required(idKey, id, 32);
    if (!reader.failed() && !isValidId(id)) {
        reader.fail(idKey, QStringLiteral("invalid-id"), QStringLiteral("\"%1\" is no id.").arg(id),
                    QStringLiteral("Use 1 to 32 small letters, digits and hyphens."));
    }
}

void checkScheme(JsonReader &reader, const QString &url, const QStringList &schemes)
{
    if (reader.failed())
        return;
    const QUrl parsed(url, QUrl::StrictMode);
    if (!parsed.isValid() || !schemes.contains(parsed.scheme())) {
        reader.fail(urlKey, QStringLiteral("invalid-url"),
                    QStringLiteral("\"%1\" is no address that can be used here.").arg(redactedUrl(url)),
                    QStringLiteral("Use one of: %1.")
                        .arg(schemes.join(QLatin1String("://, ")) + QLatin1String("://")));
    }
}

Result<InputConfig> inputFromJson(const QJsonObject &object, const QString &pointer, Fields fields)
{
    JsonReader reader(object, pointer);
    InputConfig input;
    reader.required(urlKey, input.url, 1024);
    reader.optionalWord(modeKey, input.mode);
    reader.optional(delayKey, input.delayMs, 0, 5000);
    static const QStringList pull{QStringLiteral("rtmp"), QStringLiteral("rtmps"), QStringLiteral("srt"),
                                  QStringLiteral("udp"),  QStringLiteral("http"),  QStringLiteral("https"),
                                  QStringLiteral("file")};
    static const QStringList listen{QStringLiteral("rtmp"), QStringLiteral("srt"), QStringLiteral("udp")};
    checkScheme(reader, input.url, input.mode == InputMode::Listen ? listen : pull);
    if (auto read = finish(reader, fields); !read)
        return read.error();
    return input;
}

void checkOutputUrl(JsonReader &reader, const OutputConfig &output)
{
    switch (output.kind) {
    case OutputKind::Rtmp:
        return checkScheme(reader, output.url, {QStringLiteral("rtmp"), QStringLiteral("rtmps")});
    case OutputKind::Srt:
        return checkScheme(reader, output.url, {QStringLiteral("srt")});
    case OutputKind::Udp:
        return checkScheme(reader, output.url, {QStringLiteral("udp")});
    case OutputKind::Hls:
    case OutputKind::Recording:
        break;
    }
    if (reader.failed())
        return;
    const bool recording = output.kind == OutputKind::Recording;
    if (!output.url.startsWith(QLatin1Char('/')) || output.url.contains(QLatin1String("/../"))
        || (recording && !output.url.endsWith(QLatin1String(".ts")))) {
        reader.fail(urlKey, QStringLiteral("invalid-path"),
                    QStringLiteral("\"%1\" is no place for this output.").arg(output.url),
                    recording ? QStringLiteral("Use an absolute file name that ends in .ts.")
                              : QStringLiteral("Use an absolute folder name."));
    }
}

void checkProbeUrl(JsonReader &reader, const OutputConfig &output)
{
    if (reader.failed() || output.probeUrl.isEmpty())
        return;
    static const QStringList schemes{QStringLiteral("rtmp"), QStringLiteral("rtmps"), QStringLiteral("http"),
                                     QStringLiteral("https"), QStringLiteral("file")};
    const QUrl parsed(output.probeUrl, QUrl::StrictMode);
    if (!parsed.isValid() || !schemes.contains(parsed.scheme())) {
        reader.fail(
            probeUrlKey, QStringLiteral("invalid-url"),
            QStringLiteral("\"%1\" is no address that can be read back.").arg(redactedUrl(output.probeUrl)),
            QStringLiteral("Use one of: %1.")
                .arg(schemes.join(QLatin1String("://, ")) + QLatin1String("://")));
    }
}

void checkKeyUrl(JsonReader &reader, const OutputConfig &output)
{
    if (reader.failed() || output.keyUrl.isEmpty())
        return;
    const QUrl parsed(QString(output.keyUrl).replace(QLatin1String("{key}"), QLatin1String("1")),
                      QUrl::StrictMode);
    const bool http = parsed.scheme() == QLatin1String("http") || parsed.scheme() == QLatin1String("https");
    if (output.kind != OutputKind::Hls || !parsed.isValid() || !http
        || output.keyUrl.contains(QLatin1Char('"')) || !output.keyUrl.contains(QLatin1String("{key}"))) {
        reader.fail(
            keyUrlKey, QStringLiteral("invalid-url"),
            QStringLiteral("\"%1\" is no address of keys.").arg(redactedUrl(output.keyUrl)),
            QStringLiteral("Use an http or https address with {key} in it, and only with an hls output."));
    }
}

Result<OutputConfig> outputFromJson(const QJsonObject &object, const QString &pointer, Fields fields)
{
    JsonReader reader(object, pointer);
    OutputConfig output;
    readId(reader, output.id);
    reader.requiredWord(kindKey, output.kind);
    reader.required(urlKey, output.url, 1024);
    reader.optional(enabledKey, output.enabled);
    reader.optional(probeUrlKey, output.probeUrl, 1024);
    reader.optional(keyUrlKey, output.keyUrl, 1024);
    checkOutputUrl(reader, output);
    checkProbeUrl(reader, output);
    checkKeyUrl(reader, output);
    if (auto read = finish(reader, fields); !read)
        return read.error();
    return output;
}

void readInput(JsonReader &reader, QLatin1String name, InputConfig &input, Fields fields)
{
    if (const auto object = reader.object(name, true)) {
        if (auto read = inputFromJson(*object, reader.pointerTo(name), fields))
            input = *read;
        else
            reader.fail(read.error());
    }
}

void readOutputs(JsonReader &reader, std::vector<OutputConfig> &outputs, Fields fields)
{
    const auto array = reader.array(outputsKey);
    if (!array)
        return;
    if (array->size() > maxOutputs)
        return reader.fail(outputsKey, QStringLiteral("out-of-range"),
                           QStringLiteral("At most 16 outputs are possible."));
    QSet<QString> ids;
    for (qsizetype i = 0; i < array->size(); ++i) {
        const QString pointer = reader.pointerTo(outputsKey, i);
        if (!array->at(i).isObject())
            return reader.fail(Error{QStringLiteral("wrong-type"),
                                     QStringLiteral("An output must be an object."),
                                     pointer,
                                     {},
                                     {}});
        auto output = outputFromJson(array->at(i).toObject(), pointer, fields);
        if (!output)
            return reader.fail(output.error());
        if (ids.contains(output->id)) {
            return reader.fail(Error{QStringLiteral("duplicate-id"),
                                     QStringLiteral("Two outputs are called \"%1\".").arg(output->id),
                                     pointer + QLatin1String("/id"),
                                     QStringLiteral("Give each its own id."),
                                     {}});
        }
        ids.insert(output->id);
        outputs.push_back(*output);
    }
}

QJsonObject toJson(const InputConfig &input, bool withSecrets)
{
    return {{urlKey, withSecrets ? input.url : redactedUrl(input.url)},
            {modeKey, toWord(input.mode)},
            {delayKey, input.delayMs}};
}

Result<SoundFormat> soundFromJson(const QJsonObject &object, const QString &pointer, Fields fields)
{
    JsonReader reader(object, pointer);
    SoundFormat sound;
    reader.required(sampleRateKey, sound.sampleRate, 32000, 48000);
    reader.required(channelsKey, sound.channels, 1, 2);
    if (!reader.failed() && sound.sampleRate != 32000 && sound.sampleRate != 44100
        && sound.sampleRate != 48000)
        reader.fail(sampleRateKey, QStringLiteral("out-of-range"),
                    QStringLiteral("%1 Hz is no sampling rate that can be used here.").arg(sound.sampleRate),
                    QStringLiteral("Use 32000, 44100 or 48000."));
    if (auto read = finish(reader, fields); !read)
        return read.error();
    return sound;
}

Result<FailoverConfig> failoverFromJson(const QJsonObject &object, const QString &pointer, Fields fields)
{
    JsonReader reader(object, pointer);
    FailoverConfig failover;
    reader.optionalWord(modeKey, failover.mode);
    reader.optional(clearKey, failover.clearMs, 0, 600'000);
    if (auto read = finish(reader, fields); !read)
        return read.error();
    return failover;
}

/// An object member that a function of its own reads; nothing changes where it is missing or null.
template <typename T, typename Read>
void readMember(JsonReader &reader, QLatin1String name, T &value, Fields fields, Read read)
{
    const auto object = reader.nullableObject(name);
    if (!object)
        return;
    if (auto member = read(*object, reader.pointerTo(name), fields))
        value = *member;
    else
        reader.fail(member.error());
}

void readLocked(JsonReader &reader, std::vector<Source> &locked)
{
    const auto array = reader.array(lockedKey);
    if (!array)
        return;
    for (const Source source : allSources) {
        if (array->contains(toWord(source)))
            locked.push_back(source);
    }
}

void readSealed(JsonReader &reader, std::vector<SealedOutput> &sealed)
{
    const auto array = reader.array(sealedKey);
    for (qsizetype i = 0; array && i < array->size(); ++i) {
        auto output = sealedOutputFromJson(array->at(i).toObject(), reader.pointerTo(sealedKey, i));
        if (!output)
            return reader.fail(output.error());
        sealed.push_back(*output);
    }
}

Result<ChannelConfig> readConfig(const QJsonObject &object, const QString &pointer, Fields fields)
{
    JsonReader reader(object, pointer);
    ChannelConfig config;
    readId(reader, config.id);
    reader.required(nameKey, config.name, 80);
    if (!reader.failed() && config.name.trimmed().isEmpty())
        reader.fail(nameKey, QStringLiteral("out-of-range"), QStringLiteral("The name is empty."),
                    QStringLiteral("Give the channel a name."));
    readInput(reader, primaryKey, config.primary, fields);
    readInput(reader, backupKey, config.backup, fields);
    readOutputs(reader, config.outputs, fields);
    reader.optional(holdKey, config.holdMs, 0, 5000);
    reader.optionalWord(cutKey, config.cut);
    reader.nullable(lossKey, config.lossMs, 100, 5000);
    reader.optional(warmKey, config.warm);
    reader.optional(analysisKey, config.analysis);
    readMember(reader, soundKey, config.sound, fields, soundFromJson);
    readMember(reader, failoverKey, config.failover, fields, failoverFromJson);
    if (auto read = finish(reader, fields); !read)
        return read.error();
    return config;
}

} // namespace

Result<ChannelConfig> channelConfigFromJson(const QJsonObject &object, const QString &pointer)
{
    return readConfig(object, pointer, Fields::Known);
}

QJsonObject toJson(const ChannelConfig &config, bool withSecrets)
{
    QJsonArray outputs;
    for (const OutputConfig &output : config.outputs) {
        outputs << QJsonObject{{idKey, output.id},
                               {kindKey, toWord(output.kind)},
                               {urlKey, withSecrets ? output.url : redactedUrl(output.url)},
                               {enabledKey, output.enabled},
                               {probeUrlKey, withSecrets ? output.probeUrl : redactedUrl(output.probeUrl)},
                               {keyUrlKey, withSecrets ? output.keyUrl : redactedUrl(output.keyUrl)}};
    }
    return {{idKey, config.id},
            {nameKey, config.name},
            {primaryKey, toJson(config.primary, withSecrets)},
            {backupKey, toJson(config.backup, withSecrets)},
            {outputsKey, outputs},
            {holdKey, config.holdMs},
            {cutKey, toWord(config.cut)},
            {lossKey, config.lossMs ? QJsonValue(*config.lossMs) : QJsonValue()},
            {warmKey, config.warm},
            {analysisKey, config.analysis},
            {soundKey,
             config.sound ? QJsonValue(QJsonObject{{sampleRateKey, config.sound->sampleRate},
                                                   {channelsKey, config.sound->channels}})
                          : QJsonValue()},
            {failoverKey,
             QJsonObject{{modeKey, toWord(config.failover.mode)}, {clearKey, config.failover.clearMs}}}};
}

QJsonObject toJson(const ChannelDocument &document, bool withSecrets)
{
    QJsonArray locked;
    for (const Source source : document.locked)
        locked << toWord(source);
    QJsonArray sealed;
    for (const SealedOutput &output : document.sealed)
        sealed << toJson(output);
    return {{configKey, toJson(document.config, withSecrets)},
            {revisionKey, double(document.revision)},
            {onAirKey, toWord(document.onAir)},
            {slateKey, document.slate},
            {suspendedKey, document.suspended},
            {lockedKey, locked},
            {endedKey, document.ended},
            {sealedKey, sealed}};
}

Result<ChannelDocument> channelDocumentFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    ChannelDocument document;
    if (const auto config = reader.object(configKey, true)) {
        if (auto read = readConfig(*config, reader.pointerTo(configKey), Fields::Any))
            document.config = *read;
        else
            reader.fail(read.error());
    }
    qint64 revision = 0;
    reader.optional(revisionKey, revision);
    if (!reader.failed() && revision < 1)
        reader.fail(revisionKey, QStringLiteral("out-of-range"), QStringLiteral("The revision is missing."));
    document.revision = quint64(revision);
    reader.requiredWord(onAirKey, document.onAir);
    reader.optional(slateKey, document.slate);
    reader.optional(suspendedKey, document.suspended);
    readLocked(reader, document.locked);
    reader.optional(endedKey, document.ended);
    readSealed(reader, document.sealed);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return document;
}

QString redactedUrl(const QString &url)
{
    QUrl parsed(url);
    if (!parsed.isValid() && url.contains(QLatin1String("://")))
        return url.left(url.indexOf(QLatin1String("://")))
            + QLatin1String("://***"); // who knows which part is the key
    const QString scheme = parsed.scheme();
    if (scheme.isEmpty() || scheme == QLatin1String("file"))
        return url;
    parsed.setUserInfo({});
    parsed.setFragment({});
    if (parsed.hasQuery())
        parsed.setQuery(QStringLiteral("***"));
    QString path = parsed.path();
    while (path.size() > 1 && path.endsWith(QLatin1Char('/')))
        path.chop(1);
    const qsizetype slash = path.lastIndexOf(QLatin1Char('/'));
    if (scheme.startsWith(QLatin1String("rtmp")) && slash >= 0 && slash + 1 < path.size())
        parsed.setPath(path.left(slash + 1) + QLatin1String("***"));
    return parsed.toString();
}

bool isValidId(const QString &id)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[a-z0-9-]{1,32}\\z"));
    return pattern.match(id).hasMatch();
}

} // namespace twinfeed
