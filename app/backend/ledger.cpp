// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/ledger.h"

#include <QLoggingCategory>

namespace twinfeed::backend {

namespace {

Q_LOGGING_CATEGORY(journalLog, "twinfeed.journal")

constexpr int64_t refusalWindowUs = 10'000'000;
// With a disk that stays full the oldest news go first: memory must not grow for ever.
constexpr size_t mostWaiting = 10'000;

/// What a stranger sent must not forge log lines or fill the store.
QString tame(QString text)
{
    text.truncate(200);
    for (QChar &c : text) {
        if (!c.isPrint())
            c = QLatin1Char('?');
    }
    return text;
}

} // namespace

Ledger::Ledger(Store &store, Board &board, const Clock &clock)
    : m_store(store)
    , m_board(board)
    , m_clock(clock)
    , m_windowStart(clock.now())
{
}

JournalEntry Ledger::entry(const server::Caller &caller, const QString &kind, const QString &channel,
                           const QString &text, const QJsonObject &data) const
{
    return {0, m_clock.wall(), caller.name, toWord(caller.role), kind, channel, text, data};
}

Result<void> Ledger::commit(Changes changes, Board::News news)
{
    // What waits came first and must get the lower journal ids.
    if (auto flushed = flush(); !flushed)
        return flushed;
    if (auto kept = m_store.commit(changes); !kept)
        return kept;
    publishEntries(changes.entries, std::move(news));
    return {};
}

void Ledger::settle(Changes changes, Board::News news)
{
    if (flush()) {
        if (auto kept = m_store.commit(changes)) {
            publishEntries(changes.entries, std::move(news));
            return;
        } else {
            qCWarning(journalLog, "%ls Tried again until it succeeds.",
                      qUtf16Printable(kept.error().message));
        }
    }
    m_board.publish(news);
    m_waiting.push_back(std::move(changes));
    if (m_waiting.size() > mostWaiting)
        m_waiting.pop_front();
}

void Ledger::note(const QString &kind, const QString &channel, const QString &text, const QJsonObject &data)
{
    Changes changes;
    changes.entries.push_back(
        {0, m_clock.wall(), QStringLiteral("twinfeed"), QString(), kind, channel, text, data});
    settle(std::move(changes), {});
}

void Ledger::noteRefusal(const server::Caller &caller, const QString &what, const QString &channel,
                         const Error &why, QJsonObject data)
{
    if (++m_refusals > refusalsPerWindow) {
        ++m_uncounted;
        return;
    }
    data.insert(QStringLiteral("what"), tame(what));
    data.insert(QStringLiteral("code"), why.code);
    Changes changes;
    changes.entries.push_back(entry(caller, QStringLiteral("refused"), channel,
                                    QStringLiteral("Refused: %1: %2").arg(tame(what), tame(why.message)),
                                    data));
    settle(std::move(changes), {});
}

void Ledger::tick()
{
    if (m_clock.now() - m_windowStart >= refusalWindowUs) {
        if (m_uncounted > 0) {
            note(QStringLiteral("refusals"), {},
                 QStringLiteral("%1 more requests were refused.").arg(m_uncounted),
                 {{QStringLiteral("count"), m_uncounted}});
        }
        m_windowStart = m_clock.now();
        m_refusals = 0;
        m_uncounted = 0;
    }
    (void)flush();
}

Result<void> Ledger::flush()
{
    while (!m_waiting.empty()) {
        if (auto kept = m_store.commit(m_waiting.front()); !kept)
            return kept;
        publishEntries(m_waiting.front().entries, {});
        m_waiting.pop_front();
    }
    return {};
}

void Ledger::publishEntries(const std::vector<JournalEntry> &entries, Board::News news)
{
    for (const JournalEntry &entry : entries) {
        qCInfo(journalLog, "#%lld %ls%s%ls: %ls", entry.id, qUtf16Printable(entry.kind),
               entry.channel.isEmpty() ? "" : " ", qUtf16Printable(entry.channel),
               qUtf16Printable(entry.text));
        news.journal(entry);
        if (m_listener)
            m_listener(entry);
    }
    if (!news.isEmpty())
        m_board.publish(news);
}

} // namespace twinfeed::backend
