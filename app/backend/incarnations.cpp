// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/incarnations.h"

#include "app/backend/store.h"

#include <openssl/rand.h>

namespace twinfeed::backend {

namespace {

Error noNumbers(const QString &why)
{
    return {QStringLiteral("store-failed"),
            QStringLiteral("No number for sealing can be kept: %1").arg(why),
            {},
            QStringLiteral("Check the disk of the data folder."),
            {}};
}

} // namespace

KeyIncarnations::Draw KeyIncarnations::systemDraw()
{
    return [] {
        uint32_t drawn = 0;
        const bool good = RAND_bytes(reinterpret_cast<unsigned char *>(&drawn), sizeof drawn) == 1;
        return good ? std::optional(drawn) : std::nullopt;
    };
}

KeyIncarnations::KeyIncarnations(QString store, Check check, Draw draw)
    : m_store(std::move(store))
    , m_check(std::move(check))
    , m_draw(std::move(draw))
{
}

Result<uint32_t> KeyIncarnations::next(sealing::KeyId key)
{
    if (auto checked = m_check(key); !checked)
        return checked.error();
    const std::lock_guard lock(m_mutex);
    auto &free = m_free[key];
    if (free.empty()) {
        auto more = reserved(key);
        if (!more)
            return more.error();
        free = std::move(*more);
    }
    const uint32_t number = free.back();
    free.pop_back();
    return number;
}

Result<std::vector<uint32_t>> KeyIncarnations::reserved(sealing::KeyId key) const
{
    auto database = Database::open(m_store, Store::migrations(), Database::Access::Write);
    if (!database)
        return database.error();
    std::vector<uint32_t> numbers;
    const auto kept = (*database)->transaction([&]() -> Result<void> {
        // A few more draws than needed: one that was used already counts for nothing.
        for (size_t draws = 0; numbers.size() < reserve; ++draws) {
            const auto drawn = m_draw();
            if (!drawn || draws > 4 * reserve)
                return noNumbers(QStringLiteral("there are no random numbers."));
            auto written = (*database)->run(
                QStringLiteral("INSERT OR IGNORE INTO incarnations VALUES (?, ?)"), {key, *drawn});
            if (!written)
                return noNumbers(written.error().message);
            if (written->numRowsAffected() == 1)
                numbers.push_back(*drawn);
        }
        return {};
    });
    if (!kept)
        return kept.error();
    return numbers;
}

} // namespace twinfeed::backend
