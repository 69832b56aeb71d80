// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/feedformat.h"
#include "models/domain/result.h"

#include <QString>

#include <optional>

namespace twinfeed::feed {

/// One line on standard input of a push: a word, with the number of a feed in front if it is for that one alone.
struct FeedCommand
{
    enum class Kind {
        Stop, ///< send nothing more, keep the connection
        Cut, ///< close the connection and stay away
        Resume, ///< after stop and cut: go on at the next keyframe
        Show, ///< another variant of the picture
        Silence,
        Normal, ///< picture and sound as they were meant
        End, ///< of all feeds and of the program
    };
    Kind kind = Kind::Normal;
    Variant variant = Variant::Normal; ///< of Show
    std::optional<int> feed; ///< from 1 on; nothing: all

    /// As it was said: "stop", "black", ...
    QString word() const;
};

/// Error "bad-command" says what could have been said.
Result<FeedCommand> parseFeedCommand(const QString &line);

} // namespace twinfeed::feed
