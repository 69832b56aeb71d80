// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"
#include "app/server/problem.h"

namespace twinfeed::server {

namespace {

std::optional<ChannelConfig> readConfig(const Call &call)
{
    auto config = channelConfigFromJson(call.json);
    if (!config) {
        call.refuse(config.error());
        return std::nullopt;
    }
    if (const auto error = redactedAddress(*config)) {
        call.refuse(*error);
        return std::nullopt;
    }
    return *config;
}

} // namespace

std::optional<Error> redactedAddress(const ChannelConfig &config)
{
    const auto check = [](const QString &url, const QString &where) -> std::optional<Error> {
        if (!url.contains(QLatin1String("***")))
            return std::nullopt;
        return Error{QStringLiteral("redacted-address"),
                     QStringLiteral("This address has its key blotted out."),
                     where,
                     QStringLiteral("Read the channel with an engineer's token, or type the address anew."),
                     {}};
    };
    if (auto error = check(config.primary.url, QStringLiteral("/primary/url")))
        return error;
    if (auto error = check(config.backup.url, QStringLiteral("/backup/url")))
        return error;
    for (size_t i = 0; i < config.outputs.size(); ++i) {
        if (auto error = check(config.outputs[i].url, QStringLiteral("/outputs/%1/url").arg(i)))
            return error;
    }
    return std::nullopt;
}

void listChannels(Call &call)
{
    QJsonArray channels;
    for (const ChannelDocument &document : call.services.backend.channels())
        channels << toJson(document, call.seesSecrets());
    call.reply.json({{QLatin1String("channels"), channels}});
}

void createChannel(Call &call)
{
    const auto config = readConfig(call);
    if (!config)
        return;
    if (auto command = call.ready(nullptr, Call::Revision::None))
        call.services.backend.createChannel(*command, *config, call.done());
}

void getChannel(Call &call)
{
    const auto document = call.services.backend.channel(call.parameter("channel"));
    if (!document)
        return call.refuse(unknownChannel(call.parameter("channel")));
    Response response = jsonResponse(200, toJson(*document, call.seesSecrets()));
    response.headers.emplace_back("ETag", entityTag(document->revision));
    call.reply.send(std::move(response));
}

void replaceChannel(Call &call)
{
    const auto config = readConfig(call);
    if (!config)
        return;
    if (config->id != call.parameter("channel")) {
        return call.refuse({QStringLiteral("out-of-range"),
                            QStringLiteral("The id of a channel cannot be changed."),
                            QStringLiteral("/id"),
                            QStringLiteral("Use the id of the path, or make a new channel."),
                            {}});
    }
    if (auto command = call.ready(nullptr, Call::Revision::Needed))
        call.services.backend.replaceChannel(*command, *config, call.done());
}

void deleteChannel(Call &call)
{
    if (auto command = call.ready(nullptr, Call::Revision::Needed))
        call.services.backend.deleteChannel(*command, call.parameter("channel"), call.done());
}

void getChannelStatus(Call &call)
{
    const auto status = call.services.backend.status(call.parameter("channel"));
    if (!status)
        return call.refuse(unknownChannel(call.parameter("channel")));
    call.reply.json(toJson(*status));
}

void take(Call &call)
{
    JsonReader reader(call.json);
    Source target = Source::Slate;
    std::optional<Cut> cut;
    bool force = false;
    reader.requiredWord(QLatin1String("source"), target);
    reader.nullableWord(QLatin1String("cut"), cut);
    reader.optional(QLatin1String("force"), force);
    if (auto command = call.ready(&reader, Call::Revision::Needed))
        call.services.backend.take(*command, call.parameter("channel"), target, cut, force, call.done());
}

void chooseNext(Call &call)
{
    const QLatin1String sourceKey("source");
    JsonReader reader(call.json);
    std::optional<Source> next;
    if (!reader.has(sourceKey))
        reader.fail(sourceKey, QStringLiteral("missing-field"), QStringLiteral("\"source\" is missing."),
                    QStringLiteral("Say a source, or null."));
    reader.nullableWord(sourceKey, next);
    if (auto command = call.ready(&reader, Call::Revision::None))
        call.services.backend.chooseNext(*command, call.parameter("channel"), next, call.done());
}

void armSlate(Call &call)
{
    JsonReader reader(call.json);
    QString slate;
    reader.required(QLatin1String("slate"), slate, 32);
    if (auto command = call.ready(&reader, Call::Revision::Needed))
        call.services.backend.armSlate(*command, call.parameter("channel"), slate, call.done());
}

} // namespace twinfeed::server
