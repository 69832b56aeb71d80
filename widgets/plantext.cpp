// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/plantext.h"

#include "widgets/planwords.h"
#include "widgets/tone.h"
#include "widgets/words.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

namespace twinfeed {

namespace {

using theme::Token;

QString plain(const QString &text)
{
    return text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
}

QString colored(Token token, const QString &html)
{
    return QStringLiteral("<span style=\"color:%1\">%2</span>").arg(theme::color(token).name(), html);
}

QString quiet(const QString &html)
{
    return colored(Token::Quiet, html);
}

QString strong(const QString &html)
{
    return QStringLiteral("<b>%1</b>").arg(html);
}

QString paragraph(const QString &html)
{
    return QStringLiteral("<p style=\"margin:0 0 4px 0\">%1</p>").arg(html);
}

/// A row of cells with room between.
QString row(const QStringList &cells)
{
    QString html = QStringLiteral("<tr>");
    for (const QString &cell : cells)
        html += QStringLiteral("<td style=\"padding:1px 10px 3px 0\">%1</td>").arg(cell);
    return html + QStringLiteral("</tr>");
}

QString table(const QString &rows)
{
    return QStringLiteral("<table cellspacing=\"0\" cellpadding=\"0\">%1</table>").arg(rows);
}

Token toneOf(RunStepState state)
{
    switch (state) {
    case RunStepState::Done:
        return Token::InOrder;
    case RunStepState::Failed:
    case RunStepState::UndoFailed:
        return Token::Low;
    case RunStepState::Running:
    case RunStepState::Checking:
    case RunStepState::Undoing:
        return Token::Rate;
    case RunStepState::Undone:
        return Token::Caution;
    case RunStepState::Pending:
    case RunStepState::Skipped:
        break;
    }
    return Token::Quiet;
}

/// A sign before the word, so that nobody depends on its colour.
QString signOf(RunStepState state)
{
    switch (state) {
    case RunStepState::Done:
        return QStringLiteral("✓");
    case RunStepState::Failed:
    case RunStepState::UndoFailed:
        return QStringLiteral("✕");
    case RunStepState::Running:
    case RunStepState::Checking:
        return QStringLiteral("▶");
    case RunStepState::Undoing:
        return QStringLiteral("◀");
    case RunStepState::Undone:
        return QStringLiteral("↺");
    case RunStepState::Pending:
    case RunStepState::Skipped:
        break;
    }
    return QStringLiteral("○");
}

QString span(const QDateTime &from, const QDateTime &to)
{
    return Words::seconds(double(from.msecsTo(to)) / 1000);
}

} // namespace

QString PlanText::section(const QString &title, const QString &body)
{
    if (body.isEmpty())
        return {};
    return QStringLiteral("<p style=\"margin:10px 0 3px 0\">%1</p>%2").arg(quiet(strong(plain(title))), body);
}

QString PlanText::message(const BusMessage &message)
{
    const QString headline = colored(tone::token(message.tone), strong(plain(message.headline)));
    return paragraph(message.detail.isEmpty()
                         ? headline
                         : headline + QStringLiteral("<br>") + quiet(plain(message.detail)));
}

QString PlanText::plan(const PlanBoard &board, const PlanPlace &place)
{
    const PlanState *state = board.state(place);
    const PlanDocument *document = board.document(place.plan);
    QString html;
    if (const auto arm = board.arm(place))
        html += section(tr("What would change"), preview(*arm, document ? &document->plan : nullptr));
    if (state) {
        html += section(tr("Why"), numbers(*state));
        if (const QString last = PlanWords::lastTime(state->lastTime); !last.isEmpty())
            html += paragraph(colored(Token::Rate, plain(last)));
    }
    if (!document)
        return html;
    const Plan &plan = document->plan;
    if (plan.expected) {
        html += section(tr("Expected"),
                        paragraph(tr("%1 Within %2.", "%1: what a plan brings, %2: time")
                                      .arg(plain(PlanWords::local(plan.expected->effect)),
                                           Words::seconds(double(plan.expected->withinMs) / 1000))));
    }
    html += section(tr("Steps"), steps(plan));
    html += section(tr("By hand"), paragraph(plain(PlanWords::local(plan.text))));
    html += section(tr("Whom to call"), contacts(plan));
    html += section(tr("Checklist"), checklist(plan, {}, {}, {}));
    if (const PlanTimes *times = board.times(place.plan))
        html += section(tr("Mean times"), paragraph(PlanText::times(*times)));
    return html;
}

QString PlanText::numbers(const PlanState &state)
{
    QString html;
    for (const PlanNumber &number : state.numbers) {
        const QString line = plain(PlanWords::number(number));
        html += paragraph(number.holds ? colored(Token::Caution, QStringLiteral("▲ ") + line)
                                       : quiet(QStringLiteral("○ ") + line));
    }
    if (state.faultAt && state.lit) {
        const QString since = Words::timeOfDay(*state.faultAt);
        html += paragraph(quiet(
            plain(state.litAt ? tr("Fault since %1, lit since %2").arg(since, Words::timeOfDay(*state.litAt))
                              : tr("Fault since %1").arg(since))));
    }
    return html;
}

QString PlanText::preview(const PlanArm &arm, const Plan *plan)
{
    QString rows =
        row({quiet(plain(tr("Step"))), quiet(plain(tr("now"))), QString(), quiet(plain(tr("then")))});
    for (const QJsonValue &value : arm.preview) {
        const QJsonObject line = value.toObject();
        QString step = line.value(QLatin1String("step")).toString();
        for (const PlanStep &one : plan ? plan->steps : std::vector<PlanStep>()) {
            if (one.id == step)
                step = PlanWords::step(one);
        }
        const auto words = [&line](const char *name) {
            return strong(plain(PlanWords::values(line.value(QLatin1String(name)).toVariant().toString())));
        };
        const bool same = line.value(QLatin1String("before")) == line.value(QLatin1String("after"));
        const QString after = same ? quiet(words("after")) : colored(Token::Caution, words("after"));
        rows += row({plain(step), words("before"), QStringLiteral("→"), after});
    }
    return arm.preview.isEmpty() ? QString() : table(rows);
}

QString PlanText::steps(const Plan &plan)
{
    QString html;
    int number = 1;
    for (const PlanStep &step : plan.steps) {
        QString line =
            tr("%1. %2", "number and text of a step").arg(number++).arg(plain(PlanWords::step(step)));
        if (step.check) {
            line += QStringLiteral("<br>")
                + quiet(plain(tr("Check within %1: %2")
                                  .arg(Words::seconds(double(step.deadlineMs) / 1000),
                                       PlanWords::condition(*step.check))));
        }
        html += paragraph(line);
    }
    return html;
}

QString PlanText::contacts(const Plan &plan)
{
    QString rows;
    for (const PlanContact &contact : plan.contacts)
        rows += row({strong(plain(contact.name)), quiet(plain(contact.role)), plain(contact.how)});
    return rows.isEmpty() ? QString() : table(rows);
}

QString PlanText::checklist(const Plan &plan, const std::optional<QDateTime> &start,
                            const QStringList &ticked, const QDateTime &now)
{
    QString html;
    for (size_t i = 0; i < plan.checklist.size(); ++i) {
        const PlanDuty &duty = plan.checklist[i];
        QString at;
        for (const QString &tick : ticked) {
            if (tick.section(QLatin1Char(' '), 0, 0) == QString::number(i))
                at = tick.section(QLatin1Char(' '), 1);
        }
        const QString when = tr("%1–%2 min", "minutes, from and to").arg(duty.fromMinute).arg(duty.toMinute);
        const qint64 minute = start ? start->secsTo(now) / 60 : -1;
        const bool due = at.isEmpty() && start && minute >= duty.fromMinute;
        const bool late = at.isEmpty() && start && minute >= duty.toMinute;
        QString line = QStringLiteral("%1 %2 %3")
                           .arg(at.isEmpty() ? QStringLiteral("☐") : QStringLiteral("☑"), quiet(plain(when)),
                                plain(PlanWords::local(duty.text)));
        if (!at.isEmpty())
            line += QLatin1Char(' ')
                + colored(Token::InOrder,
                          plain(Words::timeOfDay(QDateTime::fromString(at, Qt::ISODateWithMs))));
        else if (late)
            line = colored(Token::Low, line + QLatin1Char(' ') + plain(tr("late", "line of a checklist")));
        else if (due)
            line = strong(line);
        html += paragraph(line);
    }
    return html;
}

QString PlanText::run(const PlanBoard &board, const PlanRun &run, const QDateTime &now)
{
    const PlanDocument *document = board.document(run.place.plan);
    QString who = run.second.isEmpty()
        ? tr("Fired by %1 at %2").arg(plain(run.by), Words::timeOfDay(run.firedAt))
        : tr("Fired by %1 and %2 at %3").arg(plain(run.by), plain(run.second), Words::timeOfDay(run.firedAt));
    if (!run.reason.isEmpty())
        who += QStringLiteral("<br>") + tr("Reason: %1").arg(plain(run.reason));
    QString html = paragraph(quiet(who));
    for (const Error &what : run.notRestored)
        html += paragraph(
            colored(Token::Low, strong(plain(tr("NOT RESTORED: %1").arg(PlanWords::problem(what, run))))));
    if (run.problem)
        html += paragraph(colored(Token::Low, plain(PlanWords::problem(*run.problem, run))));
    html += section(tr("Steps"), runSteps(run, now));
    if (document) {
        html += section(tr("Checklist"),
                        checklist(document->plan, run.litAt.value_or(run.firedAt), run.ticked, now));
        html += section(tr("Whom to call"), contacts(document->plan));
        html += section(tr("By hand"), paragraph(plain(PlanWords::local(document->plan.text))));
    }
    if (run.review)
        html += section(tr("Afterwards"),
                        paragraph(tr("%1: %2 %3", "who, root cause, notes")
                                      .arg(plain(run.review->by), strong(plain(run.review->rootCause)),
                                           plain(run.review->notes))));
    return html;
}

QString PlanText::runSteps(const PlanRun &run, const QDateTime &now)
{
    QString html;
    int number = 1;
    for (const RunStep &step : run.steps) {
        const Token tone = toneOf(step.state);
        QString line = QStringLiteral("%1 %2. %3 %4")
                           .arg(colored(tone, signOf(step.state)))
                           .arg(number++)
                           .arg(plain(PlanWords::step(step.step)),
                                colored(tone, strong(plain(PlanWords::stepState(step.state)))));
        if (const QString times = stepTimes(step, now); !times.isEmpty())
            line += QLatin1Char(' ') + quiet(plain(times));
        if (const QString seen = evidence(step); !seen.isEmpty())
            line += QStringLiteral("<br>") + quiet(plain(seen));
        else if (step.state == RunStepState::Checking && step.step.check)
            line += QStringLiteral("<br>") + quiet(plain(PlanWords::condition(*step.step.check)));
        for (const auto *problem : {&step.problem, &step.undoProblem}) {
            if (*problem)
                line += QStringLiteral("<br>") + colored(Token::Low, plain(PlanWords::problem(**problem)));
        }
        html += paragraph(line);
    }
    return html;
}

QString PlanText::stepTimes(const RunStep &step, const QDateTime &now)
{
    if (!step.startedAt)
        return {};
    if (step.endedAt)
        return span(*step.startedAt, *step.endedAt);
    return tr("%1 of %2", "time that went by, time that is allowed")
        .arg(span(*step.startedAt, now), Words::seconds(double(step.step.deadlineMs) / 1000));
}

QString PlanText::evidence(const RunStep &step)
{
    QStringList parts;
    const QJsonValue take = step.evidence.value(QLatin1String("take"));
    if (take.isObject()) {
        if (const auto evidence = takeEvidenceFromJson(take.toObject()))
            parts << BusWords::evidence(*evidence);
    }
    for (const QJsonValue &value : step.evidence.value(QLatin1String("numbers")).toArray()) {
        const QJsonObject one = value.toObject();
        const auto text = [&one](const char *name) { return one.value(QLatin1String(name)).toString(); };
        parts << PlanWords::number(
            {text("name"), text("node"), text("value"), text("limit"), text("unit"), true});
    }
    if (const int status = step.evidence.value(QLatin1String("status")).toInt(); status > 0)
        parts << tr("HTTP status %1").arg(status);
    if (!step.answer.isEmpty()) {
        QString answer = step.answer;
        if (const auto *ask = std::get_if<AskAction>(&step.step.action)) {
            for (const AskAction::Answer &one : ask->answers) {
                if (one.id == step.answer)
                    answer = PlanWords::local(one.text);
            }
        }
        parts << tr("%1 answered: %2").arg(step.answeredBy, answer);
    }
    return parts.join(QStringLiteral(" · "));
}

QString PlanText::document(const PlanDocument &document)
{
    const QString version = document.shipped
        ? tr("Version %1, as it came with the program").arg(document.revision)
        : tr("Version %1 by %2, %3: %4", "number, author, time, reason")
              .arg(document.revision)
              .arg(document.author, QLocale().toString(document.at.toLocalTime(), QLocale::ShortFormat),
                   document.reason);
    const QString rehearsed = document.rehearsed ? tr("There is a green rehearsal of this version.")
                                                 : tr("There is no green rehearsal of this version.");
    const QByteArray text = QJsonDocument(toJson(document.plan)).toJson(QJsonDocument::Indented);
    return paragraph(plain(version)) + paragraph(quiet(plain(rehearsed)))
        + QStringLiteral("<pre style=\"white-space:pre-wrap\">%1</pre>")
              .arg(QString::fromUtf8(text).toHtmlEscaped());
}

QString PlanText::times(const PlanTimes &times)
{
    QStringList parts{tr("%n live run(s)", nullptr, times.runs)};
    const auto add = [&parts](const QString &name, const std::optional<double> &ms) {
        if (ms)
            parts << tr("%1 %2", "%1: name of a time, %2: time").arg(name, Words::seconds(*ms / 1000));
    };
    add(tr("detect", "mean time"), times.detectMs);
    add(tr("decide", "mean time"), times.decideMs);
    add(tr("act", "mean time"), times.actMs);
    add(tr("effect", "mean time"), times.effectMs);
    add(tr("recover", "mean time"), times.recoverMs);
    if (times.notRestored > 0)
        parts << tr("%n not restored", nullptr, times.notRestored);
    return plain(parts.join(QStringLiteral(" · ")));
}

} // namespace twinfeed
