// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/media/outputseal.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace twinfeed::media {

/// The change of encryption that is under way, from the command to what was seen of it. Answered exactly once: when all of its
/// outputs got there, when a newer one takes its place, or after 30 s. Any thread; answers are given with no lock held.
class EncryptionBook final
{
public:
    static constexpr int64_t patienceUs = 30'000'000;

    ~EncryptionBook();

    /// One output that the order changes.
    struct Change
    {
        QString output;
        std::optional<quint32> key; ///< nothing: clear
        bool readable = false; ///< can be seen, so it counts only when it was
        int reconnects = 0; ///< so far
        std::optional<Error> refusal; ///< it will not get there
    };
    /// `acceptedAt` (unit clock) is what the evidence counts from. Without changes it is done at once.
    void open(std::vector<Change> changes, int64_t acceptedAt, EncryptionDone done);
    /// The keyframe at which it changes was made for it.
    void keyframeMade();
    /// An output has sent its first keyframe so; `at` on the unit's clock.
    void left(const QString &output, int64_t at, int reconnects);
    /// It was seen where it leads; counts from when it has left.
    void seen(const QString &output, std::optional<quint32> key, int64_t at, const QString &where,
              int reconnects);
    /// Pictures were read back that could not be opened.
    void unopened(const QString &output, int pictures);
    /// An output comes to an end before it got there.
    void gone(const QString &output);
    /// Answers what did not get there in time; gives the next time to ask, or the largest value.
    int64_t expire(int64_t now);

private:
    struct Entry
    {
        Change change;
        EncryptionEvidence evidence;
        bool left = false;
        bool done = false;
    };
    struct Order
    {
        int64_t acceptedAt = 0;
        EncryptionDone done;
        std::vector<Entry> entries;
    };

    Entry *find(const QString &output);
    /// Answers it where nothing is open any more, with the lock given back.
    void answerWhereDone(std::unique_lock<std::mutex> &lock);
    static EncryptionOutcome outcomeOf(const Order &order, std::optional<Error> error);

    std::mutex m_mutex; // guards the one below
    std::optional<Order> m_order;
};

} // namespace twinfeed::media
