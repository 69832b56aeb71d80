// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/feedformat.h"
#include "models/domain/result.h"

#include <QString>

#include <optional>

namespace twinfeed::feed {

/// One line on standard input of a push: a word, with the number of a feed in front if it is for that one alone, and with an
/// amount behind it where it has one.
struct FeedCommand
{
    enum class Kind {
        Stop, ///< send nothing more, keep the connection
        Cut, ///< close the connection and stay away
        Resume, ///< after stop and cut: go on at the next keyframe
        Show, ///< another variant of the picture
        Play, ///< another variant of the sound
        Late, ///< of the sound's timestamps, by `amount` ms
        Jitter, ///< of `amount` ms
        Loss, ///< of `amount` per cent of the packets
        Normal, ///< all as it was meant
        End, ///< of all feeds and of the program
    };
    Kind kind = Kind::Normal;
    Variant variant = Variant::Normal; ///< of Show
    SoundVariant sound = SoundVariant::Normal; ///< of Play
    int amount = 0; ///< of Late, Jitter and Loss
    std::optional<int> feed; ///< from 1 on; nothing: all

    /// As it was said: "stop", "black", ...
    QString word() const;
};

/// Errors: "bad-command" says what could have been said, "bad-amount" which amounts there are.
Result<FeedCommand> parseFeedCommand(const QString &line);

} // namespace twinfeed::feed
