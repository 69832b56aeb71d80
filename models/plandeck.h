// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/planboard.h"
#include "models/takebus.h"

#include <vector>

namespace twinfeed {

/// The pages of the deck.
enum class DeckPage { Lit, Before, Live, After };
constexpr DeckPage allDeckPages[]{DeckPage::Lit, DeckPage::Before, DeckPage::Live, DeckPage::After};

/// What a press on a plan's button means: the rules between a finger and a run, without a widget. From light to effect at most
/// three presses: arm, (say why,) fire; a harmless plan takes one. UI thread; owned by the deck's panel.
class PlanDeck final
{
public:
    /// How a button looks: the backend's word, and what only this console knows.
    enum class Look {
        Unknown, ///< what is shown may be untrue
        Undecided, ///< the trigger's data are not known, or too old: people decide
        Disabled,
        Dark,
        Lit,
        Sent, ///< a press is on its way
        Armed, ///< from here, or here and by a second person
        ArmedByOther,
        SecondWanted, ///< armed by somebody else, and waits for a second person
        SecondMissing, ///< armed from here, and waits for a second person
        Running,
        Asking,
        RollingBack,
        Done,
        Failed,
        Restored,
        NotRestored,
    };

    struct Press
    {
        enum class Outcome {
            Blocked, ///< see block(), or the state's reason
            Wait, ///< a press is on its way, or somebody else has armed it
            ShowRun, ///< it runs: its steps are to be shown
            NeedsReason, ///< no green rehearsal of this version: why is it fired?
            NeedsHold, ///< fired only by holding down
            Arm, ///< send it
            Fire, ///< send it
        };
        Outcome outcome = Outcome::Blocked;
        QString arm; ///< with Fire; empty where the plan needs none
    };

    PlanDeck(const ConsoleState &state, const PlanBoard &board)
        : m_state(state)
        , m_board(board)
    {
    }

    /// Places on that page, of that channel (empty: all). By severity and id, never by state: no button leaves the finger that
    /// is on its way to it.
    std::vector<PlanPlace> placesOn(DeckPage page, const QString &channel) const;
    /// The one that a key means that names none: armed from here, else the gravest that is lit.
    std::optional<PlanPlace> foremost() const;

    TakeBus::Block block(const PlanPlace &place) const { return TakeBus::blockOf(m_state, place.channel); }
    Look look(const PlanPlace &place) const;
    /// Nothing is changed: who gets Arm or Fire sends it and tells the board.
    Press press(const PlanPlace &place, bool held, const QString &reason) const;
    /// True where firing will ask for a reason.
    bool needsReason(const PlanPlace &place) const;
    PlanDanger danger(const PlanPlace &place) const;
    /// Armed from here, or on its way to be.
    bool canDisarm(const PlanPlace &place) const;
    bool canAbort(const PlanPlace &place) const;

private:
    bool isOwn(const PlanArm &arm) const { return m_board.isOwnArm(arm.id); }
    bool isGoing(Look look) const;

    const ConsoleState &m_state;
    const PlanBoard &m_board;
};

} // namespace twinfeed
