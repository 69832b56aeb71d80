// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/domain/result.h"

#include <QDateTime>
#include <QJsonObject>
#include <QStringList>

#include <optional>
#include <vector>

namespace twinfeed {

/// What was to be rehearsed, and whether it was: an exercise of the calendar, or a plan.
struct ReadinessLine
{
    QString id; ///< "weekly-load", "monthly-single", "quarterly-chain", or the plan
    bool plan = false;
    int everyDays = 0;
    QString drill; ///< the newest that counts; empty where there was none
    QString scenario;
    std::optional<QDateTime> at; ///< UTC
    std::optional<QDateTime> due; ///< when the newest green one is too old
    bool green = false; ///< the newest
    QStringList by;
    bool ready = false;

    bool operator==(const ReadinessLine &) const = default;
};

/// Whether the event is ready, by what was rehearsed; what GET /v1/readiness answers.
struct Readiness
{
    std::vector<ReadinessLine> lines; ///< the calendar first, then the plans

    bool operator==(const Readiness &) const = default;
    /// Of the calendar: what is rehearsed every week, month and quarter.
    bool isReady() const;
};

/// Lenient to unknown fields.
Result<Readiness> readinessFromJson(const QJsonObject &object);

} // namespace twinfeed
