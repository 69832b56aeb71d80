// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/autowords.h"

#include "widgets/journalwords.h"
#include "widgets/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace twinfeed {

namespace {

using Tone = BusMessage::Tone;

/// Why a bridge to a path cannot be made, as HoldStatus says it: then the cut is a cached one.
constexpr std::array bridgeRefusals{"no-parameters", "codec", "interlaced", "format", "rate"};

/// An offset that somebody sees when the programme goes from one path to the other: three pictures at 30 a second.
constexpr double noticedMs = 100;

QString twoSentences(const QString &first, const QString &second)
{
    return second.isEmpty() ? first : QString(first + QLatin1Char(' ') + second);
}

std::optional<Source> sourceAt(const QJsonObject &object, const char *key)
{
    return fromWord<Source>(object.value(QLatin1String(key)).toString());
}

bool refusesBridge(const HoldStatus &hold)
{
    return std::any_of(bridgeRefusals.begin(), bridgeRefusals.end(),
                       [&](const char *code) { return hold.reasonCode == QLatin1String(code); });
}

/// How long nothing had come from the source that was left, in milliseconds.
std::optional<double> silentFor(const QJsonObject &decision)
{
    const QJsonObject sources =
        decision.value(QLatin1String("numbers")).toObject().value(QLatin1String("sources")).toObject();
    const QJsonValue age = sources.value(decision.value(QLatin1String("from")).toString())
                               .toObject()
                               .value(QLatin1String("ageMs"));
    return age.isDouble() ? std::optional(age.toDouble()) : std::nullopt;
}

} // namespace

QString AutoWords::mode(FailoverMode mode)
{
    switch (mode) {
    case FailoverMode::Off:
        return tr("OFF", "mode of automation");
    case FailoverMode::Once:
        return tr("ONCE", "mode of automation");
    case FailoverMode::Floating:
        return tr("FLOATING", "mode of automation");
    case FailoverMode::Reverting:
        break;
    }
    return tr("REVERTING", "mode of automation");
}

QString AutoWords::modeExplained(FailoverMode mode)
{
    switch (mode) {
    case FailoverMode::Off:
        return tr("The engine changes nothing by itself, not even when a path is lost.");
    case FailoverMode::Once:
        return tr("It leaves a path that has failed, and stays where it is then.");
    case FailoverMode::Floating:
        return tr("It leaves a path that has failed, and stays until the other one is better.");
    case FailoverMode::Reverting:
        break;
    }
    return tr("It leaves a path that has failed, and goes back to PRIMARY when that is clean.");
}

QString AutoWords::state(FailoverState state)
{
    switch (state) {
    case FailoverState::Off:
        return tr("AUTO IS OFF");
    case FailoverState::Armed:
        return tr("ARMED", "state of automation");
    case FailoverState::Suspended:
        return tr("SUSPENDED", "state of automation");
    case FailoverState::Spent:
        return tr("SPENT", "state of automation: no switches are left");
    case FailoverState::Ended:
        break;
    }
    return tr("EVENT ENDED");
}

QString AutoWords::switchesLeft(int count)
{
    return tr("%n switch(es) left in ten minutes.", "", count);
}

QString AutoWords::reason(const QString &code, const QString &text)
{
    static const std::pair<const char *, const char *> known[]{
        {"no-parameters", QT_TR_NOOP("The source has not said its picture format yet.")},
        {"codec", QT_TR_NOOP("Only H.264 can be bridged.")},
        {"interlaced", QT_TR_NOOP("Interlaced pictures cannot be bridged.")},
        {"format", QT_TR_NOOP("Only pictures of 8 bits in 4:2:0 can be bridged.")},
        {"rate", QT_TR_NOOP("The pictures are too large or too many to be encoded in time.")},
        {"overtaken", QT_TR_NOOP("The source's packets went by before they were decoded.")},
        {"too-slow", QT_TR_NOOP("The pictures cannot be encoded as fast as they are shown.")},
        {"source-changed", QT_TR_NOOP("The source changed in the middle of a group of pictures.")},
        {"damaged", QT_TR_NOOP("The source's pictures cannot be decoded.")},
        {"event-ended", QT_TR_NOOP("The event is over.")},
        {"no-bridge", QT_TR_NOOP("Nothing here can encode the pictures of a bridge.")},
        {"not-buffered", QT_TR_NOOP("The source has no keyframe from before the cut yet.")},
        {"bridge-late", QT_TR_NOOP("The bridge was not ready in time.")},
        {"once", QT_TR_NOOP("The other path was left before, and AUTO is ONCE.")},
        {"clearing", QT_TR_NOOP("The other path has not been fit for long enough.")},
        {"failover-off", QT_TR_NOOP("AUTO is off.")},
        {"hold-short", QT_TR_NOOP("The hold is under 300 ms.")},
        {"loss-late", QT_TR_NOOP("Loss is seen too late for the cut.")},
        {"other-locked", QT_TR_NOOP("The other path is locked.")},
        {"other-unfit", QT_TR_NOOP("The other path is not fit.")},
        {"alignment-waiting", QT_TR_NOOP("A path sends nothing to compare.")},
        {"alignment-searching", QT_TR_NOOP("Both paths are being compared.")},
        {"content-measuring", QT_TR_NOOP("The offset is being measured.")},
        {"content-ambiguous", QT_TR_NOOP("Too little to measure the offset.")},
        {"content-unlike", QT_TR_NOOP("The paths are not alike.")},
        {"packets-differ", QT_TR_NOOP("What the paths show was encoded twice.")},
    };
    const auto found = std::find_if(std::begin(known), std::end(known),
                                    [&code](const auto &one) { return code == QLatin1String(one.first); });
    return found == std::end(known) ? Words::reason(code, text)
                                    : Words::ownOr(tr(found->second), found->second, text);
}

BusMessage AutoWords::automation(const ChannelStatus &status, int64_t ageMs)
{
    const FailoverStatus &now = status.failover;
    const QString head = state(now.state);
    const QString why = reason(now.reasonCode, now.reason);
    switch (now.state) {
    case FailoverState::Off:
        return {Tone::Caution, head, tr("Nothing is changed by itself, not even on loss.")};
    case FailoverState::Armed:
        if (now.clearsInMs)
            return {Tone::Good, head,
                    twoSentences(
                        tr("Goes back in %1.").arg(Words::age(std::max<int64_t>(*now.clearsInMs - ageMs, 0))),
                        switchesLeft(now.switchesLeft))};
        if (!why.isEmpty())
            return {Tone::Caution, head, tr("It stays: %1", "%1: why, a sentence").arg(why)};
        return {Tone::Good, head, switchesLeft(now.switchesLeft)};
    case FailoverState::Suspended:
        return {Tone::Caution, head, tr("Chosen by hand: only loss takes it away.")};
    case FailoverState::Spent:
        return {Tone::Caution, head, tr("Too many switches: only loss is acted on.")};
    case FailoverState::Ended:
        break;
    }
    return {Tone::Quiet, head, tr("Nothing is a failure any more. A take goes on.")};
}

BusMessage AutoWords::question(Automation::Question question, int64_t remainingMs)
{
    const int64_t seconds = (remainingMs + 999) / 1000;
    if (question == Automation::Question::End) {
        return {Tone::Caution, tr("End the event? Press again, %1 s", "seconds left").arg(seconds),
                tr("From then on nothing is a failure.")};
    }
    return {Tone::Caution, tr("AUTO off? Press again, %1 s", "seconds left").arg(seconds),
            tr("Then nobody leaves a lost path but you.")};
}

BusMessage AutoWords::nextCut(const ChannelDocument &document, const ChannelStatus &status, Source target)
{
    const auto head = [&](CutMade cut) {
        return tr("%1 next: cut %2", "source; kind of cut").arg(Words::source(target), Words::cut(cut));
    };
    const auto there = std::find_if(status.sources.cbegin(), status.sources.cend(),
                                    [&](const SourceStatus &other) { return other.source == target; });
    if (there != status.sources.cend() && !there->fit)
        return {Tone::Caution, tr("%1 next: not fit", "a source").arg(Words::source(target)),
                Words::reason(there->reasonCode, there->reason)};
    if (target == Source::Slate || status.programme == Source::Slate)
        return {Tone::Quiet, head(CutMade::Cached), tr("At once: a slate has nothing to repeat.")};
    if (refusesBridge(status.hold) && document.config.cut == Cut::Bridged) {
        return {Tone::Caution, head(CutMade::Cached),
                tr("Not bridged: %1", "%1: why, a sentence")
                    .arg(reason(status.hold.reasonCode, status.hold.reason))};
    }
    if (status.alignment.relation == PathRelation::Aligned && document.config.cut == Cut::Bridged)
        return {Tone::Good, head(CutMade::Aligned), alignment(status.alignment)};
    const CutMade cut = document.config.cut == Cut::Keyframe ? CutMade::Keyframe
        : document.config.cut == Cut::Cached                 ? CutMade::Cached
                                                             : CutMade::Bridged;
    // What the audience would see of the paths' offset.
    const double offset = status.alignment.offsetMs.value_or(0);
    const bool later = (offset > 0) == (target == Source::Backup);
    const QString by = Words::milliseconds(std::abs(offset));
    if (status.alignment.relation == PathRelation::Offset && std::abs(offset) >= noticedMs)
        return {Tone::Caution, head(cut), later ? tr("Repeats %1.").arg(by) : tr("Skips %1.").arg(by)};
    const bool different = status.alignment.relation == PathRelation::Different;
    return {different ? Tone::Caution : Tone::Quiet, head(cut), alignment(status.alignment)};
}

BusMessage AutoWords::hold(const HoldStatus &hold, int64_t ageMs)
{
    const QString now = Words::milliseconds(hold.holdMs);
    const bool moving = hold.remainingMs > 0;
    const QString still = tr("Hold %1", "how far the programme is behind arrival").arg(now);
    // After the end nobody waits for a failover.
    if (hold.reasonCode == QLatin1String("event-ended"))
        return {Tone::Quiet, still, reason(hold.reasonCode, hold.reason)};
    if (!hold.seamless) {
        return {Tone::Caution, tr("Hold %1: gap possible").arg(now), reason(hold.reasonCode, hold.reason)};
    }
    if (moving) {
        return {Tone::Working,
                tr("Hold %1, going to %2", "two times").arg(now, Words::milliseconds(hold.targetMs)),
                tr("%1 to go, no gap at failover.")
                    .arg(Words::age(std::max<int64_t>(int64_t(hold.remainingMs) - ageMs, 0)))};
    }
    return {Tone::Good, still, tr("A failover leaves no gap.")};
}

QString AutoWords::alignment(const AlignmentStatus &alignment)
{
    const double offset = alignment.offsetMs.value_or(0);
    const QString by = Words::milliseconds(std::abs(offset));
    const QString later = Words::source(offset < 0 ? Source::Primary : Source::Backup);
    const bool together = std::abs(offset) < 0.5;
    switch (alignment.relation) {
    case PathRelation::Aligned:
        return together ? tr("Paths aligned.") : tr("Paths aligned, %1 %2 later.").arg(later, by);
    case PathRelation::Offset:
        return tr("%1 %2 later, %3 % sure.")
            .arg(later, by, Words::number(std::floor(alignment.certainty * 100), 0));
    case PathRelation::Different:
        return tr("The paths show different things.");
    case PathRelation::Unknown:
        break;
    }
    // Short words of our own, where there are some: the place is narrow.
    const QString own = reason(alignment.reasonCode, {});
    const QString why = own.isEmpty() ? alignment.reason : own;
    return why.isEmpty() ? tr("The paths' offset is not known.") : why;
}

BusMessage AutoWords::news(const DecisionNews &news)
{
    BusMessage message = decision(news.entry);
    if (!news.outcome || message.headline.isEmpty())
        return message;
    if (const std::optional<TakeEvidence> measured = JournalWords::evidence(news.outcome->data)) {
        message.detail = BusWords::cutInWords(*measured);
    } else {
        message.tone = Tone::Bad;
        message.detail = failed(*news.outcome);
    }
    return message;
}

QString AutoWords::failed(const JournalEntry &entry)
{
    const QString problem = JournalWords::problem(entry.data);
    return problem.isEmpty() ? tr("It did not come about.") : tr("It did not come about: %1").arg(problem);
}

BusMessage AutoWords::decision(const JournalEntry &entry)
{
    const QJsonObject data = entry.data.value(QLatin1String("decision")).toObject();
    const QString rule = data.value(QLatin1String("rule")).toString();
    return entry.kind == QLatin1String("failover-stayed") ? stayed(rule, data) : switched(rule, data);
}

BusMessage AutoWords::switched(const QString &rule, const QJsonObject &data)
{
    const auto from = sourceAt(data, "from");
    const auto to = sourceAt(data, "to");
    if (!from || !to)
        return {};
    const QString left = Words::source(*from);
    const QString target = Words::source(*to);
    const Tone tone = *to == Source::Slate ? Tone::Bad : Tone::Caution;
    const QString measuring = tr("Its gap is being measured.");
    if (rule == QLatin1String("loss")) {
        if (const auto ms = silentFor(data))
            return {tone, tr("%1 lost for %2: %3 on air").arg(left, Words::milliseconds(*ms), target),
                    measuring};
        return {tone, tr("%1 lost: %2 on air").arg(left, target), measuring};
    }
    if (rule == QLatin1String("content"))
        return {tone, tr("%1 not fit: %2 on air").arg(left, target), measuring};
    if (rule == QLatin1String("failback") || rule == QLatin1String("slate"))
        return {Tone::Good, tr("%1 is clean again: back on air").arg(target), measuring};
    return {Tone::Good, tr("%1 has come: on air again").arg(target), measuring};
}

BusMessage AutoWords::stayed(const QString &rule, const QJsonObject &data)
{
    const auto from = sourceAt(data, "from");
    if (!from)
        return {};
    const QString here = Words::source(*from);
    const auto to = sourceAt(data, "to");
    const QString there = to ? Words::source(*to) : QString();
    if (rule == QLatin1String("unfit"))
        return {Tone::Caution, tr("%1 stays: %2 is not fit").arg(here, there), {}};
    if (rule == QLatin1String("locked"))
        return {Tone::Caution, tr("%1 stays: %2 is locked").arg(here, there), {}};
    if (rule == QLatin1String("suspended"))
        return {Tone::Caution, tr("%1 stays: it was chosen by hand").arg(here), {}};
    if (rule == QLatin1String("limit"))
        return {Tone::Caution, tr("%1 stays: no switches are left").arg(here), {}};
    if (rule == QLatin1String("once"))
        return {Tone::Caution, tr("%1 stays: %2 was left before").arg(here, there), {}};
    if (rule == QLatin1String("not-seamless"))
        return {Tone::Caution, tr("%1 stays: going to %2 would be seen").arg(here, there), {}};
    if (rule == QLatin1String("off"))
        return {Tone::Caution, tr("%1 stays: AUTO is off").arg(here), {}};
    return {};
}

QString AutoWords::decisionSentence(const JournalEntry &entry)
{
    if (entry.kind == QLatin1String("failover-failed"))
        return failed(entry);
    if (const std::optional<TakeEvidence> measured = JournalWords::evidence(entry.data))
        return BusWords::evidence(*measured);
    return decision(entry).headline;
}

} // namespace twinfeed
