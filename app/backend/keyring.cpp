// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/keyring.h"

#include <openssl/rand.h>

#include <algorithm>

namespace twinfeed::backend {

namespace {

using namespace std::chrono;

/// What wraps one key: of the master key, and of whose key it is. A row that is moved to another id or channel does not open.
std::optional<sealing::Secret> kekOf(const sealing::Secret &master, const StoredKey &stored)
{
    QByteArray salt = QByteArray::number(stored.id) + '/' + stored.channel.toUtf8();
    return sealing::derived(master.bytes,
                            {reinterpret_cast<const uint8_t *>(salt.constData()), size_t(salt.size())},
                            "twinfeed stored key 1");
}

Keyring::KeyPtr guarded(sealing::Key &key)
{
    Keyring::KeyPtr pointer(new sealing::Key(key), [](const sealing::Key *gone) {
        auto *mine = const_cast<sealing::Key *>(gone); // the last owner's
        sealing::wipe(*mine);
        delete mine;
    });
    sealing::wipe(key);
    return pointer;
}

Error wrongMaster(const QString &place)
{
    return {QStringLiteral("master-key-wrong"),
            QStringLiteral("The master key (%1) does not open the keys in the store.").arg(place),
            {},
            QStringLiteral("Give the one that they were kept with, and start Twinfeed again. Until then "
                           "nothing is sealed, and "
                           "what is to be sealed is not sent."),
            {}};
}

Error noRandom()
{
    return {QStringLiteral("key-failed"),
            QStringLiteral("The system gives no random numbers for a key."),
            {},
            {},
            {}};
}

} // namespace

Keyring::Keyring(MasterKey master, seconds rotateAfter, const Clock &clock, seconds keepRetired)
    : m_place(std::move(master))
    , m_rotateAfter(rotateAfter)
    , m_keepRetired(keepRetired)
    , m_clock(clock)
{
}

Keyring::~Keyring() = default;

void Keyring::load(std::vector<StoredKey> keys)
{
    const std::lock_guard lock(m_mutex);
    for (StoredKey &stored : keys) {
        Entry entry{std::move(stored), {}, 0};
        entry.dueAt = dueAt(entry.stored);
        if (!entry.stored.retired && needMaster(false)) {
            if (auto key = opened(entry.stored, m_master))
                entry.key = *key;
            else
                m_fault = key.error();
        }
        m_keys.insert_or_assign(entry.stored.id, std::move(entry));
    }
}

std::optional<Error> Keyring::fault() const
{
    const std::lock_guard lock(m_mutex);
    return m_fault;
}

Result<void> Keyring::needMaster(bool mayMake)
{
    if (m_fault)
        return *m_fault;
    if (m_master)
        return {};
    auto master = m_place.read(mayMake);
    if (!master) {
        m_fault = master.error();
        return *m_fault;
    }
    m_master = *master;
    return {};
}

Result<Keyring::KeyPtr> Keyring::opened(const StoredKey &stored,
                                        const std::optional<sealing::Secret> &master) const
{
    const auto kek = master ? kekOf(*master, stored) : std::nullopt;
    auto key = kek ? sealing::unwrapped(*kek, stored.id,
                                        {reinterpret_cast<const uint8_t *>(stored.wrapped.constData()),
                                         size_t(stored.wrapped.size())})
                   : std::nullopt;
    if (!key)
        return wrongMaster(m_place.place());
    return guarded(*key);
}

sealing::KeyId Keyring::freeId() const
{
    for (;;) {
        uint32_t drawn = 0;
        if (RAND_bytes(reinterpret_cast<unsigned char *>(&drawn), sizeof drawn) != 1)
            return 0;
        const sealing::KeyId id = drawn & sealing::mostKeyId;
        if (id != 0 && !m_keys.contains(id))
            return id;
    }
}

Result<std::vector<StoredKey>> Keyring::make(const QString &channel)
{
    const std::lock_guard lock(m_mutex);
    // A store whose keys are in use was kept with a master key: a new one would open none of them.
    const bool first = std::ranges::all_of(m_keys, [](const auto &key) { return key.second.stored.retired; });
    if (auto master = needMaster(first); !master) {
        if (first)
            m_fault.reset(); // what is not there yet may come
        return master.error();
    }
    StoredKey made{freeId(), channel, m_clock.wall(), {}, false, {}};
    auto key = made.id != 0 ? sealing::madeKey(made.id) : std::nullopt;
    const auto kek = key ? kekOf(*m_master, made) : std::nullopt;
    const auto text = kek ? sealing::wrapped(*kek, *key) : std::nullopt;
    if (key)
        sealing::wipe(*key);
    if (!text)
        return noRandom();
    made.wrapped = QByteArray(reinterpret_cast<const char *>(text->data()), qsizetype(text->size()));
    std::vector<StoredKey> changed{made};
    for (const auto &[id, entry] : m_keys) {
        if (entry.stored.channel == channel && !entry.stored.replacedAt) {
            changed.push_back(entry.stored);
            changed.back().replacedAt = made.madeAt;
        }
    }
    return changed;
}

std::vector<StoredKey> Keyring::expired(const QStringList &channels) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<StoredKey> changed;
    for (const auto &[id, entry] : m_keys) {
        StoredKey stored = entry.stored;
        const bool over = m_clock.now() >= entry.dueAt;
        if (stored.retired && over && !stored.wrapped.isEmpty())
            stored.wrapped = QByteArrayLiteral(""); // not null: the store wants something there
        else if (stored.retired)
            continue;
        else if (stored.replacedAt && over)
            stored.retired = true;
        else if (!stored.replacedAt && !channels.contains(stored.channel))
            stored.replacedAt = m_clock.wall();
        else
            continue;
        changed.push_back(stored);
    }
    return changed;
}

void Keyring::adopt(const std::vector<StoredKey> &kept)
{
    const std::lock_guard lock(m_mutex);
    for (const StoredKey &stored : kept) {
        Entry &entry = m_keys[stored.id];
        const bool known = entry.stored.id == stored.id && entry.stored.replacedAt == stored.replacedAt
            && entry.stored.retired == stored.retired;
        entry.stored = stored;
        if (!known)
            entry.dueAt = m_clock.now() + microseconds(spanOf(stored)).count();
        if (stored.retired)
            entry.key.reset();
        else if (auto key = entry.key ? Result<KeyPtr>(entry.key) : opened(stored, m_master))
            entry.key = *key;
    }
}

/// How long it stays as it is.
seconds Keyring::spanOf(const StoredKey &stored) const
{
    if (stored.retired)
        return m_keepRetired;
    return stored.replacedAt ? duration_cast<seconds>(overlap) : m_rotateAfter;
}

/// After a start. What the wall clock says is believed within the span itself: one that was set back by years must not keep
/// a key for years.
int64_t Keyring::dueAt(const StoredKey &stored) const
{
    const milliseconds span = spanOf(stored);
    const QDateTime since =
        stored.replacedAt.value_or(stored.madeAt).addSecs(stored.retired ? seconds(overlap).count() : 0);
    const qint64 left = std::clamp<qint64>(span.count() - since.msecsTo(m_clock.wall()), 0, span.count());
    return m_clock.now() + left * 1'000;
}

sealing::KeyId Keyring::active(const QString &channel) const
{
    const std::lock_guard lock(m_mutex);
    for (const auto &[id, entry] : m_keys) {
        if (entry.stored.channel == channel && !entry.stored.replacedAt)
            return id;
    }
    return 0;
}

bool Keyring::isDue(sealing::KeyId id) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_keys.find(id);
    return it != m_keys.end() && !it->second.stored.replacedAt && m_clock.now() >= it->second.dueAt;
}

Result<Keyring::KeyPtr> Keyring::key(sealing::KeyId id) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_keys.find(id);
    if (it == m_keys.end())
        return Error{QStringLiteral("unknown-key"),
                     QStringLiteral("There is no key %1.").arg(id),
                     {},
                     QStringLiteral("Take the id from the stream's note."),
                     {}};
    if (it->second.stored.retired)
        return Error{QStringLiteral("key-retired"),
                     QStringLiteral("The key %1 is not given out any more.").arg(id),
                     {},
                     QStringLiteral("Ask for the one that the stream names now."),
                     {}};
    if (it->second.key)
        return it->second.key;
    return m_fault ? *m_fault : wrongMaster(m_place.place());
}

Result<Keyring::KeyPtr> Keyring::retired(sealing::KeyId id) const
{
    auto known = key(id);
    if (known || known.error().code != QLatin1String("key-retired"))
        return known;
    const std::lock_guard lock(m_mutex);
    const StoredKey &stored = m_keys.at(id).stored;
    if (stored.wrapped.isEmpty())
        return known;
    if (m_master)
        return opened(stored, m_master);
    // Nothing has needed it since the start.
    const auto master = m_place.read(false);
    return master ? opened(stored, *master) : Result<KeyPtr>(master.error());
}

KeyInfo Keyring::infoOf(const Entry &entry) const
{
    const StoredKey &stored = entry.stored;
    KeyInfo info;
    info.id = stored.id;
    info.channel = stored.channel;
    info.state = stored.retired ? QStringLiteral("retired")
        : stored.replacedAt     ? QStringLiteral("overlap")
                                : QStringLiteral("active");
    info.madeAt = stored.madeAt;
    info.rotatesAt = stored.madeAt.addSecs(m_rotateAfter.count());
    if (stored.replacedAt)
        info.retiresAt = stored.replacedAt->addSecs(duration_cast<seconds>(overlap).count());
    return info;
}

std::optional<KeyInfo> Keyring::info(sealing::KeyId id) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_keys.find(id);
    return it == m_keys.end() ? std::nullopt : std::optional(infoOf(it->second));
}

std::vector<KeyInfo> Keyring::infos(const QString &channel) const
{
    std::vector<KeyInfo> all;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &[id, entry] : m_keys) {
            if (channel.isEmpty() || entry.stored.channel == channel)
                all.push_back(infoOf(entry));
        }
    }
    std::ranges::stable_sort(all, [](const KeyInfo &a, const KeyInfo &b) { return a.madeAt > b.madeAt; });
    return all;
}

} // namespace twinfeed::backend
