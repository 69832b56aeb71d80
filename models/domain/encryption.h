// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/words.h"

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

/// Stream encryption: what is asked for, what is sent, what was seen, and by which key. No key's bytes are ever here.
namespace twinfeed {

/// An output that is to be sealed, in a channel's document; those that are not named are clear.
struct SealedOutput
{
    QString output;
    /// Id of the key: 1 to 2^24 - 1.
    quint32 key = 0;

    bool operator==(const SealedOutput &) const = default;
};

/// What an output sends, and what was seen where it leads. The two are measured apart: the lamp goes by `seen` alone.
struct EncryptionStatus
{
    /// What has left since the newest keyframe.
    Encryption sending = Encryption::Clear;
    std::optional<quint32> sendingKey;
    /// Until the keyframe at which it changes to what is asked for, in milliseconds; nothing where nothing is to change
    /// or the keyframe cannot be foreseen.
    std::optional<qint64> changesInMs;
    EncryptionSeen seen = EncryptionSeen::Unknown;
    std::optional<quint32> seenKey;
    /// Since it was seen, in milliseconds; nothing before the first time.
    std::optional<qint64> seenAgeMs;
    /// What was seen, or is sent, is not what is asked for.
    bool disagrees = false;
    /// Why it is unknown or mixed, or what disagrees, in one sentence, and its code.
    QString reason;
    QString reasonCode;

    bool operator==(const EncryptionStatus &) const = default;
};

/// The body of PUT /v1/channels/{c}/encryption.
struct EncryptionOrder
{
    Encryption mode = Encryption::Clear;
    /// Ids; empty: all outputs of the channel.
    QStringList outputs;
    /// Sealed by a new key, though there is one: rotation by command.
    bool newKey = false;
    /// Clear at once, whatever revision was seen: needs a reason.
    bool emergency = false;
    QString reason;

    bool operator==(const EncryptionOrder &) const = default;
};

/// The effect of such an order on one output.
struct EncryptionEvidence
{
    QString output;
    Encryption mode = Encryption::Clear;
    std::optional<quint32> key;
    /// From the accepted command to the first keyframe that left so, in milliseconds.
    double firstPictureMs = 0;
    /// To when it was seen at `seenAt`, an address without secrets; nothing where the output cannot be read back.
    std::optional<double> seenMs;
    QString seenAt;
    /// The keyframe was made for it, since the source's own was further than 2 s away.
    bool bridged = false;
    /// How often the push was interrupted meanwhile, and pictures read back that could not be opened: both 0.
    int reconnects = 0;
    int unopened = 0;

    bool operator==(const EncryptionEvidence &) const = default;
};

/// A key as people may see it.
struct KeyInfo
{
    quint32 id = 0;
    QString channel;
    /// `active`: seals. `overlap`: replaced, still given out. `retired`: given out no more.
    QString state;
    QDateTime madeAt; ///< UTC
    QDateTime rotatesAt; ///< UTC; when the next one takes its place
    std::optional<QDateTime> retiresAt; ///< UTC; set once it is replaced

    bool operator==(const KeyInfo &) const = default;
};

/// Strict, as everything that comes as a command.
Result<EncryptionOrder> encryptionOrderFromJson(const QJsonObject &);
QJsonObject toJson(const EncryptionOrder &);
QJsonObject toJson(const SealedOutput &);
QJsonObject toJson(const EncryptionStatus &);
QJsonObject toJson(const EncryptionEvidence &);
QJsonObject toJson(const KeyInfo &);
/// Lenient to unknown fields; `pointer` is where the object stands, for errors.
Result<SealedOutput> sealedOutputFromJson(const QJsonObject &, const QString &pointer = {});
Result<EncryptionStatus> encryptionStatusFromJson(const QJsonObject &, const QString &pointer = {});
Result<EncryptionEvidence> encryptionEvidenceFromJson(const QJsonObject &, const QString &pointer = {});
Result<KeyInfo> keyInfoFromJson(const QJsonObject &);

} // namespace twinfeed
