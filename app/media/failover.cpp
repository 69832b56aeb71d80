// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/failover.h"

#include "app/media/failovertext.h"
#include "app/media/sources.h"

#include <algorithm>

namespace twinfeed::media {

namespace {

constexpr int64_t never = std::numeric_limits<int64_t>::max();
// A path that comes this late after a start must show that it stays, as any other.
constexpr int64_t startEndsUs = 30'000'000;

} // namespace

FailoverOrders ordersOf(const ChannelDocument &document)
{
    return {document.config.failover, document.suspended, document.locked, document.ended};
}

Failover::Failover(FailoverOrders orders, std::optional<Source> covered, int64_t now)
    : m_orders(std::move(orders))
    , m_covered(covered)
    , m_begunAt(now)
{
}

void Failover::setOrders(const FailoverOrders &orders)
{
    if (orders.config.mode != m_orders.config.mode)
        m_stays.clear();
    m_orders = orders;
}

void Failover::arm()
{
    m_switches.clear();
    m_left.clear();
    m_stays.clear();
    m_staying.reset();
}

void Failover::noteTake(Source target)
{
    m_startSource.reset();
    m_started = true;
    m_left.clear();
    m_stays.clear();
    m_staying.reset();
    m_ordered.reset();
    if (target == Source::Slate)
        m_covered.reset();
}

bool Failover::isLost(const SourceFacts &source, int64_t now) const
{
    return !source.fresh && (source.newest || now - m_begunAt > source.lossUs);
}

bool Failover::isLocked(Source source) const
{
    return std::ranges::find(m_orders.locked, source) != m_orders.locked.end();
}

bool Failover::isStarting(int64_t now) const
{
    return m_startSource && !m_came[size_t(*m_startSource)] && now - m_begunAt < startGraceUs;
}

int64_t Failover::clearAt(Source path) const
{
    const auto &since = m_cleanSince[size_t(path)];
    return since ? *since + m_orders.config.clearMs * int64_t(1'000) : never;
}

int Failover::switchesLeft(int64_t now) const
{
    const auto counts = [now](int64_t at) { return now - at < windowUs; };
    return std::max(0, mostSwitches - int(std::ranges::count_if(m_switches, counts)));
}

void Failover::observe(const Facts &facts, int64_t now)
{
    for (const Source source : allSources) {
        const SourceFacts &seen = of(facts, source);
        auto &since = m_cleanSince[size_t(source)];
        m_came[size_t(source)] = m_came[size_t(source)] || seen.fresh;
        if (!isClean(seen))
            since.reset();
        else if (!since)
            since = now;
    }
    std::erase_if(m_switches, [now](int64_t at) { return now - at >= windowUs; });
    if (!std::exchange(m_started, true))
        m_startSource = facts.onAir != Source::Slate ? facts.onAir : m_covered;
    if (now - m_begunAt >= startEndsUs)
        m_startSource.reset();
    if (m_ordered && facts.taking != m_ordered->target)
        m_ordered.reset(); // done, failed, or overtaken by a person
    if (facts.onAir != Source::Slate) {
        if (!m_ordered || m_ordered->target != Source::Slate)
            m_covered.reset();
        // It is there, or something else was put on air instead: the start is over.
        if (m_startSource && (facts.onAir != *m_startSource || of(facts, facts.onAir).fresh))
            m_startSource.reset();
    }
}

bool Failover::waitsForTake(const Facts &facts, int64_t now)
{
    if (!facts.taking)
        return false;
    const bool targetLost = isLost(of(facts, *facts.taking), now);
    if (m_ordered) {
        if (targetLost)
            m_ordered.reset();
        return !targetLost;
    }
    // A person's: it is theirs to wait, unless there is nothing to wait with.
    return !(targetLost && isLost(of(facts, facts.onAir), now));
}

Failover::Outcome Failover::advance(const Facts &facts, int64_t now)
{
    observe(facts, now);
    Outcome outcome;
    const SourceFacts &onAir = of(facts, facts.onAir);
    const bool isPath = facts.onAir != Source::Slate;
    const bool lost = isPath && isLost(onAir, now);
    if (isPath && !lost)
        outcome.next = (onAir.fresh ? onAir.newest.value_or(now) : m_begunAt) + onAir.lossUs + 1;
    m_causes.clear();
    if (m_orders.ended || waitsForTake(facts, now)) {
        forgetStays(!m_orders.ended);
        return outcome;
    }
    if (m_orders.config.mode == FailoverMode::Off) {
        if (lost)
            stay("loss", "off", QStringLiteral("off"), otherPath(facts.onAir),
                 QStringLiteral("the %1 is lost (%2)").arg(toWord(facts.onAir), ageText(onAir, now)),
                 QStringLiteral("failover is off"), facts, now, outcome);
    } else if (lost) {
        onLoss(facts, now, outcome);
    } else if (!isPath) {
        onSlate(facts, now, outcome);
    } else {
        if (!onAir.faults.empty())
            onContent(facts, now, outcome);
        if (!outcome.order)
            onRevert(facts, now, outcome);
    }
    forgetStays(false);
    return outcome;
}

void Failover::onLoss(const Facts &facts, int64_t now, Outcome &outcome)
{
    const Source from = facts.onAir;
    const Source other = otherPath(from);
    const auto usable = [&](Source source) { return isClean(of(facts, source)) && !isLocked(source); };
    const QString cause =
        QStringLiteral("the %1 is lost (%2)").arg(toWord(from), ageText(of(facts, from), now));
    if (isStarting(now)) {
        if (usable(Source::Slate))
            return go(Source::Slate, "loss", false, cause, facts, now, outcome);
        outcome.next = std::min(outcome.next, m_begunAt + startGraceUs);
        return;
    }
    if (usable(other))
        return go(other, "loss", false, cause, facts, now, outcome);
    if (usable(Source::Slate)) {
        const QString why = isClean(of(facts, other)) ? QStringLiteral("the %1 is locked").arg(toWord(other))
                                                      : faultText(other, of(facts, other), now);
        return go(Source::Slate, "loss", false, QStringLiteral("%1, and %2").arg(cause, why), facts, now,
                  outcome);
    }
    const bool locked = isClean(of(facts, other)) || isClean(of(facts, Source::Slate));
    const QString why =
        QStringLiteral("%1, and %2")
            .arg(isClean(of(facts, other)) ? QStringLiteral("the %1 is locked").arg(toWord(other))
                                           : faultText(other, of(facts, other), now),
                 isClean(of(facts, Source::Slate)) ? QStringLiteral("the slate is locked")
                                                   : faultText(Source::Slate, of(facts, Source::Slate), now));
    stay("loss", locked ? "locked" : "unfit", locked ? QStringLiteral("locked") : faultCode(of(facts, other)),
         other, cause, why, facts, now, outcome);
}

void Failover::onContent(const Facts &facts, int64_t now, Outcome &outcome)
{
    const Source from = facts.onAir;
    const Source other = otherPath(from);
    const SourceFacts &target = of(facts, other);
    const QString cause = faultText(from, of(facts, from), now);
    const auto remain = [&](const char *rule, const QString &code, const QString &why) {
        stay("content", rule, code, other, cause, why, facts, now, outcome);
    };
    if (m_orders.suspended)
        return remain("suspended", QStringLiteral("suspended"), QStringLiteral("a person chose it"));
    if (isLocked(other))
        return remain("locked", QStringLiteral("locked"),
                      QStringLiteral("the %1 is locked").arg(toWord(other)));
    if (!isClean(target))
        return remain("unfit", faultCode(target), faultText(other, target, now));
    if (m_left.contains(other)) {
        if (m_orders.config.mode == FailoverMode::Once)
            return remain(
                "once", QStringLiteral("once"),
                QStringLiteral("the %1 was left before, and failover is to happen once").arg(toWord(other)));
        if (const int64_t clear = clearAt(other); clear > now) {
            outcome.next = std::min(outcome.next, clear);
            return remain("unfit", QStringLiteral("clearing"),
                          QStringLiteral("the %1 has not been fit for %2 ms yet")
                              .arg(toWord(other))
                              .arg(m_orders.config.clearMs));
        }
    }
    if (switchesLeft(now) == 0)
        return remain("limit", QStringLiteral("limit"), limitText());
    go(other, "content", true, cause, facts, now, outcome);
}

void Failover::onSlate(const Facts &facts, int64_t now, Outcome &outcome)
{
    if (!m_covered)
        return; // a person's slate
    const auto usable = [&](Source path) { return isClean(of(facts, path)) && !isLocked(path); };
    if (m_startSource) {
        // It was not its fault that it had to be waited for.
        if (usable(*m_startSource))
            return go(*m_startSource, "start", false,
                      QStringLiteral("the %1 is there").arg(toWord(*m_startSource)), facts, now, outcome);
        if (isStarting(now)) {
            outcome.next = std::min(outcome.next, m_begunAt + startGraceUs);
            return;
        }
        if (const Source other = otherPath(*m_startSource); usable(other))
            return go(other, "start", false,
                      QStringLiteral("the %1 has not come for %2 ms, the %3 is there")
                          .arg(toWord(*m_startSource))
                          .arg((now - m_begunAt) / 1'000)
                          .arg(toWord(other)),
                      facts, now, outcome);
    }
    for (const Source path : {*m_covered, otherPath(*m_covered)}) {
        if (!isClean(of(facts, path)))
            continue;
        const QString cause = cleanText(path, now);
        if (clearAt(path) > now)
            outcome.next = std::min(outcome.next, clearAt(path));
        else if (isLocked(path))
            stay("slate", "locked", QStringLiteral("locked"), path, cause, QStringLiteral("it is locked"),
                 facts, now, outcome);
        else if (switchesLeft(now) == 0)
            return stay("slate", "limit", QStringLiteral("limit"), path, cause, limitText(), facts, now,
                        outcome);
        else
            return go(path, "slate", true, cause, facts, now, outcome);
    }
}

void Failover::onRevert(const Facts &facts, int64_t now, Outcome &outcome)
{
    const Source home = Source::Primary;
    if (m_orders.config.mode != FailoverMode::Reverting || facts.onAir != Source::Backup
        || !isClean(of(facts, home)))
        return;
    if (clearAt(home) > now) {
        outcome.next = std::min(outcome.next, clearAt(home));
        return;
    }
    const QString cause = cleanText(home, now);
    const auto remain = [&](const char *rule, const QString &code, const QString &why) {
        stay("failback", rule, code, home, cause, why, facts, now, outcome);
    };
    if (m_orders.suspended)
        return remain("suspended", QStringLiteral("suspended"), QStringLiteral("a person chose the backup"));
    if (isLocked(home))
        return remain("locked", QStringLiteral("locked"), QStringLiteral("it is locked"));
    if (facts.notSeamless)
        return remain("not-seamless", facts.notSeamless->code,
                      QStringLiteral("the move would be seen: %1").arg(facts.notSeamless->message));
    if (switchesLeft(now) == 0)
        return remain("limit", QStringLiteral("limit"), limitText());
    go(home, "failback", true, cause, facts, now, outcome);
}

QString Failover::cleanText(Source path, int64_t now) const
{
    return QStringLiteral("the %1 has been fit for %2 ms")
        .arg(toWord(path))
        .arg((now - m_cleanSince[size_t(path)].value_or(now)) / 1'000);
}

QString Failover::limitText()
{
    return QStringLiteral("%1 switches in ten minutes are the limit").arg(mostSwitches);
}

Decision Failover::decision(const QString &rule, Source to, const QString &text, const Facts &facts,
                            int64_t now)
{
    Decision made;
    made.number = ++m_number;
    made.rule = rule;
    made.from = facts.onAir;
    made.to = to;
    made.text = text;
    made.text[0] = made.text[0].toUpper();
    made.numbers = numbersOf(facts, m_orders, now);
    made.numbers.insert(QStringLiteral("switchesLeft"), switchesLeft(now));
    return made;
}

void Failover::go(Source target, const char *rule, bool counted, const QString &cause, const Facts &facts,
                  int64_t now, Outcome &outcome)
{
    Decision made =
        decision(QString::fromLatin1(rule), target,
                 QStringLiteral("%1: the %2 goes on air.").arg(cause, toWord(target)), facts, now);
    made.switched = true;
    if (facts.onAir != Source::Slate)
        m_left.insert(facts.onAir);
    if (target == Source::Slate)
        m_covered = facts.onAir;
    if (counted)
        m_switches.push_back(now);
    m_ordered =
        Order{target, facts.onAir != Source::Slate && isLost(of(facts, facts.onAir), now), made.number};
    outcome.order = m_ordered;
    outcome.decisions.push_back(std::move(made));
    m_stays.clear();
    m_staying.reset();
}

void Failover::stay(const char *cause, const char *rule, const QString &code, Source target,
                    const QString &because, const QString &why, const Facts &facts, int64_t now,
                    Outcome &outcome)
{
    m_causes.insert(QString::fromLatin1(cause));
    const QString key =
        QStringLiteral("%1 %2 %3 %4 %5")
            .arg(QLatin1String(cause), QLatin1String(rule), code, toWord(facts.onAir), toWord(target));
    const QString text =
        QStringLiteral("%1, but %2: the %3 stays on air.").arg(because, why, toWord(facts.onAir));
    if (!m_stays.insert(key).second)
        return;
    Decision made = decision(QString::fromLatin1(rule), target, text, facts, now);
    m_staying = made;
    m_stayingCode = code;
    outcome.decisions.push_back(std::move(made));
}

void Failover::forgetStays(bool keep)
{
    if (keep)
        return;
    std::erase_if(m_stays,
                  [this](const QString &key) { return !m_causes.contains(key.section(u' ', 0, 0)); });
    if (m_stays.empty())
        m_staying.reset();
}

FailoverStatus Failover::status(const Facts &facts, int64_t now) const
{
    FailoverStatus status;
    status.switchesLeft = switchesLeft(now);
    if (m_orders.config.mode == FailoverMode::Off)
        status.state = FailoverState::Off;
    else if (m_orders.ended)
        status.state = FailoverState::Ended;
    else if (m_orders.suspended)
        status.state = FailoverState::Suspended;
    else
        status.state = status.switchesLeft == 0 ? FailoverState::Spent : FailoverState::Armed;
    if (m_staying) {
        status.reason = m_staying->text;
        status.reasonCode = m_stayingCode;
    } else if (status.state == FailoverState::Suspended) {
        status.reason = QStringLiteral("A person chose what is on air: only its loss takes it away.");
        status.reasonCode = QStringLiteral("suspended");
    } else if (status.state == FailoverState::Spent) {
        status.reason = QStringLiteral("%1: only a loss is acted on.").arg(limitText());
        status.reasonCode = QStringLiteral("limit");
    }
    if (m_orders.ended || m_orders.config.mode == FailoverMode::Off || status.switchesLeft == 0)
        return status;
    const auto consider = [&](Source path) {
        const int64_t clear = clearAt(path);
        if (clear == never || isLocked(path))
            return;
        const qint64 in = std::max<int64_t>(0, clear - now) / 1'000;
        status.clearsInMs = std::min(status.clearsInMs.value_or(in), in);
    };
    if (facts.onAir == Source::Slate && m_covered) {
        consider(Source::Primary);
        consider(Source::Backup);
    } else if (facts.onAir == Source::Backup && m_orders.config.mode == FailoverMode::Reverting
               && !m_orders.suspended) {
        consider(Source::Primary);
    }
    return status;
}

} // namespace twinfeed::media
