// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/encryption.h"

#include "models/domain/jsonreader.h"

#include <QJsonArray>

#include <limits>

namespace twinfeed {

namespace {

const QLatin1String outputKey("output");
const QLatin1String outputsKey("outputs");
const QLatin1String keyKey("key");
const QLatin1String modeKey("mode");
const QLatin1String newKeyKey("newKey");
const QLatin1String emergencyKey("emergency");
const QLatin1String reasonKey("reason");
const QLatin1String reasonCodeKey("reasonCode");
const QLatin1String sendingKey("sending");
const QLatin1String sendingKeyKey("sendingKey");
const QLatin1String changesInKey("changesInMs");
const QLatin1String seenKey("seen");
const QLatin1String seenKeyKey("seenKey");
const QLatin1String seenAgeKey("seenAgeMs");
const QLatin1String disagreesKey("disagrees");
const QLatin1String firstPictureKey("firstPictureMs");
const QLatin1String seenMsKey("seenMs");
const QLatin1String seenAtKey("seenAt");
const QLatin1String bridgedKey("bridged");
const QLatin1String reconnectsKey("reconnects");
const QLatin1String unopenedKey("unopened");
const QLatin1String idKey("id");
const QLatin1String channelKey("channel");
const QLatin1String stateKey("state");
const QLatin1String madeAtKey("madeAt");
const QLatin1String rotatesAtKey("rotatesAt");
const QLatin1String retiresAtKey("retiresAt");

constexpr int mostKeyId = 0xFFFFFF;
constexpr int most = std::numeric_limits<int>::max();
constexpr int longText = 4096;
constexpr int mostReason = 255;

template <typename T>
QJsonValue orNull(const std::optional<T> &value)
{
    return value ? QJsonValue(double(*value)) : QJsonValue(QJsonValue::Null);
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

void readKeyId(JsonReader &reader, QLatin1String name, std::optional<quint32> &key)
{
    std::optional<int> read;
    reader.nullable(name, read, 1, mostKeyId);
    key = read ? std::optional(quint32(*read)) : std::nullopt;
}

void readOutputs(JsonReader &reader, QStringList &outputs)
{
    const auto array = reader.array(outputsKey);
    for (qsizetype i = 0; array && i < array->size(); ++i) {
        const QJsonValue value = array->at(i);
        if (!value.isString() || outputs.contains(value.toString())) {
            return reader.fail(
                Error{value.isString() ? QStringLiteral("duplicate-id") : QStringLiteral("wrong-type"),
                      value.isString() ? QStringLiteral("\"%1\" is named twice.").arg(value.toString())
                                       : QStringLiteral("An output is named by its id."),
                      reader.pointerTo(outputsKey, i),
                      QStringLiteral("Name each output once, by its id."),
                      {}});
        }
        outputs << value.toString();
    }
}

void checkOrder(JsonReader &reader, const EncryptionOrder &order)
{
    if (reader.failed())
        return;
    if (order.emergency && order.mode != Encryption::Clear)
        reader.fail(emergencyKey, QStringLiteral("out-of-range"),
                    QStringLiteral("Only encryption can be stopped in an emergency, not begun."),
                    QStringLiteral("Say \"mode\": \"clear\", or leave \"emergency\" out."));
    else if (order.emergency && order.reason.trimmed().isEmpty())
        reader.fail(reasonKey, QStringLiteral("missing-field"),
                    QStringLiteral("An emergency stop needs a reason."),
                    QStringLiteral("Say in a few words why encryption is stopped."));
    else if (order.newKey && order.mode != Encryption::Sealed)
        reader.fail(newKeyKey, QStringLiteral("out-of-range"), QStringLiteral("What is clear has no key."),
                    QStringLiteral("Say \"mode\": \"sealed\", or leave \"newKey\" out."));
}

} // namespace

Result<EncryptionOrder> encryptionOrderFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    EncryptionOrder order;
    reader.requiredWord(modeKey, order.mode);
    readOutputs(reader, order.outputs);
    reader.optional(newKeyKey, order.newKey);
    reader.optional(emergencyKey, order.emergency);
    reader.optional(reasonKey, order.reason, mostReason);
    checkOrder(reader, order);
    if (auto read = reader.finish(); !read)
        return read.error();
    return order;
}

QJsonObject toJson(const EncryptionOrder &order)
{
    return {{modeKey, toWord(order.mode)},
            {outputsKey, QJsonArray::fromStringList(order.outputs)},
            {newKeyKey, order.newKey},
            {emergencyKey, order.emergency},
            {reasonKey, order.reason}};
}

QJsonObject toJson(const SealedOutput &output)
{
    return {{outputKey, output.output}, {keyKey, double(output.key)}};
}

QJsonObject toJson(const EncryptionStatus &status)
{
    return {{sendingKey, toWord(status.sending)},       {sendingKeyKey, orNull(status.sendingKey)},
            {changesInKey, orNull(status.changesInMs)}, {seenKey, toWord(status.seen)},
            {seenKeyKey, orNull(status.seenKey)},       {seenAgeKey, orNull(status.seenAgeMs)},
            {disagreesKey, status.disagrees},           {reasonKey, status.reason},
            {reasonCodeKey, status.reasonCode}};
}

QJsonObject toJson(const EncryptionEvidence &evidence)
{
    return {{outputKey, evidence.output},         {modeKey, toWord(evidence.mode)},
            {keyKey, orNull(evidence.key)},       {firstPictureKey, evidence.firstPictureMs},
            {seenMsKey, orNull(evidence.seenMs)}, {seenAtKey, evidence.seenAt},
            {bridgedKey, evidence.bridged},       {reconnectsKey, evidence.reconnects},
            {unopenedKey, evidence.unopened}};
}

QJsonObject toJson(const KeyInfo &key)
{
    return {{idKey, double(key.id)},
            {channelKey, key.channel},
            {stateKey, key.state},
            {madeAtKey, timeText(key.madeAt)},
            {rotatesAtKey, timeText(key.rotatesAt)},
            {retiresAtKey, key.retiresAt ? QJsonValue(timeText(*key.retiresAt)) : QJsonValue()}};
}

Result<SealedOutput> sealedOutputFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    SealedOutput output;
    reader.required(outputKey, output.output, 32);
    int key = 0;
    reader.required(keyKey, key, 1, mostKeyId);
    output.key = quint32(key);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return output;
}

Result<EncryptionStatus> encryptionStatusFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    EncryptionStatus status;
    reader.requiredWord(sendingKey, status.sending);
    readKeyId(reader, sendingKeyKey, status.sendingKey);
    reader.nullable(changesInKey, status.changesInMs);
    reader.requiredWord(seenKey, status.seen);
    readKeyId(reader, seenKeyKey, status.seenKey);
    reader.nullable(seenAgeKey, status.seenAgeMs);
    reader.optional(disagreesKey, status.disagrees);
    reader.optional(reasonKey, status.reason, longText);
    reader.optional(reasonCodeKey, status.reasonCode);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return status;
}

Result<EncryptionEvidence> encryptionEvidenceFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    EncryptionEvidence evidence;
    reader.required(outputKey, evidence.output, 32);
    reader.requiredWord(modeKey, evidence.mode);
    readKeyId(reader, keyKey, evidence.key);
    reader.optional(firstPictureKey, evidence.firstPictureMs);
    reader.nullable(seenMsKey, evidence.seenMs);
    reader.optional(seenAtKey, evidence.seenAt, longText);
    reader.optional(bridgedKey, evidence.bridged);
    reader.optional(reconnectsKey, evidence.reconnects, 0, most);
    reader.optional(unopenedKey, evidence.unopened, 0, most);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return evidence;
}

Result<KeyInfo> keyInfoFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    KeyInfo key;
    int id = 0;
    reader.required(idKey, id, 1, mostKeyId);
    key.id = quint32(id);
    reader.optional(channelKey, key.channel);
    reader.required(stateKey, key.state);
    reader.required(madeAtKey, key.madeAt);
    reader.required(rotatesAtKey, key.rotatesAt);
    reader.nullable(retiresAtKey, key.retiresAt);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return key;
}

} // namespace twinfeed
