// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/snapshot.h"

#include <QJsonArray>

namespace twinfeed {

namespace {

/// Reads each element of a list that may be missing; stops at the first error, which then names its place.
template <typename T, typename Read>
Result<void> readList(const QJsonObject &object, QLatin1String name, std::vector<T> &list, Read read)
{
    const QJsonValue value = object.value(name);
    if (value.isUndefined())
        return {};
    const QString pointer = QLatin1Char('/') + name;
    if (!value.isArray())
        return Error{QStringLiteral("wrong-type"),
                     QStringLiteral("The backend's snapshot has no list here."),
                     pointer,
                     {},
                     {}};
    const QJsonArray array = value.toArray();
    for (qsizetype i = 0; i < array.size(); ++i) {
        Result<T> item = read(array.at(i).toObject());
        if (!item) {
            Error error = item.error();
            error.where = pointer + QLatin1Char('/') + QString::number(i) + error.where;
            return error;
        }
        list.push_back(std::move(*item));
    }
    return {};
}

} // namespace

Result<Snapshot> snapshotFromJson(const QJsonObject &object)
{
    Snapshot snapshot;
    Result<void> read =
        readList(object, QLatin1String("channels"), snapshot.channels, channelDocumentFromJson);
    if (read)
        read = readList(object, QLatin1String("statuses"), snapshot.statuses, channelStatusFromJson);
    if (read)
        read = readList(object, QLatin1String("slates"), snapshot.slates, slateFromJson);
    if (read)
        read = readList(object, QLatin1String("metrics"), snapshot.metrics, metricFromJson);
    if (read)
        read = readList(object, QLatin1String("operations"), snapshot.operations, operationFromJson);
    if (read)
        read = readList(object, QLatin1String("controls"), snapshot.controls, channelControlFromJson);
    if (read)
        read = readList(object, QLatin1String("alarms"), snapshot.alarms, alarmFromJson);
    if (read)
        read = readList(object, QLatin1String("verdicts"), snapshot.verdicts, verdictFromJson);
    if (!read)
        return read.error();
    return snapshot;
}

} // namespace twinfeed
