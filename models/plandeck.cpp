// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plandeck.h"

#include <algorithm>

namespace twinfeed {

namespace {

DeckPage pageOf(PlanPhase phase)
{
    switch (phase) {
    case PlanPhase::Before:
        return DeckPage::Before;
    case PlanPhase::After:
        return DeckPage::After;
    case PlanPhase::Live:
        break;
    }
    return DeckPage::Live;
}

PlanDeck::Look ofState(const PlanState &state)
{
    switch (state.state) {
    case DeckState::Dark:
        return state.undecided ? PlanDeck::Look::Undecided : PlanDeck::Look::Dark;
    case DeckState::Lit:
        return PlanDeck::Look::Lit;
    case DeckState::Disabled:
        return PlanDeck::Look::Disabled;
    case DeckState::Armed: // the arm is over, and the event of that is on its way
        return state.lit ? PlanDeck::Look::Lit : PlanDeck::Look::Dark;
    case DeckState::Running:
        return PlanDeck::Look::Running;
    case DeckState::Failed:
        return PlanDeck::Look::Failed;
    case DeckState::Done:
        return PlanDeck::Look::Done;
    case DeckState::Restored:
        return PlanDeck::Look::Restored;
    case DeckState::NotRestored:
        return PlanDeck::Look::NotRestored;
    }
    return PlanDeck::Look::Dark;
}

PlanDeck::Look ofRun(RunState state)
{
    switch (state) {
    case RunState::Asking:
        return PlanDeck::Look::Asking;
    case RunState::RollingBack:
        return PlanDeck::Look::RollingBack;
    case RunState::Done:
        return PlanDeck::Look::Done;
    case RunState::Restored:
        return PlanDeck::Look::Restored;
    case RunState::NotRestored:
        return PlanDeck::Look::NotRestored;
    case RunState::Running:
        break;
    }
    return PlanDeck::Look::Running;
}

} // namespace

bool PlanDeck::isGoing(Look look) const
{
    switch (look) {
    case Look::Unknown:
    case Look::Undecided:
    case Look::Disabled:
    case Look::Dark:
    case Look::Done:
    case Look::Restored:
        return false;
    default:
        return true;
    }
}

std::vector<PlanPlace> PlanDeck::placesOn(DeckPage page, const QString &channel) const
{
    struct Entry
    {
        int severity; ///< the gravest first
        PlanPlace place;
    };
    std::vector<Entry> entries;
    for (const auto &[place, state] : m_board.states()) {
        const PlanDocument *document = m_board.document(place.plan);
        if (!channel.isEmpty() && place.channel != channel)
            continue;
        const bool going = state.lit || isGoing(look(place));
        const bool here = page == DeckPage::Lit ? going : document && pageOf(document->plan.phase) == page;
        if (here)
            entries.push_back({document ? -int(document->plan.severity) : 0, place});
    }
    std::stable_sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) {
        return std::tie(a.severity, a.place) < std::tie(b.severity, b.place);
    });
    std::vector<PlanPlace> places;
    for (const Entry &entry : entries)
        places.push_back(entry.place);
    return places;
}

std::optional<PlanPlace> PlanDeck::foremost() const
{
    std::optional<PlanPlace> lit;
    for (const PlanPlace &place : placesOn(DeckPage::Lit, {})) {
        const auto arm = m_board.arm(place);
        if (arm && isOwn(*arm))
            return place;
        const PlanState *state = m_board.state(place);
        if (!lit && state && state->lit)
            lit = place;
    }
    return lit;
}

PlanDeck::Look PlanDeck::look(const PlanPlace &place) const
{
    const PlanState *state = m_board.state(place);
    const TakeBus::Block block = this->block(place);
    if (!state || block == TakeBus::Block::NoBackend || block == TakeBus::Block::Stale)
        return Look::Unknown;
    if (const PlanRun *run = m_board.runOf(place); run && !run->isOver())
        return ofRun(run->state);
    if (const auto pending = m_board.pending(place);
        pending && (pending->order == PlanBoard::Order::Arm || pending->order == PlanBoard::Order::Fire))
        return Look::Sent;
    if (const auto arm = m_board.arm(place)) {
        const bool second = danger(place) == PlanDanger::TwoPersons && arm->second.isEmpty();
        if (isOwn(*arm))
            return second ? Look::SecondMissing : Look::Armed;
        return second ? Look::SecondWanted : Look::ArmedByOther;
    }
    return ofState(*state);
}

PlanDanger PlanDeck::danger(const PlanPlace &place) const
{
    const PlanDocument *document = m_board.document(place.plan);
    // Of a plan that is not known here nothing is fired by one press.
    return document ? document->plan.danger : PlanDanger::Arm;
}

bool PlanDeck::needsReason(const PlanPlace &place) const
{
    const PlanState *state = m_board.state(place);
    return state && !state->rehearsed;
}

PlanDeck::Press PlanDeck::press(const PlanPlace &place, bool held, const QString &reason) const
{
    using Outcome = Press::Outcome;
    const PlanState *state = m_board.state(place);
    const Look look = this->look(place);
    switch (look) {
    case Look::Running:
    case Look::Asking:
    case Look::RollingBack:
        return {Outcome::ShowRun, {}};
    case Look::Sent:
    case Look::ArmedByOther:
    case Look::SecondMissing:
        return {Outcome::Wait, {}};
    default:
        break;
    }
    // While a button shows how a run ended its reason tells of that; only with a code it says why it cannot be fired.
    if (block(place) != TakeBus::Block::None || !state || look == Look::Disabled
        || !state->reasonCode.isEmpty())
        return {Outcome::Blocked, {}};
    const bool direct = danger(place) == PlanDanger::Press;
    if (look != Look::Armed && !direct)
        return {Outcome::Arm, {}};
    if (needsReason(place) && reason.trimmed().isEmpty())
        return {Outcome::NeedsReason, {}};
    if (danger(place) == PlanDanger::Hold && !held)
        return {Outcome::NeedsHold, {}};
    return {Outcome::Fire, direct ? QString() : state->arm->id};
}

bool PlanDeck::canDisarm(const PlanPlace &place) const
{
    const auto arm = m_board.arm(place);
    return arm && isOwn(*arm) && block(place) == TakeBus::Block::None;
}

bool PlanDeck::canAbort(const PlanPlace &place) const
{
    const PlanRun *run = m_board.runOf(place);
    return run && (run->state == RunState::Running || run->state == RunState::Asking)
        && block(place) == TakeBus::Block::None;
}

} // namespace twinfeed
