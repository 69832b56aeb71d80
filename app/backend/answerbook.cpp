// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/backend/answerbook.h"

#include "app/backend/commandgate.h"

namespace twinfeed::backend {

void AnswerBook::keep(const StoredAnswer &answer)
{
    const Key key{answer.scope, answer.key};
    const std::lock_guard lock(m_mutex);
    if (m_answers.insert_or_assign(key, answer).second)
        m_order.push_back(key);
    if (m_order.size() > most) {
        m_answers.erase(m_order.front());
        m_order.pop_front();
    }
}

Result<std::optional<server::Answer>> AnswerBook::find(const QString &scope, const QString &key,
                                                       const QByteArray &fingerprint,
                                                       const QDateTime &now) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_answers.find({scope, key});
    if (it == m_answers.end() || it->second.at <= now.addDays(-1))
        return std::optional<server::Answer>();
    return CommandGate::replayOf(it->second, fingerprint);
}

} // namespace twinfeed::backend
