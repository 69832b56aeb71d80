// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/verdict.h"

#include "models/domain/jsonreader.h"

#include <QJsonArray>

namespace twinfeed {

namespace {

const QLatin1String channelKey("channel");
const QLatin1String betterKey("better");
const QLatin1String currentKey("current");
const QLatin1String textKey("text");
const QLatin1String reasonCodeKey("reasonCode");
const QLatin1String linesKey("lines");
const QLatin1String targetKey("target");
const QLatin1String cutKey("cut");
const QLatin1String gapKey("gapMs");
const QLatin1String atKey("at");
const QLatin1String metricKey("metric");
const QLatin1String unitKey("unit");
const QLatin1String primaryKey("primary");
const QLatin1String backupKey("backup");

constexpr int longText = 4096;

template <typename T>
QJsonValue orNull(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

template <typename T>
QJsonValue wordOrNull(const std::optional<T> &value)
{
    return value ? QJsonValue(toWord(*value)) : QJsonValue(QJsonValue::Null);
}

Result<VerdictLine> lineFromJson(const QJsonObject &object, const QString &pointer)
{
    JsonReader reader(object, pointer);
    VerdictLine line;
    reader.required(metricKey, line.metric);
    reader.optional(unitKey, line.unit);
    reader.nullable(primaryKey, line.primary);
    reader.nullable(backupKey, line.backup);
    reader.nullableWord(betterKey, line.better);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return line;
}

} // namespace

QJsonObject toJson(const VerdictLine &line)
{
    return {{metricKey, line.metric},
            {unitKey, line.unit},
            {primaryKey, orNull(line.primary)},
            {backupKey, orNull(line.backup)},
            {betterKey, wordOrNull(line.better)}};
}

QJsonObject toJson(const Verdict &verdict)
{
    QJsonArray lines;
    for (const VerdictLine &line : verdict.lines)
        lines << toJson(line);
    return {{channelKey, verdict.channel},           {betterKey, wordOrNull(verdict.better)},
            {currentKey, verdict.current},           {textKey, verdict.text},
            {reasonCodeKey, verdict.reasonCode},     {linesKey, lines},
            {targetKey, wordOrNull(verdict.target)}, {cutKey, wordOrNull(verdict.cut)},
            {gapKey, orNull(verdict.gapMs)},         {atKey, verdict.at.toUTC().toString(Qt::ISODateWithMs)}};
}

Result<Verdict> verdictFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    Verdict verdict;
    reader.required(channelKey, verdict.channel);
    reader.nullableWord(betterKey, verdict.better);
    reader.optional(currentKey, verdict.current);
    reader.optional(textKey, verdict.text, longText);
    reader.optional(reasonCodeKey, verdict.reasonCode);
    const QJsonArray lines = reader.array(linesKey).value_or(QJsonArray());
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (auto read = lineFromJson(lines.at(i).toObject(), reader.pointerTo(linesKey, i)))
            verdict.lines.push_back(*read);
        else
            reader.fail(read.error());
    }
    reader.nullableWord(targetKey, verdict.target);
    reader.nullableWord(cutKey, verdict.cut);
    reader.nullable(gapKey, verdict.gapMs);
    reader.required(atKey, verdict.at);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return verdict;
}

} // namespace twinfeed
