// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/words.h"
#include "widgets/motion.h"

#include <QString>

#include <optional>

namespace twinfeed {

/// What is known about one tile at one moment.
struct TileFacts
{
    bool wanted = true; ///< there is something to show a picture of
    bool connected = false; ///< with the backend
    bool stale = true; ///< what the backend said may be untrue by now
    bool hasFrames = false; ///< there is a preview at all
    bool hasPicture = false;
    bool catchingUp = false; ///< the picture is the first keyframe of a stream that is not yet followed live
    qint64 pictureAgeMs = -1;
    Motion motion = Motion::All;
    QString problem; ///< of the preview
    std::optional<InputState> input; ///< of the source behind the tile; nothing for the programme without one
};

/// What a tile says, decided without a widget.
struct TileState
{
    /// A picture older than this is not shown as if it were live.
    static constexpr qint64 oldAfterMs = 1000;
    /// The same where keyframes only are shown: encoders send one every ten seconds at the least often.
    static constexpr qint64 oldKeyframeAfterMs = 11'000;
    /// And where a keyframe is shown each five seconds at most.
    static constexpr qint64 oldStillAfterMs = 16'000;
    static constexpr qint64 oldAfter(Motion motion)
    {
        return motion == Motion::Stills   ? oldStillAfterMs
            : motion == Motion::Keyframes ? oldKeyframeAfterMs
                                          : oldAfterMs;
    }

    enum class Kind {
        Live,
        CatchingUp,
        Opening, ///< the preview is being opened
        Old, ///< the source is said to be live, but its preview stands still
        Idle, ///< nothing is configured
        Nothing, ///< nothing is chosen for this tile
        Connecting,
        Waiting, ///< for its publisher
        Lost,
        Refused,
        NoPreview, ///< the preview cannot be had: see its problem
        NoBackend,
    };

    Kind kind = Kind::NoBackend;
    /// The picture may be shown: at full light when live, else dimmed and struck, with its age.
    bool showPicture = false;
    bool dimmed = false;

    bool operator==(const TileState &) const = default;
};

TileState tileState(const TileFacts &facts);

} // namespace twinfeed
