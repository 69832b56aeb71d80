// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/simulation/madeworld.h"

#include "models/domain/rule.h"

#include <algorithm>

namespace twinfeed::simulation {

namespace {

constexpr int64_t secondUs = 1'000'000;
constexpr int64_t lossUs = 300'000; // a hold of 500 ms
constexpr double wholeRate = 30; // pictures a second
constexpr double wholeBits = 4e6; // a second
// A feed that was cut or reset is back after its encoder's retry and its first keyframe.
constexpr int64_t backAfterUs = 1'500'000;
constexpr int64_t outputFailsAfterUs = 1'000'000;
constexpr int64_t outputBackAfterUs = 2'000'000;

/// Nothing comes while one of these holds.
bool silences(FaultKind kind)
{
    return kind == FaultKind::Stop || kind == FaultKind::Cut || kind == FaultKind::Stall
        || kind == FaultKind::Drip || kind == FaultKind::Block;
}

bool isSeenOrHeard(FaultKind kind)
{
    return kind == FaultKind::Black || kind == FaultKind::Freeze || kind == FaultKind::Silence;
}

} // namespace

void MadeClock::set(int64_t now)
{
    m_wall = m_wall.addMSecs((now - m_now) / 1000);
    m_now = now;
}

MadeWorld::MadeWorld(QStringList outputs)
    : m_outputIds(std::move(outputs))
{
    static const char *const names[]{"fps",         "bitrate", "black",   "frozen",    "silent",
                                     "soundOffset", "down",    "dataAge", "roundTrip", "retransmits"};
    for (const char *node : {"primary", "backup", "programme"}) {
        const size_t count = qstrcmp(node, "programme") == 0 ? ofProgramme : ofPath;
        for (size_t i = 0; i < count; ++i)
            add(QLatin1String(node), names[i]);
    }
    for (const QString &output : m_outputIds) {
        m_outputs[output] = {};
        add(QLatin1String("output:") + output, "down");
        add(QLatin1String("output:") + output, "probeFailures");
    }
}

void MadeWorld::add(const QString &node, const char *name)
{
    Metric metric;
    metric.channel = channel();
    metric.node = node;
    metric.name = QLatin1String(name);
    if (const MetricKind *kind = metricKind(metric.name)) {
        metric.unit = QLatin1String(kind->unit);
        metric.periodMs = kind->periodMs;
    }
    m_metrics.push_back(std::move(metric));
}

void MadeWorld::put(size_t place, std::optional<double> value)
{
    Metric &metric = m_metrics[place];
    metric.value = value;
    metric.at = m_wall;
}

void MadeWorld::begin(const ScenarioFault &fault, const QString &on, int64_t now)
{
    if (fault.kind == FaultKind::OutputDown) {
        const QString id = on.isEmpty() ? m_outputIds.value(0) : on;
        if (const auto output = m_outputs.find(id); output != m_outputs.end()) {
            output->second.down = true;
            output->second.since = now;
        }
        return;
    }
    Path &hit = path(fromWord<Source>(on).value_or(Source::Primary));
    if (hit.sends)
        hit.newest = now; // packets came up to now, also where nobody has looked for a second
    if (fault.kind == FaultKind::Reset) {
        hit.comesAt = std::max(hit.comesAt, now + backAfterUs);
        return;
    }
    hit.faults[fault.id] = fault;
    if (isSeenOrHeard(fault.kind))
        hit.since.try_emplace(fault.kind, now);
}

void MadeWorld::end(const ScenarioFault &fault, const QString &on, int64_t now)
{
    if (fault.kind == FaultKind::OutputDown) {
        const QString id = on.isEmpty() ? m_outputIds.value(0) : on;
        if (const auto output = m_outputs.find(id); output != m_outputs.end()) {
            output->second.down = false;
            output->second.since = now;
        }
        return;
    }
    Path &hit = path(fromWord<Source>(on).value_or(Source::Primary));
    hit.faults.erase(fault.id);
    if (silences(fault.kind))
        hit.comesAt = std::max(hit.comesAt, now + backAfterUs);
    const bool another =
        std::ranges::any_of(hit.faults, [&](const auto &each) { return each.second.kind == fault.kind; });
    if (!another)
        hit.since.erase(fault.kind);
}

void MadeWorld::mend(int64_t now)
{
    for (Path *each : {&m_primary, &m_backup})
        *each = Path{{}, true, now, 0, now - 60 * secondUs, 1, {}, {}};
    for (auto &[id, output] : m_outputs)
        output = {true, false, now - 60 * secondUs};
    m_onAir = Source::Primary;
}

void MadeWorld::setOutput(const QString &output, bool enabled, int64_t now)
{
    Output &changed = m_outputs.at(output);
    if (changed.enabled != enabled)
        changed = {enabled, changed.down, now};
}

void MadeWorld::setContentFaults(Source source, std::vector<media::ContentFault> faults)
{
    path(source).rules = std::move(faults);
}

bool MadeWorld::isSpoilt(const Path &path)
{
    return path.share < 0.9 || !path.since.empty() || std::ranges::any_of(path.faults, [](const auto &each) {
               return each.second.kind == FaultKind::Bitrate || each.second.kind == FaultKind::Fps;
           });
}

void MadeWorld::advance(Path &path, int64_t now)
{
    path.share = 1;
    bool silent = now < path.comesAt;
    for (const auto &[id, fault] : path.faults) {
        silent |= silences(fault.kind);
        if (fault.kind == FaultKind::Slow)
            path.share = std::min(1.0, 8.0 * fault.bytesPerSecond / wholeBits);
    }
    // So little comes through that each picture takes longer than is waited for.
    silent |= path.share < 0.1;
    if (!silent && !path.sends)
        path.cameAt = now;
    path.sends = !silent;
    if (!silent)
        path.newest = now;
}

void MadeWorld::advance(int64_t now, const QDateTime &wall)
{
    m_now = now;
    m_wall = wall;
    advance(m_primary, now);
    advance(m_backup, now);
    measure(Source::Primary, now);
    measure(Source::Backup, now);
    measureProgramme();
    size_t place = 2 * ofPath + ofProgramme;
    for (const QString &id : m_outputIds) {
        const bool failed = outputState(id) == QLatin1String("failed");
        const auto looks = (now - m_outputs.at(id).since) / (10 * secondUs);
        put(place, failed ? 1 : 0);
        put(place + 1, failed ? double(looks) : 0);
        place += ofOutput;
    }
}

void MadeWorld::measure(Source source, int64_t now)
{
    const Path &of = path(source);
    const size_t place = source == Source::Backup ? ofPath : 0;
    const double age = double(now - of.newest) / 1000;
    const bool flows = of.sends || age < 1000; // the window of rates
    double rate = wholeRate * of.share;
    double bits = wholeBits * of.share;
    for (const auto &[id, fault] : of.faults) {
        if (fault.kind == FaultKind::Fps)
            rate = 10;
        if (fault.kind == FaultKind::Bitrate)
            bits *= 0.25;
        // Next to nothing is needed for pictures that do not change.
        if (fault.kind == FaultKind::Black || fault.kind == FaultKind::Freeze)
            bits *= 0.1;
    }
    const auto lasting = [&](FaultKind kind) -> std::optional<double> {
        const auto since = of.since.find(kind);
        return since == of.since.end() ? 0.0 : double(now - since->second) / secondUs;
    };
    const auto ifSends = [&](std::optional<double> value) { return of.sends ? value : std::nullopt; };
    const bool choked = of.share < 1;
    put(place + DataAge, of.sends && choked ? 33 / of.share : std::max(age, 30.0));
    put(place + Down, input(source) == InputState::Live ? 0 : 1);
    put(place + Fps, flows ? std::optional(of.sends ? rate : rate * (1 - age / 1000)) : std::nullopt);
    put(place + Bitrate, flows ? std::optional(of.sends ? bits : bits * (1 - age / 1000)) : std::nullopt);
    put(place + Black, ifSends(lasting(FaultKind::Black)));
    put(place + Frozen, ifSends(lasting(FaultKind::Freeze)));
    put(place + Silent, ifSends(lasting(FaultKind::Silence)));
    put(place + SoundOffset, ifSends(0));
    put(place + RoundTrip, ifSends(choked ? 600 : 20));
    put(place + Retransmits, ifSends(choked ? 80 : 0));
}

void MadeWorld::measureProgramme()
{
    const size_t place = 2 * ofPath;
    const bool slate = m_onAir == Source::Slate;
    const size_t from = m_onAir == Source::Backup ? ofPath : 0;
    for (size_t i = 0; i < ofProgramme; ++i)
        put(place + i,
            slate ? std::optional(i == Fps           ? wholeRate
                                      : i == Bitrate ? wholeBits
                                                     : 0.0)
                  : m_metrics[from + i].value);
    put(place + Down, slate || path(m_onAir).sends ? 0 : 1);
}

media::Failover::Facts MadeWorld::facts() const
{
    media::Failover::Facts facts;
    for (const Source source : {Source::Primary, Source::Backup}) {
        const Path &of = path(source);
        media::Failover::SourceFacts &fact = facts.sources[size_t(source)];
        fact.newest = of.newest;
        fact.lossUs = lossUs;
        fact.fresh = of.sends || m_now - of.newest <= lossUs;
        fact.fit = of.sends && m_now - of.cameAt >= lossUs;
        fact.faults = of.rules;
    }
    media::Failover::SourceFacts &slate = facts.sources[size_t(Source::Slate)];
    slate.newest = m_now;
    slate.fresh = slate.fit = true;
    facts.onAir = m_onAir;
    facts.holdUs = 500'000;
    return facts;
}

bool MadeWorld::isFit(Source source) const
{
    if (source == Source::Slate)
        return true;
    const Path &of = path(source);
    return of.sends && m_now - of.cameAt >= lossUs && of.rules.empty();
}

InputState MadeWorld::input(Source source) const
{
    const Path &of = path(source);
    return of.sends || m_now - of.newest < lossUs ? InputState::Live : InputState::Lost;
}

QString MadeWorld::outputState(const QString &id) const
{
    const Output &output = m_outputs.at(id);
    const int64_t age = m_now - output.since;
    if (!output.enabled)
        return QStringLiteral("off");
    if (output.down)
        return age < outputFailsAfterUs ? QStringLiteral("live") : QStringLiteral("failed");
    return age < outputBackAfterUs ? QStringLiteral("connecting") : QStringLiteral("live");
}

int MadeWorld::badness(Source onAir) const
{
    int bad = 0;
    for (const auto &[id, output] : m_outputs)
        bad += output.down && output.enabled ? 1 : 0;
    if (onAir == Source::Slate)
        return bad + 1;
    return bad + (!path(onAir).sends ? 3 : isSpoilt(path(onAir)) ? 2 : 0);
}

bool MadeWorld::isWhole() const
{
    return m_primary.sends && m_backup.sends && !isSpoilt(m_primary) && !isSpoilt(m_backup) && badness() == 0;
}

} // namespace twinfeed::simulation
