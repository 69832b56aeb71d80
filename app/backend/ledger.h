// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/board.h"
#include "app/backend/store.h"

#include <deque>

namespace twinfeed::backend {

/// Brings what happens to the disk and then to everybody: journal entries, operations, documents. Nothing that failed
/// to reach the disk is told as journalled. Director's thread.
class Ledger final
{
public:
    Ledger(Store &store, Board &board, const Clock &clock);
    /// Hears each entry once it is kept.
    void setListener(std::function<void(const JournalEntry &)> listener) { m_listener = std::move(listener); }

    /// A command's outcome: kept whole, then published with `news`; or "store-failed", and nothing has happened.
    Result<void> commit(Changes changes, Board::News news);
    /// What has happened already and cannot be refused (a take's measured end, an input lost): published at once; its
    /// journal entries when they are on disk, which is tried again at each retry() until it succeeds.
    void settle(Changes changes, Board::News news);
    /// settle() of one entry by the backend itself.
    void note(const QString &kind, const QString &channel, const QString &text, const QJsonObject &data = {});
    /// Journals a refused request. At most `refusalsPerWindow` in ten seconds get their own entry: a flood of them must
    /// not fill the disk or take the director's time; the others are counted into one.
    void noteRefusal(const server::Caller &caller, const QString &what, const QString &channel,
                     const Error &why, QJsonObject data = {});
    /// Regularly: what could not be kept before, and counted refusals.
    void tick();
    /// False while something waits for a disk that works again.
    bool healthy() const { return m_waiting.empty(); }

    /// An entry of now; id to be filled in.
    JournalEntry entry(const server::Caller &caller, const QString &kind, const QString &channel,
                       const QString &text, const QJsonObject &data) const;

    static constexpr int refusalsPerWindow = 20;

private:
    Result<void> flush();
    void publishEntries(const std::vector<JournalEntry> &entries, Board::News news);

    Store &m_store;
    Board &m_board;
    const Clock &m_clock;
    std::function<void(const JournalEntry &)> m_listener;
    std::deque<Changes> m_waiting; // oldest first
    int64_t m_windowStart = 0;
    int m_refusals = 0; // in this window
    int m_uncounted = 0; // of them without an entry
};

} // namespace twinfeed::backend
