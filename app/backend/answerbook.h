// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/store.h"

#include <list>
#include <map>
#include <mutex>

namespace twinfeed::backend {

/// The newest answers, in memory: asked on the transport's thread for each command, where nothing may read the disk. A
/// command whose answer has left this book is replayed by the director from the store. Any thread.
class AnswerBook final
{
public:
    /// A key used by a console is repeated within seconds; a person makes some hundred commands in an evening.
    static constexpr size_t most = 4096;

    void keep(const StoredAnswer &answer);
    /// The first answer; nothing where it is not known here; "idempotency-mismatch" for other content.
    Result<std::optional<server::Answer>> find(const QString &scope, const QString &key,
                                               const QByteArray &fingerprint, const QDateTime &now) const;

private:
    using Key = std::pair<QString, QString>;

    mutable std::mutex m_mutex; // guards all below
    std::map<Key, StoredAnswer> m_answers;
    std::list<Key> m_order; // oldest first
};

} // namespace twinfeed::backend
