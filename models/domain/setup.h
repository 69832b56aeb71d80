// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/channel.h"
#include "models/domain/rule.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace twinfeed {

/// One change of how a unit is set up: several channels, slates and the rules at once, whole or not at all. What it does not name
/// stays. Each thing that was there carries the revision that the person saw.
struct SetupChange
{
    struct Channel
    {
        std::optional<quint64> revision; ///< nothing: a new channel
        ChannelConfig config;
        std::optional<QString> slate; ///< which one is to stand ready; nothing: as it is
        bool operator==(const Channel &) const = default;
    };
    struct Gone
    {
        QString id;
        quint64 revision = 0;
        bool operator==(const Gone &) const = default;
    };
    struct Rules
    {
        quint64 revision = 0;
        RuleSet set;
        bool operator==(const Rules &) const = default;
    };

    std::vector<Channel> channels;
    std::vector<Gone> removedChannels;
    QStringList removedSlates;
    std::optional<Rules> rules;

    bool isEmpty() const { return *this == SetupChange(); }
    bool operator==(const SetupChange &) const = default;
};

/// Strict, as its parts: an error has its place ("/channels/1/config/outputs/0/url"). A channel or slate that is named twice is
/// one, and so is a change of nothing.
Result<SetupChange> setupChangeFromJson(const QJsonObject &object);
/// `withSecrets` false gives addresses as redactedUrl() has them.
QJsonObject toJson(const SetupChange &change, bool withSecrets);

} // namespace twinfeed
