// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"

namespace twinfeed::server {

namespace {

const QLatin1String alarmsKey("alarms");
constexpr qint64 lastId = (qint64(1) << 53) - 1; // what JSON carries exactly

QJsonArray arrayOf(const std::vector<Alarm> &alarms)
{
    QJsonArray array;
    for (const Alarm &alarm : alarms)
        array << toJson(alarm);
    return array;
}

const auto tooMany = QStringLiteral("Too many are reading the alarms.");

void order(Call &call, AlarmOrder order, JsonReader *reader = nullptr)
{
    order.alarm = call.parameter("alarm");
    if (auto command = call.ready(reader, Call::Revision::None))
        call.services.backend.orderAlarm(*command, order, call.done());
}

} // namespace

void listAlarms(Call &call)
{
    call.reply.json({{alarmsKey, arrayOf(call.services.backend.alarms())}});
}

void getAlarmHistory(Call &call)
{
    const auto before = call.number("before", 1, lastId, 0);
    const auto limit = call.number("limit", 1, 1000, 100);
    const auto channel = call.text("channel", 32);
    const auto search = call.text("search", 200);
    if (!before)
        return call.refuse(before.error());
    if (!limit)
        return call.refuse(limit.error());
    if (!channel)
        return call.refuse(channel.error());
    if (!search)
        return call.refuse(search.error());
    const AlarmQuery query{*before, int(*limit), *channel, *search};
    call.readLater(
        [query](const Backend &backend, const Reply &reply) {
            const auto alarms = backend.alarmHistory(query);
            if (!alarms)
                return reply.fail(alarms.error());
            reply.json({{alarmsKey, arrayOf(*alarms)}});
        },
        tooMany);
}

void getAlarmQuality(Call &call)
{
    const auto hours = call.number("hours", 1, 168, 24);
    if (!hours)
        return call.refuse(hours.error());
    call.readLater(
        [hours = int(*hours)](const Backend &backend, const Reply &reply) {
            const auto quality = backend.alarmQuality(hours);
            if (!quality)
                return reply.fail(quality.error());
            reply.json(toJson(*quality));
        },
        tooMany);
}

void acknowledgeAlarm(Call &call)
{
    order(call, {AlarmVerb::Acknowledge, {}, {}, 0});
}

void silenceAlarm(Call &call)
{
    order(call, {AlarmVerb::Silence, {}, {}, 0});
}

void shelveAlarm(Call &call)
{
    JsonReader reader(call.json);
    AlarmOrder shelf{AlarmVerb::Shelve, {}, {}, 0};
    reader.required(QLatin1String("reason"), shelf.reason, 300);
    reader.required(QLatin1String("minutes"), shelf.minutes, 1, 24 * 60);
    if (!reader.failed() && shelf.reason.trimmed().isEmpty())
        reader.fail(QLatin1String("reason"), QStringLiteral("out-of-range"),
                    QStringLiteral("An alarm is shelved with a reason."),
                    QStringLiteral("Say why in a few words."));
    order(call, shelf, &reader);
}

void unshelveAlarm(Call &call)
{
    order(call, {AlarmVerb::Unshelve, {}, {}, 0});
}

void addNote(Call &call)
{
    JsonReader reader(call.json);
    NoteOrder note;
    reader.required(QLatin1String("text"), note.text, 500);
    reader.optional(QLatin1String("channel"), note.channel, 32);
    reader.optional(QLatin1String("alarm"), note.alarm, 32);
    note.text = note.text.trimmed();
    if (!reader.failed() && note.text.isEmpty())
        reader.fail(QLatin1String("text"), QStringLiteral("out-of-range"),
                    QStringLiteral("A note says something."), QStringLiteral("Write a few words."));
    if (auto command = call.ready(&reader, Call::Revision::None))
        call.services.backend.note(*command, note, call.done());
}

} // namespace twinfeed::server
