// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/client/client.h"
#include "models/domain/drill.h"

namespace twinfeed::client {

struct DrillQuery
{
    qint64 before = 0; ///< ids below this only; 0: newest
    int limit = 100; ///< 1 to 1000
    QString scenario; ///< id
    QString search; ///< in names, operators and notes
};

struct DrillOrder
{
    QString scenario;
    std::optional<qint64> seed; ///< nothing: one is drawn
    std::optional<DrillKind> kind; ///< nothing: the scenario's
    QString channel; ///< empty: the scenario's, or the first
};

/// Scenarios, drills and readiness over REST: the part of a Client's tongue that is about rehearsals. Contract: Client. UI thread.
class DrillClient final
{
public:
    template <typename T>
    using Done = std::function<void(const Result<T> &)>;

    /// Outlives it.
    explicit DrillClient(Client &client)
        : m_client(client)
    {
    }

    // Commands.
    void start(const DrillOrder &order, Client::OperationDone done);
    void end(const QString &drill, Client::OperationDone done);
    void answer(const QString &drill, const QString &question, int choice, Client::OperationDone done);
    /// `text` of 1 to 4000 characters; `owner` and `due` (a date, "2026-12-24") may be empty.
    void note(const QString &drill, const QString &text, const QString &owner, const QString &due,
              Client::OperationDone done);

    // Questions.
    void scenarios(Done<std::vector<Scenario>> done);
    void drills(const DrillQuery &query, Done<std::vector<Drill>> done);
    /// The programme at a mark, as JPEG.
    void picture(const QString &drill, int mark, Done<QByteArray> done);
    /// As the backend says it.
    void readiness(Done<QJsonObject> done);

private:
    Client &m_client;
};

} // namespace twinfeed::client
