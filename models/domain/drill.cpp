// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/drill.h"

#include "models/domain/jsonreader.h"
#include "models/domain/wordtable.h"

#include <QJsonArray>

namespace twinfeed {

namespace {

using words::Word;

constexpr Word<DrillState> drillStates[]{{DrillState::Preparing, "preparing"},
                                         {DrillState::Running, "running"},
                                         {DrillState::Ended, "ended"},
                                         {DrillState::Aborted, "aborted"},
                                         {DrillState::Failed, "failed"}};

QString iso(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

QJsonValue milliseconds(const std::optional<qint64> &value)
{
    return value ? QJsonValue(double(*value)) : QJsonValue();
}

QJsonObject toJson(const DrillFinding &finding)
{
    return {{QStringLiteral("kind"), finding.kind},     {QStringLiteral("id"), finding.id},
            {QStringLiteral("actor"), finding.actor},   {QStringLiteral("atMs"), double(finding.atMs)},
            {QStringLiteral("points"), finding.points}, {QStringLiteral("text"), finding.text}};
}

QJsonObject toJson(const DrillTimes &times)
{
    return {{QStringLiteral("fault"), times.fault},
            {QStringLiteral("alarmMs"), milliseconds(times.alarm)},
            {QStringLiteral("actionMs"), milliseconds(times.action)},
            {QStringLiteral("goodMs"), milliseconds(times.good)}};
}

QJsonObject toJson(const DrillNote &note)
{
    return {{QStringLiteral("at"), iso(note.at)},
            {QStringLiteral("by"), note.by},
            {QStringLiteral("text"), note.text},
            {QStringLiteral("owner"), note.owner},
            {QStringLiteral("due"), note.due}};
}

template <typename T>
QJsonArray toArray(const std::vector<T> &values)
{
    QJsonArray array;
    for (const T &value : values)
        array << toJson(value);
    return array;
}

Result<void> read(const QJsonObject &object, DrillMark &mark)
{
    JsonReader reader(object);
    qint64 number = 0;
    reader.optional(QLatin1String("number"), number);
    mark.number = int(number);
    reader.optional(QLatin1String("atMs"), mark.atMs);
    reader.required(QLatin1String("kind"), mark.kind);
    reader.optional(QLatin1String("id"), mark.id);
    reader.optional(QLatin1String("what"), mark.what);
    reader.optional(QLatin1String("on"), mark.on);
    reader.optional(QLatin1String("actor"), mark.actor);
    reader.optional(QLatin1String("picture"), mark.picture);
    return reader.finishLenient();
}

Result<void> read(const QJsonObject &object, DrillFinding &finding)
{
    JsonReader reader(object);
    reader.required(QLatin1String("kind"), finding.kind);
    reader.optional(QLatin1String("id"), finding.id);
    reader.optional(QLatin1String("actor"), finding.actor);
    reader.optional(QLatin1String("atMs"), finding.atMs);
    qint64 points = 0;
    reader.optional(QLatin1String("points"), points);
    finding.points = int(points);
    reader.optional(QLatin1String("text"), finding.text, 1000);
    return reader.finishLenient();
}

Result<void> read(const QJsonObject &object, DrillTimes &times)
{
    JsonReader reader(object);
    reader.required(QLatin1String("fault"), times.fault);
    reader.nullable(QLatin1String("alarmMs"), times.alarm);
    reader.nullable(QLatin1String("actionMs"), times.action);
    reader.nullable(QLatin1String("goodMs"), times.good);
    return reader.finishLenient();
}

Result<void> read(const QJsonObject &object, DrillNote &note)
{
    JsonReader reader(object);
    reader.required(QLatin1String("at"), note.at);
    reader.optional(QLatin1String("by"), note.by);
    reader.optional(QLatin1String("text"), note.text, 4000);
    reader.optional(QLatin1String("owner"), note.owner);
    reader.optional(QLatin1String("due"), note.due);
    return reader.finishLenient();
}

template <typename T>
void readEach(JsonReader &reader, const char *name, std::vector<T> &values)
{
    const auto array = reader.array(QLatin1String(name));
    for (const QJsonValue &json : array ? *array : QJsonArray()) {
        T value;
        if (auto done = read(json.toObject(), value); !done)
            return reader.fail(done.error());
        values.push_back(std::move(value));
    }
}

Result<void> read(const QJsonObject &object, DrillScore &score)
{
    JsonReader reader(object);
    reader.required(QLatin1String("points"), score.points, 0, 100);
    reader.optional(QLatin1String("green"), score.green);
    readEach(reader, "findings", score.findings);
    readEach(reader, "times", score.times);
    return reader.finishLenient();
}

void readParts(JsonReader &reader, Drill &drill)
{
    if (const auto object = reader.object(QLatin1String("scenario"), true)) {
        auto scenario = scenarioFromJson(*object);
        if (scenario)
            drill.scenario = *scenario;
        else
            reader.fail(scenario.error());
    }
    if (const auto object = reader.nullableObject(QLatin1String("score"))) {
        if (auto done = read(*object, drill.score); !done)
            reader.fail(done.error());
    }
    const auto operators = reader.array(QLatin1String("operators"));
    for (const QJsonValue &name : operators ? *operators : QJsonArray())
        drill.operators << name.toString();
    readEach(reader, "marks", drill.marks);
    readEach(reader, "notes", drill.notes);
}

} // namespace

QString toWord(DrillState state)
{
    return words::find(drillStates, state);
}

template <>
std::optional<DrillState> fromWord(const QString &word)
{
    return words::findValue<DrillState>(drillStates, word);
}

template <>
QStringList wordsOf<DrillState>()
{
    return words::list(drillStates);
}

QJsonObject toJson(const DrillMark &mark)
{
    return {{QStringLiteral("number"), mark.number}, {QStringLiteral("atMs"), double(mark.atMs)},
            {QStringLiteral("kind"), mark.kind},     {QStringLiteral("id"), mark.id},
            {QStringLiteral("what"), mark.what},     {QStringLiteral("on"), mark.on},
            {QStringLiteral("actor"), mark.actor},   {QStringLiteral("picture"), mark.picture}};
}

QJsonObject toJson(const DrillScore &score)
{
    return {{QStringLiteral("points"), score.points},
            {QStringLiteral("green"), score.green},
            {QStringLiteral("findings"), toArray(score.findings)},
            {QStringLiteral("times"), toArray(score.times)}};
}

QJsonObject toJson(const Drill &drill)
{
    return {{QStringLiteral("id"), drill.id},
            {QStringLiteral("scenario"), toJson(drill.scenario)},
            {QStringLiteral("kind"), toWord(drill.kind)},
            {QStringLiteral("seed"), double(drill.seed)},
            {QStringLiteral("channel"), drill.channel},
            {QStringLiteral("state"), toWord(drill.state)},
            {QStringLiteral("startedBy"), drill.startedBy},
            {QStringLiteral("startedAt"), iso(drill.startedAt)},
            {QStringLiteral("endedAt"), drill.endedAt ? QJsonValue(iso(*drill.endedAt)) : QJsonValue()},
            {QStringLiteral("reason"), drill.reason},
            {QStringLiteral("operators"), QJsonArray::fromStringList(drill.operators)},
            {QStringLiteral("marks"), toArray(drill.marks)},
            {QStringLiteral("score"), drill.isOver() ? QJsonValue(toJson(drill.score)) : QJsonValue()},
            {QStringLiteral("notes"), toArray(drill.notes)}};
}

Result<Drill> drillFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    Drill drill;
    reader.required(QLatin1String("id"), drill.id);
    reader.requiredWord(QLatin1String("kind"), drill.kind);
    reader.optional(QLatin1String("seed"), drill.seed);
    reader.optional(QLatin1String("channel"), drill.channel);
    reader.requiredWord(QLatin1String("state"), drill.state);
    reader.optional(QLatin1String("startedBy"), drill.startedBy);
    reader.required(QLatin1String("startedAt"), drill.startedAt);
    reader.nullable(QLatin1String("endedAt"), drill.endedAt);
    reader.optional(QLatin1String("reason"), drill.reason, 1000);
    readParts(reader, drill);
    if (auto done = reader.finishLenient(); !done)
        return done.error();
    return drill;
}

} // namespace twinfeed
