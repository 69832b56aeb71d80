// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/alarms/alarmbook.h"

#include <algorithm>

namespace twinfeed::backend {

namespace {

// What followed from a fault may take so long to end after it, and is no alarm of its own yet.
constexpr int64_t followsUs = 10'000'000;

} // namespace

AlarmBook::AlarmBook(const Clock &clock, qint64 next)
    : m_clock(&clock)
    , m_next(next)
{
}

void AlarmBook::restore(const std::vector<Alarm> &alarms)
{
    const int64_t now = m_clock->now();
    for (const Alarm &alarm : alarms) {
        Entry entry;
        entry.alarm = alarm;
        if (!alarm.active)
            entry.clearedAt = now;
        if (alarm.shelf)
            entry.shelfEnds = now + m_clock->wall().msecsTo(alarm.shelf->until) * 1000;
        const qint64 id = alarm.id.toLongLong();
        m_entries.emplace(id, std::move(entry));
        m_next = std::max(m_next, id + 1);
    }
}

void AlarmBook::tell(const char *what, const Entry &entry)
{
    m_changes.push_back({QString::fromLatin1(what), entry.alarm});
}

AlarmBook::Entry *AlarmBook::newest(const QString &rule, const QString &channel, const QString &node)
{
    for (auto it = m_entries.rbegin(); it != m_entries.rend(); ++it) {
        const Alarm &alarm = it->second.alarm;
        if (alarm.rule == rule && alarm.channel == channel && alarm.node == node)
            return &it->second;
    }
    return nullptr;
}

void AlarmBook::raise(const AlarmFact &fact)
{
    Entry *known = newest(fact.rule, fact.channel, fact.node);
    if (known && known->alarm.active && !known->clearedAt)
        return;
    const bool same = known && known->clearedAt
        && (known->alarm.active || known->alarm.shelf || m_clock->now() - *known->clearedAt < returnUs);
    if (same) {
        known->alarm.text = fact.text;
        known->alarm.value = fact.value;
        return comeBack(*known);
    }
    // The old one waits for nobody any more: the new one says more.
    if (known && !known->alarm.closed)
        close(*known);
    add(fact);
}

void AlarmBook::add(const AlarmFact &fact)
{
    Entry entry;
    Alarm &alarm = entry.alarm;
    alarm.id = QString::number(m_next);
    alarm.rule = fact.rule;
    alarm.channel = fact.channel;
    alarm.node = fact.node;
    alarm.metric = fact.metric;
    alarm.severity = fact.severity;
    alarm.cause = fact.cause;
    alarm.raisedAt = m_clock->wall();
    alarm.text = fact.text;
    alarm.value = fact.value;
    alarm.limit = fact.limit;
    alarm.unit = fact.unit;
    entry.raises = {m_clock->now()};
    tell("raised", m_entries.emplace(m_next++, std::move(entry)).first->second);
}

void AlarmBook::comeBack(Entry &entry)
{
    Alarm &alarm = entry.alarm;
    const int64_t now = m_clock->now();
    std::erase_if(entry.raises, [now](int64_t at) { return now - at >= chatterUs; });
    entry.raises.push_back(now);
    ++alarm.occurrences;
    entry.clearedAt.reset();
    // Held on to while it chatters: nothing to tell.
    if (alarm.active)
        return;
    alarm.active = true;
    alarm.closed = false;
    alarm.clearedAt.reset();
    alarm.closedAt.reset();
    const bool chatters = entry.raises.size() >= size_t(chatterTimes);
    if (chatters && !alarm.chattering) {
        alarm.chattering = true;
        return tell("chattering", entry);
    }
    alarm.acknowledged = false;
    alarm.acknowledgedAt.reset();
    alarm.acknowledgedBy.clear();
    alarm.silenced = false;
    tell("returned", entry);
}

void AlarmBook::clear(const QString &rule, const QString &channel, const QString &node)
{
    Entry *known = newest(rule, channel, node);
    if (!known || !known->alarm.active || known->clearedAt)
        return;
    known->clearedAt = m_clock->now();
    // A chattering one is over when it has been quiet: see settle().
    if (!known->alarm.chattering)
        clear(*known);
}

void AlarmBook::clear(Entry &entry)
{
    Alarm &alarm = entry.alarm;
    alarm.active = false;
    alarm.clearedAt = m_clock->wall();
    alarm.silenced = false;
    tell("cleared", entry);
    const bool seen = alarm.acknowledged || !alarm.root.isEmpty() || alarm.severity == Severity::Notice;
    if (seen && !alarm.shelf)
        close(entry);
}

void AlarmBook::close(Entry &entry)
{
    entry.alarm.closed = true;
    entry.alarm.shelf.reset();
    entry.shelfEnds.reset();
    entry.alarm.closedAt = m_clock->wall();
    tell("closed", entry);
}

void AlarmBook::settle(const Surroundings &surroundings)
{
    const int64_t now = m_clock->now();
    for (auto &[id, entry] : m_entries) {
        if (entry.alarm.active && entry.clearedAt && now - *entry.clearedAt >= chatterUs) {
            entry.alarm.chattering = false;
            clear(entry);
        }
    }
    endShelves();
    raiseWider(surroundings);
    fold(surroundings);
    tidy();
}

void AlarmBook::raiseWider(const Surroundings &surroundings)
{
    for (const WiderAlarm &wider : widerAlarms(alarms(), surroundings)) {
        if (wider.holds)
            raise({wider.rule, wider.channel, wider.node, {}, Severity::Critical, true, wider.text});
        else
            clear(wider.rule, wider.channel, wider.node);
    }
    // Of a channel that is gone.
    for (auto &[id, entry] : m_entries) {
        const Alarm &alarm = entry.alarm;
        if (alarm.active && alarm.node == QLatin1String("channel") && !surroundings.contains(alarm.channel))
            clear(alarm.rule, alarm.channel, alarm.node);
    }
}

void AlarmBook::fold(const Surroundings &surroundings)
{
    const auto roots = rootsOf(alarms(), surroundings);
    const int64_t now = m_clock->now();
    for (auto &[id, entry] : m_entries) {
        Alarm &alarm = entry.alarm;
        if (!alarm.active)
            continue;
        const auto found = roots.find(alarm.id);
        const QString root = found == roots.end() ? QString() : found->second;
        if (root == alarm.root)
            continue;
        if (root.isEmpty()) {
            const auto old = m_entries.find(alarm.root.toLongLong());
            const bool justOver =
                old != m_entries.end() && old->second.clearedAt && now - *old->second.clearedAt < followsUs;
            if (justOver)
                continue;
            // Nobody was asked to look at it while it was folded.
            alarm.acknowledged = false;
        }
        alarm.root = root;
        tell(root.isEmpty() ? "unfolded" : "folded", entry);
    }
}

void AlarmBook::endShelves()
{
    const int64_t now = m_clock->now();
    for (auto &[id, entry] : m_entries) {
        if (entry.shelfEnds && now >= *entry.shelfEnds)
            (void)unshelve(entry.alarm.id);
    }
}

void AlarmBook::tidy()
{
    const int64_t now = m_clock->now();
    std::erase_if(m_entries, [now](const auto &item) {
        return item.second.alarm.closed && item.second.clearedAt && now - *item.second.clearedAt >= returnUs;
    });
    size_t waiting = 0;
    for (auto it = m_entries.rbegin(); it != m_entries.rend(); ++it) {
        if (it->second.alarm.state() == AlarmState::Cleared && ++waiting > mostWaiting)
            close(it->second);
    }
}

Result<AlarmBook::Entry *> AlarmBook::open(const QString &id)
{
    bool isNumber = false;
    const auto it = m_entries.find(id.toLongLong(&isNumber));
    if (isNumber && it != m_entries.end() && !it->second.alarm.closed)
        return &it->second;
    return Error{
        QStringLiteral("unknown-alarm"),
        QStringLiteral("There is no open alarm \"%1\".").arg(id),
        {},
        QStringLiteral("See /v1/alarms for those that are open, and /v1/alarms/history for the others."),
        {}};
}

Result<void> AlarmBook::acknowledge(const QString &id, const QString &who)
{
    const auto found = open(id);
    if (!found)
        return found.error();
    for (auto &[number, entry] : m_entries) {
        Alarm &alarm = entry.alarm;
        const bool meant = alarm.id == id || (alarm.root == id && alarm.active);
        if (!meant || alarm.closed || alarm.acknowledged)
            continue;
        alarm.acknowledged = true;
        alarm.acknowledgedAt = m_clock->wall();
        alarm.acknowledgedBy = who;
        alarm.silenced = true;
        tell("acknowledged", entry);
        if (!alarm.active && !alarm.shelf)
            close(entry);
    }
    return {};
}

Result<void> AlarmBook::silence(const QString &id)
{
    const auto found = open(id);
    if (!found)
        return found.error();
    if (!(*found)->alarm.silenced) {
        (*found)->alarm.silenced = true;
        tell("silenced", **found);
    }
    return {};
}

Result<void> AlarmBook::shelve(const QString &id, const QString &who, const QString &reason, int minutes)
{
    const auto found = open(id);
    if (!found)
        return found.error();
    if (reason.trimmed().isEmpty() || minutes < 1 || minutes > mostShelfMinutes) {
        return Error{
            QStringLiteral("out-of-range"),
            QStringLiteral("An alarm is shelved with a reason, for 1 to %1 minutes.").arg(mostShelfMinutes),
            reason.trimmed().isEmpty() ? QStringLiteral("/reason") : QStringLiteral("/minutes"),
            QStringLiteral("Say why, and until when."),
            {}};
    }
    Entry &entry = **found;
    entry.alarm.shelf = AlarmShelf{m_clock->wall().addSecs(minutes * 60), reason.trimmed(), who};
    entry.alarm.silenced = true;
    entry.shelfEnds = m_clock->now() + int64_t(minutes) * 60'000'000;
    tell("shelved", entry);
    return {};
}

Result<void> AlarmBook::unshelve(const QString &id)
{
    const auto found = open(id);
    if (!found)
        return found.error();
    Entry &entry = **found;
    if (!entry.alarm.shelf)
        return {};
    entry.alarm.shelf.reset();
    entry.shelfEnds.reset();
    entry.alarm.silenced = false;
    entry.alarm.acknowledged = false;
    tell(entry.alarm.active ? "returned" : "unshelved", entry);
    if (!entry.alarm.active)
        close(entry);
    return {};
}

std::vector<Alarm> AlarmBook::alarms() const
{
    std::vector<Alarm> alarms;
    for (const auto &[id, entry] : m_entries) {
        if (!entry.alarm.closed)
            alarms.push_back(entry.alarm);
    }
    return alarms;
}

std::optional<Alarm> AlarmBook::find(const QString &id) const
{
    const auto it = m_entries.find(id.toLongLong());
    return it == m_entries.end() ? std::nullopt : std::optional(it->second.alarm);
}

} // namespace twinfeed::backend
