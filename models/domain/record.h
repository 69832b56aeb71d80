// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/encryption.h"
#include "models/domain/words.h"

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

/// What is kept: commands with their measured outcome, the journal, slates.
namespace twinfeed {

/// The effect of a take as measured on the programme.
struct TakeEvidence
{
    CutMade cut = CutMade::Cached;
    Source from = Source::Slate;
    Source to = Source::Slate;
    /// From the accepted command to the first target picture leaving an output (or, without a live output, entering
    /// the programme), in milliseconds.
    double firstPictureMs = 0;
    /// Where that was measured: "output:<id>" or "programme".
    QString measuredAt;
    /// Largest distance between two pictures' presentation times across the cut, in milliseconds.
    double gapMs = 0;
    /// Pictures of the programme missing at the cut, and pictures of the target shown that lie before the cut in the
    /// unit's time (repeats, if the two paths show the same).
    int picturesLost = 0;
    int picturesRepeated = 0;
    /// How far the programme is behind arrival from now on, in milliseconds.
    qint64 behindMs = 0;
    /// Why another cut was made than was asked for, in one sentence, and its code; empty where it was.
    QString insteadBecause;
    QString insteadCode;

    bool operator==(const TakeEvidence &) const = default;
};

/// A command as a resource: GET /v1/operations/{id}
struct Operation
{
    QString id;
    /// "take", "set-encryption", "arm-slate", "add-slate", "delete-slate", "create-channel", "replace-channel", "delete-channel"
    QString kind;
    QString channel; ///< empty where it concerns none
    OperationState state = OperationState::Accepted;
    QString actor; ///< name of the token
    QDateTime acceptedAt; ///< UTC
    std::optional<QDateTime> endedAt;
    /// What was asked for ({"source": "backup", "cut": "cached"}).
    QJsonObject request;
    /// Set when a take is done.
    std::optional<TakeEvidence> evidence;
    /// Of a change of encryption, when it is done or failed: each output it concerned.
    std::vector<EncryptionEvidence> encryption = {};
    /// Set when failed or rejected.
    std::optional<Error> problem;

    bool operator==(const Operation &) const = default;
};

/// What the engine decided by itself: to change the source, or not to. Kept in the journal ("failover",
/// "failover-stayed") with the numbers it saw.
struct Decision
{
    /// Rises by one with each decision of a channel since the engine's start.
    qint64 number = 0;
    QDateTime at; ///< UTC
    bool switched = false;
    /// "loss", "content", "failback", "slate", or for what was left: "unfit", "locked", "suspended", "limit", "off".
    QString rule;
    Source from = Source::Slate;
    /// Where to; for a decision to stay, where it would have gone.
    std::optional<Source> to;
    /// One English sentence with the numbers.
    QString text;
    /// The numbers it saw, by name: ages in ms, loss time, fitness of each source with its reason, switches left.
    QJsonObject numbers;

    bool operator==(const Decision &) const = default;
};

struct JournalEntry
{
    /// Rises by one, without holes.
    qint64 id = 0;
    QDateTime at; ///< UTC
    /// Who: a token's name, or "twinfeed" for what the backend did by itself.
    QString actor;
    QString role;
    /// "take", "take-done", "input-lost", "input-live", "output-failed", "start", "refused", ...
    QString kind;
    QString channel;
    /// One English sentence; the console builds its own words from kind and data.
    QString text;
    QJsonObject data;

    bool operator==(const JournalEntry &) const = default;
};

/// How a slate lies to what is live in a channel: one thing that was compared.
struct SlateCheck
{
    QString channel;
    /// "codec", "size", "rate", "profile", "scan", "sound", "loudness", "peak"
    QString name;
    bool ok = true;
    /// Players would stumble over it: such a slate is not made ready.
    bool breaks = false;
    QString live; ///< what is live, as text: "1920x1080"; empty where it is not known
    QString slate;
    QString text; ///< one sentence; empty where it is ok

    bool operator==(const SlateCheck &) const = default;
};

/// A running time that is written into a slate's picture while it stands ready or is on air.
struct SlateText
{
    static constexpr int longestLabel = 60;

    /// "clock": the time of day where the backend stands; "countdown": what is left until `until`, 00:00 from then on.
    QString kind;
    QString label; ///< a line above it; may be empty
    QDateTime until; ///< UTC; of a countdown only

    bool operator==(const SlateText &) const = default;
};

struct Slate
{
    QString id; ///< [a-z0-9-]{1,32}
    QString name;
    /// "ready", "encoding", "failed"
    QString state;
    QString reason; ///< why it failed
    /// The picture or clip it is made from, as stored by the backend (file name only).
    QString file;
    bool builtIn = false;
    QString reasonCode; ///< which reason it is, as in Error::code; empty without one
    /// Against each channel in which it was made ready last.
    std::vector<SlateCheck> checks;
    std::optional<SlateText> text = std::nullopt; ///< of stills only

    bool operator==(const Slate &) const = default;
};

QJsonObject toJson(const TakeEvidence &);
QJsonObject toJson(const Decision &);
QJsonObject toJson(const Operation &);
QJsonObject toJson(const JournalEntry &);
QJsonObject toJson(const SlateCheck &);
QJsonObject toJson(const SlateText &);
QJsonObject toJson(const Slate &);
QJsonObject toJson(const Error &); ///< members of a problem document but type and status
Result<Operation> operationFromJson(const QJsonObject &);
Result<TakeEvidence> takeEvidenceFromJson(const QJsonObject &);
Result<JournalEntry> journalEntryFromJson(const QJsonObject &);
/// Strict: what a client sends. `pointer` is where the object stands.
Result<SlateText> slateTextFromJson(const QJsonObject &, const QString &pointer = {});
Result<Slate> slateFromJson(const QJsonObject &);
Error errorFromJson(const QJsonObject &);

} // namespace twinfeed
