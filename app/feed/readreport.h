// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/feed/analyser.h"
#include "app/feed/streamreader.h"

#include <QJsonObject>

namespace twinfeed::feed {

/// All that a read has to say; the JSON is described in readHelp().
struct ReadReport
{
    QString url;
    QString ended;
    QString error;
    int64_t startedUs = 0; ///< clock at which opening began
    ReadFormat format;
    int64_t decodeErrors = 0;
    QStringList decodeMessages;
    int64_t skippedBeforeKeyframe = 0;
    ReadTotals totals;
    std::vector<ReadEvent> events;
    std::optional<SyncMeter::Result> sync;
    std::optional<PacketOpener::Counts> sealing; ///< nothing without a key
};

QJsonObject toJson(const ReadEvent &event, int64_t startedUs);
QJsonObject toJson(const PictureFact &fact, const PictureInspector::Look &look);
QJsonObject toJson(const ReadReport &report);
QJsonObject toJson(const PacketOpener::Counts &counts);
QString toText(const ReadReport &report);
/// "1", "2", ..., "none"
QString sourceWord(int source);

} // namespace twinfeed::feed
