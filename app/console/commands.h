// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/client.h"
#include "models/consolestate.h"

#include <QObject>
#include <QSet>
#include <QTimer>

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
    /// What the person has chosen as NEXT; nothing: not any more. Told the backend, which keeps it ready, and told again
    /// for as long as it stays.
    void chooseNext(const QString &channel, std::optional<Source> next);
    void armSlate(const QString &channel, const QString &slate);
    void setFailover(const QString &channel, const client::FailoverOrder &order);
    void setLocks(const QString &channel, const std::vector<Source> &locked);
    void endEvent(const QString &channel);
    /// What we have is said again by itself until it is let go of, taken over or handed over.
    void control(const QString &channel, const ControlOrder &order);
    void setEncryption(const QString &channel, const EncryptionOrder &order);
    /// Changes what `edited` says about times, cut, sound and automation; the addresses stay. `revision`: what the person
    /// saw. Reads the addresses first, since what the console knows of them is blotted out.
    void changeChannel(const ChannelConfig &edited, quint64 revision);
    /// Reads the file on another thread and sends it; its name without folder becomes the slate's.
    void addSlate(const QString &file);
    /// Makes a slate of the programme's newest picture.
    void keepPicture(const QString &channel, const QString &name);
    /// Makes a slate of another one's picture with a running time in it.
    void addTextSlate(const QString &picture, const QString &name, const SlateText &text);
    void deleteSlate(const QString &slate);
    /// After a snapshot: asks what became of those that have not ended, since their events may have been missed.
    void askForOutcomes();

private:
    void sayAgainWhatWeHave();
    void sent(const QString &localId, const QString &channel, const QString &kind, const QString &target);
    client::Client::OperationDone reportTo(const QString &localId);
    /// Sends with the revision that is shown now, by `send(revision, done)`; nothing where there is no such channel.
    template <typename Send>
    void command(const QString &channel, const QString &kind, const QString &target, Send send);
    /// A command that concerns no channel, sent by `send(done)`.
    template <typename Send>
    void slateCommand(const QString &kind, const QString &target, Send send);
    /// Those that may still change.
    QSet<QString> stillOpen() const;
    void sendSlate(const QString &localId, const QString &name, const QString &fileName,
                   const Result<QByteArray> &content);
    QString freeSlateId(const QString &name) const;

    client::Client &m_client;
    ConsoleState &m_state;
    QString m_nextChannel;
    std::optional<Source> m_next;
    QTimer m_sayNextAgain;
    QSet<QString> m_have; ///< channels that this console holds
    QTimer m_sayWhatWeHave;
    QSet<QString> m_open; ///< local ids; those that have ended are forgotten with the next command
};

/// [a-z0-9-]{1,32} made of a name for people; "slate" where nothing of it can be used. At most `longest` characters.
QString slateIdFrom(const QString &name, int longest = 32);

} // namespace twinfeed
