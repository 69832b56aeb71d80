// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/planrun.h"

#include <cstdint>
#include <map>

namespace twinfeed::backend {

/// What can be said of a condition. `Undecided`: something that it asks for is not known, or too old.
enum class Truth { No, Yes, Undecided };

/// One channel as conditions see it. Times are of the unit clock, microseconds.
struct PlanSight
{
    using Key = std::pair<QString, QString>; ///< name, node; the node of what is of the channel is empty
    struct Value
    {
        std::optional<double> value; ///< nothing: N/A
        QString unit;
        int64_t at = 0;
        int periodMs = 1000;
    };
    struct Fact
    {
        QStringList values; ///< mostly one
        int64_t at = 0;
    };

    std::map<Key, Value> metrics;
    std::map<Key, Fact> facts;

    QString fact(const QString &name, const QString &node = {}) const;
};

/// How a condition is asked.
struct ConditionAsk
{
    int64_t now = 0;
    QString output; ///< what the node "output" means
    int64_t newerThan = 0; ///< what was seen at or before this proves nothing
    QJsonObject baseline; ///< by "metric node"
};

/// Three-valued: what is undecided counts only where the rest does not decide. `numbers`, where given, gets what each leaf saw.
Truth holds(const Condition &condition, const PlanSight &sight, const ConditionAsk &ask,
            std::vector<PlanNumber> *numbers = nullptr);
/// The node as it is now: "primary" for "on-air". Empty where there is none: the slate is on air, say.
QString placeOf(const QString &node, const PlanSight &sight, const QString &output);
/// Why something is undecided, or does not hold, from its leaves: "fps at primary is 30 (below 15)".
QString saidOf(const std::vector<PlanNumber> &numbers, bool onlyWrong);
/// The leaves that do not hold, for Error::details.
QJsonArray wrongOf(const std::vector<PlanNumber> &numbers);
/// What is said of a precondition that does not hold: "plan-disabled".
Error unmet(const PlanPrecondition &precondition, const std::vector<PlanNumber> &numbers);

/// A value older than this, or than three of its periods, is stale.
constexpr int64_t staleSightUs = 3'000'000;

} // namespace twinfeed::backend
