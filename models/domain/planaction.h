// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/condition.h"
#include "models/domain/words.h"

#include <QJsonValue>
#include <QMap>

#include <variant>

/// What a plan's step does, by kind. On the wire an object with one member, its kind: {"take": {"source": "other"}}.
namespace twinfeed {

/// The same said in several languages, by their names as in Qt ("en", "zh_CN"). "en" is always there where anything is.
using LocalText = QMap<QString, QString>;

/// A source by name, or by what it is when the step comes: `Other`: the path that is not on air. `Fit`: the fit path, the primary
/// where both are.
enum class TakeTarget { Primary, Backup, Slate, Other, Fit };
enum class EncryptionChange { On, Off, Rotate };
/// What an answer leads to.
enum class AskThen { Go, Stop };

QString toWord(TakeTarget);
QString toWord(EncryptionChange);
QString toWord(AskThen);
template <>
std::optional<TakeTarget> fromWord(const QString &);
template <>
std::optional<EncryptionChange> fromWord(const QString &);
template <>
std::optional<AskThen> fromWord(const QString &);
template <>
QStringList wordsOf<TakeTarget>();
template <>
QStringList wordsOf<EncryptionChange>();
template <>
QStringList wordsOf<AskThen>();

struct TakeAction // "take"
{
    TakeTarget source = TakeTarget::Other;
    std::optional<Cut> cut; ///< nothing: the channel's
    bool force = false; ///< also what is not fit, or locked

    bool operator==(const TakeAction &) const = default;
};

struct SlateInAction // "slate-in"
{
    QString slate; ///< to stand ready first; empty: the one that does

    bool operator==(const SlateInAction &) const = default;
};

struct SlateOutAction // "slate-out"
{
    TakeTarget source = TakeTarget::Fit;

    bool operator==(const SlateOutAction &) const = default;
};

struct EncryptionAction // "encryption"
{
    EncryptionChange change = EncryptionChange::Off;
    QStringList outputs; ///< empty: all
    bool emergency = false; ///< off without waiting for a keyframe

    bool operator==(const EncryptionAction &) const = default;
};

struct FailoverAction // "failover"
{
    std::optional<FailoverMode> mode;
    bool arm = false;

    bool operator==(const FailoverAction &) const = default;
};

struct LockAction // "lock": exactly these
{
    std::vector<Source> sources;

    bool operator==(const LockAction &) const = default;
};

struct OutputAction // "output"
{
    QString output; ///< an id, or "this", "others" (than this), "all"
    std::optional<bool> enabled;
    QString address; ///< the name of another one that the configuration knows; empty: stays

    bool operator==(const OutputAction &) const = default;
};

struct RuleAction // "rule": an override in this channel, for a time
{
    QString rule;
    std::optional<bool> enabled;
    std::optional<double> value;
    std::optional<int> forMs;
    int endsAfterMs = 0; ///< 1000 to 86400000

    bool operator==(const RuleAction &) const = default;
};

struct RecordAction // "record": switches recordings on
{
    QString output; ///< empty: all that record

    bool operator==(const RecordAction &) const = default;
};

struct WaitAction // "wait": until this holds, before the step's deadline
{
    Condition until;

    bool operator==(const WaitAction &) const = default;
};

struct NotifyAction // "notify": says it to everybody at a console, and in the journal
{
    LocalText text;

    bool operator==(const NotifyAction &) const = default;
};

struct HttpAction // "http"
{
    QString host; ///< the name of one that the configuration allows
    QString method;
    QString path; ///< from "/" on
    QString secret; ///< name of one of the configuration, sent as bearer token; empty: none
    QJsonValue body = QJsonValue::Undefined;
    std::vector<int> status{200}; ///< those that are expected
    QJsonObject expect; ///< by JSON pointer: what the answer's fields must be
    int timeoutMs = 3000;
    int retries = 0; ///< only of a method that may be repeated: GET, HEAD, PUT, DELETE, OPTIONS

    bool operator==(const HttpAction &) const = default;
};

struct AskAction // "ask"
{
    struct Answer
    {
        QString id;
        LocalText text;
        AskThen then = AskThen::Go;

        bool operator==(const Answer &) const = default;
    };
    LocalText question;
    std::vector<Answer> answers;

    bool operator==(const AskAction &) const = default;
};

struct SubPlanAction // "plan": the steps of another plan, behind its preconditions
{
    QString plan;

    bool operator==(const SubPlanAction &) const = default;
};

using PlanAction = std::variant<TakeAction, SlateInAction, SlateOutAction, EncryptionAction, FailoverAction,
                                LockAction, OutputAction, RuleAction, RecordAction, WaitAction, NotifyAction,
                                HttpAction, AskAction, SubPlanAction>;

/// "take", "slate-in", ...
QString kindOf(const PlanAction &);
QStringList actionKinds();
/// True where restoring puts something back: takes, slates, encryption, failover, locks, outputs, rules, recordings.
bool canBeRestored(const PlanAction &);

/// Appends every mistake that can be told apart to `errors`.
PlanAction readAction(const QJsonObject &object, const QString &pointer, bool perOutput,
                      std::vector<Error> &errors);
QJsonObject toJson(const PlanAction &);
/// Reads one that must have its English. `field` of `reader`'s object.
class JsonReader;
LocalText readLocalText(JsonReader &reader, QLatin1String field, bool required, int longest = 400);
QJsonObject toJson(const LocalText &);

} // namespace twinfeed
