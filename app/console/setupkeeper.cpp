// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/console/setupkeeper.h"

#include <QUuid>

#include <algorithm>

namespace twinfeed {

namespace {

void restore(QString &edited, const QString &whole)
{
    if (edited == redactedUrl(whole))
        edited = whole;
}

} // namespace

ChannelConfig withAddressesOf(const ChannelConfig &whole, ChannelConfig edited)
{
    restore(edited.primary.url, whole.primary.url);
    restore(edited.backup.url, whole.backup.url);
    for (OutputConfig &output : edited.outputs) {
        const auto same = std::ranges::find(whole.outputs, output.id, &OutputConfig::id);
        if (same == whole.outputs.end())
            continue;
        restore(output.url, same->url);
        restore(output.probeUrl, same->probeUrl);
        restore(output.keyUrl, same->keyUrl);
    }
    return edited;
}

SetupKeeper::SetupKeeper(client::Client &client, ConsoleState &state, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_state(state)
{
}

void SetupKeeper::change(const SetupChange &change)
{
    Order order{QUuid::createUuid().toString(QUuid::WithoutBraces), change};
    m_state.commandSent(order.localId, {}, QStringLiteral("change-setup"), {});
    readNext(std::move(order));
}

void SetupKeeper::readNext(Order order)
{
    auto &channels = order.change.channels;
    while (order.read < channels.size() && !channels[order.read].revision)
        ++order.read;
    if (order.read == channels.size())
        return send(order);
    const QString id = channels[order.read].config.id;
    m_client.channel(id, [this, order = std::move(order)](const Result<ChannelDocument> &now) mutable {
        if (!now)
            return m_state.commandRefused(order.localId, now.error());
        ChannelConfig &config = order.change.channels[order.read].config;
        config = withAddressesOf(now->config, config);
        ++order.read;
        readNext(std::move(order));
    });
}

void SetupKeeper::send(const Order &order)
{
    m_client.order("POST", QStringLiteral("/v1/setup"), toJson(order.change, true), 0, false,
                   [this, localId = order.localId](const Result<Operation> &answer) {
                       if (answer)
                           m_state.commandAcknowledged(localId, *answer);
                       else
                           m_state.commandRefused(localId, answer.error());
                   });
}

} // namespace twinfeed
