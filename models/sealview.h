// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/consolestate.h"

#include <optional>
#include <vector>

namespace twinfeed {

/// How encryption stands as it was *seen* in an output, never as it was asked for: what a lamp shows. UI thread.
struct SealView
{
    enum class Look {
        None, ///< nothing that could be seen: no output, or all are off
        Clear,
        Sealed,
        Partly, ///< of a channel: some of its outputs are sealed, others clear, all as asked for
        Mixed, ///< clear and sealed, or two keys, within one group of pictures
        Unknown, ///< not seen yet, or cannot be
        Stale, ///< seen too long ago, or nothing is heard from the backend
        Disagrees, ///< not what was asked for
    };
    /// What was seen longer ago is no longer true; the prober looks each 10 s.
    static constexpr qint64 freshForMs = 15'000;

    Look look = Look::None;
    /// What was seen last, also where that is stale.
    EncryptionSeen seen = EncryptionSeen::Unknown;
    std::optional<quint32> key; ///< seen
    std::optional<qint64> ageMs; ///< now; of a channel: of its oldest
    Encryption sending = Encryption::Clear;
    QString reason; ///< why it is unknown or mixed, or what disagrees
    QString reasonCode;
    QString output; ///< whose reason it is; of a channel

    // Of a channel: its outputs that are not off.
    int outputs = 0;
    int sealed = 0; ///< seen so, freshly
    int clear = 0;

    bool operator==(const SealView &) const = default;
};

/// `sinceMs`: how long ago this status came. `stale`: nothing is heard from the backend.
SealView sealViewOf(const OutputStatus &output, qint64 sinceMs, bool stale);
/// All outputs of a channel in one: the worst look counts.
SealView sealViewOf(const ConsoleState &state, const QString &channel);

/// Until the last of the outputs that change now does so, at a keyframe, in milliseconds; nothing where none changes or it
/// cannot be foreseen.
std::optional<qint64> sealChangesInMs(const ConsoleState &state, const QString &channel);

} // namespace twinfeed
