// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/packet.h"
#include "models/domain/record.h"
#include "models/domain/result.h"

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>

namespace twinfeed::media {

/// Takes that are under way, from the command to the measured first picture. Each is answered exactly once. Any thread;
/// answers are given with no lock held.
class TakeBook final
{
public:
    using Done = std::function<void(Result<TakeEvidence>)>;

    ~TakeBook();

    /// Gives the take its id.
    uint64_t open(int64_t acceptedAt, Done done);
    void fail(uint64_t take, const Error &error);

    /// The splicer has made the cut, and its first picture is about to enter the programme at programme time `dts`. With
    /// `outputsLive` the answer waits for the first output to send it, 1 s at most.
    void cut(uint64_t take, const TakeEvidence &evidence, int64_t dts, int64_t now, bool outputsLive);
    /// An output has sent the first picture of a source; `at` is when.
    void sent(const QString &output, const Packet &packet, int64_t at);
    /// Answers what no output has sent in time; gives the next time to ask, or the largest value.
    int64_t expire(int64_t now);

private:
    struct Take
    {
        int64_t acceptedAt = 0;
        Done done;
        // Once the cut is made:
        std::optional<TakeEvidence> evidence;
        int64_t dts = 0;
        int64_t enteredAt = 0;
    };

    /// Takes it out and answers it, with the lock given back first.
    void answer(std::unique_lock<std::mutex> &lock, std::map<uint64_t, Take>::iterator take, int64_t at,
                const QString &where);

    std::mutex m_mutex; // guards both below
    std::map<uint64_t, Take> m_takes;
    uint64_t m_nextId = 1;
};

} // namespace twinfeed::media
