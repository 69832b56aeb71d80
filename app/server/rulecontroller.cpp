// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"
#include "app/server/problem.h"

namespace twinfeed::server {

void getRules(Call &call)
{
    const RuleBook book = call.services.backend.rules();
    QJsonObject body = toJson(book.set);
    body.insert(QLatin1String("revision"), double(book.revision));
    Response response = jsonResponse(200, body);
    response.headers.emplace_back("ETag", entityTag(book.revision));
    call.reply.send(std::move(response));
}

void getRuleStates(Call &call)
{
    const QString channel = call.query.value(QStringLiteral("channel"));
    if (!channel.isEmpty() && !call.services.backend.channel(channel))
        return call.refuse(unknownChannel(channel));
    QJsonArray states;
    for (const QJsonValue &state : call.services.backend.ruleStates()) {
        if (channel.isEmpty() || state[QLatin1String("channel")].toString() == channel)
            states << state;
    }
    call.reply.json({{QLatin1String("states"), states}});
}

void listNodes(Call &call)
{
    call.reply.json({{QLatin1String("nodes"), call.services.backend.nodes()}});
}

void replaceRules(Call &call)
{
    const auto rules = ruleSetFromJson(call.json);
    if (!rules)
        return call.refuse(rules.error());
    if (auto command = call.ready(nullptr, Call::Revision::Needed))
        call.services.backend.setRules(*command, *rules, call.done());
}

void resetRules(Call &call)
{
    if (auto command = call.ready(nullptr, Call::Revision::Needed))
        call.services.backend.setRules(*command, std::nullopt, call.done());
}

void getVerdict(Call &call)
{
    const auto verdict = call.services.backend.verdict(call.parameter("channel"));
    if (!verdict)
        return call.refuse(unknownChannel(call.parameter("channel")));
    call.reply.json(toJson(*verdict));
}

} // namespace twinfeed::server
