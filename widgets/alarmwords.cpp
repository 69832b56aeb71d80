// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/alarmwords.h"

#include "widgets/measures.h"
#include "widgets/words.h"

#include <algorithm>

namespace twinfeed {

namespace {

struct Known
{
    const char *rule;
    const char *name;
    /// %1 node, %2 channel, %3 value, %4 limit.
    const char *sentence;
};

constexpr Known rules[]{
    {"no-data", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "No data"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: no data for %3")},
    {"input-down", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Input not there"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: not live")},
    {"rate-low", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Picture rate too low"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: picture rate %3, less than %4")},
    {"bitrate-off", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Bitrate off its mean"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: bitrate %3, too far off its mean")},
    {"black", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Black picture"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: black for %3")},
    {"frozen", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Frozen picture"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: frozen for %3")},
    {"too-dark", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Dark picture"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: brightness %3, less than %4")},
    {"silent", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "No sound"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: silent for %3")},
    {"clipped", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Clipped sound"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: sound peaks at %3")},
    {"lip-sync", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Sound against picture"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: sound %3 against the picture")},
    {"too-quiet-or-loud", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Loudness"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: loudness %3")},
    {"packets-lost", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Packets lost"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: %3 packets lost within a minute")},
    {"pictures-missing", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Pictures missing"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: %3 pictures missing within a minute")},
    {"in-bursts", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Packets come in bursts"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: up to %3 without a packet")},
    {"reconnecting", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Reconnects again and again"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: connected anew %3 times within five minutes")},
    {"keyframes-rare", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Keyframes too far apart"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: %3 between keyframes, more than %4")},
    {"programme-down", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "No programme"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: nothing leaves")},
    {"output-down", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Output down"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: down")},
    {"pictures-dropped", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Output drops pictures"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: %3 pictures left out within a minute")},
    {"seal-missing", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Encryption not seen"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: encryption is asked for and was not seen")},
    {"probe-failed", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Probe failed"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1 of %2: %3 probes in a row have failed")},
    {"both-paths-lost", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Both paths lost"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Both paths of %2 are lost")},
    {"all-inputs-lost", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "All inputs lost"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "All inputs of all channels are lost")},
    {"node-down", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Node does not answer"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1: no answer")},
    {"webhook-down", QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "Webhook is not reached"),
     QT_TRANSLATE_NOOP("twinfeed::AlarmWords", "%1: alarms do not get there")},
};

const Known *known(const QString &rule)
{
    const auto found = std::find_if(std::begin(rules), std::end(rules),
                                    [&rule](const Known &one) { return rule == QLatin1String(one.rule); });
    return found == std::end(rules) ? nullptr : found;
}

Alarm alarmOf(const JournalEntry &entry)
{
    const auto alarm = alarmFromJson(entry.data.value(QLatin1String("alarm")).toObject());
    return alarm ? *alarm : Alarm();
}

} // namespace

QString AlarmWords::severity(Severity severity)
{
    switch (severity) {
    case Severity::Notice:
        return tr("Notice", "severity of an alarm");
    case Severity::Warning:
        return tr("Warning", "severity of an alarm");
    case Severity::Critical:
        break;
    }
    return tr("Critical", "severity of an alarm");
}

QString AlarmWords::state(AlarmState state)
{
    switch (state) {
    case AlarmState::Active:
        return tr("active", "state of an alarm");
    case AlarmState::Acknowledged:
        return tr("acknowledged", "state of an alarm");
    case AlarmState::Cleared:
        return tr("over, not seen", "state of an alarm: it has cleared and nobody has acknowledged it");
    case AlarmState::Shelved:
        return tr("shelved", "state of an alarm");
    case AlarmState::Closed:
        break;
    }
    return tr("over", "state of an alarm");
}

QString AlarmWords::comparison(Comparison comparison)
{
    switch (comparison) {
    case Comparison::Below:
        return tr("below", "comparison of a rule");
    case Comparison::Above:
        return tr("above", "comparison of a rule");
    case Comparison::Outside:
        return tr("outside", "comparison of a rule: outside of two limits");
    case Comparison::OffMean:
        return tr("off its mean by", "comparison of a rule; a percentage follows");
    case Comparison::Rising:
        break;
    }
    return tr("rises by more than", "comparison of a rule");
}

QString AlarmWords::rule(const QString &id, const QString &name)
{
    const Known *one = known(id);
    return one ? Words::ownOr(tr(one->name), one->name, name.isEmpty() ? QLatin1String(one->name) : name)
        : name.isEmpty() ? id
                         : name;
}

QString AlarmWords::sentence(const Alarm &alarm)
{
    const Known *one = known(alarm.rule);
    if (!one)
        return alarm.text;
    QString own = tr(one->sentence);
    if (own == QLatin1String(one->sentence) && !alarm.text.isEmpty())
        return alarm.text;
    const auto figure = [&alarm](const std::optional<double> &value) {
        return value ? Measures::text(*value, alarm.unit) : Words::notMeasured();
    };
    own.replace(QLatin1String("%3"), figure(alarm.value));
    own.replace(QLatin1String("%4"), figure(alarm.limit));
    own.replace(QLatin1String("%2"), alarm.channel);
    own.replace(QLatin1String("%1"), Words::node(alarm.node));
    return own;
}

QString AlarmWords::note(const Alarm &alarm)
{
    QStringList said;
    if (alarm.shelf) {
        said << tr("Shelved until %1 by %2: %3", "a time, who, the reason")
                    .arg(Words::timeOfDay(alarm.shelf->until), alarm.shelf->by, alarm.shelf->reason);
    } else if (alarm.acknowledged && alarm.acknowledgedAt) {
        said << tr("Acknowledged at %1 by %2")
                    .arg(Words::timeOfDay(*alarm.acknowledgedAt), alarm.acknowledgedBy);
    }
    if (alarm.clearedAt && !alarm.active)
        said << tr("Over since %1", "a time").arg(Words::timeOfDay(*alarm.clearedAt));
    if (alarm.occurrences > 1)
        said << tr("Came %n time(s)", "", alarm.occurrences);
    if (alarm.chattering)
        said << tr("Comes and goes: told no more until it has been quiet for a minute");
    if (alarm.silenced)
        said << tr("Silenced", "an alarm");
    return said.join(QLatin1String("; "));
}

QString AlarmWords::age(const Alarm &alarm, const QDateTime &now)
{
    const QDateTime end = alarm.closedAt && alarm.clearedAt ? *alarm.clearedAt : now;
    return Words::age(std::max<qint64>(alarm.raisedAt.msecsTo(end), 0));
}

QString AlarmWords::whole(const Alarm &alarm, const QDateTime &now)
{
    const QString first = tr("%1, %2, since %3 (%4): %5", "severity, state, time, age, sentence")
                              .arg(severity(alarm.severity), state(alarm.state()),
                                   Words::moment(alarm.raisedAt, now), age(alarm, now), sentence(alarm));
    const QString more = note(alarm);
    return more.isEmpty() ? first : QString(first + QLatin1Char('\n') + more);
}

QString AlarmWords::blocked(const ConsoleState &state, Role least)
{
    if (!state.connected())
        return tr("No backend: nothing can be changed now.");
    if (state.stale())
        return tr("What is shown may be untrue: nothing can be changed now.");
    if (state.role().value_or(least) >= least)
        return {};
    return tr("Your role is %1; this needs the role %2.").arg(Words::role(*state.role()), Words::role(least));
}

QString AlarmWords::journal(const JournalEntry &entry)
{
    const QJsonObject request = entry.data.value(QLatin1String("request")).toObject();
    const QString number = request.value(QLatin1String("alarm")).toString();
    if (entry.kind == QLatin1String("alarm"))
        return tr("Alarm: %1", "a sentence").arg(sentence(alarmOf(entry)));
    if (entry.kind == QLatin1String("alarm-returned"))
        return tr("Alarm is back: %1", "a sentence").arg(sentence(alarmOf(entry)));
    if (entry.kind == QLatin1String("alarm-chattering"))
        return tr("Alarm comes and goes, and is told no more: %1", "a sentence")
            .arg(sentence(alarmOf(entry)));
    if (entry.kind == QLatin1String("alarm-cleared"))
        return tr("Alarm is over: %1", "a sentence").arg(sentence(alarmOf(entry)));
    if (entry.kind == QLatin1String("acknowledge-alarm"))
        return tr("Acknowledged alarm %1", "a number").arg(number);
    if (entry.kind == QLatin1String("silence-alarm"))
        return tr("Silenced alarm %1", "a number").arg(number);
    if (entry.kind == QLatin1String("shelve-alarm")) {
        return tr("Shelved alarm %1 for %2 min: %3", "a number, minutes, the reason")
            .arg(number)
            .arg(request.value(QLatin1String("minutes")).toInt())
            .arg(request.value(QLatin1String("reason")).toString());
    }
    if (entry.kind == QLatin1String("unshelve-alarm"))
        return tr("Took alarm %1 back from its shelf", "a number").arg(number);
    if (entry.kind == QLatin1String("set-rules"))
        return tr("Changed the rules");
    if (entry.kind == QLatin1String("reset-rules"))
        return tr("Went back to the rules of the program");
    return {};
}

QString AlarmWords::verdict(const Verdict &verdict)
{
    if (!verdict.current || verdict.reasonCode == QLatin1String("stale"))
        return tr("The numbers are too old to say which path is better.");
    if (verdict.reasonCode == QLatin1String("neither-fit"))
        return tr("Neither path is fit.");
    if (verdict.reasonCode == QLatin1String("equal") || !verdict.better)
        return tr("Both paths are as good.");
    const QString better = Words::source(*verdict.better);
    if (verdict.reasonCode == QLatin1String("only-fit"))
        return tr("%1 is better: only it is fit.", "a path").arg(better);
    QStringList because;
    for (const VerdictLine &line : verdict.lines) {
        if (line.better != verdict.better || !line.primary || !line.backup)
            continue;
        const bool primary = *verdict.better == Source::Primary;
        because << tr("%1 %2 against %3", "a metric, its value on the better path and on the other")
                       .arg(Words::metric(line.metric),
                            Measures::text(primary ? *line.primary : *line.backup, line.unit),
                            Measures::text(primary ? *line.backup : *line.primary, line.unit));
        if (because.size() == 2)
            break;
    }
    return because.isEmpty()
        ? tr("%1 is better.", "a path").arg(better)
        : tr("%1 is better: %2.", "a path; why").arg(better, because.join(QLatin1String(", ")));
}

QString AlarmWords::prediction(const Verdict &verdict)
{
    if (!verdict.current || !verdict.target || !verdict.cut)
        return {};
    const QString target = Words::source(*verdict.target);
    const QString cut = Words::cut(*verdict.cut);
    if (!verdict.gapMs)
        return tr("%1 now: %2 cut", "a take of this source; kind of cut").arg(target, cut);
    return tr("%1 now: %2 cut, gap about %3", "a take of this source; kind of cut; milliseconds")
        .arg(target, cut, Words::milliseconds(*verdict.gapMs));
}

} // namespace twinfeed
