// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/channelunit.h"
#include "app/backend/slateshelf.h"

/// What may be done with a slate. Director's thread. An error's place is that of the slate in a command that chooses one.
namespace twinfeed::backend {

/// "unknown-slate"
Error unknownSlate(const QString &id, const QString &field = {});

/// Whether it can stand ready in the channel, as it is live now. Errors: "slate-not-ready", "slate-mismatch" with what was compared.
Result<void> canStand(ChannelUnit &unit, const SlateShelf &shelf, const Slate &slate);

/// Whether it can be deleted; `users`: the channels in which it stands ready. Errors: "slate-given", "slate-in-use".
Result<void> canGo(const SlateShelf &shelf, const Slate &slate, const QStringList &users);

} // namespace twinfeed::backend
