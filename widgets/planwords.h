// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/plandeck.h"
#include "widgets/buswords.h"
#include "widgets/planbutton.h"

#include <QCoreApplication>

namespace twinfeed {

/// Plans, their steps, numbers and states in the language that is set. UI thread.
class PlanWords final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::PlanWords)

public:
    /// What a plan says in several languages, in ours; in English where it has no other.
    static QString local(const LocalText &text);
    /// The plan's title, or its id where that is all that is known.
    static QString title(const PlanBoard &board, const PlanPlace &place);
    static QString page(DeckPage page);
    static QString look(PlanDeck::Look look);
    static QString phase(PlanPhase phase);
    static QString danger(PlanDanger danger);
    static QString runState(RunState state);
    static QString runKind(RunKind kind);
    static QString stepState(RunStepState state);
    /// As the plan says it, else what its action does.
    static QString step(const PlanStep &step);
    static QString action(const PlanAction &action);
    /// "Picture rate, PRIMARY: 11.4 (below 15)"
    static QString number(const PlanNumber &number);
    static QString numbers(const std::vector<PlanNumber> &numbers);
    /// Of a state: "primary", "yes", "live".
    static QString value(const QString &word);
    /// Several of them, also of outputs: "cdn on, archive off".
    static QString values(const QString &words);
    /// "below 15", "is yes": as models/domain/condition.h says it.
    static QString limit(const QString &limit);
    static QString condition(const Condition &condition);
    /// "Picture rate, PRIMARY"; `node` may be empty.
    static QString name(const QString &name, const QString &node);

    /// All that stands on a button, at this moment.
    static PlanFace face(const PlanDeck &deck, const PlanBoard &board, const PlanPlace &place);
    /// What the person is told beside the press: what a press would do, why none can be made, what was refused.
    static BusMessage message(const ConsoleState &state, const PlanDeck &deck, const PlanBoard &board,
                              const PlanPlace &place);
    static QString problem(const Error &error);
    /// The same of a run, with the step that it is about.
    static QString problem(const Error &error, const PlanRun &run);
    /// What a rollback that went well has brought back.
    static QString restored(const PlanRun &run);
    /// Why a plan cannot be fired.
    static QString reason(const PlanState &state);
    /// "Last time (2026-11-20 20:14): DONE. Root cause: ..."; empty where there was none.
    static QString lastTime(const QJsonObject &lastTime);

private:
    static QString note(PlanDeck::Look look, const PlanDeck &deck, const PlanBoard &board,
                        const PlanPlace &place);
    static QString runNote(const PlanState &state, const PlanBoard &board);
    static BusMessage hint(PlanDeck::Look look, const PlanDeck &deck, const PlanBoard &board,
                           const PlanPlace &place);
    static BusMessage ended(PlanDeck::Look look, const PlanRun *run);
};

} // namespace twinfeed
