// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/media/encryptionbook.h"

#include "app/media/errors.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace twinfeed::media {

namespace {

double msBetween(int64_t from, int64_t to)
{
    return double(std::max<int64_t>(0, to - from)) / 1000;
}

} // namespace

EncryptionBook::~EncryptionBook()
{
    if (m_order)
        m_order->done(
            outcomeOf(*m_order,
                      errorOf(QStringLiteral("engine-stopped"),
                              QStringLiteral("The channel was stopped before encryption changed."))));
}

EncryptionOutcome EncryptionBook::outcomeOf(const Order &order, std::optional<Error> error)
{
    EncryptionOutcome outcome{{}, std::move(error)};
    for (const Entry &entry : order.entries) {
        if (entry.left)
            outcome.outputs.push_back(entry.evidence);
        if (!outcome.error && entry.change.refusal)
            outcome.error = entry.change.refusal;
    }
    return outcome;
}

void EncryptionBook::open(std::vector<Change> changes, int64_t acceptedAt, EncryptionDone done)
{
    Order order{acceptedAt, std::move(done), {}};
    for (Change &change : changes) {
        Entry entry;
        entry.evidence.output = change.output;
        entry.evidence.mode = change.key ? Encryption::Sealed : Encryption::Clear;
        entry.evidence.key = change.key;
        entry.done = change.refusal.has_value();
        entry.change = std::move(change);
        order.entries.push_back(std::move(entry));
    }
    std::unique_lock lock(m_mutex);
    const std::optional<Order> before = std::exchange(m_order, std::move(order));
    if (before) {
        lock.unlock();
        before->done(outcomeOf(*before,
                               errorOf(QStringLiteral("superseded"),
                                       QStringLiteral("A newer order for encryption took its place."))));
        lock.lock();
    }
    answerWhereDone(lock);
}

EncryptionBook::Entry *EncryptionBook::find(const QString &output)
{
    if (!m_order)
        return nullptr;
    const auto entry = std::ranges::find_if(
        m_order->entries, [&](const Entry &each) { return each.change.output == output && !each.done; });
    return entry == m_order->entries.end() ? nullptr : &*entry;
}

void EncryptionBook::answerWhereDone(std::unique_lock<std::mutex> &lock)
{
    if (!m_order || !std::ranges::all_of(m_order->entries, &Entry::done))
        return;
    const std::optional<Order> order = std::exchange(m_order, std::nullopt);
    lock.unlock();
    order->done(outcomeOf(*order, std::nullopt));
    lock.lock();
}

void EncryptionBook::keyframeMade()
{
    const std::lock_guard lock(m_mutex);
    if (!m_order)
        return;
    for (Entry &entry : m_order->entries)
        entry.evidence.bridged |= !entry.left;
}

void EncryptionBook::left(const QString &output, int64_t at, int reconnects)
{
    std::unique_lock lock(m_mutex);
    Entry *entry = find(output);
    if (!entry)
        return;
    entry->left = true;
    entry->evidence.firstPictureMs = msBetween(m_order->acceptedAt, at);
    entry->evidence.reconnects = std::max(0, reconnects - entry->change.reconnects);
    entry->done = !entry->change.readable;
    answerWhereDone(lock);
}

void EncryptionBook::seen(const QString &output, std::optional<quint32> key, int64_t at, const QString &where,
                          int reconnects)
{
    std::unique_lock lock(m_mutex);
    Entry *entry = find(output);
    // What was seen before it left is what was there before.
    if (!entry || !entry->left || entry->change.key != key)
        return;
    entry->evidence.seenMs = msBetween(m_order->acceptedAt, at);
    entry->evidence.seenAt = where;
    entry->evidence.reconnects = std::max(0, reconnects - entry->change.reconnects);
    entry->done = true;
    answerWhereDone(lock);
}

void EncryptionBook::unopened(const QString &output, int pictures)
{
    const std::lock_guard lock(m_mutex);
    if (Entry *entry = find(output))
        entry->evidence.unopened += pictures;
}

void EncryptionBook::gone(const QString &output)
{
    std::unique_lock lock(m_mutex);
    Entry *entry = find(output);
    if (!entry)
        return;
    entry->done = true;
    answerWhereDone(lock);
}

int64_t EncryptionBook::expire(int64_t now)
{
    std::unique_lock lock(m_mutex);
    if (!m_order)
        return std::numeric_limits<int64_t>::max();
    if (now - m_order->acceptedAt < patienceUs)
        return m_order->acceptedAt + patienceUs;
    const std::optional<Order> order = std::exchange(m_order, std::nullopt);
    lock.unlock();
    const auto late = std::ranges::find_if(order->entries, [](const Entry &entry) { return !entry.done; });
    const Error error = late->left
        ? errorOf(QStringLiteral("not-seen"),
                  QStringLiteral("The output %1 has changed, but was not seen so within 30 s.")
                      .arg(late->change.output),
                  QStringLiteral("See whether it can be read at its address, and what it shows."))
        : errorOf(QStringLiteral("output-down"),
                  QStringLiteral("The output %1 has sent no keyframe for 30 s.").arg(late->change.output),
                  QStringLiteral("It changes by itself with the first one that it sends."));
    order->done(outcomeOf(*order, error));
    return std::numeric_limits<int64_t>::max();
}

} // namespace twinfeed::media
