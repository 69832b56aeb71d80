// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/client.h"
#include "models/domain/planrun.h"

namespace twinfeed::client {

struct PlanList
{
    std::vector<PlanDocument> documents;
    std::vector<PlanState> states;
    std::vector<PlanTimes> times;
};

struct RunQuery
{
    qint64 before = 0; ///< ids below this only; 0: newest
    int limit = 100; ///< 1 to 1000
    QString plan;
    QString channel;
    QString search; ///< in titles, people, reasons, root causes and notes
};

/// What is said where a plan is fired.
struct Fire
{
    PlanPlace place;
    QString arm; ///< empty where the plan needs none
    bool held = false;
    quint64 planRevision = 0; ///< as it is shown
    QString reason; ///< why without a green rehearsal
};

/// Plans and runs over REST: the part of a Client's tongue that is about them. Contract: Client. Presses (arm, fire, answer) state a
/// time after which they are not to be done any more. UI thread.
class PlanClient final
{
public:
    template <typename T>
    using Done = std::function<void(const Result<T> &)>;

    /// Outlives it.
    explicit PlanClient(Client &client)
        : m_client(client)
    {
    }

    // Commands; each with an idempotency key of its own, which a repeat over a failing network keeps. The operation's request names the arm ("arm")
    // or the run ("run"); what became of them is told by events.
    /// `revision`: of the channel, as it is shown.
    void arm(const PlanPlace &place, quint64 revision, Client::OperationDone done);
    void disarm(const QString &plan, Client::OperationDone done);
    void fire(const Fire &fire, quint64 revision, Client::OperationDone done);
    void abort(const QString &run, Client::OperationDone done);
    void answer(const QString &run, const QString &answer, Client::OperationDone done);
    void review(const QString &run, const QString &rootCause, const QString &notes,
                Client::OperationDone done);
    /// `revision`: of the plan, as it is shown.
    void replace(const Plan &plan, const QString &reason, quint64 revision, Client::OperationDone done);

    // Questions.
    void plans(Done<PlanList> done);
    void runs(const RunQuery &query, Done<std::vector<PlanRun>> done);
    void run(const QString &id, Done<PlanRun> done);

private:
    Client &m_client;
};

} // namespace twinfeed::client
