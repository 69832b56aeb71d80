// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/sealswitch.h"
#include "app/media/unitkind.h"
#include "app/sealing/unsealer.h"
#include "tests/unit/sealing/madeunits.h"

#include <mutex>

/// What the tests of sealed outputs share: keys, numbers, and a reader with the keys.
namespace twinfeed::test {

using KeyPtr = media::SealSwitch::KeyPtr;

inline KeyPtr sharedKey(sealing::KeyId id = 7)
{
    return std::make_shared<const sealing::Key>(madeKey(id));
}

/// Numbers that rise; fails when told so.
class MadeIncarnations final : public media::Incarnations
{
public:
    Result<uint32_t> next(sealing::KeyId) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_broken)
            return Error{QStringLiteral("store-failed"), QStringLiteral("The disk is full."), {}, {}, {}};
        return ++m_given;
    }
    uint32_t given() const
    {
        const std::lock_guard lock(m_mutex);
        return m_given;
    }
    void setBroken(bool broken)
    {
        const std::lock_guard lock(m_mutex);
        m_broken = broken;
    }

private:
    mutable std::mutex m_mutex; // guards both below
    uint32_t m_given = 0;
    bool m_broken = false;
};

/// What a reader with all keys gets of a stream.
struct Opened
{
    int sealed = 0; ///< units of both tracks
    int clear = 0;
    int changes = 0; ///< of the pictures, between clear and sealed and from key to key
    QStringList troubles; ///< what could not be opened, and changes where no reader may begin
};
inline Opened openAll(const std::vector<media::Packet> &packets)
{
    sealing::Unsealer unsealer([](sealing::KeyId id) { return std::optional(madeKey(id)); });
    Opened result;
    std::optional<std::optional<sealing::KeyId>> before;
    for (const media::Packet &packet : packets) {
        const auto opened = unsealer.open(kindOf(packet), bytesOf(packet), packet.keyframe);
        if (!opened) {
            result.troubles.append(opened.error().code);
            continue;
        }
        ++(opened->key ? result.sealed : result.clear);
        if (packet.track == media::Track::Sound)
            continue;
        if (before && *before != opened->key) {
            ++result.changes;
            if (!packet.keyframe)
                result.troubles.append(QStringLiteral("changed in the middle of a group"));
        }
        before = opened->key;
    }
    return result;
}

} // namespace twinfeed::test
