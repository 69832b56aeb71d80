// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/setupdraft.h"

#include <algorithm>

namespace twinfeed {

bool SetupDraft::Item::isChanged() const
{
    return !gone && (!seen || config != seen->config || slate != seen->slate);
}

SetupDraft SetupDraft::of(const ConsoleState &state)
{
    SetupDraft draft;
    for (const QString &id : state.channelIds()) {
        const ChannelDocument &document = *state.channel(id);
        draft.m_items.push_back({document, document.config, document.slate, false});
    }
    draft.m_seenRules = draft.m_rules = state.judgements().rules();
    draft.m_rulesRevision = state.judgements().rulesRevision();
    return draft;
}

size_t SetupDraft::add(const QString &name)
{
    const auto isUsed = [this](const QString &id) {
        return std::ranges::any_of(m_items, [&id](const Item &item) { return item.config.id == id; });
    };
    int number = int(m_items.size()) + 1;
    const auto id = [&number] { return QStringLiteral("channel-%1").arg(number); };
    while (isUsed(id()))
        ++number;
    Item item;
    item.config.id = id();
    item.config.name = name;
    m_items.push_back(std::move(item));
    return m_items.size() - 1;
}

void SetupDraft::toggleGone(size_t index)
{
    if (m_items[index].seen)
        m_items[index].gone = !m_items[index].gone;
    else
        m_items.erase(m_items.begin() + std::ptrdiff_t(index));
}

void SetupDraft::setSlateGone(const QString &slate, bool gone)
{
    if (gone)
        m_goneSlates.insert(slate);
    else
        m_goneSlates.remove(slate);
}

std::vector<size_t> SetupDraft::changedItems() const
{
    std::vector<size_t> changed;
    for (size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i].isChanged())
            changed.push_back(i);
    }
    return changed;
}

SetupChange SetupDraft::change() const
{
    SetupChange change;
    for (const size_t index : changedItems()) {
        const Item &item = m_items[index];
        const QString before = item.seen ? item.seen->slate : QString();
        change.channels.push_back(
            {item.seen ? std::optional(item.seen->revision) : std::nullopt, item.config,
             item.slate.isEmpty() || item.slate == before ? std::nullopt : std::optional(item.slate)});
    }
    for (const Item &item : m_items) {
        if (item.gone)
            change.removedChannels.push_back({item.config.id, item.seen->revision});
    }
    change.removedSlates = m_goneSlates.values();
    change.removedSlates.sort();
    if (m_rules != m_seenRules)
        change.rules = SetupChange::Rules{m_rulesRevision, m_rules};
    return change;
}

Result<void> SetupDraft::check() const
{
    const SetupChange wanted = change();
    if (wanted.isEmpty())
        return {};
    if (auto read = setupChangeFromJson(toJson(wanted, true)); !read)
        return read.error();
    const auto wrong = [](const char *code, const QString &message, const QString &where) {
        return Error{QLatin1String(code), message, where, {}, {}};
    };
    for (size_t i = 0; i < wanted.channels.size(); ++i) {
        const SetupChange::Channel &channel = wanted.channels[i];
        const auto same = [&channel](const Item &item) { return item.config.id == channel.config.id; };
        if (std::ranges::count_if(m_items, same) > 1)
            return wrong("channel-exists",
                         QStringLiteral("There is a channel \"%1\" already.").arg(channel.config.id),
                         QStringLiteral("/channels/%1/config/id").arg(i));
    }
    for (qsizetype i = 0; i < wanted.removedSlates.size(); ++i) {
        for (const Item &item : m_items) {
            if (!item.gone && item.slate == wanted.removedSlates[i])
                return wrong("slate-in-use",
                             QStringLiteral("The slate %1 stands ready in %2.")
                                 .arg(wanted.removedSlates[i], item.config.name),
                             QStringLiteral("/removedSlates/%1").arg(i));
        }
    }
    return {};
}

SetupDraft::Place SetupDraft::place(const QString &where) const
{
    using Part = Place::Part;
    const QStringList parts = where.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    const QString first = parts.value(0);
    const auto after = [&parts](qsizetype count) {
        QString rest;
        for (qsizetype i = count; i < parts.size(); ++i)
            rest += QLatin1Char('/') + parts[i];
        return rest;
    };
    const auto index = size_t(parts.value(1).toULongLong());
    if (first == QLatin1String("channels")) {
        const auto changed = changedItems();
        if (index < changed.size())
            return {Part::Channel, changed[index], after(parts.value(2) == QLatin1String("config") ? 3 : 2)};
    } else if (first == QLatin1String("removedChannels")) {
        size_t gone = 0;
        for (size_t i = 0; i < m_items.size(); ++i) {
            if (m_items[i].gone && gone++ == index)
                return {Part::Channel, i, {}};
        }
    } else if (first == QLatin1String("removedSlates")) {
        return {Part::Slates, index, {}};
    } else if (first == QLatin1String("rules")) {
        return {Part::Rules, 0, after(parts.value(1) == QLatin1String("set") ? 2 : 1)};
    }
    return {};
}

} // namespace twinfeed
