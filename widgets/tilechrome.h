// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QRect>
#include <QStringList>

class QPainter;

namespace twinfeed {

/// Who or what is seen of a source now.
enum class Tally { None, OnAir, WasOnAir, Next };

/// What a tile is told by the multiview; texts are ready to be shown.
struct TileLabels
{
    QString name; ///< "PRIMARY"
    QString note; ///< beside the name, quiet: what the programme carries, the slate's name
    QStringList figures; ///< size, rate, bitrate, keyframe interval: the first that fit are shown
    QString reason; ///< why there is no picture, in one sentence
    QStringList faults; ///< what is wrong with a picture that comes: "BLACK 4 s", "SILENT 3 s"
    QString since; ///< "since 14:23:05 (12 s)"

    bool operator==(const TileLabels &) const = default;
};

/// What stands around a tile's picture. UI thread.
namespace tilechrome {

constexpr int frameWidth = 3;
constexpr int headerHeight = 28;
constexpr int footerHeight = 24;

/// Name, note and tally.
void paintHeader(QPainter &painter, const QRect &place, const TileLabels &labels, Tally tally, bool large);
/// The figures that fit, and at the right a remark about the sound.
void paintFooter(QPainter &painter, const QRect &place, const QStringList &figures, const QString &remark);
/// The tally as a frame around all of the tile.
void paintFrame(QPainter &painter, const QRect &tile, Tally tally);

} // namespace tilechrome

} // namespace twinfeed
