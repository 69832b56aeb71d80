// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/domain/jsonreader.h"
#include "models/domain/scenario.h"

#include <QJsonArray>

#include <algorithm>
#include <map>
#include <set>

namespace twinfeed {

namespace {

constexpr double longest = 7'200; // seconds
constexpr int mostParts = 100; // faults, expected actions, questions

bool isId(const QString &text)
{
    return !text.isEmpty() && text.size() <= 32 && std::ranges::all_of(text, [](QChar c) {
        return (c >= QLatin1Char('a') && c <= QLatin1Char('z'))
            || (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || c == QLatin1Char('-');
    });
}

void readId(JsonReader &reader, QString &id)
{
    reader.required(QLatin1String("id"), id, 32);
    if (!reader.failed() && !isId(id))
        reader.fail(QLatin1String("id"), QStringLiteral("invalid-id"),
                    QStringLiteral("\"%1\" cannot be an id.").arg(id),
                    QStringLiteral("Use 1 to 32 small letters, digits and hyphens."));
}

void readSeconds(JsonReader &reader, const char *name, double &value, double least, double most)
{
    reader.optional(QLatin1String(name), value);
    if (!reader.failed() && !(value >= least && value <= most))
        reader.fail(QLatin1String(name), QStringLiteral("out-of-range"),
                    QStringLiteral("\"%1\" is %2.").arg(QLatin1String(name)).arg(value),
                    QStringLiteral("Use %1 to %2 seconds.").arg(least).arg(most));
}

void readText(JsonReader &reader, const char *name, ScenarioText &text, bool required)
{
    const auto object = reader.object(QLatin1String(name), required);
    if (!object)
        return;
    JsonReader inner(*object, reader.pointerTo(QLatin1String(name)));
    inner.required(QLatin1String("en"), text.en, 1000);
    inner.required(QLatin1String("zh"), text.zh, 1000);
    if (auto read = inner.finish(); !read)
        reader.fail(read.error());
}

/// Each element by a reader of its own.
template <typename T>
void readEach(JsonReader &reader, const char *name, std::vector<T> &values, void (*read)(JsonReader &, T &))
{
    const auto array = reader.array(QLatin1String(name));
    if (!array)
        return;
    if (array->size() > mostParts)
        return reader.fail(QLatin1String(name), QStringLiteral("out-of-range"),
                           QStringLiteral("\"%1\" has %2 parts.").arg(QLatin1String(name)).arg(array->size()),
                           QStringLiteral("Use at most %1.").arg(mostParts));
    for (qsizetype i = 0; i < array->size() && !reader.failed(); ++i) {
        const QString where = reader.pointerTo(QLatin1String(name), i);
        if (!array->at(i).isObject())
            return reader.fail(Error{QStringLiteral("wrong-type"),
                                     QStringLiteral("An object belongs here."),
                                     where,
                                     QStringLiteral("Write its fields."),
                                     {}});
        JsonReader inner(array->at(i).toObject(), where);
        T value;
        read(inner, value);
        if (auto done = inner.finish(); !done)
            return reader.fail(done.error());
        values.push_back(std::move(value));
    }
}

bool isOneOf(const QString &word, std::initializer_list<const char *> words)
{
    return std::ranges::any_of(words, [&](const char *each) { return word == QLatin1String(each); });
}

void checkPlace(JsonReader &reader, const ScenarioFault &fault)
{
    const bool onPath = fault.kind != FaultKind::OutputDown;
    if (reader.failed() || (!onPath && (fault.on.isEmpty() || isId(fault.on))))
        return;
    if (onPath && isOneOf(fault.on, {"primary", "backup", "either", "other", "on-air", "standby"}))
        return;
    reader.fail(QLatin1String("on"), QStringLiteral("unknown-value"),
                QStringLiteral("%1 cannot happen on \"%2\".").arg(toWord(fault.kind), fault.on),
                onPath ? QStringLiteral("Use primary, backup, either, other, on-air or standby.")
                       : QStringLiteral("Leave it out, or name an output."));
}

void checkAmount(JsonReader &reader, const ScenarioFault &fault)
{
    const auto bounds = amountOf(fault.kind);
    if (reader.failed() || fault.amount == 0
        || (bounds && fault.amount >= bounds->least && fault.amount <= bounds->most))
        return;
    const QString kind = toWord(fault.kind);
    if (!bounds)
        reader.fail(QLatin1String("amount"), QStringLiteral("unknown-field"),
                    QStringLiteral("%1 has no amount.").arg(kind),
                    QStringLiteral("Leave it out; late, jitter and loss have one."));
    else
        reader.fail(QLatin1String("amount"), QStringLiteral("out-of-range"),
                    QStringLiteral("%1 is no amount of %2.").arg(fault.amount).arg(kind),
                    QStringLiteral("Use %1 to %2 %3.")
                        .arg(bounds->least)
                        .arg(bounds->most)
                        .arg(QLatin1String(bounds->unit)));
}

void readFault(JsonReader &reader, ScenarioFault &fault)
{
    readId(reader, fault.id);
    readSeconds(reader, "at", fault.at, 0, longest);
    readSeconds(reader, "spread", fault.spread, 0, 600);
    reader.optional(QLatin1String("after"), fault.after, 32);
    reader.nullableWord(QLatin1String("onAir"), fault.onAir);
    reader.optional(QLatin1String("alarm"), fault.alarm, 32);
    reader.requiredWord(QLatin1String("do"), fault.kind);
    reader.optional(QLatin1String("on"), fault.on, 32);
    readSeconds(reader, "lasts", fault.lasts, 0, longest);
    reader.optional(QLatin1String("bytesPerSecond"), fault.bytesPerSecond, 1, 100'000'000);
    reader.optional(QLatin1String("amount"), fault.amount, -1'000'000, 1'000'000);
    checkAmount(reader, fault);
    if (const auto raises = reader.object(QLatin1String("raises"))) {
        JsonReader inner(*raises, reader.pointerTo(QLatin1String("raises")));
        inner.required(QLatin1String("rule"), fault.rule, 32);
        readSeconds(inner, "within", fault.alarmWithin, 0, 600);
        if (!inner.failed() && fault.alarmWithin <= 0)
            inner.fail(QLatin1String("within"), QStringLiteral("missing-field"),
                       QStringLiteral("It is not said by when."),
                       QStringLiteral("Give \"within\" in seconds."));
        if (auto read = inner.finish(); !read)
            reader.fail(read.error());
    }
    readText(reader, "say", fault.say, false);
    checkPlace(reader, fault);
    if (!reader.failed() && fault.spread > fault.at)
        reader.fail(QLatin1String("spread"), QStringLiteral("out-of-range"),
                    QStringLiteral("A spread of %1 s around %2 s reaches before its beginning.")
                        .arg(fault.spread)
                        .arg(fault.at),
                    QStringLiteral("Use a spread of at most \"at\"."));
    if (!reader.failed() && (fault.kind == FaultKind::Slow) != (fault.bytesPerSecond > 0))
        reader.fail(QLatin1String("bytesPerSecond"), QStringLiteral("missing-field"),
                    QStringLiteral("bytesPerSecond belongs to slow, and only there."),
                    QStringLiteral("Give a rate with \"do: slow\"."));
}

void readSource(JsonReader &reader, OperatorAction action, QString &source, bool required)
{
    reader.optional(QLatin1String("source"), source, 16);
    const bool fine = action == OperatorAction::Take
        ? isOneOf(source, {"primary", "backup", "slate", "either", "other"})
            || (!required && source.isEmpty())
        : source.isEmpty();
    if (!reader.failed() && !fine)
        reader.fail(
            QLatin1String("source"), QStringLiteral("unknown-value"),
            QStringLiteral("\"%1\" is no source of %2.").arg(source, toWord(action)),
            QStringLiteral("With take use primary, backup, slate, either or other; else leave it out."));
}

void readExpected(JsonReader &reader, ExpectedAction &expected)
{
    readId(reader, expected.id);
    reader.required(QLatin1String("after"), expected.after, 32);
    expected.within = 0;
    readSeconds(reader, "within", expected.within, 0, longest);
    if (!reader.failed() && expected.within <= 0)
        reader.fail(QLatin1String("within"), QStringLiteral("missing-field"),
                    QStringLiteral("It is not said by when."), QStringLiteral("Give \"within\" in seconds."));
    reader.requiredWord(QLatin1String("do"), expected.action);
    readSource(reader, expected.action, expected.source, true);
    reader.optional(QLatin1String("plan"), expected.plan, 80);
    if (!reader.failed() && expected.action == OperatorAction::RunPlan && expected.plan.isEmpty())
        reader.fail(QLatin1String("plan"), QStringLiteral("missing-field"),
                    QStringLiteral("It is not said which plan."),
                    QStringLiteral("Give its name as \"plan\"."));
    readText(reader, "say", expected.say, false);
}

void readForbidden(JsonReader &reader, ForbiddenAction &forbidden)
{
    reader.requiredWord(QLatin1String("do"), forbidden.action);
    readSource(reader, forbidden.action, forbidden.source, false);
}

void readChoice(JsonReader &reader, ScenarioText &text)
{
    reader.required(QLatin1String("en"), text.en, 1000);
    reader.required(QLatin1String("zh"), text.zh, 1000);
}

void readQuestion(JsonReader &reader, ScenarioQuestion &question)
{
    readId(reader, question.id);
    readText(reader, "ask", question.ask, true);
    readEach(reader, "choices", question.choices, readChoice);
    if (!reader.failed() && (question.choices.size() < 2 || question.choices.size() > 6))
        reader.fail(QLatin1String("choices"), QStringLiteral("out-of-range"),
                    QStringLiteral("A question has two to six choices."),
                    QStringLiteral("Add or remove some."));
    reader.required(QLatin1String("right"), question.right, 0, std::max(0, int(question.choices.size()) - 1));
    readText(reader, "why", question.why, true);
}

/// Whom something comes after must be there, and nothing may wait for itself.
class Order final
{
public:
    explicit Order(const Scenario &scenario)
    {
        for (const ScenarioFault &fault : scenario.faults)
            add(fault.id, fault.after);
        for (const ExpectedAction &expected : scenario.expected)
            add(expected.id, expected.after);
        for (const ScenarioQuestion &question : scenario.questions)
            add(question.id, {});
    }
    const QString &twice() const { return m_twice; }
    bool knows(const QString &id) const { return m_after.contains(id); }
    bool waitsForItself(const QString &id) const
    {
        std::set<QString> seen;
        for (QString at = id; !at.isEmpty() && knows(at); at = m_after.at(at)) {
            if (!seen.insert(at).second)
                return true;
        }
        return false;
    }

private:
    void add(const QString &id, const QString &after)
    {
        if (!m_after.emplace(id, after).second)
            m_twice = id;
    }
    std::map<QString, QString> m_after;
    QString m_twice;
};

template <typename T>
void checkOrder(JsonReader &reader, const char *name, const std::vector<T> &parts, const Order &order)
{
    for (size_t i = 0; i < parts.size() && !reader.failed(); ++i) {
        const QString where = reader.pointerTo(QLatin1String(name), qsizetype(i));
        if (parts[i].id == order.twice())
            reader.fail(Error{QStringLiteral("duplicate-id"),
                              QStringLiteral("\"%1\" is used twice.").arg(parts[i].id),
                              where + QLatin1String("/id"),
                              QStringLiteral("Choose another id."),
                              {}});
        else if (!parts[i].after.isEmpty() && !order.knows(parts[i].after))
            reader.fail(Error{QStringLiteral("unknown-value"),
                              QStringLiteral("There is no \"%1\" to come after.").arg(parts[i].after),
                              where + QLatin1String("/after"),
                              QStringLiteral("Name a fault or an expected action of this scenario."),
                              {}});
        else if (order.waitsForItself(parts[i].id))
            reader.fail(Error{QStringLiteral("out-of-range"),
                              QStringLiteral("\"%1\" comes after itself.").arg(parts[i].id),
                              where + QLatin1String("/after"),
                              QStringLiteral("Begin with a fault that has a time."),
                              {}});
    }
}

void checkWhole(JsonReader &reader, const Scenario &scenario)
{
    const Order order(scenario);
    checkOrder(reader, "faults", scenario.faults, order);
    checkOrder(reader, "expect", scenario.expected, order);
    for (size_t i = 0; i < scenario.faults.size() && !reader.failed(); ++i) {
        const ScenarioFault &fault = scenario.faults[i];
        if (fault.at + fault.spread > scenario.lasts)
            reader.fail(Error{
                QStringLiteral("out-of-range"),
                QStringLiteral("\"%1\" may come after the end (%2 s).").arg(fault.id).arg(scenario.lasts),
                reader.pointerTo(QLatin1String("faults"), qsizetype(i)) + QLatin1String("/at"),
                QStringLiteral("Let it come earlier, or make \"lasts\" longer."),
                {}});
    }
    if (reader.failed())
        return;
    const bool tabletop = scenario.kind == DrillKind::Tabletop;
    if (tabletop && (scenario.questions.empty() || !scenario.faults.empty()))
        reader.fail(QLatin1String("questions"), QStringLiteral("missing-field"),
                    QStringLiteral("A tabletop is made of questions, and has no faults."),
                    QStringLiteral("Add \"questions\" and take \"faults\" out."));
    else if (!tabletop && scenario.faults.empty())
        reader.fail(QLatin1String("faults"), QStringLiteral("missing-field"),
                    QStringLiteral("Nothing goes wrong in this scenario."),
                    QStringLiteral("Add \"faults\"."));
}

void readTargets(JsonReader &reader, ScenarioTargets &targets)
{
    const auto object = reader.object(QLatin1String("targets"));
    if (!object)
        return;
    JsonReader inner(*object, reader.pointerTo(QLatin1String("targets")));
    readSeconds(inner, "alarm", targets.alarm, 0.1, 600);
    readSeconds(inner, "action", targets.action, 0.1, 600);
    readSeconds(inner, "good", targets.good, 0.1, 600);
    if (auto read = inner.finish(); !read)
        reader.fail(read.error());
}

void readPlans(JsonReader &reader, QStringList &plans)
{
    const auto array = reader.array(QLatin1String("plans"));
    for (const QJsonValue &plan : array ? *array : QJsonArray()) {
        if (plan.isString() && !plan.toString().isEmpty() && plan.toString().size() <= 80)
            plans << plan.toString();
        else
            reader.fail(QLatin1String("plans"), QStringLiteral("wrong-type"),
                        QStringLiteral("\"plans\" holds something that is no name."),
                        QStringLiteral("List the names of plans."));
    }
}

} // namespace

Result<Scenario> scenarioFromJson(const QJsonObject &object)
{
    JsonReader reader(object);
    Scenario scenario;
    readId(reader, scenario.id);
    reader.optional(QLatin1String("version"), scenario.version, 1, 1'000'000);
    readText(reader, "name", scenario.name, true);
    readText(reader, "summary", scenario.summary, true);
    reader.requiredWord(QLatin1String("kind"), scenario.kind);
    readSeconds(reader, "lasts", scenario.lasts, 5, longest);
    reader.optional(QLatin1String("channel"), scenario.channel, 32);
    reader.optionalWord(QLatin1String("failover"), scenario.failover);
    reader.optional(QLatin1String("aligned"), scenario.aligned);
    readPlans(reader, scenario.plans);
    readEach(reader, "faults", scenario.faults, readFault);
    readEach(reader, "expect", scenario.expected, readExpected);
    readEach(reader, "never", scenario.forbidden, readForbidden);
    readEach(reader, "questions", scenario.questions, readQuestion);
    readTargets(reader, scenario.targets);
    if (!reader.failed())
        checkWhole(reader, scenario);
    if (auto read = reader.finish(); !read)
        return read.error();
    return scenario;
}

} // namespace twinfeed
