// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/channel.h"
#include "models/domain/jsonreader.h"
#include "models/domain/planaction.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace twinfeed {

namespace {

constexpr int mostAnswers = 6;

/// What every reader of an action gets.
struct Reading
{
    JsonReader &reader;
    const QString &pointer;
    bool perOutput;
    std::vector<Error> &errors;

    void id(const char *name, QString &value, bool required)
    {
        const QLatin1String field(name);
        required ? reader.required(field, value, 40) : reader.optional(field, value, 40);
        if (!reader.failed(field) && (required || reader.has(field)) && !isValidId(value))
            reader.fail(field, QStringLiteral("invalid-id"), QStringLiteral("\"%1\" is no id.").arg(value),
                        QStringLiteral("Use 1 to 32 small letters, digits and hyphens."));
    }
    /// None of these members has an error: what they say together can be judged.
    bool sound(std::initializer_list<const char *> names) const
    {
        return std::ranges::none_of(names,
                                    [this](const char *name) { return reader.failed(QLatin1String(name)); });
    }
    void fault(const char *name, const QString &what, const QString &remedy)
    {
        reader.fail(QLatin1String(name), QStringLiteral("out-of-range"), what, remedy);
    }
    void missing(const char *name, const QString &what, const QString &remedy)
    {
        reader.fail(QLatin1String(name), QStringLiteral("missing-field"), what, remedy);
    }
};

TakeAction readTake(Reading &of)
{
    TakeAction take;
    of.reader.requiredWord(QLatin1String("source"), take.source);
    of.reader.nullableWord(QLatin1String("cut"), take.cut);
    of.reader.optional(QLatin1String("force"), take.force);
    return take;
}

SlateInAction readSlateIn(Reading &of)
{
    SlateInAction in;
    of.id("slate", in.slate, false);
    return in;
}

SlateOutAction readSlateOut(Reading &of)
{
    SlateOutAction out;
    of.reader.optionalWord(QLatin1String("source"), out.source);
    if (of.sound({"source"}) && (out.source == TakeTarget::Slate || out.source == TakeTarget::Other))
        of.fault("source", QStringLiteral("\"%1\" is no way out of the slate.").arg(toWord(out.source)),
                 QStringLiteral("Use one of: primary, backup, fit."));
    return out;
}

QStringList readIds(Reading &of, const char *name)
{
    QStringList ids;
    const QLatin1String field(name);
    const auto array = of.reader.array(field);
    for (const QJsonValue &value : array.value_or(QJsonArray())) {
        if (!isValidId(value.toString()))
            of.reader.fail(field, QStringLiteral("invalid-id"),
                           QStringLiteral("\"%1\" is no id.").arg(value.toString()),
                           QStringLiteral("Use 1 to 32 small letters, digits and hyphens."));
        ids << value.toString();
    }
    return ids;
}

EncryptionAction readEncryption(Reading &of)
{
    EncryptionAction encryption;
    of.reader.requiredWord(QLatin1String("change"), encryption.change);
    encryption.outputs = readIds(of, "outputs");
    of.reader.optional(QLatin1String("emergency"), encryption.emergency);
    if (of.sound({"change"}) && encryption.emergency && encryption.change != EncryptionChange::Off)
        of.fault("emergency", QStringLiteral("Only encryption that is switched off can be an emergency."),
                 QStringLiteral("Remove the field."));
    return encryption;
}

FailoverAction readFailover(Reading &of)
{
    FailoverAction failover;
    of.reader.nullableWord(QLatin1String("mode"), failover.mode);
    of.reader.optional(QLatin1String("armed"), failover.arm);
    if (of.sound({"mode", "armed"}) && !failover.mode && !failover.arm)
        of.missing("mode", QStringLiteral("Nothing is asked for."),
                   QStringLiteral("Say a mode, or \"armed\": true."));
    return failover;
}

LockAction readLock(Reading &of)
{
    LockAction lock;
    const QLatin1String field("sources");
    const auto array = of.reader.array(field, true);
    for (const QJsonValue &value : array.value_or(QJsonArray())) {
        const auto source = fromWord<Source>(value.toString());
        if (!source)
            of.reader.fail(field, QStringLiteral("unknown-value"),
                           QStringLiteral("\"%1\" is no source.").arg(value.toString()),
                           QStringLiteral("Use some of: primary, backup, slate."));
        else if (std::ranges::find(lock.sources, *source) == lock.sources.end())
            lock.sources.push_back(*source);
    }
    std::ranges::sort(lock.sources);
    return lock;
}

OutputAction readOutput(Reading &of)
{
    OutputAction output;
    of.id("output", output.output, true);
    const bool about = output.output == QLatin1String("this") || output.output == QLatin1String("others");
    if (about && !of.perOutput)
        of.fault("output",
                 QStringLiteral("The plan is about no output, so there is no \"%1\".").arg(output.output),
                 QStringLiteral("Name one, or say \"perOutput\": true in the plan."));
    of.reader.nullable(QLatin1String("enabled"), output.enabled);
    of.id("address", output.address, false);
    if (of.sound({"enabled", "address"}) && !output.enabled && output.address.isEmpty())
        of.missing("enabled", QStringLiteral("Nothing is asked for."),
                   QStringLiteral("Say \"enabled\", an \"address\", or both."));
    if (of.sound({"output", "address"}) && !output.address.isEmpty()
        && (output.output == QLatin1String("others") || output.output == QLatin1String("all")))
        of.fault("address", QStringLiteral("Several outputs cannot go to one address."),
                 QStringLiteral("Name the output."));
    return output;
}

RuleAction readRule(Reading &of)
{
    RuleAction rule;
    of.id("rule", rule.rule, true);
    of.reader.nullable(QLatin1String("enabled"), rule.enabled);
    of.reader.nullable(QLatin1String("value"), rule.value);
    of.reader.nullable(QLatin1String("forMs"), rule.forMs, 0, 3'600'000);
    of.reader.required(QLatin1String("endsAfterMs"), rule.endsAfterMs, 1000, 86'400'000);
    if (of.sound({"enabled", "value", "forMs"}) && !rule.enabled && !rule.value && !rule.forMs)
        of.missing("value", QStringLiteral("The rule is not changed at all."),
                   QStringLiteral("Say some of: enabled, value, forMs."));
    return rule;
}

RecordAction readRecord(Reading &of)
{
    RecordAction record;
    of.id("output", record.output, false);
    return record;
}

WaitAction readWait(Reading &of)
{
    WaitAction wait;
    const QLatin1String field("until");
    if (const auto until = of.reader.object(field, true))
        wait.until = readCondition(*until, of.reader.pointerTo(field), of.perOutput, of.errors);
    return wait;
}

NotifyAction readNotify(Reading &of)
{
    return {readLocalText(of.reader, QLatin1String("text"), true)};
}

void readStatus(Reading &of, HttpAction &http)
{
    const QLatin1String field("status");
    const auto array = of.reader.array(field);
    if (!array)
        return;
    http.status.clear();
    for (const QJsonValue &value : *array) {
        if (value.toInt() < 100 || value.toInt() > 599)
            of.reader.fail(field, QStringLiteral("out-of-range"),
                           QStringLiteral("\"status\" holds what is no HTTP status."),
                           QStringLiteral("Use numbers from 100 to 599."));
        http.status.push_back(value.toInt());
    }
    if (http.status.empty())
        of.missing("status", QStringLiteral("No status would be right."),
                   QStringLiteral("Write [200], or leave the field out."));
}

HttpAction readHttp(Reading &of, const QJsonObject &object)
{
    static const QStringList methods{
        QStringLiteral("GET"),   QStringLiteral("HEAD"),   QStringLiteral("POST"),   QStringLiteral("PUT"),
        QStringLiteral("PATCH"), QStringLiteral("DELETE"), QStringLiteral("OPTIONS")};
    HttpAction http;
    of.id("host", http.host, true);
    of.reader.required(QLatin1String("method"), http.method);
    if (!of.reader.failed(QLatin1String("method")) && !methods.contains(http.method))
        of.reader.fail(QLatin1String("method"), QStringLiteral("unknown-value"),
                       QStringLiteral("\"%1\" is no method.").arg(http.method),
                       QStringLiteral("Use one of: %1.").arg(methods.join(QLatin1String(", "))));
    of.reader.required(QLatin1String("path"), http.path, 1000);
    static const QRegularExpression plain(QStringLiteral("\\A/(?!/)[^\\s#\\\\]*\\z"));
    if (!of.reader.failed(QLatin1String("path")) && !plain.match(http.path).hasMatch())
        of.fault("path", QStringLiteral("\"%1\" is no path on that host.").arg(http.path),
                 QStringLiteral("Begin with one /, without blanks."));
    of.id("secret", http.secret, false);
    if (of.reader.has(QLatin1String("body"))) {
        http.body = object.value(QLatin1String("body"));
        if (const auto body = of.reader.object(QLatin1String("body"), true))
            http.body = *body;
    }
    readStatus(of, http);
    if (const auto expect = of.reader.object(QLatin1String("expect")))
        http.expect = *expect;
    for (auto it = http.expect.begin(); it != http.expect.end(); ++it) {
        if (!it.key().startsWith(QLatin1Char('/')))
            of.fault("expect", QStringLiteral("\"%1\" is no JSON pointer.").arg(it.key()),
                     QStringLiteral("Write \"/status\" for the field status."));
    }
    of.reader.optional(QLatin1String("timeoutMs"), http.timeoutMs, 100, 60'000);
    of.reader.optional(QLatin1String("retries"), http.retries, 0, 5);
    if (http.retries > 0 && (http.method == QLatin1String("POST") || http.method == QLatin1String("PATCH")))
        of.fault("retries", QStringLiteral("A %1 that is said twice may be done twice.").arg(http.method),
                 QStringLiteral("Use another method, or no retries."));
    return http;
}

AskAction readAsk(Reading &of)
{
    AskAction ask;
    ask.question = readLocalText(of.reader, QLatin1String("question"), true);
    const QLatin1String field("answers");
    const auto array = of.reader.array(field, true);
    if (array && (array->size() < 2 || array->size() > mostAnswers))
        of.fault("answers", QStringLiteral("A question has two to %1 answers.").arg(mostAnswers),
                 QStringLiteral("Say what can be answered."));
    bool goes = false;
    for (qsizetype i = 0; i < (array ? array->size() : 0); ++i) {
        JsonReader reader(array->at(i).toObject(), of.reader.pointerTo(field, i));
        AskAction::Answer answer;
        Reading inside{reader, of.pointer, of.perOutput, of.errors};
        inside.id("id", answer.id, true);
        answer.text = readLocalText(reader, QLatin1String("text"), true);
        reader.optionalWord(QLatin1String("then"), answer.then);
        if (!answer.id.isEmpty()
            && std::ranges::find(ask.answers, answer.id, &AskAction::Answer::id) != ask.answers.end())
            reader.fail(QLatin1String("id"), QStringLiteral("duplicate-id"),
                        QStringLiteral("\"%1\" is there twice.").arg(answer.id),
                        QStringLiteral("Give each answer its own id."));
        reader.finishInto(of.errors);
        goes = goes || answer.then == AskThen::Go;
        ask.answers.push_back(answer);
    }
    if (of.sound({"answers"}) && !goes)
        of.fault("answers", QStringLiteral("No answer goes on: the rest of the plan could never run."),
                 QStringLiteral("Let one say \"then\": \"go\"."));
    return ask;
}

SubPlanAction readSub(Reading &of)
{
    SubPlanAction sub;
    of.id("plan", sub.plan, true);
    return sub;
}

PlanAction readKind(qsizetype kind, Reading &of, const QJsonObject &object)
{
    switch (kind) {
    case 0:
        return readTake(of);
    case 1:
        return readSlateIn(of);
    case 2:
        return readSlateOut(of);
    case 3:
        return readEncryption(of);
    case 4:
        return readFailover(of);
    case 5:
        return readLock(of);
    case 6:
        return readOutput(of);
    case 7:
        return readRule(of);
    case 8:
        return readRecord(of);
    case 9:
        return readWait(of);
    case 10:
        return readNotify(of);
    case 11:
        return readHttp(of, object);
    case 12:
        return readAsk(of);
    default:
        break;
    }
    return readSub(of);
}

} // namespace

LocalText readLocalText(JsonReader &reader, QLatin1String field, bool required, int longest)
{
    LocalText text;
    const auto object = reader.object(field, required);
    if (!object)
        return text;
    static const QRegularExpression language(QStringLiteral("\\A[a-z]{2,3}(_[A-Z]{2})?\\z"));
    for (auto it = object->begin(); it != object->end(); ++it) {
        if (!language.match(it.key()).hasMatch())
            reader.fail(field, QStringLiteral("unknown-field"),
                        QStringLiteral("\"%1\" is no language.").arg(it.key()),
                        QStringLiteral("Use names as \"en\" and \"zh_CN\"."));
        else if (!it.value().isString() || it.value().toString().trimmed().isEmpty()
                 || it.value().toString().size() > longest)
            reader.fail(field, QStringLiteral("out-of-range"),
                        QStringLiteral("\"%1\" is no text of 1 to %2 characters in \"%3\".")
                            .arg(field)
                            .arg(longest)
                            .arg(it.key()),
                        QStringLiteral("Write it, or leave the language out."));
        text.insert(it.key(), it.value().toString());
    }
    if (!reader.failed(field) && !text.contains(QStringLiteral("en")))
        reader.fail(field, QStringLiteral("missing-field"),
                    QStringLiteral("\"%1\" is not there in English.").arg(field),
                    QStringLiteral("Add \"en\": it is what is shown where a language is missing."));
    return text;
}

PlanAction readAction(const QJsonObject &object, const QString &pointer, bool perOutput,
                      std::vector<Error> &errors)
{
    const QStringList kinds = actionKinds();
    if (object.size() != 1 || !kinds.contains(object.begin().key())) {
        const bool one = object.size() == 1;
        errors.push_back({one ? QStringLiteral("unknown-value") : QStringLiteral("missing-field"),
                          one ? QStringLiteral("There is no action \"%1\".").arg(object.begin().key())
                              : QStringLiteral("A step does exactly one thing."),
                          pointer,
                          QStringLiteral("Use one of: %1.").arg(kinds.join(QLatin1String(", "))),
                          {}});
        return {};
    }
    const QString kind = object.begin().key();
    const QString place = pointer + QLatin1Char('/') + kind;
    if (!object.begin().value().isObject()) {
        errors.push_back({QStringLiteral("wrong-type"),
                          QStringLiteral("\"%1\" must be an object.").arg(kind),
                          place,
                          QStringLiteral("Write its fields, or {}."),
                          {}});
        return {};
    }
    JsonReader reader(object.begin().value().toObject(), place);
    Reading of{reader, place, perOutput, errors};
    PlanAction action = readKind(kinds.indexOf(kind), of, object.begin().value().toObject());
    reader.finishInto(errors);
    return action;
}

} // namespace twinfeed
