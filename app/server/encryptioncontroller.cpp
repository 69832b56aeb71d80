// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/controllers.h"
#include "app/server/routes.h"

namespace twinfeed::server {

namespace {

const QLatin1String notAfterKey("notAfter");
constexpr quint32 mostKeyId = 0xFFFFFF;

/// Nothing where the path names no key.
std::optional<quint32> keyIdOf(const Call &call)
{
    bool good = false;
    const QString text = call.parameter("key");
    const quint32 id = text.toUInt(&good);
    if (good && id > 0 && id <= mostKeyId && text == QString::number(id))
        return id;
    return std::nullopt;
}

void giveKey(const Call &call, KeyAsk::Form form,
             const std::function<void(const Reply &, quint32, const QByteArray &)> &send)
{
    const auto id = keyIdOf(call);
    if (!id) {
        return call.refuse({QStringLiteral("unknown-key"),
                            QStringLiteral("This is no id of a key."),
                            {},
                            QStringLiteral("Take the id from the stream's note."),
                            {}});
    }
    call.services.backend.giveKey({call.caller, *id, form, bearerToken(call.request), call.request.address},
                                  [reply = call.reply, id = *id, send](const Result<QByteArray> &key) {
                                      key ? send(reply, id, *key) : reply.fail(key.error());
                                  });
}

} // namespace

void setEncryption(Call &call)
{
    // What every command may say stands beside the order.
    QJsonObject rest;
    QJsonObject body = call.json;
    if (body.contains(notAfterKey))
        rest.insert(notAfterKey, body.take(notAfterKey));
    const auto order = encryptionOrderFromJson(body);
    if (!order)
        return call.refuse(order.error());
    JsonReader reader(rest);
    const auto revision = order->emergency ? Call::Revision::None : Call::Revision::Needed;
    if (auto command = call.ready(&reader, revision))
        call.services.backend.setEncryption(*command, call.parameter("channel"), *order, call.done());
}

void listKeys(Call &call)
{
    const auto channel = call.text("channel", 32);
    if (!channel)
        return call.refuse(channel.error());
    QJsonArray keys;
    for (const KeyInfo &key : call.services.backend.keys(*channel))
        keys << toJson(key);
    call.reply.json({{QLatin1String("keys"), keys}});
}

void getKey(Call &call)
{
    giveKey(call, KeyAsk::Form::Wrapped, [](const Reply &reply, quint32 id, const QByteArray &key) {
        reply.json({{QLatin1String("id"), double(id)},
                    {QLatin1String("wrapped"), QString::fromLatin1(key.toHex())}});
    });
}

void getHlsKey(Call &call)
{
    giveKey(call, KeyAsk::Form::Hls, [](const Reply &reply, quint32, const QByteArray &key) {
        Response response;
        response.contentType = "application/octet-stream";
        response.body = key;
        reply.send(std::move(response));
    });
}

} // namespace twinfeed::server
