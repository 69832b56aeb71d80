// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/encryption.h"
#include "models/domain/words.h"

#include <QJsonObject>
#include <QString>

#include <algorithm>
#include <optional>
#include <vector>

namespace twinfeed {

/// Where a path's stream comes from.
struct InputConfig
{
    /// rtmp, rtmps, srt, udp, http, https or file address. May carry a stream key: see redactedUrl().
    QString url;
    InputMode mode = InputMode::Pull;
    /// Holds this path back so that both show the same at the same time, in milliseconds, 0 to 5000: the earlier path gets
    /// what AlignmentStatus::offsetMs says.
    int delayMs = 0;

    bool operator==(const InputConfig &) const = default;
};

/// Where the programme goes.
struct OutputConfig
{
    /// [a-z0-9-]{1,32}, unique in its channel.
    QString id;
    OutputKind kind = OutputKind::Rtmp;
    /// An address for rtmp, srt and udp; an absolute folder for hls; an absolute file name ending in .ts for a recording.
    QString url;
    bool enabled = true;
    /// Where it can be read back as its audience gets it: an rtmp, http or https address, or a file; empty: at `url` itself
    /// where that is rtmp, hls or a recording, else nowhere.
    QString probeUrl = {};
    /// Of hls: where players get the key of encrypted segments, with `{key}` where its id goes. Without it such an output
    /// cannot be sealed.
    QString keyUrl = {};

    bool operator==(const OutputConfig &) const = default;
};

/// What the sound of the programme is brought to.
struct SoundFormat
{
    int sampleRate = 48000; ///< Hz: 32000, 44100 or 48000
    int channels = 2; ///< 1 or 2

    bool operator==(const SoundFormat &) const = default;
};

/// What the engine may do by itself.
struct FailoverConfig
{
    FailoverMode mode = FailoverMode::Once;
    /// How long a path must have been fit before the engine goes back to it, in milliseconds, 0 to 600000.
    int clearMs = 10'000;

    bool operator==(const FailoverConfig &) const = default;
};

/// What an engineer decides about a channel; the body of POST and PUT.
struct ChannelConfig
{
    /// [a-z0-9-]{1,32}; unchangeable.
    QString id;
    /// What people call it, 1 to 80 characters.
    QString name;
    InputConfig primary;
    InputConfig backup;
    std::vector<OutputConfig> outputs;
    /// How far behind arrival the programme leaves, in milliseconds, 0 to 5000.
    int holdMs = 500;
    Cut cut = Cut::Bridged;
    /// Without a packet for so long a source is lost, in milliseconds, 100 to 5000; nothing: the hold less 200 ms, at
    /// least 100.
    std::optional<int> lossMs;
    /// Keeps a decoder on the path that is not on air, so that a bridge needs no run-up: 8 % of a core.
    bool warm = false;
    /// Nothing: that of the first path that is live.
    std::optional<SoundFormat> sound;
    FailoverConfig failover;
    /// Listens to and looks at paths and programme all the time: loudness, silence, black, frozen.
    bool analysis = true;

    bool operator==(const ChannelConfig &) const = default;

    const InputConfig &input(Source path) const { return path == Source::Backup ? backup : primary; }
    /// lossMs, or what follows from the hold.
    int effectiveLossMs() const { return lossMs.value_or(std::max(100, holdMs - 200)); }
};

/// What commands have made of a channel: the document behind the revision.
struct ChannelDocument
{
    ChannelConfig config;
    /// Counts each change made by a command, from 1; the ETag of the channel. Live numbers do not touch it.
    quint64 revision = 1;
    Source onAir = Source::Slate;
    /// Id of the slate that stands ready.
    QString slate;
    /// The source on air is a person's choice: content faults do not take it away until somebody arms failover again.
    bool suspended = false;
    /// Sources that the engine may not put on air, and a person only with force; in the order of Source.
    std::vector<Source> locked = {};
    /// The event is over: nothing is a failure any more, until somebody takes a source.
    bool ended = false;
    /// The outputs that are to be sealed; all others are clear.
    std::vector<SealedOutput> sealed = {};

    bool operator==(const ChannelDocument &) const = default;
};

/// Strict: unknown fields, wrong types and values out of range are errors with their place.
Result<ChannelConfig> channelConfigFromJson(const QJsonObject &object, const QString &pointer = {});
/// `withSecrets` false gives addresses as redactedUrl() has them.
QJsonObject toJson(const ChannelConfig &config, bool withSecrets);
QJsonObject toJson(const ChannelDocument &document, bool withSecrets);
/// Lenient to unknown fields (a newer backend may send more), strict in types.
Result<ChannelDocument> channelDocumentFromJson(const QJsonObject &object);

/// The address without what lets somebody publish or read: user, password and query of any, and the last part of an
/// RTMP path: "rtmp://host/live/***". Files and folders stay as they are.
QString redactedUrl(const QString &url);

/// True for [a-z0-9-]{1,32}.
bool isValidId(const QString &id);

} // namespace twinfeed
