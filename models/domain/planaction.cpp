// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/planaction.h"

#include "models/domain/wordtable.h"

#include <QJsonArray>

namespace twinfeed {

namespace {

using words::Word;

constexpr Word<TakeTarget> targets[]{{TakeTarget::Primary, "primary"},
                                     {TakeTarget::Backup, "backup"},
                                     {TakeTarget::Slate, "slate"},
                                     {TakeTarget::Other, "other"},
                                     {TakeTarget::Fit, "fit"}};
constexpr Word<EncryptionChange> changes[]{
    {EncryptionChange::On, "on"}, {EncryptionChange::Off, "off"}, {EncryptionChange::Rotate, "rotate"}};
constexpr Word<AskThen> thens[]{{AskThen::Go, "go"}, {AskThen::Stop, "stop"}};

// In the order of PlanAction.
constexpr const char *kinds[]{"take", "slate-in", "slate-out", "encryption", "failover", "lock", "output",
                              "rule", "record",   "wait",      "notify",     "http",     "ask",  "plan"};
static_assert(std::size(kinds) == std::variant_size_v<PlanAction>);

template <typename T>
void put(QJsonObject &object, const char *name, const std::optional<T> &value)
{
    if (value)
        object.insert(QLatin1String(name), *value);
}

void put(QJsonObject &object, const char *name, const QString &value)
{
    if (!value.isEmpty())
        object.insert(QLatin1String(name), value);
}

QJsonObject inner(const TakeAction &take)
{
    QJsonObject object{{QStringLiteral("source"), toWord(take.source)}};
    if (take.cut)
        object.insert(QStringLiteral("cut"), toWord(*take.cut));
    if (take.force)
        object.insert(QStringLiteral("force"), true);
    return object;
}

QJsonObject inner(const SlateInAction &in)
{
    QJsonObject object;
    put(object, "slate", in.slate);
    return object;
}

QJsonObject inner(const SlateOutAction &out)
{
    return {{QStringLiteral("source"), toWord(out.source)}};
}

QJsonObject inner(const EncryptionAction &encryption)
{
    QJsonObject object{{QStringLiteral("change"), toWord(encryption.change)}};
    if (!encryption.outputs.isEmpty())
        object.insert(QStringLiteral("outputs"), QJsonArray::fromStringList(encryption.outputs));
    if (encryption.emergency)
        object.insert(QStringLiteral("emergency"), true);
    return object;
}

QJsonObject inner(const FailoverAction &failover)
{
    QJsonObject object;
    if (failover.mode)
        object.insert(QStringLiteral("mode"), toWord(*failover.mode));
    if (failover.arm)
        object.insert(QStringLiteral("armed"), true);
    return object;
}

QJsonObject inner(const LockAction &lock)
{
    QJsonArray sources;
    for (const Source source : lock.sources)
        sources << toWord(source);
    return {{QStringLiteral("sources"), sources}};
}

QJsonObject inner(const OutputAction &output)
{
    QJsonObject object{{QStringLiteral("output"), output.output}};
    put(object, "enabled", output.enabled);
    put(object, "address", output.address);
    return object;
}

QJsonObject inner(const RuleAction &rule)
{
    QJsonObject object{{QStringLiteral("rule"), rule.rule},
                       {QStringLiteral("endsAfterMs"), rule.endsAfterMs}};
    put(object, "enabled", rule.enabled);
    put(object, "value", rule.value);
    put(object, "forMs", rule.forMs);
    return object;
}

QJsonObject inner(const RecordAction &record)
{
    QJsonObject object;
    put(object, "output", record.output);
    return object;
}

QJsonObject inner(const WaitAction &wait)
{
    return {{QStringLiteral("until"), toJson(wait.until)}};
}

QJsonObject inner(const NotifyAction &notify)
{
    return {{QStringLiteral("text"), toJson(notify.text)}};
}

QJsonObject inner(const HttpAction &http)
{
    QJsonArray status;
    for (const int code : http.status)
        status << code;
    QJsonObject object{
        {QStringLiteral("host"), http.host},           {QStringLiteral("method"), http.method},
        {QStringLiteral("path"), http.path},           {QStringLiteral("status"), status},
        {QStringLiteral("timeoutMs"), http.timeoutMs}, {QStringLiteral("retries"), http.retries}};
    put(object, "secret", http.secret);
    if (!http.body.isUndefined())
        object.insert(QStringLiteral("body"), http.body);
    if (!http.expect.isEmpty())
        object.insert(QStringLiteral("expect"), http.expect);
    return object;
}

QJsonObject inner(const AskAction &ask)
{
    QJsonArray answers;
    for (const AskAction::Answer &answer : ask.answers)
        answers << QJsonObject{{QStringLiteral("id"), answer.id},
                               {QStringLiteral("text"), toJson(answer.text)},
                               {QStringLiteral("then"), toWord(answer.then)}};
    return {{QStringLiteral("question"), toJson(ask.question)}, {QStringLiteral("answers"), answers}};
}

QJsonObject inner(const SubPlanAction &sub)
{
    return {{QStringLiteral("plan"), sub.plan}};
}

} // namespace

TWINFEED_WORDS(TakeTarget, targets)
TWINFEED_WORDS(EncryptionChange, changes)
TWINFEED_WORDS(AskThen, thens)

QString kindOf(const PlanAction &action)
{
    return QLatin1String(kinds[action.index()]);
}

QStringList actionKinds()
{
    QStringList list;
    for (const char *kind : kinds)
        list << QLatin1String(kind);
    return list;
}

bool canBeRestored(const PlanAction &action)
{
    static_assert(std::is_same_v<std::variant_alternative_t<8, PlanAction>, RecordAction>);
    return action.index() <= 8;
}

QJsonObject toJson(const PlanAction &action)
{
    return {{kindOf(action), std::visit([](const auto &one) { return inner(one); }, action)}};
}

QJsonObject toJson(const LocalText &text)
{
    QJsonObject object;
    for (auto it = text.begin(); it != text.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

} // namespace twinfeed
