// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/tilestate.h"

namespace twinfeed {

namespace {

std::optional<TileState::Kind> kindOfInput(InputState input)
{
    switch (input) {
    case InputState::Idle:
        return TileState::Kind::Idle;
    case InputState::Connecting:
        return TileState::Kind::Connecting;
    case InputState::Waiting:
        return TileState::Kind::Waiting;
    case InputState::Lost:
        return TileState::Kind::Lost;
    case InputState::Refused:
        return TileState::Kind::Refused;
    case InputState::Live:
        break;
    }
    return std::nullopt;
}

} // namespace

TileState tileState(const TileFacts &facts)
{
    using Kind = TileState::Kind;
    if (!facts.wanted && facts.connected)
        return {Kind::Nothing, false, false};
    const bool fresh = facts.hasPicture && facts.pictureAgeMs >= 0
        && facts.pictureAgeMs <= TileState::oldAfter(facts.motion);
    const bool backendKnows = facts.connected && !facts.stale && facts.input;
    const std::optional<Kind> trouble = backendKnows ? kindOfInput(*facts.input) : std::nullopt;
    // A loss is said at once, even while the last picture is less than a second old.
    if (trouble == Kind::Lost || trouble == Kind::Refused)
        return {*trouble, facts.hasPicture, facts.hasPicture};
    // A fresh picture proves itself, whatever else is known.
    if (fresh)
        return {facts.catchingUp ? Kind::CatchingUp : Kind::Live, true, false};
    Kind kind = facts.hasPicture ? Kind::Old : Kind::Opening;
    if (!facts.connected)
        kind = Kind::NoBackend;
    else if (trouble)
        kind = *trouble;
    else if (!facts.hasFrames || !facts.problem.isEmpty())
        kind = Kind::NoPreview;
    return {kind, facts.hasPicture, facts.hasPicture};
}

} // namespace twinfeed
