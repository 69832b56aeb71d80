// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"
#include "models/domain/setup.h"

#include <QSet>

namespace twinfeed {

/// How a unit is to be set up, as a person is writing it, beside what it was when they began. A value without signals.
class SetupDraft final
{
public:
    struct Item
    {
        std::optional<ChannelDocument> seen; ///< nothing: a new channel
        ChannelConfig config;
        QString slate; ///< that is to stand ready
        bool gone = false; ///< to be taken down

        bool isChanged() const;
    };

    SetupDraft() = default;
    /// As the console knows it now.
    static SetupDraft of(const ConsoleState &state);

    const std::vector<Item> &items() const { return m_items; }
    Item &item(size_t index) { return m_items[index]; }
    /// A new channel behind the others, with an id that is free.
    size_t add(const QString &name);
    /// Takes a new channel out again; one that is there is to be taken down, or not any more.
    void toggleGone(size_t index);

    const RuleSet &rules() const { return m_rules; }
    void setRules(const RuleSet &rules) { m_rules = rules; }
    bool isSlateGone(const QString &slate) const { return m_goneSlates.contains(slate); }
    void setSlateGone(const QString &slate, bool gone);

    /// What differs from what was seen.
    SetupChange change() const;
    bool isChanged() const { return !change().isEmpty(); }
    /// The same checks that the backend makes of the words, and what can be known without it. An error's place is that in change().
    Result<void> check() const;

    /// Which part of the draft a place of change() means.
    struct Place
    {
        enum class Part { Whole, Channel, Slates, Rules };
        Part part = Part::Whole;
        size_t index = 0; ///< of the item
        QString
            rest; ///< within its configuration ("/outputs/0/url"), or "/slate", or within the rules ("/rules/3/clear")
    };
    Place place(const QString &where) const;

private:
    std::vector<size_t> changedItems() const;

    std::vector<Item> m_items;
    QSet<QString> m_goneSlates;
    RuleSet m_seenRules;
    RuleSet m_rules;
    quint64 m_rulesRevision = 0;
};

} // namespace twinfeed
