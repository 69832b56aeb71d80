// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>
#include <QThread>
#include <QUrl>

#include <map>
#include <mutex>
#include <optional>

namespace twinfeed::backend {

struct WebRequest
{
    QUrl url;
    QByteArray method;
    QByteArray body; ///< JSON; empty: none
    QByteArray bearer; ///< never logged; empty: none
    int timeoutMs = 3000;
    int retries = 0; ///< after no answer at all
};

struct WebAnswer
{
    int status = 0; ///< 0: none came
    QByteArray body; ///< the first megabyte
    QString fault; ///< why none came, without the address
};

/// HTTP requests of plans, on a thread of its own ("plan-web"). Redirections are not followed: the hosts that may be asked are listed. Any thread.
class PlanWeb final
{
public:
    PlanWeb();
    ~PlanWeb(); ///< gives up what is under way

    void send(const QString &key, const WebRequest &request);
    /// The answer, once it has come; it is forgotten then.
    std::optional<WebAnswer> take(const QString &key);

private:
    class Agent;

    QThread m_thread;
    Agent *const m_agent; // lives on the thread, and ends with it
    std::mutex m_mutex; // guards the answers
    std::map<QString, WebAnswer> m_answers;
};

} // namespace twinfeed::backend
