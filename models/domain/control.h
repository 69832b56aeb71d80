// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QDateTime>
#include <QJsonObject>

namespace twinfeed {

/// Who has a channel: nobody, or one person, whose programme commands only are then accepted.
/// GET /v1/channels/{c}/control
struct ChannelControl
{
    QString channel;
    QString holder; ///< name of the token; empty: nobody
    QDateTime since; ///< UTC; of nobody: since it was let go of
    /// Milliseconds until it lapses unless the holder's console says it again; 0: nobody has it.
    qint64 lapsesInMs = 0;

    bool operator==(const ChannelControl &) const = default;
};

/// What somebody wants of it.
struct ControlOrder
{
    /// Hold: take what nobody has, or say again that one still has it.
    enum class Verb { Hold, TakeOver, HandOver, Release };
    Verb verb = Verb::Hold;
    QString to; ///< of HandOver: a name
};

QJsonObject toJson(const ChannelControl &);
/// Lenient to unknown fields.
Result<ChannelControl> channelControlFromJson(const QJsonObject &);

} // namespace twinfeed
