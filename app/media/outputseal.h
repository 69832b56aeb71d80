// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/sealing/sealnote.h"
#include "models/domain/encryption.h"

#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

/// How a channel's outputs are told to seal, and tell what became of it.
namespace twinfeed::media {

/// What one output is to send from its next keyframe on: sealed with this key, or clear where there is none. An HLS output
/// uses the first 16 bytes of what resources/sealing.md derives from the key, for AES-128.
struct OutputSeal
{
    QString output;
    std::shared_ptr<const sealing::Key> key;
};

/// Gives each sealer the number that keeps its nonces its own. Implemented by whoever keeps the keys.
class Incarnations
{
public:
    virtual ~Incarnations() = default;
    /// One that was never given out for this key, and is on disk as used. Any thread; takes a disk write at most. Errors:
    /// "store-failed": the output then sends nothing rather than what it was not asked for.
    virtual Result<uint32_t> next(sealing::KeyId key) = 0;
};

/// Which key a note names, for the prober that opens what it reads back; nothing where there is none (any more). Any thread.
using FindSealingKey = std::function<std::optional<sealing::Key>(sealing::KeyId id)>;

/// What became of an order, for the outputs that it changed: complete, with an error where an output did not get there
/// ("not-seen", "not-carried", "no-key-url", "superseded", "output-down").
struct EncryptionOutcome
{
    std::vector<EncryptionEvidence> outputs;
    std::optional<Error> error;
};
using EncryptionDone = std::function<void(EncryptionOutcome)>;

} // namespace twinfeed::media
