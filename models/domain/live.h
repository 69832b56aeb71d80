// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/encryption.h"
#include "models/domain/words.h"

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

/// What is measured now and changes by itself: not part of a channel's document, touches no revision.
namespace twinfeed {

/// One measured value. Nodes: "primary", "backup", "slate", "programme", "output:<id>".
struct Metric
{
    QString channel;
    QString node;
    /// "fps", "bitrate", "keyframeInterval", "jitter", "largestGap", "lostPackets", "reconnects", ...
    QString name;
    /// Nothing where nothing can be measured (N/A): missing is not zero.
    std::optional<double> value;
    /// "1/s", "bit/s", "s", "ms", "1".
    QString unit;
    /// Over how long it is taken, in milliseconds; 0 for a state or a running total.
    int windowMs = 0;
    /// How often it is expected, in milliseconds.
    int periodMs = 1000;
    /// Wall clock of the backend at the measurement (UTC).
    QDateTime at;

    bool operator==(const Metric &) const = default;
};

/// What a stream is made of; empty and zero where unknown.
struct StreamFormat
{
    QString videoCodec; ///< "h264", "hevc"
    int width = 0;
    int height = 0;
    double frameRate = 0; ///< pictures a second as declared or measured
    QString profile; ///< "High", "Main"
    QString soundCodec; ///< "aac"
    int sampleRate = 0; ///< Hz
    int soundChannels = 0;

    bool operator==(const StreamFormat &) const = default;
};

struct SourceStatus
{
    Source source = Source::Primary;
    InputState state = InputState::Idle;
    /// Fit to be seen: fresh packets, a keyframe buffered, a format the outputs can carry.
    bool fit = false;
    /// Why it is not fit, or what is wrong with the input, in one sentence; empty when fit.
    QString reason;
    StreamFormat format;
    /// Age of the newest packet in milliseconds; nothing before the first.
    std::optional<qint64> ageMs;
    /// Which reason it is, as in Error::code: for those who have their own words for it; empty without a reason.
    QString reasonCode;

    bool operator==(const SourceStatus &) const = default;
};

struct OutputStatus
{
    QString id;
    OutputState state = OutputState::Off;
    /// What went wrong last, in one sentence; while live: what of the programme it leaves out, mostly nothing.
    QString reason;
    qint64 bytes = 0;
    qint64 droppedPictures = 0;
    int reconnects = 0;
    /// As in SourceStatus.
    QString reasonCode;
    /// How much of the programme never left here since it first was live, in milliseconds: what its audience missed, or what
    /// is missing between the files of a recording. While it is down it is not yet counted.
    qint64 missingMs = 0;
    /// The file that a recording is writing to, or wrote to last; empty for everything else.
    QString file;
    EncryptionStatus encryption = {};

    bool operator==(const OutputStatus &) const = default;
};

/// What the engine would do by itself, and why not.
struct FailoverStatus
{
    FailoverState state = FailoverState::Off;
    /// Why it is not armed, or what it is waiting for, in one sentence; empty where there is nothing to say.
    QString reason;
    QString reasonCode;
    /// How many switches for content faults and failbacks are left in the running ten minutes.
    int switchesLeft = 3;
    /// Until it would go back, in milliseconds; nothing where it would not.
    std::optional<qint64> clearsInMs;

    bool operator==(const FailoverStatus &) const = default;
};

/// How the two paths' contents lie to each other.
struct AlignmentStatus
{
    PathRelation relation = PathRelation::Unknown;
    /// How much later the backup shows the same as the primary, in milliseconds, as they arrive (delayMs included).
    std::optional<double> offsetMs;
    /// 0 to 1: how sure that is.
    double certainty = 0;
    /// What it was found by: "timestamps", "payload", "sound", "pictures"; empty while unknown.
    QString method;
    /// Why it is not aligned, in one sentence.
    QString reason;
    QString reasonCode;

    bool operator==(const AlignmentStatus &) const = default;
};

/// The hold in force.
struct HoldStatus
{
    double holdMs = 0;
    /// What it is on its way to, and for how much longer; equal and 0 where it stands.
    int targetMs = 0;
    qint64 remainingMs = 0;
    /// A failover now would leave no gap; if not, why.
    bool seamless = false;
    QString reason;
    QString reasonCode;

    bool operator==(const HoldStatus &) const = default;
};

/// GET /v1/channels/{c}/status
struct ChannelStatus
{
    QString channel;
    std::vector<SourceStatus> sources; ///< primary, backup, slate
    std::vector<OutputStatus> outputs;
    /// What really leaves: measured on the programme. May differ from ChannelDocument::onAir for the time of a cut.
    std::optional<Source> programme;
    /// How far the programme is behind arrival, in milliseconds.
    qint64 behindMs = 0;
    FailoverStatus failover;
    AlignmentStatus alignment;
    HoldStatus hold;

    bool operator==(const ChannelStatus &) const = default;
};

QJsonObject toJson(const Metric &);
QJsonObject toJson(const StreamFormat &);
QJsonObject toJson(const SourceStatus &);
QJsonObject toJson(const OutputStatus &);
QJsonObject toJson(const FailoverStatus &);
QJsonObject toJson(const AlignmentStatus &);
QJsonObject toJson(const HoldStatus &);
QJsonObject toJson(const ChannelStatus &);
/// Lenient to unknown fields.
Result<Metric> metricFromJson(const QJsonObject &);
Result<ChannelStatus> channelStatusFromJson(const QJsonObject &);

} // namespace twinfeed
