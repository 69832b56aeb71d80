// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/client.h"
#include "models/consolestate.h"
#include "models/domain/setup.h"

#include <QObject>

namespace twinfeed {

/// Sends a change of the setup, once, and tells the state how it stands. UI thread.
class SetupKeeper final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    SetupKeeper(client::Client &client, ConsoleState &state, QObject *parent = nullptr);

    /// What the console knows of addresses is blotted out: the whole ones are read first, and those that nobody touched are put
    /// back.
    void change(const SetupChange &change);

private:
    struct Order
    {
        QString localId;
        SetupChange change;
        size_t read = 0; ///< how many channels have their addresses
    };
    void readNext(Order order);
    void send(const Order &order);

    client::Client &m_client;
    ConsoleState &m_state;
};

/// `edited` with the addresses of `whole` wherever it still has them blotted out.
ChannelConfig withAddressesOf(const ChannelConfig &whole, ChannelConfig edited);

} // namespace twinfeed
