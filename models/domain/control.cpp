// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/control.h"

#include "models/domain/jsonreader.h"

namespace twinfeed {

namespace {

const QLatin1String channelKey("channel");
const QLatin1String holderKey("holder");
const QLatin1String sinceKey("since");
const QLatin1String lapsesKey("lapsesInMs");

} // namespace

QJsonObject toJson(const ChannelControl &control)
{
    return {{channelKey, control.channel},
            {holderKey, control.holder.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(control.holder)},
            {sinceKey,
             control.since.isValid() ? QJsonValue(control.since.toUTC().toString(Qt::ISODateWithMs))
                                     : QJsonValue(QJsonValue::Null)},
            {lapsesKey, control.lapsesInMs}};
}

Result<ChannelControl> channelControlFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    ChannelControl control;
    reader.required(channelKey, control.channel);
    if (!object.value(holderKey).isNull())
        reader.optional(holderKey, control.holder);
    if (!object.value(sinceKey).isNull())
        reader.optional(sinceKey, control.since);
    reader.optional(lapsesKey, control.lapsesInMs);
    if (auto read = reader.finishLenient(); !read)
        return read.error();
    return control;
}

} // namespace twinfeed
