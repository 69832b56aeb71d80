// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/client.h"
#include "app/client/eventstream.h"
#include "models/consolestate.h"

#include <QObject>

namespace twinfeed {

/// Brings what the backend says to the one door of what the console knows. UI thread.
class StateFeed final : public QObject
{
    Q_OBJECT

public:
    /// Everything given outlives it.
    StateFeed(client::EventStream &events, client::Client &client, ConsoleState &state,
              QObject *parent = nullptr);

    /// What people are told the backend is called; empty for the embedded one.
    void setBackendName(const QString &name);
    /// Why there is no backend to connect to yet.
    void setUnavailable(const Error &why);

Q_SIGNALS:
    /// All that there is has been told anew: what happened in between is not in the events.
    void snapshotApplied();

private:
    void apply(const QString &type, const QJsonObject &data);
    void applySnapshot(const QJsonObject &data);
    void setPhase(ConnectionState::Phase phase, const QString &reason);
    void connectionLost(const Error &why);

    client::Client &m_client;
    ConsoleState &m_state;
    QString m_backend;
};

} // namespace twinfeed
