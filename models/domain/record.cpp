// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/record.h"

#include "models/domain/jsonreader.h"

#include <QJsonArray>

#include <limits>

namespace twinfeed {

namespace {

const QLatin1String idKey("id");
const QLatin1String kindKey("kind");
const QLatin1String labelKey("label");
const QLatin1String untilKey("until");
const QLatin1String channelKey("channel");
const QLatin1String stateKey("state");
const QLatin1String actorKey("actor");
const QLatin1String acceptedAtKey("acceptedAt");
const QLatin1String endedAtKey("endedAt");
const QLatin1String requestKey("request");
const QLatin1String evidenceKey("evidence");
const QLatin1String encryptionKey("encryption");
const QLatin1String problemKey("problem");
const QLatin1String cutKey("cut");
const QLatin1String fromKey("from");
const QLatin1String toKey("to");
const QLatin1String firstPictureKey("firstPictureMs");
const QLatin1String measuredAtKey("measuredAt");
const QLatin1String gapKey("gapMs");
const QLatin1String lostKey("picturesLost");
const QLatin1String repeatedKey("picturesRepeated");
const QLatin1String behindKey("behindMs");
const QLatin1String insteadKey("insteadBecause");
const QLatin1String insteadCodeKey("insteadCode");
const QLatin1String numberKey("number");
const QLatin1String switchedKey("switched");
const QLatin1String ruleKey("rule");
const QLatin1String numbersKey("numbers");
const QLatin1String atKey("at");
const QLatin1String roleKey("role");
const QLatin1String textKey("text");
const QLatin1String dataKey("data");
const QLatin1String nameKey("name");
const QLatin1String reasonKey("reason");
const QLatin1String reasonCodeKey("reasonCode");
const QLatin1String fileKey("file");
const QLatin1String builtInKey("builtIn");
const QLatin1String checksKey("checks");
const QLatin1String okKey("ok");
const QLatin1String breaksKey("breaks");
const QLatin1String liveKey("live");
const QLatin1String slateKey("slate");
const QLatin1String codeKey("code");
const QLatin1String detailKey("detail");
const QLatin1String fieldKey("field");
const QLatin1String remedyKey("remedy");
const QLatin1String typeKey("type");
const QLatin1String titleKey("title");
const QLatin1String statusKey("status");
const QLatin1String instanceKey("instance");

const QLatin1String problemUrn("urn:twinfeed:problem:");
constexpr int most = std::numeric_limits<int>::max();
constexpr int longText = 4096;

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

SlateCheck slateCheckFromJson(const QJsonObject &object)
{
    return {object.value(channelKey).toString(), object.value(nameKey).toString(),
            object.value(okKey).toBool(true),    object.value(breaksKey).toBool(),
            object.value(liveKey).toString(),    object.value(slateKey).toString(),
            object.value(textKey).toString()};
}

Result<TakeEvidence> evidenceFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    TakeEvidence evidence;
    reader.requiredWord(cutKey, evidence.cut);
    reader.requiredWord(fromKey, evidence.from);
    reader.requiredWord(toKey, evidence.to);
    reader.optional(firstPictureKey, evidence.firstPictureMs);
    reader.optional(measuredAtKey, evidence.measuredAt);
    reader.optional(gapKey, evidence.gapMs);
    reader.optional(lostKey, evidence.picturesLost, 0, most);
    reader.optional(repeatedKey, evidence.picturesRepeated, 0, most);
    reader.optional(behindKey, evidence.behindMs);
    reader.optional(insteadKey, evidence.insteadBecause, longText);
    reader.optional(insteadCodeKey, evidence.insteadCode);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return evidence;
}

} // namespace

QJsonObject toJson(const TakeEvidence &evidence)
{
    return {{cutKey, toWord(evidence.cut)},        {fromKey, toWord(evidence.from)},
            {toKey, toWord(evidence.to)},          {firstPictureKey, evidence.firstPictureMs},
            {measuredAtKey, evidence.measuredAt},  {gapKey, evidence.gapMs},
            {lostKey, evidence.picturesLost},      {repeatedKey, evidence.picturesRepeated},
            {behindKey, evidence.behindMs},        {insteadKey, evidence.insteadBecause},
            {insteadCodeKey, evidence.insteadCode}};
}

Result<TakeEvidence> takeEvidenceFromJson(const QJsonObject &object)
{
    return evidenceFromJson(object, {});
}

QJsonObject toJson(const Decision &decision)
{
    return {{numberKey, decision.number},
            {atKey, timeText(decision.at)},
            {switchedKey, decision.switched},
            {ruleKey, decision.rule},
            {fromKey, toWord(decision.from)},
            {toKey, decision.to ? QJsonValue(toWord(*decision.to)) : QJsonValue()},
            {textKey, decision.text},
            {numbersKey, decision.numbers}};
}

QJsonObject toJson(const Operation &operation)
{
    QJsonArray encryption;
    for (const EncryptionEvidence &output : operation.encryption)
        encryption << toJson(output);
    return {{idKey, operation.id},
            {kindKey, operation.kind},
            {channelKey, operation.channel},
            {stateKey, toWord(operation.state)},
            {actorKey, operation.actor},
            {acceptedAtKey, timeText(operation.acceptedAt)},
            {endedAtKey, operation.endedAt ? QJsonValue(timeText(*operation.endedAt)) : QJsonValue()},
            {requestKey, operation.request},
            {evidenceKey, operation.evidence ? QJsonValue(toJson(*operation.evidence)) : QJsonValue()},
            {encryptionKey, encryption},
            {problemKey, operation.problem ? QJsonValue(toJson(*operation.problem)) : QJsonValue()}};
}

QJsonObject toJson(const JournalEntry &entry)
{
    return {{idKey, entry.id},     {atKey, timeText(entry.at)}, {actorKey, entry.actor},
            {roleKey, entry.role}, {kindKey, entry.kind},       {channelKey, entry.channel},
            {textKey, entry.text}, {dataKey, entry.data}};
}

QJsonObject toJson(const SlateCheck &check)
{
    return {{channelKey, check.channel}, {nameKey, check.name}, {okKey, check.ok},
            {breaksKey, check.breaks},   {liveKey, check.live}, {slateKey, check.slate},
            {textKey, check.text}};
}

QJsonObject toJson(const SlateText &text)
{
    return {{kindKey, text.kind},
            {labelKey, text.label},
            {untilKey, text.until.isValid() ? QJsonValue(timeText(text.until)) : QJsonValue()}};
}

QJsonObject toJson(const Slate &slate)
{
    QJsonArray checks;
    for (const SlateCheck &check : slate.checks)
        checks << toJson(check);
    return {{idKey, slate.id},
            {nameKey, slate.name},
            {stateKey, slate.state},
            {reasonKey, slate.reason},
            {reasonCodeKey, slate.reasonCode},
            {fileKey, slate.file},
            {builtInKey, slate.builtIn},
            {textKey, slate.text ? QJsonValue(toJson(*slate.text)) : QJsonValue()},
            {checksKey, checks}};
}

QJsonObject toJson(const Error &error)
{
    // The further members first: they must never replace one of ours.
    QJsonObject object = error.details;
    object.insert(codeKey, error.code);
    object.insert(detailKey, error.message);
    if (!error.where.isEmpty())
        object.insert(fieldKey, error.where);
    if (!error.remedy.isEmpty())
        object.insert(remedyKey, error.remedy);
    return object;
}

Error errorFromJson(const QJsonObject &object)
{
    Error error;
    error.code = object.value(codeKey).toString();
    if (error.code.isEmpty()) {
        const QString type = object.value(typeKey).toString();
        if (type.startsWith(problemUrn))
            error.code = type.mid(problemUrn.size());
    }
    error.message = object.value(detailKey).toString(object.value(titleKey).toString());
    error.where = object.value(fieldKey).toString();
    error.remedy = object.value(remedyKey).toString();
    error.details = object;
    for (const QLatin1String key :
         {codeKey, detailKey, fieldKey, remedyKey, typeKey, titleKey, statusKey, instanceKey})
        error.details.remove(key);
    return error;
}

Result<Operation> operationFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    Operation operation;
    reader.required(idKey, operation.id);
    reader.required(kindKey, operation.kind);
    reader.optional(channelKey, operation.channel);
    reader.requiredWord(stateKey, operation.state);
    reader.optional(actorKey, operation.actor);
    reader.required(acceptedAtKey, operation.acceptedAt);
    reader.nullable(endedAtKey, operation.endedAt);
    operation.request = reader.object(requestKey).value_or(QJsonObject());
    if (object.value(evidenceKey).isObject()) {
        auto evidence = evidenceFromJson(object.value(evidenceKey).toObject(), reader.pointerTo(evidenceKey));
        if (evidence)
            operation.evidence = *evidence;
        else
            reader.fail(evidence.error());
    }
    const auto encryption = reader.array(encryptionKey);
    for (qsizetype i = 0; encryption && i < encryption->size(); ++i) {
        auto output =
            encryptionEvidenceFromJson(encryption->at(i).toObject(), reader.pointerTo(encryptionKey, i));
        if (output)
            operation.encryption.push_back(*output);
        else
            reader.fail(output.error());
    }
    if (object.value(problemKey).isObject())
        operation.problem = errorFromJson(object.value(problemKey).toObject());
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return operation;
}

Result<JournalEntry> journalEntryFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    JournalEntry entry;
    reader.optional(idKey, entry.id);
    reader.required(atKey, entry.at);
    reader.optional(actorKey, entry.actor);
    reader.optional(roleKey, entry.role);
    reader.required(kindKey, entry.kind);
    reader.optional(channelKey, entry.channel);
    reader.optional(textKey, entry.text, longText);
    entry.data = reader.object(dataKey).value_or(QJsonObject());
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    if (entry.id <= 0)
        return Error{QStringLiteral("wrong-type"),
                     QStringLiteral("This is no journal entry."),
                     QStringLiteral("/id"),
                     {},
                     {}};
    return entry;
}

Result<SlateText> slateTextFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    SlateText text;
    std::optional<QDateTime> until;
    reader.required(kindKey, text.kind);
    reader.optional(labelKey, text.label, SlateText::longestLabel);
    reader.nullable(untilKey, until);
    text.until = until.value_or(QDateTime());
    const bool counts = text.kind == QLatin1String("countdown");
    if (!reader.failed() && !counts && text.kind != QLatin1String("clock"))
        reader.fail(kindKey, QStringLiteral("unknown-value"),
                    QStringLiteral("\"%1\" is no running time.").arg(text.kind),
                    QStringLiteral("Use one of: clock, countdown."));
    if (!reader.failed() && counts != until.has_value())
        reader.fail(untilKey, counts ? QStringLiteral("missing-field") : QStringLiteral("unknown-field"),
                    counts ? QStringLiteral("A countdown needs a time to which it counts.")
                           : QStringLiteral("A clock counts to no time."));
    if (auto read = reader.finish(); !read)
        return read.error();
    return text;
}

Result<Slate> slateFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    Slate slate;
    reader.required(idKey, slate.id);
    reader.optional(nameKey, slate.name);
    reader.optional(stateKey, slate.state);
    reader.optional(reasonKey, slate.reason, longText);
    reader.optional(reasonCodeKey, slate.reasonCode);
    reader.optional(fileKey, slate.file);
    reader.optional(builtInKey, slate.builtIn);
    if (const auto text = reader.nullableObject(textKey)) {
        auto read = slateTextFromJson(*text, reader.pointerTo(textKey));
        if (!read)
            return read.error();
        slate.text = std::move(*read);
    }
    const auto checks = reader.array(checksKey);
    for (const QJsonValue &value : checks.value_or(QJsonArray()))
        slate.checks.push_back(slateCheckFromJson(value.toObject()));
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return slate;
}

} // namespace twinfeed
