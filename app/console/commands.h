// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/client.h"
#include "models/consolestate.h"

#include <QObject>
#include <QSet>

namespace twinfeed {

/// What the person wants, on its way: sends it and tells the state how it stands, in the same turn of the event loop as
/// the press. UI thread.
class Commands final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    Commands(client::Client &client, ConsoleState &state, QObject *parent = nullptr);

    void take(const QString &channel, Source target, bool force);
    void armSlate(const QString &channel, const QString &slate);
    /// Reads the file on another thread and sends it; its name without folder becomes the slate's.
    void addSlate(const QString &file);
    /// After a snapshot: asks what became of those that have not ended, since their events may have been missed.
    void askForOutcomes();

private:
    void sent(const QString &localId, const QString &channel, const QString &kind, const QString &target);
    client::Client::OperationDone reportTo(const QString &localId);
    /// Those that may still change.
    QSet<QString> stillOpen() const;
    void sendSlate(const QString &localId, const QString &name, const QString &fileName,
                   const Result<QByteArray> &content);
    QString freeSlateId(const QString &name) const;

    client::Client &m_client;
    ConsoleState &m_state;
    QSet<QString> m_open; ///< local ids; those that have ended are forgotten with the next command
};

/// [a-z0-9-]{1,32} made of a name for people; "slate" where nothing of it can be used. At most `longest` characters.
QString slateIdFrom(const QString &name, int longest = 32);

} // namespace twinfeed
