// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/server/drilling.h"
#include "app/server/judging.h"
#include "app/server/planning.h"
#include "app/server/settingup.h"
#include "models/domain/channel.h"
#include "models/domain/control.h"
#include "models/domain/encryption.h"
#include "models/domain/live.h"
#include "models/domain/record.h"

#include <QByteArray>
#include <QJsonObject>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

/// What the server needs of the world behind it. Owned by the server: app/backend implements it, tests fake it.
///
/// Secrets: ChannelDocument values carry addresses in full, and the server redacts them for whoever is no engineer.
/// Everything that comes as JSON or text (Answer, Operation, JournalEntry, Event, Snapshot, Error) goes to every role as
/// it is: the backend writes addresses into it only redacted (toJson(..., false), redactedUrl()).
namespace twinfeed::server {

struct Caller
{
    QString name; ///< of the token
    Role role = Role::Viewer;
    /// Channels that the token may open, besides those of its role; see KeyAsk.
    QStringList keys = {};
    /// Not a token but an address that was signed for exactly this path.
    bool signedAddress = false;
};

/// Somebody wants to open a stream.
struct KeyAsk
{
    /// As stands in resources/sealing.md: wrapped for the token, or the 16 bytes of AES-128.
    enum class Form { Wrapped, Hls };

    Caller caller;
    quint32 id = 0;
    Form form = Form::Wrapped;
    QByteArray token; ///< as it was sent; of a wrapped one only
    QString address; ///< the caller's
};
/// Called exactly once, from any thread: the bytes, to be given to the caller and to nobody else, and kept nowhere.
using KeyDone = std::function<void(Result<QByteArray>)>;

/// What every command says besides its body.
struct Command
{
    Caller caller;
    /// 1 to 255 printable characters; required of every command.
    QString idempotencyKey;
    /// SHA-256 of method, path, If-Match and body: a repeat with other content is an error.
    QByteArray fingerprint;
    /// If-Match; required where a channel exists already.
    std::optional<quint64> revision;
    /// Not to be done after this time (UTC).
    std::optional<QDateTime> notAfter;
    /// Unit clock, microseconds, when the request had been read.
    int64_t receivedAt = 0;
    /// Part of a run that was admitted as a whole: who has the channel meanwhile does not stop its way back.
    bool ofRun = false;
};

/// An answer as it was first given, and will be given again for the same key.
struct Answer
{
    int status = 200;
    QJsonObject body;
    /// ETag, where the answer is about a channel.
    std::optional<quint64> revision;
    /// Location, where something was made ("/v1/operations/17").
    QString location;
};

/// Called exactly once, from any thread, perhaps before the call returns. Errors say their status by their code: see
/// statusOf() in server/problem.h.
using AnswerDone = std::function<void(Result<Answer>)>;

struct JournalQuery
{
    qint64 before = 0; ///< ids below this only; 0: newest
    qint64 after = 0; ///< ids above this only, oldest first; 0: not asked for
    int limit = 100; ///< 1 to 1000
    QString channel;
    QString search; ///< in text, actor and kind
};

/// One thing that subscribers hear: ordered, unique, reliable. `id` is "<incarnation>-<number>"; numbers rise by one.
struct Event
{
    QString id;
    /// "channel", "channel-removed", "status", "operation", "journal", "slate", "slate-removed", "alarm",
    /// "verdict", "rules", "control", "drill", "scenario"
    QString type;
    QJsonObject data;
};

/// Hears events in order, on the director's thread: takes them and goes. Metric samples come apart, without id.
class EventSink
{
public:
    virtual ~EventSink() = default;
    virtual void publish(const Event &event) = 0;
    virtual void publishMetrics(const std::vector<Metric> &metrics) = 0;
};

/// Bytes without an end that is known: read on the server's threads, never blocks.
class ByteStream
{
public:
    virtual ~ByteStream() = default;
    /// Bytes that are ready, at most `most`; empty: none yet, or ended().
    virtual QByteArray read(qsizetype most) = 0;
    virtual bool ended() const = 0;
    /// A wake-up without data when read() may give more or ended() has changed; from any thread; null to end it. After
    /// the call has returned, the old one is called no more.
    virtual void setWakeUp(std::function<void()> wakeUp) = 0;
};

/// A stream for GET .../preview.*
using PreviewStream = ByteStream;

enum class PreviewKind { Flv, Ts };

class Backend : public Judging, public Planning, public Drilling, public SettingUp
{
public:
    // Questions. Answered at once from what is known; any thread.
    virtual QJsonObject health() const = 0;
    virtual std::vector<ChannelDocument> channels() const = 0;
    virtual std::optional<ChannelDocument> channel(const QString &id) const = 0;
    virtual std::optional<ChannelStatus> status(const QString &channel) const = 0;
    /// Who has the channel; nothing where it is unknown.
    virtual std::optional<ChannelControl> control(const QString &channel) const = 0;
    virtual std::vector<Slate> slates() const = 0;
    virtual std::optional<Operation> operation(const QString &id) const = 0;
    virtual std::vector<Metric> metrics() const = 0;
    /// Newest first; empty `channel`: of all.
    virtual std::vector<KeyInfo> keys(const QString &channel) const = 0;
    /// May read the disk; called on a server worker, never on the transport's thread.
    virtual Result<std::vector<JournalEntry>> journal(const JournalQuery &query) const = 0;
    /// Everything an event subscriber must know first, with the id of the last event it includes.
    struct Snapshot
    {
        QString lastEventId;
        QJsonObject
            data; ///< {channels: [document], statuses: [...], slates: [...], metrics: [...], operations: [running], alarms:
        ///< [not closed], verdicts: [...], controls: [of those that somebody has]}
    };
    /// Includes every event whose publish() was called before this call, and none with a number above lastEventId: that
    /// is what makes snapshot and events together whole. Before the first event the number is 0.
    virtual Snapshot snapshot() const = 0;
    /// Events from now on; null ends it: after that call has returned, the old sink hears no more. One sink.
    virtual void setEventSink(EventSink *sink) = 0;

    /// `source`: primary, backup, slate or programme. Errors: "unknown-channel", "not-carried", "no-picture".
    virtual Result<std::unique_ptr<PreviewStream>> preview(const QString &channel, const QString &source,
                                                           PreviewKind kind) = 0;
    /// A JPEG; takes milliseconds; called on a server worker.
    virtual Result<QByteArray> still(const QString &channel, const QString &source, int width) = 0;

    /// For callers that may open its channel: engineers, tokens that name it, addresses signed for it. Journalled on disk before
    /// the answer. Errors: "unknown-key", "forbidden", "key-retired", "too-soon", "store-failed", "master-key-wrong",
    /// "master-key-missing".
    virtual void giveKey(KeyAsk ask, KeyDone done) = 0;

    // Commands. Each checks, in this order: replay of the key, revision (412), rate (429); writes its journal entry to
    // disk; acts; answers. A refusal is journalled as well.
    /// The first answer to this caller's key, if it was used; error "idempotency-mismatch" for other content. Called on
    /// the transport's thread: answered from memory.
    virtual Result<std::optional<Answer>> replay(const Caller &caller, const QString &key,
                                                 const QByteArray &fingerprint) const = 0;
    /// Who has the channel, and may give it programme commands (all that carry a revision; an emergency stop of encryption does
    /// not). Answers the control. Errors: "unknown-channel", "held".
    virtual void setControl(Command command, QString channel, ControlOrder order, AnswerDone done) = 0;
    virtual void createChannel(Command command, ChannelConfig config, AnswerDone done) = 0;
    virtual void replaceChannel(Command command, ChannelConfig config, AnswerDone done) = 0;
    virtual void deleteChannel(Command command, QString channel, AnswerDone done) = 0;
    /// `cut` empty: the channel's. A target that is locked ("locked", 409) or not fit ("unfit", 409, with the
    /// reason) is refused unless `force`.
    virtual void take(Command command, QString channel, Source target, std::optional<Cut> cut, bool force,
                      AnswerDone done) = 0;
    /// Not a change but a hint, which is not journalled: see Engine::expectTake(). Answers {source, holdsForMs}.
    virtual void chooseNext(Command command, QString channel, std::optional<Source> next,
                            AnswerDone done) = 0;
    virtual void armSlate(Command command, QString channel, QString slate, AnswerDone done) = 0;
    /// Another mode, or armed again after a person's take; one of them at least.
    virtual void setFailover(Command command, QString channel, std::optional<FailoverMode> mode, bool arm,
                             AnswerDone done) = 0;
    /// The sources that the engine may not put on air, and a person only with force.
    virtual void setLocks(Command command, QString channel, std::vector<Source> locked, AnswerDone done) = 0;
    /// Errors: "unknown-output", "no-outputs", "no-key-url", "master-key-wrong", "master-key-missing". The operation ends when
    /// the outputs show it.
    virtual void setEncryption(Command command, QString channel, EncryptionOrder order, AnswerDone done) = 0;
    /// The event is over: nothing is a failure any more, until somebody takes a source.
    virtual void endProgramme(Command command, QString channel, AnswerDone done) = 0;
    /// `content` is the file itself; `fileName` its name for people, whose ending says nothing.
    virtual void addSlate(Command command, QString id, QString name, QString fileName, QByteArray content,
                          AnswerDone done) = 0;
    /// Makes a slate of the newest keyframe of `source` (primary, backup, slate or programme). Errors: "no-picture".
    virtual void keepPicture(Command command, QString channel, QString source, QString id, QString name,
                             AnswerDone done) = 0;
    /// Makes a slate of the picture of `picture`, another one, with a running time in it. Errors: "unknown-slate".
    virtual void addTextSlate(Command command, QString picture, QString id, QString name, SlateText text,
                              AnswerDone done) = 0;
    /// Errors: "unknown-slate", "slate-in-use", "slate-given".
    virtual void deleteSlate(Command command, QString slate, AnswerDone done) = 0;
    /// Journals a refusal that the server made by itself (401, 403, 422). Returns at once. Refusals of unknown tokens
    /// come at most 30 times a minute, so that nobody without a token can fill the disk.
    virtual void noteRefusal(const Caller &caller, const QString &method, const QString &path,
                             const Error &why) = 0;
};

} // namespace twinfeed::server
