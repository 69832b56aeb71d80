// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/words.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>

namespace twinfeed::media {

/// Decides for which path the bridge keeps a decoder warm: for the one that is not on air, always where the channel is configured
/// so, else for a minute after each take. Who has made one may make another, there and back again, and finds no run-up
/// then; and for as long after a person chose it as the next one. It costs some 10 % of a core for 1080p. Unit clock.
class Standby final
{
public:
    /// Called on the splice thread.
    struct Hooks
    {
        std::function<bool(Source path)> bridgeable;
        std::function<void(std::optional<Source> path)> setWarm; ///< when it changes
        std::function<void(int64_t us)> setBehind; ///< see BridgeThread::setBehind()
    };
    explicit Standby(Hooks hooks);

    // Any thread
    void configure(bool warm, std::array<int64_t, 2> trimsUs);
    void expectTakes(int64_t now) { m_expectedUntil = now + attention; }
    /// This path was chosen as the next one; nothing: none is any more.
    void expect(std::optional<Source> next, int64_t now);
    void setAligned(bool aligned) { m_aligned = aligned; }
    bool aligned() const { return m_aligned; }

    /// The splice thread: where the programme is, once a second at least.
    void moved(Source onAir, int64_t lagUs, int64_t now);

    static constexpr int64_t attention = 60'000'000;

private:
    std::optional<Source> wanted(Source onAir, int64_t now) const;

    const Hooks m_hooks;
    std::atomic<bool> m_always{false};
    std::atomic<bool> m_aligned{false}; // both paths carry the same packets
    std::atomic<int64_t> m_expectedUntil{0};
    std::array<std::atomic<int64_t>, 2> m_nextUntil{}; // by path
    std::array<std::atomic<int64_t>, 2> m_trims{};
    std::optional<Source> m_warm; // the splice thread only
};

} // namespace twinfeed::media
