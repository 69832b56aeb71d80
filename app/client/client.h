// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/call.h"
#include "models/domain/channel.h"
#include "models/domain/control.h"
#include "models/domain/record.h"

#include <QNetworkAccessManager>

#include <vector>

namespace twinfeed::client {

struct Take
{
    Source target = Source::Primary;
    std::optional<Cut> cut; ///< empty: the channel's
    bool force = false; ///< also when the target is not fit
};

/// What is to change about automation; what is not set stays.
struct FailoverOrder
{
    std::optional<FailoverMode> mode;
    bool arm = false; ///< also when it was suspended or its switches were spent
};

struct JournalQuery
{
    qint64 before = 0; ///< ids below this only; 0: newest
    qint64 after = 0; ///< ids above this only, oldest first; 0: not asked for
    int limit = 100; ///< 1 to 1000
    QString channel;
    QString search; ///< in text, actor and kind
};

/// Asks and commands one backend over REST. Asynchronous only: every call returns at once, and its `done` is called once,
/// later, on this thread (the console's UI thread); never when the client is destroyed first.
///
/// A command carries an idempotency key of its own, which a repeat over a failing network keeps: said twice, done once.
/// Commands about a channel also state the revision that the operator saw. Takes, slates chosen, modes and locks state a
/// time as well after which they are not to be done any more: a take that was held up somewhere must not fire out of the
/// blue. endEvent(), replaceChannel() and addSlate() have no such time: given up, they may still be done.
class Client final : public QObject
{
    Q_OBJECT

public:
    struct Timing
    {
        /// A command that has not arrived by then is not sent again; those that state a time are not done any more either.
        int commandLateMs = 2000;
        int commandTryMs = 1000; ///< then the same once more
        int commandGiveUpMs = 5000;
        int queryTryMs = 3000;
        int uploadTryMs = 60'000; ///< 32 MiB over 5 Mb/s
    };
    using OperationDone = std::function<void(Result<Operation>)>;
    using ChannelDone = std::function<void(Result<ChannelDocument>)>;
    using ControlDone = std::function<void(Result<ChannelControl>)>;
    struct Me
    {
        QString name;
        Role role = Role::Viewer;
    };
    using MeDone = std::function<void(Result<Me>)>;
    using JournalDone = std::function<void(Result<std::vector<JournalEntry>>)>;

    explicit Client(const Clock &clock, QObject *parent = nullptr)
        : Client(clock, Timing(), parent)
    {
    }
    Client(const Clock &clock, Timing timing, QObject *parent = nullptr);
    ~Client() override;

    /// Also where the backend came back with another port or token; calls under way go on there.
    void setEndpoint(const Endpoint &endpoint);
    /// The backend's wall clock less ours: see EventStream::clockOffsetMs().
    void setClockOffset(qint64 ms) { m_clockOffsetMs = ms; }
    /// Opens a connection in advance, so that the next command is on the wire without a handshake.
    void warmUp();

    // Commands. Each returns its idempotency key and is answered with the accepted operation. Besides the backend's
    // refusals there are "unreachable" (it was never sent) and "timeout" (nobody knows whether it was done); why, as a code of
    // networkError(), is "network" in their details.
    /// Puts a source on air.
    QString take(const QString &channel, const Take &take, quint64 revision, OperationDone done);
    /// Which source will probably be taken next, or none any more: a hint that lapses by itself
    /// after a minute. What becomes of it is told nobody.
    void chooseNext(const QString &channel, std::optional<Source> next);
    /// Which slate stands ready.
    QString armSlate(const QString &channel, const QString &slate, quint64 revision, OperationDone done);
    QString setFailover(const QString &channel, const FailoverOrder &order, quint64 revision,
                        OperationDone done);
    /// Which sources the engine may not put on air, all of them.
    QString setLocks(const QString &channel, const std::vector<Source> &locked, quint64 revision,
                     OperationDone done);
    /// What is to be sealed. An emergency stop goes whatever the revision.
    QString setEncryption(const QString &channel, const EncryptionOrder &order, quint64 revision,
                          OperationDone done);
    /// The planned end of the event: nothing is a failure any more, until somebody takes a source.
    QString endEvent(const QString &channel, quint64 revision, OperationDone done);
    /// The whole configuration; its addresses whole as well (see channel()).
    QString replaceChannel(const ChannelConfig &config, quint64 revision, OperationDone done);
    /// `content` is the file itself, at most 32 MiB; `fileName` without folder.
    QString addSlate(const QString &id, const QString &name, const QString &fileName, QByteArray content,
                     OperationDone done);

    /// Makes a slate of the programme's newest keyframe.
    QString keepPicture(const QString &channel, const QString &id, const QString &name, OperationDone done);
    /// Makes a slate of the picture of another one with a running time in it.
    QString addTextSlate(const QString &picture, const QString &id, const QString &name,
                         const SlateText &text, OperationDone done);
    QString deleteSlate(const QString &slate, OperationDone done);

    /// Who is to have the channel, or still has it: needs no revision.
    QString control(const QString &channel, const ControlOrder &order, ControlDone done);
    /// Whose token this is.
    void me(MeDone done);
    /// With whole addresses where the token is an engineer's, else with blotted out ones.
    void channel(const QString &id, ChannelDone done);
    void operation(const QString &id, OperationDone done);
    /// Newest first, unless `after` is asked for.
    void journal(const JournalQuery &query, JournalDone done);

    // For those who know the rest of the interface (PlanClient, WatchClient).
    using JsonDone = std::function<void(const Result<QJsonObject> &)>;
    /// A question; what is empty is left out of its query.
    void get(const QString &path, const std::vector<std::pair<QString, QString>> &query, JsonDone done);
    /// What is no JSON: a picture.
    using BytesDone = std::function<void(const Result<QByteArray> &)>;
    void fetch(const QString &path, BytesDone done);
    /// A command with this body, or none; `revision` 0: without one. Returns its idempotency key. `inTime`: not done any more when it comes
    /// too late.
    QString order(const QByteArray &verb, const QString &path, std::optional<QJsonObject> body,
                  quint64 revision, bool inTime, OperationDone done);

private:
    Question command(const QByteArray &verb, const QString &path) const;
    /// `body` gets the time after which it is too late, too. `revision` 0: of no channel.
    QString sendCommand(const QByteArray &verb, const QString &path, QJsonObject body, quint64 revision,
                        OperationDone done);
    QString send(Question question, quint64 revision, OperationDone done);
    void ask(Question question, Call::Done done);

    const Clock &m_clock;
    const Timing m_timing;
    QNetworkAccessManager m_network;
    Endpoint m_endpoint;
    qint64 m_clockOffsetMs = 0;
};

} // namespace twinfeed::client
