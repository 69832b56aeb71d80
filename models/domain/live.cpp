// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/live.h"

#include "models/domain/jsonreader.h"

#include <QJsonArray>

#include <limits>

namespace twinfeed {

namespace {

const QLatin1String channelKey("channel");
const QLatin1String nodeKey("node");
const QLatin1String nameKey("name");
const QLatin1String valueKey("value");
const QLatin1String unitKey("unit");
const QLatin1String windowKey("windowMs");
const QLatin1String periodKey("periodMs");
const QLatin1String atKey("at");
const QLatin1String videoCodecKey("videoCodec");
const QLatin1String widthKey("width");
const QLatin1String heightKey("height");
const QLatin1String frameRateKey("frameRate");
const QLatin1String profileKey("profile");
const QLatin1String soundCodecKey("soundCodec");
const QLatin1String sampleRateKey("sampleRate");
const QLatin1String soundChannelsKey("soundChannels");
const QLatin1String sourceKey("source");
const QLatin1String stateKey("state");
const QLatin1String fitKey("fit");
const QLatin1String reasonKey("reason");
const QLatin1String reasonCodeKey("reasonCode");
const QLatin1String formatKey("format");
const QLatin1String ageKey("ageMs");
const QLatin1String idKey("id");
const QLatin1String bytesKey("bytes");
const QLatin1String droppedKey("droppedPictures");
const QLatin1String reconnectsKey("reconnects");
const QLatin1String missingKey("missingMs");
const QLatin1String fileKey("file");
const QLatin1String encryptionKey("encryption");
const QLatin1String sourcesKey("sources");
const QLatin1String outputsKey("outputs");
const QLatin1String programmeKey("programme");
const QLatin1String behindKey("behindMs");
const QLatin1String failoverKey("failover");
const QLatin1String switchesLeftKey("switchesLeft");
const QLatin1String clearsInKey("clearsInMs");
const QLatin1String alignmentKey("alignment");
const QLatin1String relationKey("relation");
const QLatin1String offsetKey("offsetMs");
const QLatin1String certaintyKey("certainty");
const QLatin1String methodKey("method");
const QLatin1String holdKey("hold");
const QLatin1String holdMsKey("holdMs");
const QLatin1String targetKey("targetMs");
const QLatin1String remainingKey("remainingMs");
const QLatin1String seamlessKey("seamless");

constexpr int most = std::numeric_limits<int>::max();
constexpr int longText = 4096;

template <typename T>
QJsonValue orNull(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

Result<StreamFormat> formatFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    StreamFormat format;
    reader.optional(videoCodecKey, format.videoCodec);
    reader.optional(widthKey, format.width, 0, most);
    reader.optional(heightKey, format.height, 0, most);
    reader.optional(frameRateKey, format.frameRate);
    reader.optional(profileKey, format.profile);
    reader.optional(soundCodecKey, format.soundCodec);
    reader.optional(sampleRateKey, format.sampleRate, 0, most);
    reader.optional(soundChannelsKey, format.soundChannels, 0, most);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return format;
}

Result<SourceStatus> sourceFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    SourceStatus status;
    reader.requiredWord(sourceKey, status.source);
    reader.requiredWord(stateKey, status.state);
    reader.optional(fitKey, status.fit);
    reader.optional(reasonKey, status.reason, longText);
    reader.optional(reasonCodeKey, status.reasonCode);
    if (const auto format = reader.object(formatKey)) {
        if (auto read = formatFromJson(*format, reader.pointerTo(formatKey)))
            status.format = *read;
        else
            reader.fail(read.error());
    }
    reader.nullable(ageKey, status.ageMs);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return status;
}

Result<OutputStatus> outputFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    OutputStatus status;
    reader.required(idKey, status.id);
    reader.requiredWord(stateKey, status.state);
    reader.optional(reasonKey, status.reason, longText);
    reader.optional(reasonCodeKey, status.reasonCode);
    reader.optional(bytesKey, status.bytes);
    reader.optional(droppedKey, status.droppedPictures);
    reader.optional(reconnectsKey, status.reconnects, 0, most);
    reader.optional(missingKey, status.missingMs);
    reader.optional(fileKey, status.file, longText);
    if (const auto encryption = reader.object(encryptionKey)) {
        if (auto read = encryptionStatusFromJson(*encryption, reader.pointerTo(encryptionKey)))
            status.encryption = *read;
        else
            reader.fail(read.error());
    }
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return status;
}

Result<FailoverStatus> failoverFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    FailoverStatus status;
    reader.requiredWord(stateKey, status.state);
    reader.optional(reasonKey, status.reason, longText);
    reader.optional(reasonCodeKey, status.reasonCode);
    reader.optional(switchesLeftKey, status.switchesLeft, 0, most);
    reader.nullable(clearsInKey, status.clearsInMs);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return status;
}

Result<AlignmentStatus> alignmentFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    AlignmentStatus status;
    reader.requiredWord(relationKey, status.relation);
    reader.nullable(offsetKey, status.offsetMs);
    reader.optional(certaintyKey, status.certainty);
    reader.optional(methodKey, status.method);
    reader.optional(reasonKey, status.reason, longText);
    reader.optional(reasonCodeKey, status.reasonCode);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return status;
}

Result<HoldStatus> holdFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    HoldStatus status;
    reader.optional(holdMsKey, status.holdMs);
    reader.optional(targetKey, status.targetMs, 0, most);
    reader.optional(remainingKey, status.remainingMs);
    reader.optional(seamlessKey, status.seamless);
    reader.optional(reasonKey, status.reason, longText);
    reader.optional(reasonCodeKey, status.reasonCode);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return status;
}

/// An object member that a function of its own reads; a backend of an older version does not send it.
template <typename T, typename Read>
void readMember(JsonReader &reader, QLatin1String name, T &value, Read read)
{
    const auto object = reader.object(name);
    if (!object)
        return;
    if (auto member = read(*object, reader.pointerTo(name)))
        value = *member;
    else
        reader.fail(member.error());
}

template <typename T, typename Read>
void readList(JsonReader &reader, QLatin1String name, std::vector<T> &list, Read read)
{
    const auto array = reader.array(name);
    if (!array)
        return;
    for (qsizetype i = 0; i < array->size(); ++i) {
        auto element = read(array->at(i).toObject(), reader.pointerTo(name, i));
        if (!element)
            return reader.fail(element.error());
        list.push_back(*element);
    }
}

} // namespace

QJsonObject toJson(const Metric &metric)
{
    return {{channelKey, metric.channel}, {nodeKey, metric.node},
            {nameKey, metric.name},       {valueKey, orNull(metric.value)},
            {unitKey, metric.unit},       {windowKey, metric.windowMs},
            {periodKey, metric.periodMs}, {atKey, metric.at.toUTC().toString(Qt::ISODateWithMs)}};
}

QJsonObject toJson(const StreamFormat &format)
{
    return {{videoCodecKey, format.videoCodec}, {widthKey, format.width},
            {heightKey, format.height},         {frameRateKey, format.frameRate},
            {profileKey, format.profile},       {soundCodecKey, format.soundCodec},
            {sampleRateKey, format.sampleRate}, {soundChannelsKey, format.soundChannels}};
}

QJsonObject toJson(const SourceStatus &status)
{
    return {{sourceKey, toWord(status.source)},
            {stateKey, toWord(status.state)},
            {fitKey, status.fit},
            {reasonKey, status.reason},
            {reasonCodeKey, status.reasonCode},
            {formatKey, toJson(status.format)},
            {ageKey, orNull(status.ageMs)}};
}

QJsonObject toJson(const OutputStatus &status)
{
    return {{idKey, status.id},
            {stateKey, toWord(status.state)},
            {reasonKey, status.reason},
            {reasonCodeKey, status.reasonCode},
            {bytesKey, status.bytes},
            {droppedKey, status.droppedPictures},
            {reconnectsKey, status.reconnects},
            {missingKey, status.missingMs},
            {fileKey, status.file},
            {encryptionKey, toJson(status.encryption)}};
}

QJsonObject toJson(const FailoverStatus &status)
{
    return {{stateKey, toWord(status.state)},
            {reasonKey, status.reason},
            {reasonCodeKey, status.reasonCode},
            {switchesLeftKey, status.switchesLeft},
            {clearsInKey, orNull(status.clearsInMs)}};
}

QJsonObject toJson(const AlignmentStatus &status)
{
    return {{relationKey, toWord(status.relation)},
            {offsetKey, orNull(status.offsetMs)},
            {certaintyKey, status.certainty},
            {methodKey, status.method},
            {reasonKey, status.reason},
            {reasonCodeKey, status.reasonCode}};
}

QJsonObject toJson(const HoldStatus &status)
{
    return {{holdMsKey, status.holdMs},     {targetKey, status.targetMs}, {remainingKey, status.remainingMs},
            {seamlessKey, status.seamless}, {reasonKey, status.reason},   {reasonCodeKey, status.reasonCode}};
}

QJsonObject toJson(const ChannelStatus &status)
{
    QJsonArray sources;
    for (const SourceStatus &source : status.sources)
        sources << toJson(source);
    QJsonArray outputs;
    for (const OutputStatus &output : status.outputs)
        outputs << toJson(output);
    return {{channelKey, status.channel},
            {sourcesKey, sources},
            {outputsKey, outputs},
            {programmeKey,
             status.programme ? QJsonValue(toWord(*status.programme)) : QJsonValue(QJsonValue::Null)},
            {behindKey, status.behindMs},
            {failoverKey, toJson(status.failover)},
            {alignmentKey, toJson(status.alignment)},
            {holdKey, toJson(status.hold)}};
}

Result<Metric> metricFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    Metric metric;
    reader.optional(channelKey, metric.channel);
    reader.required(nodeKey, metric.node);
    reader.required(nameKey, metric.name);
    reader.nullable(valueKey, metric.value);
    reader.optional(unitKey, metric.unit);
    reader.optional(windowKey, metric.windowMs, 0, most);
    reader.optional(periodKey, metric.periodMs, 0, most);
    reader.required(atKey, metric.at);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return metric;
}

Result<ChannelStatus> channelStatusFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    ChannelStatus status;
    reader.required(channelKey, status.channel);
    readList(reader, sourcesKey, status.sources, sourceFromJson);
    readList(reader, outputsKey, status.outputs, outputFromJson);
    reader.nullableWord(programmeKey, status.programme);
    reader.optional(behindKey, status.behindMs);
    readMember(reader, failoverKey, status.failover, failoverFromJson);
    readMember(reader, alignmentKey, status.alignment, alignmentFromJson);
    readMember(reader, holdKey, status.hold, holdFromJson);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return status;
}

} // namespace twinfeed
