// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/drilltext.h"

#include "models/drillguide.h"
#include "widgets/drillwords.h"
#include "widgets/words.h"

#include <QLocale>

namespace twinfeed {

namespace {

QString plain(const QString &text)
{
    return text.toHtmlEscaped();
}

QString strong(const QString &text)
{
    return QStringLiteral("<b>%1</b>").arg(plain(text));
}

/// A measured time, strong where it is over its target.
QString against(const std::optional<qint64> &ms, double target)
{
    const QString text = DrillWords::time(ms);
    return ms && double(*ms) > 1000 * target ? strong(text) : plain(text);
}

} // namespace

QString DrillText::paragraph(const QString &html)
{
    return QStringLiteral("<p style='margin:0 0 6px 0'>%1</p>").arg(html);
}

QString DrillText::heading(const QString &text)
{
    return QStringLiteral("<p style='margin:10px 0 4px 0'><b>%1</b></p>").arg(plain(text));
}

QString DrillText::table(const std::vector<QStringList> &rows, const QStringList &titles)
{
    const auto row = [](const QStringList &cells, const char *tag) {
        QString html = QStringLiteral("<tr>");
        for (const QString &cell : cells)
            html += QStringLiteral("<%1 align='left' style='padding:2px 10px 2px 0'>%2</%1>")
                        .arg(QLatin1String(tag), cell);
        return QString(html + QLatin1String("</tr>"));
    };
    QString html = QStringLiteral("<table cellspacing='0' cellpadding='2'>");
    if (!titles.isEmpty())
        html += row(titles, "th");
    for (const QStringList &cells : rows)
        html += row(cells, "td");
    return html + QLatin1String("</table>");
}

QString DrillText::facts(const Drill &drill)
{
    const QString when = QLocale().toString(drill.startedAt.toLocalTime(), QLocale::ShortFormat);
    QString html = paragraph(strong(DrillWords::local(drill.scenario.name)));
    html += paragraph(
        plain(tr("%1 · %2 · %3 · started by %4", "kind of drill, state, a time, who")
                  .arg(DrillWords::kind(drill.kind), DrillWords::state(drill.state), when, drill.startedBy)));
    const QString people = drill.operators.join(QLatin1String(", "));
    html += paragraph(plain(
        people.isEmpty()
            ? DrillWords::seed(drill.seed)
            : tr("%1 · operators: %2", "%1: seed, %2: names").arg(DrillWords::seed(drill.seed), people)));
    if (!drill.reason.isEmpty())
        html += paragraph(plain(drill.reason));
    return html;
}

QString DrillText::course(const Drill &drill)
{
    std::vector<QStringList> rows;
    for (const DrillMark &mark : drill.marks) {
        const bool fault = mark.kind == QLatin1String("fault");
        const QString what = DrillWords::mark(drill, mark);
        rows.push_back({plain(DrillWords::clock(mark.atMs)), fault ? strong(what) : plain(what)});
    }
    return rows.empty() ? paragraph(plain(tr("Nothing has happened yet."))) : table(rows, {});
}

QString DrillText::result(const Drill &drill)
{
    if (!drill.isOver())
        return {};
    if (drill.state == DrillState::Failed)
        return paragraph(strong(DrillWords::state(drill.state)));
    const DrillScore &score = drill.score;
    QString html = paragraph(
        QStringLiteral("<span style='font-size:20px'>%1</span>").arg(strong(DrillWords::score(score))));
    if (score.findings.empty())
        html += paragraph(plain(tr("Everything was done right and in time.")));
    std::vector<QStringList> findings;
    for (const DrillFinding &finding : score.findings) {
        const QString points = finding.points > 0 ? QString::number(-finding.points) : QStringLiteral("0");
        findings.push_back({plain(DrillWords::clock(finding.atMs)),
                            strong(DrillWords::findingKind(finding.kind)),
                            plain(DrillWords::finding(drill, finding)), plain(points)});
    }
    if (!findings.empty())
        html += table(findings, {tr("At"), tr("What"), tr("Why", "the reasons of a score"), tr("Points")});
    std::vector<QStringList> times;
    const ScenarioTargets &targets = drill.scenario.targets;
    for (const DrillTimes &one : score.times)
        times.push_back({plain(DrillWords::faultOf(drill, one.fault)), against(one.alarm, targets.alarm),
                         against(one.action, targets.action), against(one.good, targets.good)});
    if (times.empty())
        return html;
    times.push_back({plain(tr("Target", "of a measured time")), plain(Words::seconds(targets.alarm)),
                     plain(Words::seconds(targets.action)), plain(Words::seconds(targets.good))});
    return html + heading(tr("Times"))
        + table(times,
                {tr("Fault"), tr("to the alarm"), tr("to the first right press"), tr("to a good programme")});
}

QString DrillText::notes(const Drill &drill)
{
    std::vector<QStringList> rows;
    for (const DrillNote &note : drill.notes) {
        const QString when = QLocale().toString(note.at.toLocalTime(), QLocale::ShortFormat);
        rows.push_back({plain(note.text), plain(note.owner), plain(note.due),
                        plain(tr("%1, %2", "%1: who, %2: when").arg(note.by, when))});
    }
    return rows.empty()
        ? QString()
        : table(rows, {tr("What is to be done"), tr("By whom"), tr("Until", "a date"), tr("Written by")});
}

QString DrillText::guide(const Drill &drill, qint64 elapsedMs)
{
    using Step = drillguide::Step;
    QString html;
    for (const Step &step : drillguide::nextSteps(drill)) {
        const qint64 left = step.atMs - elapsedMs;
        const QString time = DrillWords::clockInSeconds(std::max<qint64>(left, 0));
        if (step.kind == Step::Kind::Action) {
            const QString what = strong(DrillWords::expected(drill.scenario.expected[step.index]));
            html += paragraph(
                left > 0
                    ? tr("Now: %1 (%2 left)", "%1: what is to be pressed, %2: a time").arg(what, plain(time))
                    : tr("Overdue: %1").arg(what));
            continue;
        }
        const QString what = plain(DrillWords::fault(drill.scenario.faults[step.index]));
        html += paragraph(left > 0 ? tr("In about %1: %2", "%1: a time, %2: what will happen").arg(time, what)
                                   : tr("Any moment: %1").arg(what));
        break; // what comes after that is told when its time has come
    }
    return html.isEmpty() ? paragraph(plain(tr("Nothing more will happen. Look on until the drill ends.")))
                          : html;
}

} // namespace twinfeed
