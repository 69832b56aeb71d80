// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/backend/outside/courier.h"
#include "app/backend/outside/nodereading.h"
#include "app/backend/outside/outsideconfig.h"
#include "models/domain/clock.h"
#include "models/domain/live.h"

#include <memory>
#include <mutex>

namespace twinfeed::backend {

/// Asks one node for its figures again and again. A server that answers badly, late or never costs one question that waits;
/// what it said last is N/A once it is three questions old, and why is always known. Any thread.
class NodePoller final
{
public:
    struct State
    {
        QString reasonCode; ///< of the last answer; empty where it was good
        QString reason; ///< one sentence
        std::optional<qint64> ageMs; ///< of the newest good answer; nothing before the first
        bool asked = false; ///< an answer of any kind has come
    };

    /// All outlive it; answers may come after it is gone.
    NodePoller(NodeConfig config, Courier &courier, const Clock &clock);

    const NodeConfig &config() const { return m_config; }
    /// Asks where it is time. Returns at once.
    void poll();
    State state() const;
    /// "publishing" (1 or 0), "bitrate", "bitrateOut", "readers", "bytes", or those of the queries; and "down", which is 1 when
    /// three questions in a row had no good answer.
    std::vector<Metric> metrics() const;

    static constexpr int patience = 3; ///< questions

private:
    struct Value
    {
        QString name;
        QString unit;
        std::optional<double> value;
    };
    /// What outlives the poller until its last answer has come.
    struct Core
    {
        mutable std::mutex mutex; // guards all below
        int open = 0; ///< questions without an answer
        int failures = 0; ///< rounds in a row
        QString reason;
        QString reasonCode;
        std::optional<int64_t> goodAt; ///< unit clock
        QDateTime goodWall;
        std::vector<Value> values; ///< of the newest good round
        std::vector<Value> coming; ///< of the round that is on its way
        std::optional<Error> failed; ///< the first failure of that round
        bool asked = false;
        std::optional<std::pair<int64_t, double>> bytesBefore; ///< unit clock, count: rates follow
    };
    static void take(Core &core, const Result<std::vector<Value>> &values, int64_t now,
                     const QDateTime &wall);
    static std::vector<Value> valuesOf(const NodeConfig &config, StreamFigures figures, Core &core,
                                       int64_t now);
    HttpAsk askFor(const QString &path, const NodeConfig::Query *query = nullptr) const;

    const NodeConfig m_config;
    Courier &m_courier;
    const Clock &m_clock;
    const std::shared_ptr<Core> m_core = std::make_shared<Core>();
    std::optional<int64_t> m_askedAt; // the polling thread's
};

} // namespace twinfeed::backend
