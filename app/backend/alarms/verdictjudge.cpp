// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/verdictjudge.h"

#include "app/backend/alarms/alarmtext.h"

#include <algorithm>
#include <cmath>

namespace twinfeed::backend {

namespace {

/// How a metric is compared.
struct Measure
{
    const char *name;
    bool moreIsBetter;
    double share; ///< of the larger value that counts as no difference
    double least; ///< below this a difference is none
    int weight; ///< in favour of the better path
    const char *word; ///< "{figure} word" in the sentence
};

// A path with a lower picture rate is worse whatever else it is; the other numbers add up.
constexpr Measure measures[]{
    {"fps", true, 0.02, 0.5, 8, ""},
    {"largestGap", false, 0.3, 200, 3, "largest gap"},
    {"jitter", false, 0.5, 20, 1, "jitter"},
    {"bitrate", true, 0.05, 50'000, 2, ""},
    {"keyframeInterval", false, 0.2, 0.5, 1, "between keyframes"},
};

std::optional<double> valueOf(const VerdictFacts &facts, Source path, const char *name,
                              QString *unit = nullptr)
{
    for (const Metric &metric : facts.metrics) {
        if (metric.channel != facts.status.channel || metric.node != toWord(path)
            || metric.name != QLatin1String(name))
            continue;
        if (unit)
            *unit = metric.unit;
        return metric.value && std::isfinite(*metric.value) ? metric.value : std::nullopt;
    }
    return std::nullopt;
}

const SourceStatus *sourceOf(const ChannelStatus &status, Source path)
{
    const auto it = std::find_if(status.sources.begin(), status.sources.end(),
                                 [path](const SourceStatus &source) { return source.source == path; });
    return it == status.sources.end() ? nullptr : &*it;
}

VerdictLine lineOf(const VerdictFacts &facts, const Measure &measure)
{
    VerdictLine line;
    line.metric = QLatin1String(measure.name);
    line.primary = valueOf(facts, Source::Primary, measure.name, &line.unit);
    line.backup = valueOf(facts, Source::Backup, measure.name, &line.unit);
    if (!line.primary || !line.backup)
        return line;
    const double distance = std::abs(*line.primary - *line.backup);
    if (distance < measure.least || distance <= measure.share * std::max(*line.primary, *line.backup))
        return line;
    const bool primary = (*line.primary > *line.backup) == measure.moreIsBetter;
    line.better = primary ? Source::Primary : Source::Backup;
    return line;
}

/// "30.0 against 12.4 fps"
QString against(const VerdictLine &line, const Measure &measure, Source better)
{
    const double ours = better == Source::Primary ? *line.primary : *line.backup;
    const double theirs = better == Source::Primary ? *line.backup : *line.primary;
    const QString text =
        QStringLiteral("%1 against %2")
            .arg(amountText(ours, line.unit).section(QLatin1Char(' '), 0, 0), amountText(theirs, line.unit));
    // Where the units differ ("1.20 Mb/s", "800 kb/s") both are said.
    const QString full =
        QStringLiteral("%1 against %2").arg(amountText(ours, line.unit), amountText(theirs, line.unit));
    const bool sameUnit = amountText(ours, line.unit).section(QLatin1Char(' '), 1)
        == amountText(theirs, line.unit).section(QLatin1Char(' '), 1);
    const QString said = sameUnit ? text : full;
    return *measure.word ? QString(said + QLatin1Char(' ') + QLatin1String(measure.word)) : said;
}

QString behind(const VerdictFacts &facts, Source better)
{
    const AlignmentStatus &alignment = facts.status.alignment;
    if (!alignment.offsetMs || alignment.relation == PathRelation::Unknown)
        return {};
    const double later = better == Source::Backup ? *alignment.offsetMs : -*alignment.offsetMs;
    if (std::abs(later) < 1)
        return QStringLiteral("at the same time");
    return QStringLiteral("%1 ms further %2")
        .arg(std::abs(later), 0, 'f', 0)
        .arg(later > 0 ? QLatin1String("behind") : QLatin1String("ahead"));
}

/// The gap and the kind of cut that a take of `target` would make now.
void predict(const VerdictFacts &facts, Source target, Verdict &verdict)
{
    const SourceStatus *source = sourceOf(facts.status, target);
    if (!source || !source->fit)
        return;
    verdict.target = target;
    if (facts.onAir == Source::Slate || facts.status.programme == Source::Slate || target == Source::Slate) {
        verdict.cut = CutMade::Cached;
        verdict.gapMs = 0;
    } else if (facts.status.hold.seamless) {
        verdict.cut =
            facts.status.alignment.relation == PathRelation::Aligned ? CutMade::Aligned : CutMade::Bridged;
        verdict.gapMs = 0;
    } else {
        // The target's newest keyframe is at hand: what is seen is a repeat, not a gap, as long as the old source sends.
        verdict.cut = CutMade::Cached;
        const SourceStatus *old = sourceOf(facts.status, facts.onAir);
        verdict.gapMs = old && old->fit
            ? 0
            : double(old && old->ageMs ? std::max<qint64>(0, *old->ageMs - qint64(facts.status.hold.holdMs))
                                       : 0);
    }
}

Source other(Source path)
{
    return path == Source::Primary ? Source::Backup : Source::Primary;
}

QString whyNot(const SourceStatus *source, const QStringList &faults)
{
    if (source && !source->reason.isEmpty())
        return source->reason;
    return faults.isEmpty() ? QStringLiteral("It is not fit.")
                            : QString(faults.join(QLatin1String(", ")) + QLatin1Char('.'));
}

/// By fitness and rules alone; false where the numbers must say.
bool judgeFitness(const VerdictFacts &facts, Verdict &verdict)
{
    const SourceStatus *primary = sourceOf(facts.status, Source::Primary);
    const SourceStatus *backup = sourceOf(facts.status, Source::Backup);
    const bool primaryGood = primary && primary->fit && facts.primaryFaults.isEmpty();
    const bool backupGood = backup && backup->fit && facts.backupFaults.isEmpty();
    if (primaryGood == backupGood) {
        if (primaryGood)
            return false;
        verdict.reasonCode = QStringLiteral("neither-fit");
        verdict.text = QStringLiteral("Neither path is fit. Primary: %1 Backup: %2")
                           .arg(whyNot(primary, facts.primaryFaults), whyNot(backup, facts.backupFaults));
        return true;
    }
    verdict.better = primaryGood ? Source::Primary : Source::Backup;
    verdict.reasonCode = QStringLiteral("only-fit");
    verdict.text =
        QStringLiteral("%1 is better: only it is fit. %2")
            .arg(toWord(*verdict.better),
                 primaryGood ? whyNot(backup, facts.backupFaults) : whyNot(primary, facts.primaryFaults));
    return true;
}

void judgeNumbers(const VerdictFacts &facts, Verdict &verdict)
{
    int balance = 0; // above 0: the primary
    for (size_t i = 0; i < verdict.lines.size(); ++i) {
        if (const auto better = verdict.lines[i].better)
            balance += *better == Source::Primary ? measures[i].weight : -measures[i].weight;
    }
    if (balance == 0) {
        verdict.reasonCode = QStringLiteral("equal");
        verdict.text = QStringLiteral("Both paths are as good.");
        return;
    }
    verdict.better = balance > 0 ? Source::Primary : Source::Backup;
    verdict.reasonCode = QStringLiteral("numbers");
    QStringList said;
    for (size_t i = 0; i < verdict.lines.size(); ++i) {
        const VerdictLine &line = verdict.lines[i];
        if (line.better == verdict.better)
            said << against(line, measures[i], *verdict.better);
        else if (line.metric == QLatin1String("bitrate") && line.primary && line.backup)
            said << (line.better ? against(line, measures[i], *verdict.better)
                                 : QStringLiteral("same bitrate"));
    }
    if (const QString offset = behind(facts, *verdict.better); !offset.isEmpty())
        said << offset;
    verdict.text =
        QStringLiteral("%1 is better: %2.").arg(toWord(*verdict.better), said.join(QLatin1String(", ")));
}

} // namespace

Verdict staleVerdict(Verdict verdict)
{
    verdict.current = false;
    verdict.better.reset();
    verdict.target.reset();
    verdict.cut.reset();
    verdict.gapMs.reset();
    verdict.reasonCode = QStringLiteral("stale");
    verdict.text = QStringLiteral("The numbers are too old to say which path is better.");
    for (VerdictLine &line : verdict.lines) {
        line.primary.reset();
        line.backup.reset();
        line.better.reset();
    }
    return verdict;
}

Verdict verdictOf(const VerdictFacts &facts, const QDateTime &wall)
{
    Verdict verdict;
    verdict.channel = facts.status.channel;
    verdict.at = wall;
    verdict.current = true;
    for (const Measure &measure : measures)
        verdict.lines.push_back(lineOf(facts, measure));
    if (facts.ageUs > verdictStaleUs)
        return staleVerdict(verdict);
    if (!judgeFitness(facts, verdict))
        judgeNumbers(facts, verdict);
    const Source onAir = facts.onAir;
    predict(facts, onAir == Source::Slate ? verdict.better.value_or(Source::Primary) : other(onAir), verdict);
    return verdict;
}

bool saysOtherwise(const Verdict &one, const Verdict &two)
{
    return one.better != two.better || one.current != two.current || one.reasonCode != two.reasonCode
        || one.target != two.target || one.cut != two.cut || one.channel != two.channel;
}

} // namespace twinfeed::backend
