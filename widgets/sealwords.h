// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/encryptionswitch.h"
#include "models/sealview.h"
#include "widgets/buswords.h"

#include <QCoreApplication>
#include <QStringList>

namespace twinfeed {

/// Puts into words how encryption stands, what is asked for, and what became of it. UI thread.
class SealWords final
{
    Q_DECLARE_TR_FUNCTIONS(twinfeed::SealWords)

public:
    /// "SEALED"
    static QString look(SealView::Look look);
    /// For an output's line: "sealed, key 7", "sent, not seen".
    static QString ofOutput(const SealView &view);
    /// For the lamp of a channel: the word, and what was seen where. Without tone; the lamp has looks of its own.
    static BusMessage lamp(const SealView &view);

    /// What is under way, what became of it, or what could be done.
    static BusMessage working(const ConsoleState &state, const EncryptionSwitch &encryption);
    /// The effect on outputs, as measured.
    static QString evidence(const std::vector<EncryptionEvidence> &outputs);
    /// "SEALED after 1.9 s"
    static QString outcome(const std::vector<EncryptionEvidence> &outputs);
    /// Why an output's encryption is not known, disagrees or was not changed: as Words::reason().
    static QString reason(const QString &code, const QString &text);

    /// What the emergency stop may be for.
    static QStringList emergencyReasons();

    /// Journal entries of encryption and keys in one sentence; empty where the data are not understood.
    static QString sentence(const JournalEntry &entry);

private:
    static QString seenWhen(const SealView &view);
    static QString requested(const QJsonObject &request);
    static BusMessage ended(const Operation &operation);
};

} // namespace twinfeed
