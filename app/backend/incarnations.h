// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/outputseal.h"

#include <QString>

#include <functional>
#include <map>
#include <mutex>
#include <vector>

namespace twinfeed::backend {

/// The numbers that keep the nonces of sealers apart. Each is drawn at random, and is in the store as used before it is given
/// out: in one life of a store none comes twice, whenever the process dies. Copies of a store (a restored backup, a
/// copied folder that runs elsewhere) cannot know of each other: there it is the draw that keeps them apart, two sealers meeting
/// with a chance of one in 2^32, and then counting in the same places with one of some 2^14 (see drawnCounter()). No clock is
/// asked. Any thread.
class KeyIncarnations final : public media::Incarnations
{
public:
    /// Whether there is such a key to seal with; the error where there is none.
    using Check = std::function<Result<void>(sealing::KeyId key)>;
    /// Nothing where there are no random numbers.
    using Draw = std::function<std::optional<uint32_t>()>;

    /// `store`: the file, which exists with its tables. Opened for each write: its connections belong to one thread each.
    KeyIncarnations(QString store, Check check, Draw draw = systemDraw());

    /// One disk write for `reserve` of them. Errors: "store-failed", and those of the check.
    Result<uint32_t> next(sealing::KeyId key) override;

    static Draw systemDraw();
    /// What a sudden end loses of 2^32.
    static constexpr size_t reserve = 16;

private:
    Result<std::vector<uint32_t>> reserved(sealing::KeyId key) const;

    const QString m_store;
    const Check m_check;
    const Draw m_draw;
    std::mutex
        m_mutex; // guards the numbers, also while the disk is written: who needs one waits for it anyway
    std::map<sealing::KeyId, std::vector<uint32_t>> m_free;
};

} // namespace twinfeed::backend
