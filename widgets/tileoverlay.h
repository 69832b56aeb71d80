// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QStringList>

class QPainter;

namespace twinfeed {

/// What is written over a tile that has no live picture: a title, lines under it, and a reason that may wrap.
struct TileOverlay
{
    QString title;
    theme::Token titleToken = theme::Token::Quiet;
    QStringList lines;
    QString reason;
    /// There is an old picture underneath: it is darkened and struck, and the words get a plate to stand on.
    bool overPicture = false;
    bool large = false;
};

/// What stands in a tile's corners, whatever is seen in it; what is empty is not painted.
struct TileMarks
{
    QString motion; ///< fewer pictures than come
    QString age;
    QString note; ///< under the age
    QString heard; ///< that it is heard, or why not
    bool isHeard = false;
};

/// UI thread.
void paintTileOverlay(QPainter &painter, const QRect &place, const TileOverlay &overlay);

/// What is wrong with a picture that comes, on plates in its lower third, where no tally is.
void paintTileFaults(QPainter &painter, const QRect &place, const QStringList &faults, bool large);
void paintTileMarks(QPainter &painter, const QRect &place, const TileMarks &marks);
/// The lines inside which action (93 %) and titles (90 %) are safe: EBU R 95.
void paintSafeArea(QPainter &painter, const QRect &place);

} // namespace twinfeed
