// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"
#include "app/server/problem.h"

namespace twinfeed::server {

namespace {

constexpr int longestName = 64;

} // namespace

void getMe(Call &call)
{
    call.reply.json(
        {{QLatin1String("name"), call.caller.name}, {QLatin1String("role"), toWord(call.caller.role)}});
}

void getControl(Call &call)
{
    const auto control = call.services.backend.control(call.parameter("channel"));
    if (!control)
        return call.refuse(unknownChannel(call.parameter("channel")));
    call.reply.json(toJson(*control));
}

void setControl(Call &call)
{
    const QLatin1String takeOverKey("takeOver");
    const QLatin1String handToKey("handTo");
    JsonReader reader(call.json);
    bool takeOver = false;
    ControlOrder order;
    reader.optional(takeOverKey, takeOver);
    reader.optional(handToKey, order.to, longestName);
    if (takeOver && reader.has(handToKey))
        reader.fail(handToKey, QStringLiteral("out-of-range"),
                    QStringLiteral("A channel is taken over or handed over, not both."),
                    QStringLiteral("Say one of them."));
    if (reader.has(handToKey) && order.to.trimmed().isEmpty())
        reader.fail(handToKey, QStringLiteral("out-of-range"), QStringLiteral("Nobody is named."),
                    QStringLiteral("Say the name of a token, or let go of the channel (DELETE)."));
    order.verb = takeOver    ? ControlOrder::Verb::TakeOver
        : order.to.isEmpty() ? ControlOrder::Verb::Hold
                             : ControlOrder::Verb::HandOver;
    if (auto command = call.ready(&reader, Call::Revision::None))
        call.services.backend.setControl(*command, call.parameter("channel"), order, call.done());
}

void releaseControl(Call &call)
{
    if (auto command = call.ready(nullptr, Call::Revision::None))
        call.services.backend.setControl(*command, call.parameter("channel"),
                                         {ControlOrder::Verb::Release, {}}, call.done());
}

} // namespace twinfeed::server
