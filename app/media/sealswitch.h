// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/outputseal.h"
#include "app/media/packet.h"
#include "app/sealing/sealer.h"

#include <atomic>
#include <mutex>
#include <optional>

namespace twinfeed::media {

/// Whether one output seals what it sends, and with which key. Stands between the programme and the output's container, and
/// changes over at a keyframe only; sound goes with it, from the first frame sent behind that keyframe on. No connection is
/// touched by that. What was asked for stays asked for over all connections: each begins with it.
///
/// What is to be sealed and cannot be is not sent: it never falls back to clear.
class SealSwitch final
{
public:
    using KeyPtr = std::shared_ptr<const sealing::Key>;

    enum class Where {
        Units, ///< every picture and sound frame is sealed here
        Segments ///< the sink encrypts whole files: here is only said when and with which key
    };
    struct Setup
    {
        Where where = Where::Units;
        KeyPtr asked = {}; ///< null: clear
        /// Why it can only be clear: asked to seal it sends nothing, and says this.
        std::optional<Error> refusal = {};
        std::shared_ptr<Incarnations> incarnations = {};
        /// Called on the output's thread when the first keyframe of what was asked for by `order` has been handed to the
        /// network; `at` on the unit's clock.
        std::function<void(uint64_t order, int64_t at)> changed = {};
    };

    explicit SealSwitch(Setup setup);
    ~SealSwitch();
    SealSwitch(const SealSwitch &) = delete;
    SealSwitch &operator=(const SealSwitch &) = delete;

    /// Any thread: from the next keyframe on. Gives the order's number, from 1 up (0 is what the setup asked for).
    uint64_t ask(KeyPtr key);
    /// Any thread: the members `sending`, `sendingKey`, `changesInMs`, and the reason where what is sent is not hidden.
    void tell(EncryptionStatus &status, int64_t now) const;
    /// Any thread: until the next keyframe is expected to leave, going by the distance of the last two; nothing where that does
    /// not tell.
    std::optional<qint64> nextKeyframeMs(int64_t now) const;

    // The rest is for the output's thread.

    /// Gets ready for what is asked for, ahead of its keyframe: may write to a disk. Errors: "no-key", "store-failed":
    /// nothing can be sent, and asking again may help.
    Result<void> prepare();
    /// A packet on its way, as it is to be sent; `entry` where a reader may begin at it. Errors: "damaged-unit" (this packet
    /// cannot be sent, the next may be); all others: nothing can be sent ("cannot-encrypt": a stream that cannot be sealed).
    Result<Packet> pass(const Packet &packet, bool entry);
    /// What the packet that passed last was sealed with.
    KeyPtr key() const { return m_now ? m_now->asked.key : nullptr; }
    /// It has left.
    void left(const Packet &packet, bool entry, int64_t at);

private:
    struct Asked
    {
        KeyPtr key;
        uint64_t order = 0;
    };
    struct Ready
    {
        Asked asked;
        std::unique_ptr<sealing::Sealer> sealer; // null where clear, or where the sink encrypts
    };

    Asked asked() const;
    std::optional<qint64> nextKeyframeLocked(int64_t now) const;
    Result<void> prepareFor(const Asked &asked);
    Result<void> seal(Packet &packet, bool entry);

    const Where m_where;
    const std::shared_ptr<Incarnations> m_incarnations;
    const std::optional<Error> m_refusal;
    const std::function<void(uint64_t order, int64_t at)> m_changed;

    mutable std::mutex m_mutex; // guards the six below
    Asked m_asked;
    std::optional<uint64_t> m_sentOrder; // of what has left
    KeyPtr m_sentKey;
    std::optional<int64_t> m_keyframeAt; // when the newest one left, unit clock
    int64_t m_keyframeEveryUs = 0; // 0 where it is not known
    bool m_bare = false; // the newest keyframe is hardly hidden

    std::atomic<uint64_t> m_newest = 0; // order asked for: a look without the lock

    // The output's thread only.
    std::optional<Ready> m_next;
    std::optional<Ready> m_now;
    bool m_untold = false; // that it changed over
    std::optional<int64_t> m_keyframeDts;
    bool m_hidden = true;
};

} // namespace twinfeed::media
