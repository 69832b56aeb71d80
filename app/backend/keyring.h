// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/masterkey.h"
#include "app/backend/store.h"
#include "models/domain/clock.h"
#include "models/domain/encryption.h"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>

namespace twinfeed::backend {

/// The keys of all channels. Each channel has one that is active; one that is replaced is given out for an hour more, then it
/// is retired: kept for what was recorded with it, and forgotten in the end. The store holds them wrapped by the master key, each bound to its id and channel; only here they are in clear.
/// Ages are told by the unit clock while the program runs: a wall clock that is set meanwhile changes nothing. Changes are
/// made on the director's thread: made here, kept on disk, then adopt()ed; questions come from any thread.
class Keyring final
{
public:
    using KeyPtr = std::shared_ptr<const sealing::Key>; ///< wiped with its last owner
    static constexpr std::chrono::hours overlap{1};

    static constexpr std::chrono::hours keptRetired{90 * 24};

    /// The clock outlives it. `keepRetired`: see retired().
    Keyring(MasterKey master, std::chrono::seconds rotateAfter, const Clock &clock,
            std::chrono::seconds keepRetired = keptRetired);
    ~Keyring();

    /// All there are in the store. Where the master key does not open them, that is the fault() from then on.
    void load(std::vector<StoredKey> keys);
    /// Why there are no keys: "master-key-wrong", "master-key-missing". Nothing where there are, or none is needed yet.
    std::optional<Error> fault() const;

    /// A new key for the channel, and the one it replaces: to be kept, then adopted. Errors: those of fault().
    Result<std::vector<StoredKey>> make(const QString &channel);
    /// Those whose hour is over, the active ones of channels that are gone, and the retired ones whose time is over, with
    /// nothing in `wrapped` any more: to be kept, then adopted.
    std::vector<StoredKey> expired(const QStringList &channels) const;
    void adopt(const std::vector<StoredKey> &kept);

    /// The one that seals; 0 where there is none.
    sealing::KeyId active(const QString &channel) const;
    /// Its time is over: the next use is to make another one.
    bool isDue(sealing::KeyId id) const;
    /// Errors: "unknown-key", "key-retired", those of fault().
    Result<KeyPtr> key(sealing::KeyId id) const;
    /// One that is retired, for old recordings, for as long as such are kept. Errors: those of key(); "key-retired" where it is
    /// forgotten.
    Result<KeyPtr> retired(sealing::KeyId id) const;
    std::optional<KeyInfo> info(sealing::KeyId id) const;
    /// Newest first; empty `channel`: all.
    std::vector<KeyInfo> infos(const QString &channel) const;

private:
    struct Entry
    {
        StoredKey stored;
        KeyPtr key; ///< null once it is retired, or where it could not be opened
        int64_t dueAt = 0; ///< unit clock: is to be replaced, or, replaced, to be retired, or, retired, to be forgotten
    };

    Result<void> needMaster(bool mayMake);
    Result<KeyPtr> opened(const StoredKey &stored, const std::optional<sealing::Secret> &master) const;
    std::chrono::seconds spanOf(const StoredKey &stored) const;
    KeyInfo infoOf(const Entry &entry) const;
    int64_t dueAt(const StoredKey &stored) const;
    sealing::KeyId freeId() const;

    const MasterKey m_place;
    const std::chrono::seconds m_rotateAfter;
    const std::chrono::seconds m_keepRetired;
    const Clock &m_clock;
    mutable std::mutex m_mutex; // guards all below
    std::optional<sealing::Secret> m_master;
    std::optional<Error> m_fault;
    std::map<sealing::KeyId, Entry> m_keys;
};

} // namespace twinfeed::backend
