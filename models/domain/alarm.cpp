// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/alarm.h"

#include "models/domain/jsonreader.h"
#include "models/domain/wordtable.h"

#include <QJsonArray>

#include <limits>

namespace twinfeed {

namespace {

using words::Word;

constexpr Word<AlarmState> alarmStates[]{{AlarmState::Active, "active"},
                                         {AlarmState::Acknowledged, "acknowledged"},
                                         {AlarmState::Cleared, "cleared"},
                                         {AlarmState::Shelved, "shelved"},
                                         {AlarmState::Closed, "closed"}};

const QLatin1String idKey("id");
const QLatin1String ruleKey("rule");
const QLatin1String channelKey("channel");
const QLatin1String nodeKey("node");
const QLatin1String metricKey("metric");
const QLatin1String severityKey("severity");
const QLatin1String stateKey("state");
const QLatin1String activeKey("active");
const QLatin1String acknowledgedKey("acknowledged");
const QLatin1String silencedKey("silenced");
const QLatin1String causeKey("cause");
const QLatin1String rootKey("root");
const QLatin1String raisedAtKey("raisedAt");
const QLatin1String clearedAtKey("clearedAt");
const QLatin1String closedAtKey("closedAt");
const QLatin1String acknowledgedAtKey("acknowledgedAt");
const QLatin1String acknowledgedByKey("acknowledgedBy");
const QLatin1String shelfKey("shelf");
const QLatin1String untilKey("until");
const QLatin1String reasonKey("reason");
const QLatin1String byKey("by");
const QLatin1String occurrencesKey("occurrences");
const QLatin1String chatteringKey("chattering");
const QLatin1String textKey("text");
const QLatin1String valueKey("value");
const QLatin1String limitKey("limit");
const QLatin1String unitKey("unit");
const QLatin1String fromKey("from");
const QLatin1String toKey("to");
const QLatin1String alarmsKey("alarms");
const QLatin1String foldedKey("folded");
const QLatin1String per10MinutesKey("per10Minutes");
const QLatin1String most10MinutesKey("most10Minutes");
const QLatin1String floodsKey("floods");
const QLatin1String standingKey("standing");
const QLatin1String shelvedKey("shelved");
const QLatin1String noticesKey("notices");
const QLatin1String warningsKey("warnings");
const QLatin1String criticalsKey("criticals");
const QLatin1String oftenKey("often");

constexpr int most = std::numeric_limits<int>::max();
constexpr int longText = 4096;

QJsonValue time(const std::optional<QDateTime> &at)
{
    return at ? QJsonValue(at->toUTC().toString(Qt::ISODateWithMs)) : QJsonValue(QJsonValue::Null);
}

QJsonValue number(const std::optional<double> &value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

QJsonValue shelfJson(const std::optional<AlarmShelf> &shelf)
{
    if (!shelf)
        return QJsonValue::Null;
    return QJsonObject{{untilKey, time(shelf->until)}, {reasonKey, shelf->reason}, {byKey, shelf->by}};
}

Result<AlarmShelf> shelfFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    AlarmShelf shelf;
    reader.required(untilKey, shelf.until);
    reader.optional(reasonKey, shelf.reason, longText);
    reader.optional(byKey, shelf.by);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return shelf;
}

Result<AlarmQuality::Often> oftenFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    AlarmQuality::Often often;
    reader.required(ruleKey, often.rule);
    reader.required(alarmsKey, often.alarms, 0, most);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return often;
}

} // namespace

TWINFEED_WORDS(AlarmState, alarmStates)

AlarmState Alarm::state() const
{
    if (closed)
        return AlarmState::Closed;
    if (shelf)
        return AlarmState::Shelved;
    if (!active)
        return AlarmState::Cleared;
    return acknowledged ? AlarmState::Acknowledged : AlarmState::Active;
}

QJsonObject toJson(const Alarm &alarm)
{
    return {{idKey, alarm.id},
            {ruleKey, alarm.rule},
            {channelKey, alarm.channel},
            {nodeKey, alarm.node},
            {metricKey, alarm.metric},
            {severityKey, toWord(alarm.severity)},
            {stateKey, toWord(alarm.state())},
            {activeKey, alarm.active},
            {acknowledgedKey, alarm.acknowledged},
            {silencedKey, alarm.silenced},
            {causeKey, alarm.cause},
            {rootKey, alarm.root.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(alarm.root)},
            {raisedAtKey, time(alarm.raisedAt)},
            {clearedAtKey, time(alarm.clearedAt)},
            {closedAtKey, time(alarm.closedAt)},
            {acknowledgedAtKey, time(alarm.acknowledgedAt)},
            {acknowledgedByKey, alarm.acknowledgedBy},
            {shelfKey, shelfJson(alarm.shelf)},
            {occurrencesKey, alarm.occurrences},
            {chatteringKey, alarm.chattering},
            {textKey, alarm.text},
            {valueKey, number(alarm.value)},
            {limitKey, number(alarm.limit)},
            {unitKey, alarm.unit}};
}

Result<Alarm> alarmFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    Alarm alarm;
    AlarmState state{};
    std::optional<QString> root;
    reader.required(idKey, alarm.id);
    reader.required(ruleKey, alarm.rule);
    reader.required(channelKey, alarm.channel);
    reader.required(nodeKey, alarm.node);
    reader.optional(metricKey, alarm.metric);
    reader.requiredWord(severityKey, alarm.severity);
    reader.requiredWord(stateKey, state);
    alarm.closed = state == AlarmState::Closed;
    reader.optional(activeKey, alarm.active);
    reader.optional(acknowledgedKey, alarm.acknowledged);
    reader.optional(silencedKey, alarm.silenced);
    reader.optional(causeKey, alarm.cause);
    reader.nullable(rootKey, root);
    alarm.root = root.value_or(QString());
    reader.required(raisedAtKey, alarm.raisedAt);
    reader.nullable(clearedAtKey, alarm.clearedAt);
    reader.nullable(closedAtKey, alarm.closedAt);
    reader.nullable(acknowledgedAtKey, alarm.acknowledgedAt);
    reader.optional(acknowledgedByKey, alarm.acknowledgedBy);
    if (const auto shelf = reader.nullableObject(shelfKey)) {
        if (auto read = shelfFromJson(*shelf, reader.pointerTo(shelfKey)))
            alarm.shelf = *read;
        else
            reader.fail(read.error());
    }
    reader.optional(occurrencesKey, alarm.occurrences, 1, most);
    reader.optional(chatteringKey, alarm.chattering);
    reader.optional(textKey, alarm.text, longText);
    reader.nullable(valueKey, alarm.value);
    reader.nullable(limitKey, alarm.limit);
    reader.optional(unitKey, alarm.unit);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return alarm;
}

QJsonObject toJson(const AlarmQuality &quality)
{
    QJsonArray often;
    for (const AlarmQuality::Often &rule : quality.often)
        often << QJsonObject{{ruleKey, rule.rule}, {alarmsKey, rule.alarms}};
    return {{fromKey, time(quality.from)},
            {toKey, time(quality.to)},
            {alarmsKey, quality.alarms},
            {foldedKey, quality.folded},
            {per10MinutesKey, quality.per10Minutes},
            {most10MinutesKey, quality.most10Minutes},
            {floodsKey, quality.floods},
            {chatteringKey, quality.chattering},
            {standingKey, quality.standing},
            {shelvedKey, quality.shelved},
            {noticesKey, quality.notices},
            {warningsKey, quality.warnings},
            {criticalsKey, quality.criticals},
            {oftenKey, often}};
}

Result<AlarmQuality> alarmQualityFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    AlarmQuality quality;
    reader.required(fromKey, quality.from);
    reader.required(toKey, quality.to);
    reader.required(alarmsKey, quality.alarms, 0, most);
    reader.optional(foldedKey, quality.folded, 0, most);
    reader.optional(per10MinutesKey, quality.per10Minutes);
    reader.optional(most10MinutesKey, quality.most10Minutes, 0, most);
    reader.optional(floodsKey, quality.floods, 0, most);
    reader.optional(chatteringKey, quality.chattering, 0, most);
    reader.optional(standingKey, quality.standing, 0, most);
    reader.optional(shelvedKey, quality.shelved, 0, most);
    reader.optional(noticesKey, quality.notices, 0, most);
    reader.optional(warningsKey, quality.warnings, 0, most);
    reader.optional(criticalsKey, quality.criticals, 0, most);
    const QJsonArray often = reader.array(oftenKey).value_or(QJsonArray());
    for (qsizetype i = 0; i < often.size(); ++i) {
        if (auto read = oftenFromJson(often.at(i).toObject(), reader.pointerTo(oftenKey, i)))
            quality.often.push_back(*read);
        else
            reader.fail(read.error());
    }
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return quality;
}

} // namespace twinfeed
