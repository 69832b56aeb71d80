// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/planreasons.h"

#include "widgets/planwords.h"
#include "widgets/words.h"

#include <QJsonArray>

#include <algorithm>

namespace twinfeed {

namespace {

QString text(const QJsonObject &details, const char *name)
{
    return details.value(QLatin1String(name)).toString();
}

QString local(const QJsonValue &texts)
{
    LocalText all;
    const QJsonObject object = texts.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        all.insert(it.key(), it.value().toString());
    return PlanWords::local(all);
}

} // namespace

QString PlanReasons::numbers(const QJsonObject &details)
{
    QStringList lines;
    for (const QJsonValue &value : details.value(QLatin1String("numbers")).toArray()) {
        const QJsonObject one = value.toObject();
        lines << PlanWords::number({text(one, "name"), text(one, "node"), text(one, "value"),
                                    text(one, "limit"), text(one, "unit"), false});
    }
    return lines.join(QStringLiteral(" · "));
}

QString PlanReasons::disabled(const QString &cause, const QJsonObject &details)
{
    const QString name = text(details, "name");
    if (cause == QLatin1String("switched-off"))
        return tr("The plan is switched off.");
    if (cause == QLatin1String("plan-circle"))
        return tr("The plan runs itself by way of others.");
    if (cause == QLatin1String("unknown-plan"))
        return tr("It runs a plan that there is not.");
    if (cause == QLatin1String("no-host"))
        return tr("The configuration allows no host \"%1\".").arg(name);
    if (cause == QLatin1String("no-secret"))
        return tr("The configuration has no secret \"%1\".").arg(name);
    if (cause == QLatin1String("no-address"))
        return tr("The configuration has no address \"%1\".").arg(name);
    if (cause == QLatin1String("unknown-output"))
        return tr("The channel has no such output.");
    if (cause == QLatin1String("unknown-rule"))
        return tr("There is no rule \"%1\".").arg(name);
    if (cause != QLatin1String("precondition"))
        return {};
    const QString said = local(details.value(QLatin1String("text")));
    const QString seen = numbers(details);
    if (said.isEmpty())
        return tr("A precondition does not hold: %1").arg(seen);
    return tr("A precondition does not hold: %1 %2", "%1: the precondition, %2: what is seen")
        .arg(said, seen)
        .trimmed();
}

QString PlanReasons::ofStep(const Error &error, const QString &cause)
{
    const QString seen = numbers(error.details);
    const QString within = Words::seconds(error.details.value(QLatin1String("withinMs")).toDouble() / 1000);
    if (cause == QLatin1String("wait"))
        return tr("What was waited for has not come: %1").arg(seen);
    if (cause == QLatin1String("answer"))
        return tr("Nobody has answered.");
    if (cause == QLatin1String("act"))
        return tr("It was not done within %1.", "%1: a time").arg(within);
    if (cause == QLatin1String("check"))
        return tr("The effect was not seen within %1: %2", "%1: a time, %2: numbers").arg(within, seen);
    if (cause == QLatin1String("undo"))
        return tr("It is not seen to be as it was before.");
    return {};
}

QString PlanReasons::unfit(const QString &cause, const QJsonObject &details)
{
    if (cause == QLatin1String("no-other"))
        return tr("No path is on air, so there is no other one.");
    if (cause == QLatin1String("neither-fit"))
        return tr("Neither path is fit to be seen.");
    if (cause == QLatin1String("not-fit"))
        return tr("%1 was on air before, and is not fit to be seen.")
            .arg(PlanWords::value(text(details, "source")));
    return {};
}

QString PlanReasons::ofHost(const QString &cause, const QJsonObject &details)
{
    const QString host = text(details, "host");
    if (cause == QLatin1String("no-answer"))
        return tr("%1 did not answer.", "%1: a host").arg(host);
    if (cause == QLatin1String("status"))
        return tr("%1 answered with the status %2.", "%1: a host, %2: of HTTP")
            .arg(host)
            .arg(details.value(QLatin1String("httpStatus")).toInt());
    if (cause == QLatin1String("member"))
        return tr("%1 answered something else at %2 than expected.").arg(host, text(details, "member"));
    return {};
}

QString PlanReasons::ofPeople(const Error &error)
{
    const QString by = text(error.details, "by");
    if (error.code == QLatin1String("aborted") && !by.isEmpty())
        return tr("%1 has aborted it.", "%1: a person").arg(by);
    if (error.code == QLatin1String("stopped") && !by.isEmpty())
        return tr("%1 has stopped it by the answer \"%2\".").arg(by, text(error.details, "answer"));
    if (error.code == QLatin1String("plan-armed")) {
        const QString who = text(error.details.value(QLatin1String("arm")).toObject(), "by");
        return who.isEmpty() ? QString() : tr("%1 has armed it; let them fire, or wait.").arg(who);
    }
    if (error.code != QLatin1String("plan-busy") || by.isEmpty())
        return {};
    const QDateTime since = QDateTime::fromString(text(error.details, "since"), Qt::ISODateWithMs);
    return tr("%1 runs \"%2\" since %3, which changes the same.", "person, plan, time")
        .arg(by, local(error.details.value(QLatin1String("planTitle"))), Words::timeOfDay(since));
}

QString PlanReasons::plain(const QString &code)
{
    static const std::pair<const char *, const char *> known[]{
        {"stale-plan", QT_TR_NOOP("The plan was changed meanwhile. Look at it again; nothing was done.")},
        {"stale-revision", QT_TR_NOOP("The channel has changed meanwhile. Look again; nothing was done.")},
        {"not-armed", QT_TR_NOOP("It is not armed.")},
        {"arm-expired", QT_TR_NOOP("The arm is over: it is valid for 10 s. Arm it again.")},
        {"not-your-arm", QT_TR_NOOP("Somebody else armed it.")},
        {"second-missing", QT_TR_NOOP("It needs two persons: somebody else must arm it too.")},
        {"not-rehearsed",
         QT_TR_NOOP("This version has no green rehearsal: say why it is fired all the same.")},
        {"no-rehearsal", QT_TR_NOOP("This unit is on air: nothing is rehearsed on it.")},
        {"plan-limit", QT_TR_NOOP("It has fired by itself three times in ten minutes.")},
        {"plan-busy", QT_TR_NOOP("Another plan is changing the same.")},
        {"not-held", QT_TR_NOOP("It is fired by holding its button down.")},
        {"plan-running", QT_TR_NOOP("It is running already.")},
        {"run-over", QT_TR_NOOP("The run is over.")},
        {"unknown-plan", QT_TR_NOOP("There is no such plan.")},
        {"unknown-run", QT_TR_NOOP("There is no such run.")},
        {"not-asked", QT_TR_NOOP("The question was answered already.")},
        {"too-late", QT_TR_NOOP("The command arrived too late; nothing was done.")},
        {"too-many-plans", QT_TR_NOOP("There are too many plans.")},
        {"step-failed", QT_TR_NOOP("A step did not come about.")},
        {"step-deadline", QT_TR_NOOP("A step did not show its effect in time.")},
        {"aborted", QT_TR_NOOP("It was aborted.")},
        {"stopped", QT_TR_NOOP("It was stopped by an answer.")},
        {"backend-ended", QT_TR_NOOP("The backend ended meanwhile.")},
    };
    const auto found = std::find_if(std::begin(known), std::end(known),
                                    [&code](const auto &one) { return code == QLatin1String(one.first); });
    return found == std::end(known) ? QString() : tr(found->second);
}

QString PlanReasons::sentence(const Error &error)
{
    const QString cause = text(error.details, "cause");
    QString said;
    if (error.code == QLatin1String("plan-disabled"))
        said = disabled(cause, error.details);
    else if (error.code == QLatin1String("step-failed") || error.code == QLatin1String("step-deadline"))
        said = ofStep(error, cause);
    else if (error.code == QLatin1String("unfit"))
        said = unfit(cause, error.details);
    else if (error.code == QLatin1String("http-failed"))
        said = ofHost(cause, error.details);
    else
        said = ofPeople(error);
    if (said.isEmpty())
        said = plain(error.code);
    return said.isEmpty() ? BusWords::problem(error) : said;
}

} // namespace twinfeed
